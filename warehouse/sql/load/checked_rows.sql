-- What the checks of these items look at, in the place of the tables: each of these is gone through once. The names
-- between braces are filled in: where the tables are, the first and last day, and which rows are recent enough.
create temp view items as
select * from {main}.items
where published_date between cast({first} as date) and cast({last} as date);

create temp view grouped_items as
select * from {main}.grouped_items
where
    published_at >= cast(cast({first} as date) as timestamptz)
    and published_at < cast(cast({last} as date) + 1 as timestamptz);

create temp table story_items as
select * from {main}.story_items
where known_to is null and {recent} and item_id in (select item_id from checked_items);

create temp table stories as
select * from {main}.stories
where
    known_to is null
    and {recent}
    and (
        story_id in (select story_id from story_items)
        or first_item_id in (select item_id from checked_items)
    );

create temp table events as
select * from {main}.events
where
    known_to is null
    and {recent}
    and (
        event_id in (select event_id from stories)
        or central_story_id in (select item_id from checked_items)
    );
