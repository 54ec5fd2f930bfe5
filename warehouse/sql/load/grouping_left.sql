-- What the items that a load touched may touch besides, before they are entered as they are now.

-- Items whose story began with one of these, or which reuse a part of one: they lie in a stretch of time.
create or replace temp table left_behind as
with

gone as (
    select item_id from leaving where old_published_at is not null
),

near as (
    select
        item_id,
        story_id,
        published_at
    from grouped_items
    where published_at between $first and $last
),

resting as (
    select item_id from near where story_id in (select item_id from gone)
    union
    select item_id from story_items where known_to is null and reuses in (select item_id from gone)
)

select
    item_id,
    published_at
from near
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

delete from grouped_items
using leaving
where leaving.item_id = grouped_items.item_id and leaving.old_published_at = grouped_items.published_at;

insert into grouped_items by name
select
    number,
    item_id,
    published_at
from leaving
where is_here;
