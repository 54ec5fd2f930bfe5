-- Another model's tone closes the former one of its tier.
create or replace temp table fresh as
select batch.*
from batch
where not exists (
    select 1 from tones
    where tones.item_id = batch.item_id and tones.sha256 = batch.sha256 and tones.method = batch.method
)
qualify row_number() over (partition by item_id, sha256, method order by fetched_at) = 1;

update tones
set known_to = greatest(tones.known_from, fresh.fetched_at)
from fresh
where
    tones.item_id = fresh.item_id
    and tones.sha256 = fresh.sha256
    and tones.tier = fresh.tier
    and tones.known_to is null;

insert into tones by name
select
    item_id,
    sha256,
    label,
    p_negative,
    p_neutral,
    p_positive,
    tier,
    method,
    status,
    words,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from fresh;

drop table fresh;

-- The same text can be captured again, and the earlier capture come later.
update tones
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
    tones.item_id = earliest.item_id
    and tones.sha256 = earliest.sha256
    and tones.method = earliest.method
    and tones.known_from > earliest.at;
