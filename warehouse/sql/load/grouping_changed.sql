-- What is to be assigned anew, and what that may touch.

-- Items that came, changed or went since they were last assigned, in the order of grouping.
create or replace temp table leaving as
select
    coalesce(items.item_id, before.item_id) as item_id,
    items.item_id is not null as is_here,
    items.published_at,
    before.published_at as old_published_at,
    before.number
from grouping_items as items
full outer join grouped_items as before on before.item_id = items.item_id
where
    items.item_id is null
    or before.item_id is null
    or before.sha256 <> items.sha256
    or before.published_at <> items.published_at
    or before.canonical_url <> items.canonical_url
order by items.published_at, items.canonical_url, items.item_id;

-- Items whose story began with one of these, or which reuse a part of one.
create or replace temp table left_behind as
select item_id
from story_items
where
    known_to is null
    and (story_id in (select item_id from leaving) or reuses in (select item_id from leaving))
    and item_id not in (select item_id from leaving);

-- An outlet's name and kind are evidence of the origin of its stories.
create or replace temp table renamed as
select
    items.item_id,
    items.outlet_name,
    items.is_aggregator
from grouping_items as items
inner join grouped_items as before on before.item_id = items.item_id
where before.outlet_name <> items.outlet_name or before.is_aggregator <> items.is_aggregator;

update grouped_items
set outlet_name = renamed.outlet_name, is_aggregator = renamed.is_aggregator
from renamed
where renamed.item_id = grouped_items.item_id;

delete from sketches where number in (select number from leaving where number is not null);

delete from grouped_items where number in (select number from leaving where number is not null);
