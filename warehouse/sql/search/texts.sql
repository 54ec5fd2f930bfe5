-- The texts of some items.
select
    item_id,
    outlet,
    title,
    lead,
    body,
    url,
    published_at
from stg_items
where list_contains($ids, item_id)
