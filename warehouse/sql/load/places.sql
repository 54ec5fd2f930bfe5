-- Another way of finding places closes what the former found.
create or replace temp table fresh as
select batch.*
from batch
where not exists (
    select 1 from item_places
    where item_places.item_id = batch.item_id and item_places.sha256 = batch.sha256 and item_places.method = batch.method
)
qualify row_number() over (partition by item_id, sha256, method order by fetched_at) = 1;

update item_places
set known_to = greatest(item_places.known_from, fresh.fetched_at)
from fresh
where item_places.item_id = fresh.item_id and item_places.sha256 = fresh.sha256 and item_places.known_to is null;

insert into item_places by name
select
    item_id,
    sha256,
    level,
    evidence,
    places,
    method,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from fresh;

drop table fresh;

-- The same text can be captured again, and the earlier capture come later.
update item_places
set known_from = earliest.at
from (
    select
        item_id,
        sha256,
        method,
        min(fetched_at) as at
    from batch
    group by item_id, sha256, method
) as earliest
where
    item_places.item_id = earliest.item_id
    and item_places.sha256 = earliest.sha256
    and item_places.method = earliest.method
    and item_places.known_from > earliest.at;
