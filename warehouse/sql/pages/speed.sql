-- Stories that an agency wrote, with each other outlet that ran them and how many hours later; hours are empty where
-- nobody did. is_whole says whether 72 hours have been collected since.
with

selected as (
    {selected}
),

agencies as (
    select
        story,
        story_id,
        outlet
    from int_story_coverage
    where
        campaign = $campaign
        and outlet_kind = 'agency'
        and story in (select story from selected where is_editorial)
),

ran as (
    select
        story,
        outlet,
        min(published_at) as published_at
    from int_coverage
    where campaign = $campaign and is_editorial and story in (select story from agencies)
    group by story, outlet
),

wire as (
    select
        agencies.story,
        agencies.story_id,
        ran.outlet,
        ran.published_at
    from agencies
    inner join ran on ran.story = agencies.story and ran.outlet = agencies.outlet
),

collected as (
    -- Of the items without their outlets: with these it takes longer than all the rest.
    select
        coalesce(
            (select max(to_at) from int_scan_spans), (select max(published_at) from items where known_to is null)
        ) as last_at
)

select
    wire.story_id,
    -- greatest() leaves out what is null: without the condition a story that nobody ran would be run at once
    case when ran.outlet is not null then greatest(0, epoch(ran.published_at - wire.published_at) / 3600) end as hours,
    wire.published_at + interval 72 hour <= collected.last_at as is_whole
from wire
cross join collected
left join ran on ran.story = wire.story and ran.outlet <> wire.outlet
order by wire.story_id, hours
