-- First items of the stories of a stretch of time, in order.
select
    items.item_id,
    items.published_at,
    items.title,
    items.lead,
    items.body
from grouping_items as items
inner join story_items
    on
        story_items.item_id = items.item_id
        and story_items.story_id = items.item_id
        and story_items.known_to is null
where items.published_at >= $start and items.published_at < $after
order by items.published_at, items.item_id
