-- Stories with each of the campaign's messages, beside all stories of each part: kind of outlet, or week, named by its
-- Monday; the other one is empty.
with

-- Read twice, as the next: to keep what it gives in between takes longer.
selected as not materialized (
    {selected}
),

editorial as not materialized (
    select
        story,
        messages,
        outlet_kind as kind,
        date_trunc('week', published_date) as week
    from selected
    where is_editorial
),

parts as (
    select
        kind,
        week,
        count(distinct story) as of_stories
    from editorial
    group by grouping sets ((kind), (week))
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
    group by grouping sets ((message, kind), (message, week))
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    parts.kind,
    parts.week,
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
order by campaign_messages.position, parts.kind, parts.week
