-- The texts of some items. Asked of the list itself and not by a join, which reads the texts of all items before it
-- knows which ones it takes.
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
