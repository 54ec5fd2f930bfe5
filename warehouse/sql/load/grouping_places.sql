-- Items of a stretch of time by their ids, with what orders those of one time. batch: id.
select
    grouped_items.*,
    items.canonical_url
from grouped_items
inner join items on items.item_id = grouped_items.item_id
where
    grouped_items.published_at between $first and $last
    and grouped_items.item_id in (select batch.id from batch)
    and items.known_to is null
    and items.published_at between $first and $last
