-- Stories published from $from_date on that a scenario or watched claim is about and no alert of it has told yet.
with

stories as (
    select
        kind as rule,
        subject,
        story_id,
        min_by(item_id, (published_at, item_id)) as item_id,
        min(published_date) as alert_date
    from fct_prepared
    where campaign = $campaign
    group by kind, subject, story_id
),

told as (
    select distinct
        alerts.rule,
        alerts.subject,
        int_story_items.story_id
    from alerts
    inner join alert_items on alert_items.alert = alerts.alert
    inner join int_story_items on int_story_items.item_id = alert_items.item_id
    where alerts.campaign = $campaign
)

select
    stories.rule,
    stories.subject,
    stories.alert_date,
    list(stories.item_id order by stories.item_id) as items
from stories
left join told
    on
        told.rule = stories.rule
        and told.subject = stories.subject
        and told.story_id = stories.story_id
where told.story_id is null and stories.alert_date >= $from_date
group by stories.rule, stories.subject, stories.alert_date
order by all
