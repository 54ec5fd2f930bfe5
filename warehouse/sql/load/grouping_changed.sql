-- Items that came, changed or went since they were last assigned, in the order of grouping. Those that were known lie in
-- a stretch of time, which few parts of the table hold; what is not found there is looked for in all.
create or replace temp table before as
select *
from grouped_items
where published_at between $first and $last and item_id in (select item_id from known_items);

insert into before
select *
from grouped_items
where item_id in (select item_id from known_items where item_id not in (select item_id from before));

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

drop table before;
