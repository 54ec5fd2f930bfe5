-- Items of a stretch of time by their ids. batch: id.
select *
from grouped_items
where published_at between $first and $last and item_id in (select batch.id from batch)
