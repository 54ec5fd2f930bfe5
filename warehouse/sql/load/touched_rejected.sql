-- The items that stand at the addresses of rejected entries.
insert into touched_items
select items.item_id
from items
inner join batch on batch.outlet = items.outlet and batch.canonical_url = items.canonical_url;
