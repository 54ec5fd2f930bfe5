-- What a method says of items: another method's answer closes the former one, and a method that is used again
-- answers anew. The names between braces are filled in: the table, its columns, and the key of which one answer counts.
-- Apart, since the answers of all items would be read to find those of a few, which lie in few parts of the table.
-- Of items that are new, none are known but those of this load.
create or replace temp table told_before as
select item_id
from batch
where
    item_id not in (select item_id from new_items)
    or item_id in (select item_id from told_items where relation = '{table}');

insert into told_items
select distinct
    '{table}' as relation,
    item_id
from batch;

create or replace temp table former as
select
    rowid as table_row,
    {key},
    method,
    known_to
from {table}
where rowid in (select rowid from {table} where item_id in (select item_id from told_before));

create or replace temp table fresh as
select
    batch.*,
    -- Not before the former answers end.
    greatest(
        batch.fetched_at, (select max(known.known_to) from former as known where {known_is_batch})
    ) as known_from
from batch
where not exists (
    select 1 from former as known
    where {known_is_batch} and known.method = batch.method and known.known_to is null
)
qualify row_number() over (partition by {key}, method order by fetched_at) = 1;

update {table}
set known_to = greatest({table}.known_from, ended.at)
from (
    select
        known.table_row,
        batch.fetched_at as at
    from former as known
    inner join fresh as batch on {known_is_batch}
    where known.known_to is null
) as ended
where {table}.rowid = ended.table_row;

insert into {table} by name
select
    {columns},
    known_from,
    cast(null as timestamptz) as known_to
from fresh;

drop table fresh;

drop table former;

drop table told_before;

-- The same text can be captured again, and the earlier capture come later. Of an answer that was lost and came back
-- only the first time is moved: where both begin together, it is the one that was closed.
update {table} as known
set known_from = batch.at
from (
    select
        {key},
        method,
        min(fetched_at) as at
    from batch
    group by {key}, method
) as batch
where
    {known_is_batch}
    and known.method = batch.method
    and known.known_from > batch.at
    and not exists (
        select 1 from {table} as first
        where
            {first_is_known}
            and first.method = known.method
            and (
                first.known_from < known.known_from
                or (
                    first.known_from = known.known_from
                    and first.known_to is not null
                    and known.known_to is null
                )
            )
    );
