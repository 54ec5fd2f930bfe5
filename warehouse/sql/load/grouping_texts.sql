-- The texts of items. batch: number, item_id, published_at; the time is asked too since few parts of the table hold it.
select
    batch.number,
    items.title,
    items.lead,
    items.body
from items
inner join batch on batch.item_id = items.item_id and batch.published_at = items.published_at
where items.known_to is null
