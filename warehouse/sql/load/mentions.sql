insert into mentions by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    terms,
    hits,
    workstreams,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from batch
where not exists (
    select 1 from mentions
    where
        mentions.campaign = batch.campaign
        and mentions.campaign_sha256 = batch.campaign_sha256
        and mentions.item_id = batch.item_id
        and mentions.sha256 = batch.sha256
);
