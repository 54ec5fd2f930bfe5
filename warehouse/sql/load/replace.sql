-- The whole present state of a table, or of the rows that touched names: rows that are gone or differ are closed
-- at the instant given, new ones are added, those that stay are not touched. The names between braces are filled
-- in from the columns of the table. The table is read once: what is to close is known by its row. Where most rows
-- became known since an instant few parts of the table hold them, and all others are read where any is lacking.
create or replace temp table present as
select
    rowid as table_row,
    {columns}
from {table}
where known_to is null and {scope} and {recent};

insert into present by name
select
    rowid as table_row,
    {columns}
from {table}
where known_to is null and {lacking} and not {recent};

select count(*) from present where not exists (select 1 from batch where {same});

update {table}
set known_to = greatest(known_from, $at)
where rowid in (select present.table_row from present where not exists (select 1 from batch where {same}));

insert into {table} by name
select
    {columns},
    cast($at as timestamptz) as known_from,
    cast(null as timestamptz) as known_to
from batch
where not exists (select 1 from present where {same});

drop table present;
