-- What was found in items for a campaign. The names between braces are filled in: the table, its columns, and
-- the key by which a row is the same one.
insert into {table} by name
select
    {columns},
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from batch
where not exists (select 1 from {table} as known where {known_is_batch})
qualify row_number() over (partition by {key} order by fetched_at) = 1;

-- The same text can be captured again, and the earlier capture come later. Of what was found, lost and found
-- again only the first time is moved.
update {table} as known
set known_from = batch.at
from (
    select
        {key},
        min(fetched_at) as at
    from batch
    group by {key}
) as batch
where
    {known_is_batch}
    and known.known_from > batch.at
    and not exists (select 1 from {table} as first where {first_is_known} and first.known_from < known.known_from);
