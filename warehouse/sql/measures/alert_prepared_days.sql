-- For each scenario and watched claim the days on which its stories were published, of the days with items.
with

known as (
    select count(distinct published_date) as days from stg_items
),

subjects as (
    select
        'scenario' as rule,
        scenario as subject
    from campaign_scenarios
    where campaign = $campaign and known_to is null
    union all
    select
        'claim' as rule,
        claim as subject
    from campaign_claims
    where campaign = $campaign and known_to is null
),

stories as (
    select
        kind,
        subject,
        min(published_date) as alert_date
    from fct_prepared
    where campaign = $campaign
    group by kind, subject, story_id
)

select
    subjects.rule,
    subjects.subject,
    any_value(known.days) as days,
    coalesce(list(distinct stories.alert_date order by stories.alert_date) filter (stories.alert_date is not null), [])
        as fired
from subjects
cross join known
left join stories on stories.kind = subjects.rule and stories.subject = subjects.subject
group by subjects.rule, subjects.subject
order by all
