-- The present revision of each item that a load touched. What is new became known since an instant, and few parts of the
-- table hold what did.
create or replace temp table known_items as
select distinct item_id
from touched_items
where item_id not in (select item_id from new_items);

create or replace temp table current_items as
select
    item_id,
    outlet,
    sha256,
    published_at,
    published_date,
    canonical_url
from items
where known_to is null and known_from >= $since and item_id in (select item_id from new_items)
union all
select
    item_id,
    outlet,
    sha256,
    published_at,
    published_date,
    canonical_url
from items
where known_to is null and item_id in (select item_id from known_items);
