-- Items with quotes, of the events whose quotes may be others, or stand in another order, than before this load: it
-- touched or regrouped one of them, or a campaign's file changed. Stories that it changed bear $newest, the instant from
-- which the newest item is known; each column is asked by itself, since few parts of the table hold it. So do those of
-- an earlier load of the same instant: of the events of all, those are meant that have a first item in the nearer
-- stretch of time. All items of these lie in the wider one, and few parts of the table hold either.
create or replace temp table requoted as
with

quoted as (
    select story_id
    from grouped_items
    where
        published_at between $first and $last
        and item_id in (select item_id from quotes where item_id in (select item_id from touched_items))
),

near as (
    select event_id
    from grouped_items
    where published_at between $near_first and $near_last and event_id is not null
),

changed as (
    select event_id from stories where known_from = $newest
    union
    select event_id from stories where known_to = $newest
    union
    select event_id from stories where known_to is null and $is_campaign_changed
    union
    select event_id
    from grouped_items
    where published_at between $first and $last and item_id in (select story_id from quoted)
),

firsts as (
    select
        story_id,
        event_id
    from grouped_items
    where
        published_at between $first and $last
        and event_id in (select event_id from changed where event_id in (select event_id from near))
)

select
    grouped_items.item_id,
    grouped_items.published_at,
    items.canonical_url,
    firsts.event_id
from firsts
inner join grouped_items on grouped_items.story_id = firsts.story_id
inner join items on items.item_id = grouped_items.item_id
where
    grouped_items.published_at between $first and $last
    and grouped_items.item_id in (select item_id from quotes)
    and items.known_to is null
    and items.published_at between $first and $last;
