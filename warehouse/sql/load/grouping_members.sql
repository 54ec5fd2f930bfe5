-- The items of the stories in batch (id), the first of each with its event. A table of their own, so that it is known how few they
-- are; their texts are sought by time too since few parts of the table hold it.
create or replace temp table members as
with

placed as (
    select
        item_id,
        story_id,
        event_id,
        published_at
    from grouped_items
    where story_id in (select batch.id from batch)
)

select
    placed.item_id,
    placed.story_id,
    placed.event_id,
    placed.published_at,
    story_items.containment
from placed
inner join story_items on story_items.item_id = placed.item_id and story_items.known_to is null
-- Said again, so that the join is of few with few.
where story_items.story_id in (select batch.id from batch);
