-- Sponsored and owned items by time.
with

selected as (
    {selected}
)

select
    outlet_name,
    role,
    placement,
    title,
    url,
    tone,
    published_at,
    revisions,
    first_title,
    is_gone,
    found_url
from rpt_story_items
where
    campaign = $campaign
    and placement in ('sponsored', 'owned')
    and item_id in (select item_id from selected where not is_editorial)
order by published_at, outlet_name, url
