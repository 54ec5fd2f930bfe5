-- The first items of the stories of the events in batch (id), in order.
select
    stories.event_id,
    items.item_id,
    items.number,
    items.published_at
from stories
inner join batch on batch.id = stories.event_id
inner join grouped_items as items on items.item_id = stories.first_item_id
where stories.known_to is null
order by items.published_at, items.item_id
