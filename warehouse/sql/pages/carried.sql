-- Stories with an item in the filter that several outlets ran, those that most ran first, $most of them at most.
with

selected as (
    {selected}
),

shown as (
    select story_id from int_story_coverage
    where
        campaign = $campaign
        and outlets > 1
        and story in (select story from selected where is_editorial)
    order by outlets desc, items desc, published_at, story_id
    limit $most
)

select
    rpt_stories.story_id,
    rpt_stories.item_id,
    rpt_stories.title,
    rpt_stories.outlet_name,
    rpt_stories.origin,
    rpt_stories.origin_method,
    rpt_stories.items,
    rpt_stories.outlets,
    rpt_stories.published_at
from rpt_stories
inner join shown on shown.story_id = rpt_stories.story_id
where rpt_stories.campaign = $campaign
order by rpt_stories.outlets desc, rpt_stories.items desc, rpt_stories.published_at, rpt_stories.story_id
