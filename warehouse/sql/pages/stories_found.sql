-- The newest stories of a filter that an outlet ran (null: any) and whose headline or outlet holds every one of some
-- words, $most of them at most; found is how many there are. Words are in small letters without diacritics.
with

selected as (
    {selected}
),

chosen as (
    select
        story_id,
        published_at
    from int_story_coverage
    where
        campaign = $campaign
        and story in (
            select story from selected
            where is_editorial and ($outlet is null or outlet = $outlet)
        )
        {in_words}
),

shown as (
    select story_id from chosen
    order by published_at desc, story_id
    limit $most
)

select
    rpt_stories.story_id,
    rpt_stories.item_id,
    rpt_stories.title,
    rpt_stories.outlet_name,
    rpt_stories.origin,
    rpt_stories.origin_method,
    rpt_stories.tone,
    rpt_stories.tone_method,
    rpt_stories.items,
    rpt_stories.outlets,
    rpt_stories.published_at,
    (select count(*) from chosen) as found
from rpt_stories
inner join shown on shown.story_id = rpt_stories.story_id
where rpt_stories.campaign = $campaign
order by rpt_stories.published_at desc, rpt_stories.story_id
