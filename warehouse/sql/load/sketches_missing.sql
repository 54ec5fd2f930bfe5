-- The items of a stretch of Vietnam days that are not among those of batch (number), in order of publication.
select
    number,
    item_id,
    published_at,
    cast(published_at as date) as published_date
from grouped_items
where
    published_at >= cast($first as timestamptz)
    and published_at < cast($last + 1 as timestamptz)
    and number not in (select batch.number from batch)
order by published_at
