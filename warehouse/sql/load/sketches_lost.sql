-- Items of batch whose sketches can't be made, since their texts, fetched before an instant, were purged: a whole text
-- can be as long as what is left of one, and has its hash. The time is asked too since few parts of the table hold it.
select count(*) as lost
from batch
inner join items
    on items.item_id = batch.item_id and items.published_at = batch.published_at and items.known_to is null
where
    items.fetched_at < $before
    and greatest(length(items.lead), length(items.body)) = $longest
    and items.sha256 <> sha256(concat_ws(chr(10), items.title, items.lead, items.body))
