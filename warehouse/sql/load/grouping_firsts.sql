-- First items of the stories of a stretch of time, in order, with the event that the story had.
select
    items.item_id,
    items.number,
    items.published_at,
    stories.event_id
from grouped_items as items
inner join story_items
    on
        story_items.item_id = items.item_id
        and story_items.story_id = items.item_id
        and story_items.known_to is null
left join stories on stories.story_id = items.item_id and stories.known_to is null
where items.published_at >= $start and items.published_at < $after
order by items.published_at, items.item_id
