-- The first items of the stories of the events in batch (id), in order.
select
    event_id,
    item_id,
    number,
    published_at
from grouped_items
where event_id in (select batch.id from batch)
order by published_at, item_id
