-- What is to be assigned anew among the items that a load touched, and what that may touch.

-- Items that came, changed or went since they were last assigned, in the order of grouping. Rows are found by one
-- column, so that the others are read of the few parts of a table that hold any.
create or replace temp table leaving as
with

items as (
    select
        current_items.item_id,
        cast(md5_number_lower(current_items.item_id || current_items.sha256) >> 1 as bigint) as number,
        current_items.published_at,
        current_items.canonical_url
    from current_items
    inner join stg_outlets as sites on sites.outlet = current_items.outlet
    inner join stg_outlets as families on families.outlet = sites.family
),

before as (
    select *
    from grouped_items
    where rowid in (select rowid from grouped_items where item_id in (select item_id from known_items))
)

select
    coalesce(items.item_id, before.item_id) as item_id,
    items.item_id is not null as is_here,
    items.number,
    items.published_at,
    items.canonical_url,
    before.published_at as old_published_at,
    before.story_id as old_story_id,
    before.event_id as old_event_id
from items
full outer join before on before.item_id = items.item_id
where
    items.item_id is null
    or before.item_id is null
    or before.number <> items.number
    or before.published_at <> items.published_at
order by items.published_at, items.canonical_url, items.item_id;

-- Items whose story began with one of these, or which reuse a part of one.
create or replace temp table left_behind as
with

gone as (
    select item_id from leaving where old_published_at is not null
),

resting as (
    select item_id from story_items where known_to is null and story_id in (select item_id from gone)
    union
    select item_id from story_items where known_to is null and reuses in (select item_id from gone)
)

select
    item_id,
    published_at
from grouped_items
where item_id in (select item_id from resting where item_id not in (select item_id from leaving));

-- An outlet's name and kind are evidence of the origin of its stories.
create or replace temp table renamed as
with

changed as (
    select sites.outlet
    from grouped_outlets as before
    inner join stg_outlets as sites on sites.outlet = before.outlet
    inner join stg_outlets as families on families.outlet = sites.family
    where before.name <> families.name or before.kind <> sites.kind
)

select
    item_id,
    published_at
from items
where known_to is null and outlet in (select outlet from changed);

delete from grouped_outlets;

insert into grouped_outlets by name
select
    sites.outlet,
    families.name,
    sites.kind
from stg_outlets as sites
inner join stg_outlets as families on families.outlet = sites.family;

delete from grouped_items where item_id in (select item_id from leaving where old_published_at is not null);

insert into grouped_items by name
select
    number,
    item_id,
    published_at
from leaving
where is_here;
