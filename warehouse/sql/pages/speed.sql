-- Stories that an agency wrote, with each other outlet that ran them and how many hours later; hours are empty where
-- nobody did. is_whole says whether 72 hours have been collected since.
with

selected as (
    {selected}
),

ran as (
    select
        story_id,
        outlet,
        min(published_at) as published_at
    from fct_mentions
    where campaign = $campaign and placement not in ('sponsored', 'owned')
    group by story_id, outlet
),

wire as (
    select
        fct_stories.story_id,
        ran.outlet,
        ran.published_at
    from fct_stories
    inner join ran on ran.story_id = fct_stories.story_id and ran.outlet = fct_stories.outlet
    where
        fct_stories.campaign = $campaign
        and fct_stories.outlet_kind = 'agency'
        and fct_stories.story_id in (select story_id from selected where placement not in ('sponsored', 'owned'))
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
left join ran on ran.story_id = wire.story_id and ran.outlet <> wire.outlet
order by wire.story_id, hours
