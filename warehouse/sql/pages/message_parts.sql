-- Stories with each of the campaign's messages, beside all stories of each part: kind of outlet, or week, named by its
-- Monday.
with

selected as (
    {selected}
),

-- Read twice: to keep what it gives in between takes longer.
editorial as not materialized (
    select
        story,
        messages,
        case when $part = 'kind' then outlet_kind end as kind,
        case when $part = 'week' then date_trunc('week', published_date) end as week
    from selected
    where is_editorial
),

parts as (
    select
        kind,
        week,
        count(distinct story) as of_stories
    from editorial
    group by kind, week
),

told as (
    select
        unnest(messages) as message,
        kind,
        week,
        story
    from editorial
),

carried as (
    select
        message,
        kind,
        week,
        count(distinct story) as stories
    from told
    group by message, kind, week
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    coalesce(parts.kind, strftime(parts.week, '%Y-%m-%d')) as part,
    coalesce(carried.stories, 0) as stories,
    parts.of_stories
from campaign_messages
cross join parts
left join carried
    on
        carried.message = campaign_messages.message
        and carried.kind is not distinct from parts.kind
        and carried.week is not distinct from parts.week
where campaign_messages.campaign = $campaign and campaign_messages.known_to is null
order by campaign_messages.position, part
