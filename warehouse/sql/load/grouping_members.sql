-- The items of the stories in batch (id), which lie in a stretch of time, the first of each with its event. A table of their own, so
-- that it is known how few they are; their texts are sought by time too since few parts of the table hold it.
create or replace temp table members as
with

placed as (
    select
        item_id,
        story_id,
        event_id,
        published_at
    from grouped_items
    where story_id in (select batch.id from batch) and published_at between $first and $last
)

select
    placed.item_id,
    placed.story_id,
    placed.event_id,
    placed.published_at,
    story_items.containment
from placed
inner join story_items on story_items.item_id = placed.item_id
-- Said again, so that the join is of few with few.
where story_items.rowid in (
    select rowid from story_items where known_to is null and story_id in (select batch.id from batch)
);
