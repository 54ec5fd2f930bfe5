-- What an earlier version of a campaign's file found is no longer what is known, but in texts that were purged
-- since: these can't be asked again. The names between braces are filled in as in found.sql.
update {table} as known
set known_to = greatest(known.known_from, $at)
from campaigns
where
    campaigns.campaign = known.campaign
    and campaigns.known_to is null
    and known.known_to is null
    and known.campaign_sha256 <> campaigns.sha256
    and known.known_from >= (select coalesce(max(before_at), '-infinity'::timestamptz) from purges);

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
