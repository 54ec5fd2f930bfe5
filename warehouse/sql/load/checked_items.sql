-- Items of the days that a load touched: those of its batches, and those whose story or event it changed.
-- Stories and events that it changed bear $newest, the instant from which the newest item is known; each of the two
-- columns is asked by itself, since few parts of a table hold it.
create or replace temp table checked_days as
with

changed as (
    select event_id from events where known_from = $newest
    union
    select event_id from events where known_to = $newest
),

regrouped as (
    select story_id from stories where known_from = $newest
    union
    select story_id from stories where known_to = $newest
    union
    select story_id from stories where event_id in (select event_id from changed)
),

others as (
    select item_id from story_items where known_from = $newest
    union
    select item_id from story_items where known_to = $newest
    union
    select item_id from story_items where story_id in (select story_id from regrouped)
    union
    select item_id from touched_items
),

final as (
    select published_date from current_items
    union
    select published_date from items
    where
        item_id in (
            select item_id from others where item_id not in (select item_id from current_items)
        )
)

select * from final;

create or replace temp table checked_items as
select distinct item_id from items where published_date in (select published_date from checked_days);
