-- The first items of the stories of the events in batch (id), in order; all lie in a stretch of time.
select
    event_id,
    item_id,
    number,
    published_at
from grouped_items
where event_id in (select batch.id from batch) and published_at between $first and $last
order by published_at, item_id
