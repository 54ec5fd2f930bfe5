-- An answer counts once.
insert into fetches by name
select distinct batch.*
from batch
where not exists (
    select 1 from fetches
    where
        fetches.item_id = batch.item_id
        and fetches.fetched_at = batch.fetched_at
        and fetches.outcome = batch.outcome
);
