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
where item_id in (select unnest($ids))
