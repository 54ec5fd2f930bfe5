-- The revisions of each item that a load touched, and the present one. What is new became known since an instant, and few
-- parts of the table hold what did.
create or replace temp table known_items as
select distinct item_id
from touched_items
where item_id not in (select item_id from new_items);

-- Of an item that came with a batch the first row is known, and those that came lie behind it.
create or replace temp table known_rows as
select rowid as item_row
from items
where
    rowid >= $first_row
    and item_id in (select item_id from known_items where item_id in (select item_id from seen_items))
union all
select rowid as item_row
from items
where item_id in (select item_id from known_items where item_id not in (select item_id from seen_items));

create or replace temp table touched_revisions as
select
    rowid as item_row,
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
    rowid as item_row,
    item_id,
    outlet,
    sha256,
    published_at,
    published_date,
    canonical_url,
    known_from,
    known_to
from items
where rowid in (select item_row from known_rows);

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

drop table known_rows;
