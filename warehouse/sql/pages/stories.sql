-- Stories with an item in the filter, as the measure counts them, the newest first.
with

selected as (
    {selected}
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
where campaign = $campaign and story_id in (select story_id from selected where placement not in ('sponsored', 'owned'))
order by published_at desc, story_id
