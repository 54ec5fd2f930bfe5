-- Items with quotes, of the events whose quotes may be others, or stand in another order, than before this load: it
-- touched or regrouped one of them, or a campaign's file changed. Stories that it changed bear the instant from which
-- the newest item is known.
create or replace temp table requoted as
with

changed as (
    select event_id from stories
    where
        (select max(known_from) from items) in (known_from, known_to)
        or (known_to is null and exists (select 1 from campaigns where $at in (known_from, known_to)))
    union
    select first.event_id
    from grouped_items
    inner join grouped_items as first on first.item_id = grouped_items.story_id
    where grouped_items.item_id in (select item_id from touched_items)
),

quoted as (
    select
        item_id,
        published_at,
        canonical_url,
        story_id
    from grouped_items
    where item_id in (select item_id from quotes)
)

select
    quoted.item_id,
    quoted.published_at,
    quoted.canonical_url,
    first.event_id
from quoted
inner join grouped_items as first on first.story_id = quoted.story_id
where first.event_id in (select event_id from changed);
