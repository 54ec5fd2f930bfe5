-- Items of a stretch of time got the stories in batch (item_id, story_id); an item that is no first one any more has
-- no event.
update grouped_items
set
    story_id = batch.story_id,
    event_id = case when batch.story_id = batch.item_id then grouped_items.event_id end
from batch
where grouped_items.item_id = batch.item_id and grouped_items.published_at between $first and $last;
