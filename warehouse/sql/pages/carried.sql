-- Stories with an item in the filter that several outlets ran, those that most ran first, $most of them at most.
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
    items,
    outlets,
    published_at
from rpt_stories
where
    campaign = $campaign
    and outlets > 1
    and story_id in (select story_id from selected where placement not in ('sponsored', 'owned'))
order by outlets desc, items desc, published_at, story_id
limit $most
