-- Imported audiences: another figure for the same outlet, base, unit and day closes the former one.
create or replace temp table fresh as
select
    batch.*,
    batch.audience / batch.population as share,
    'import' as via
from batch
where not exists (
    select 1 from audiences
    where
        audiences.known_to is null
        and audiences.via = 'import'
        and audiences.outlet = batch.outlet
        and audiences.base = batch.base
        and audiences.time_unit = batch.time_unit
        and audiences.as_of_date = batch.as_of_date
        and audiences.audience = batch.audience
        and audiences.population = batch.population
        and audiences.source = batch.source
        and audiences.source_url is not distinct from batch.source_url
);

update audiences
set known_to = greatest(audiences.known_from, fresh.known_from)
from fresh
where
    audiences.known_to is null
    and audiences.via = 'import'
    and audiences.outlet = fresh.outlet
    and audiences.base = fresh.base
    and audiences.time_unit = fresh.time_unit
    and audiences.as_of_date = fresh.as_of_date;

insert into audiences by name
select
    *,
    cast(null as timestamptz) as known_to
from fresh;

drop table fresh;
