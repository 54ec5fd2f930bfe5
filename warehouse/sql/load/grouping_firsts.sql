-- First items of the stories of a stretch of time, in order, with the event that the story had.
select
    item_id,
    number,
    published_at,
    event_id
from grouped_items
where story_id = item_id and published_at >= $start and published_at < $after
order by published_at, item_id
