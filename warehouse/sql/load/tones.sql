-- Another model's tone closes the former one.
create or replace temp table fresh as
select batch.*
from batch
where not exists (
    select 1 from tones
    where tones.item_id = batch.item_id and tones.sha256 = batch.sha256 and tones.method = batch.method
);

update tones
set known_to = greatest(tones.known_from, fresh.fetched_at)
from fresh
where tones.item_id = fresh.item_id and tones.sha256 = fresh.sha256 and tones.known_to is null;

insert into tones by name
select
    item_id,
    sha256,
    label,
    p_negative,
    p_neutral,
    p_positive,
    method,
    status,
    words,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from fresh;

drop table fresh;
