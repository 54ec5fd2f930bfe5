-- The whole texts that items have, by their hashes: what a purge left of one goes by the same. batch: number, item_id,
-- published_at, published_date; the time is asked too since few parts of the table hold it.
select
    batch.number,
    batch.published_date,
    items.sha256
from items
inner join batch on batch.item_id = items.item_id and batch.published_at = items.published_at
where items.known_to is null and greatest(length(items.lead), length(items.body)) <> $longest
