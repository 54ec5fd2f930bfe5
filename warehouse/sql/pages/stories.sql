-- Stories with an item in the filter, as the measure counts them, the newest first.
with

selected as (
    {selected}
),

shown as (
    select story_id from int_story_coverage
    where campaign = $campaign and story in (select story from selected where is_editorial)
)

select
    story_id,
    item_id,
    title,
    outlet_name,
    origin,
    origin_method,
    tone,
    tone_method,
    items,
    outlets,
    published_at
from rpt_stories
where campaign = $campaign and story_id in (select story_id from shown)
order by published_at desc, story_id
