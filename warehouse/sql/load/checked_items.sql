-- Items of the days that a load touched: those of its batches, and those whose story or event it changed.
-- Stories and events that it changed bear $newest, the instant from which the newest item is known; each of the two
-- columns is asked by itself, since few parts of a table hold it. Their items lie in a stretch of time, which few parts
-- of the index of copies hold.
create or replace temp table checked_days as
with

changed as (
    select event_id from events where known_from = $newest
    union
    select event_id from events where known_to = $newest
),

placed as (
    select
        item_id,
        story_id,
        event_id,
        cast(published_at as date) as published_date
    from grouped_items
    where published_at between $first and $last
),

regrouped as (
    select story_id from stories where known_from = $newest
    union
    select story_id from stories where known_to = $newest
    union
    select story_id from placed where event_id in (select event_id from changed)
),

others as (
    select item_id from story_items where known_from = $newest
    union
    select item_id from story_items where known_to = $newest
),

final as (
    select published_date from current_items
    union
    select published_date from placed where story_id in (select story_id from regrouped)
    union
    select published_date from placed where item_id in (select item_id from others)
    union
    select published_date from touched_revisions
    where item_id not in (select item_id from current_items)
)

select * from final;

create or replace temp table checked_items as
select distinct item_id from items where published_date in (select published_date from checked_days);

-- What is kept of items that it touched, or whose story, event or origin is another one now, is worked out anew where it
-- is asked for. Rows are compared, since those of an earlier load of the same instant bear $newest too.
delete from kept_concerned_items
where
    item_id in (select item_id from touched_items)
    or item_id in (
        select kept.item_id
        from kept_concerned_items as kept
        inner join story_items as placed on placed.item_id = kept.item_id
        where
            placed.known_to is null
            and placed.known_from = $newest
            and (placed.story_id <> kept.story_id or placed.role <> kept.role)
    )
    or item_id in (
        select item_id from story_items where known_to = $newest
        except
        select item_id from story_items where known_from = $newest and known_to is null
    )
    or item_id in (
        select kept.item_id
        from kept_concerned_items as kept
        inner join stories on stories.story_id = kept.story_id
        where
            stories.known_to is null
            and stories.known_from = $newest
            and (
                stories.event_id is distinct from kept.event_id
                or stories.origin <> kept.origin
                or stories.origin_method <> kept.origin_method
                or (stories.first_item_id = kept.item_id) <> kept.is_first
            )
    )
    or story_id in (
        select story_id from stories where known_to = $newest
        except
        select story_id from stories where known_from = $newest and known_to is null
    );
