-- A new revision closes the one before it at the instant it was fetched, and one that comes late takes its
-- place between those that are known; the same page again adds nothing.
create or replace temp table fresh as
select batch.*
from batch
where
    not exists (
        select 1 from items
        where
            items.item_id = batch.item_id
            and (items.known_from = batch.fetched_at or (items.known_to is null and items.sha256 = batch.sha256))
    )
qualify row_number() over (partition by batch.item_id order by batch.fetched_at desc) = 1;

update items
set known_to = fresh.fetched_at
from fresh
where
    items.item_id = fresh.item_id
    and items.known_from < fresh.fetched_at
    and (items.known_to is null or items.known_to > fresh.fetched_at);

insert into items by name
select
    fresh.*,
    fresh.fetched_at as known_from,
    (
        select min(later.known_from) from items as later
        where later.item_id = fresh.item_id and later.known_from > fresh.fetched_at
    ) as known_to
from fresh;

-- An item that a live source announces is that source's, whichever of its captures were imported before or since.
update items
set via = live.told.via, title_hash = live.told.title_hash, scan_date = live.told.scan_date
from (
    select
        item_id,
        arg_min(struct_pack(via := via, title_hash := title_hash, scan_date := scan_date), struct_pack(at := fetched_at, via := via)) as told
    from (
        select item_id, via, title_hash, scan_date, fetched_at from batch
        union all
        select item_id, via, title_hash, scan_date, fetched_at from items where item_id in (select item_id from batch)
    )
    where not starts_with(via, 'import:')
    group by item_id
) as live
where items.item_id = live.item_id and starts_with(items.via, 'import:');

update rejected
set known_to = fresh.fetched_at
from fresh
where
    rejected.outlet = fresh.outlet
    and rejected.canonical_url = fresh.canonical_url
    and rejected.known_to is null
    and rejected.reason <> 'duplicate';

drop table fresh;
