-- What an earlier version of a campaign's file found is no longer what is known, but in texts that were purged since and
-- in which the present file found nothing before: these can't be asked again. The names between braces are filled in as
-- in found.sql.
create or replace temp table former as
select
    {known_key},
    known.known_from,
    campaigns.sha256 as present_sha256
from {table} as known
inner join campaigns on campaigns.campaign = known.campaign and campaigns.known_to is null
where known.known_to is null and known.campaign_sha256 <> campaigns.sha256;

-- What came back with a file that was changed back is known from then, its text was there when it was found first.
create or replace temp table found_first as
select
    {key},
    min(known_from) as found_at
from {table}
where item_id in (select item_id from former)
group by {key};

create or replace temp table found_by_present as
with

present as (
    select distinct
        campaign,
        item_id,
        sha256,
        present_sha256
    from former
)

select
    present.campaign,
    present.item_id,
    present.sha256
from present
inner join mentions as told
    on
        told.campaign = present.campaign
        and told.item_id = present.item_id
        and told.sha256 = present.sha256
        and told.campaign_sha256 = present.present_sha256
union
select
    present.campaign,
    present.item_id,
    present.sha256
from present
inner join {table} as told
    on
        told.campaign = present.campaign
        and told.item_id = present.item_id
        and told.sha256 = present.sha256
        and told.campaign_sha256 = present.present_sha256;

update {table} as known
set known_to = greatest(known.known_from, $at)
from (
    select former.*
    from former
    inner join found_first using ({key})
    where
        found_first.found_at >= (select coalesce(max(before_at), '-infinity'::timestamptz) from purges)
        or exists (
            select 1 from found_by_present as told
            where
                told.campaign = former.campaign
                and told.item_id = former.item_id
                and told.sha256 = former.sha256
        )
) as batch
where {known_is_batch} and known.known_from = batch.known_from and known.known_to is null;

-- A file that was changed back finds again what it had found: its batches are not loaded a second time.
create or replace temp table returned as
select known.* replace (cast($at as timestamptz) as known_from, cast(null as timestamptz) as known_to)
from {table} as known
inner join campaigns
    on
        campaigns.campaign = known.campaign
        and campaigns.known_to is null
        and campaigns.sha256 = known.campaign_sha256
where
    known.known_to is not null
    and not exists (select 1 from {table} as first where {first_is_known} and first.known_to is null)
qualify row_number() over (partition by {known_key} order by known.known_to desc) = 1;

insert into {table} by name select * from returned;

drop table returned;

drop table found_by_present;

drop table found_first;

drop table former;
