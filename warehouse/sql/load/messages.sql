insert into messages_carried by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    message,
    place,
    phrase,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from batch
where not exists (
    select 1 from messages_carried
    where
        messages_carried.campaign = batch.campaign
        and messages_carried.campaign_sha256 = batch.campaign_sha256
        and messages_carried.item_id = batch.item_id
        and messages_carried.sha256 = batch.sha256
        and messages_carried.message = batch.message
        and messages_carried.place = batch.place
        and messages_carried.phrase = batch.phrase
);
