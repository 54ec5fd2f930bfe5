-- Stories of a stretch of time report the events in batch (story_id, event_id).
update grouped_items
set event_id = batch.event_id
from batch
where grouped_items.item_id = batch.story_id and grouped_items.published_at between $first and $last;
