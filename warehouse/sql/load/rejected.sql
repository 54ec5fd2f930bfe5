-- A refused entry is kept once for each reason, and only while no item stands at its address.
insert into rejected by name
select distinct on (batch.outlet, batch.canonical_url, batch.title_hash, batch.reason)
    batch.outlet,
    batch.canonical_url,
    batch.title_hash,
    batch.url,
    batch.title,
    batch.published_at,
    batch.reason,
    batch.detail,
    batch.rejected_at as known_from,
    cast(null as timestamptz) as known_to
from batch
where
    not exists (
        select 1 from rejected
        where
            rejected.outlet = batch.outlet
            and rejected.canonical_url = batch.canonical_url
            and rejected.title_hash = batch.title_hash
            and rejected.reason = batch.reason
    )
    and (
        batch.reason = 'duplicate'
        or not exists (
            select 1 from items
            where items.outlet = batch.outlet and items.canonical_url = batch.canonical_url
        )
    )
order by batch.rejected_at;
