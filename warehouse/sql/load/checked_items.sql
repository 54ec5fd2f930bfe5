-- Items of the days that a load touched: those of its batches, and those whose story or event it changed.
-- Stories and events that it changed bear the instant from which the newest item is known.
create or replace temp table checked_items as
with

newest as (
    select max(known_from) as at from items
),

regrouped as (
    select stories.story_id
    from stories
    inner join newest on newest.at in (stories.known_from, stories.known_to)
    union
    select story_id
    from stories
    where event_id in (
        select events.event_id
        from events
        inner join newest on newest.at in (events.known_from, events.known_to)
    )
),

touched as (
    select item_id from touched_items
    union
    select story_items.item_id
    from story_items
    inner join newest on newest.at in (story_items.known_from, story_items.known_to)
    union
    select item_id from story_items where story_id in (select story_id from regrouped)
),

days as (
    select distinct published_date from items where item_id in (select item_id from touched)
),

final as (
    select distinct item_id from items where published_date in (select published_date from days)
)

select * from final;
