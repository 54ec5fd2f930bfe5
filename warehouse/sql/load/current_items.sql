-- The revisions of each item that a load touched, and the present one. What is new became known since an instant, and few
-- parts of the table hold what did.
create or replace temp table known_items as
select distinct item_id
from touched_items
where item_id not in (select item_id from new_items);

-- Of an item that came with a batch it is known when its first revision became known; of the others ids are gone through.
create or replace temp table known_revisions as
select
    item_id,
    known_from
from items
where
    known_from >= $first_known_from
    and item_id in (select item_id from known_items where item_id in (select item_id from seen_items))
union all
select
    item_id,
    known_from
from items
where item_id in (select item_id from known_items where item_id not in (select item_id from seen_items));

create or replace temp table touched_revisions as
select
    item_id,
    outlet,
    sha256,
    published_at,
    published_date,
    canonical_url,
    known_from,
    known_to
from items
where known_from >= $since and item_id in (select item_id from new_items)
union all
select
    items.item_id,
    items.outlet,
    items.sha256,
    items.published_at,
    items.published_date,
    items.canonical_url,
    items.known_from,
    items.known_to
from items
inner join known_revisions
    on known_revisions.item_id = items.item_id and known_revisions.known_from = items.known_from;

create or replace temp table current_items as
select
    item_id,
    outlet,
    sha256,
    published_at,
    published_date,
    canonical_url
from touched_revisions
where known_to is null;

drop table known_revisions;
