-- For each message, and for each kind of outlet that is watched and writes (aggregators carry), the stories of each
-- day and how many of them carry the message or were run by an outlet of the kind.
with

stories as (
    select
        story_id,
        published_date as day_date
    from fct_stories
    where campaign = $campaign and published_date between $from_date and $to_date
),

editorial as (
    select
        item_id,
        story_id,
        outlet_kind
    from fct_mentions
    where campaign = $campaign and placement not in ('sponsored', 'owned')
),

subjects as (
    select
        'message' as rule,
        message as subject
    from campaign_messages
    where campaign = $campaign and known_to is null
    union all
    select distinct
        'silence' as rule,
        stg_outlets.kind as subject
    from stg_watched
    inner join stg_outlets on stg_outlets.outlet = stg_watched.site
    where
        stg_watched.campaign = $campaign
        and stg_outlets.kind not in ('aggregator', 'foreign')
        -- those too that were never read: a kind that can't be collected is not silent, and that is said
        and stg_watched.site in (select outlet from int_visit_days)
        and (stg_outlets.ended_date is null or stg_outlets.ended_date >= $to_date)
),

with_it as (
    select distinct
        'message' as rule,
        fct_messages.message as subject,
        editorial.story_id
    from fct_messages
    inner join editorial on editorial.item_id = fct_messages.item_id
    where fct_messages.campaign = $campaign
    union
    select distinct
        'silence' as rule,
        outlet_kind as subject,
        story_id
    from editorial
)

select
    subjects.rule,
    subjects.subject,
    stories.day_date,
    count(*) as stories,
    count(with_it.story_id) as having_it
from subjects
cross join stories
left join with_it
    on
        with_it.rule = subjects.rule
        and with_it.subject = subjects.subject
        and with_it.story_id = stories.story_id
group by subjects.rule, subjects.subject, stories.day_date
order by all
