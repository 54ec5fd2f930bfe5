insert into messages_carried by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    message,
    place,
    phrase,
    form,
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
)
qualify row_number() over (partition by campaign, campaign_sha256, item_id, sha256, message, place, phrase order by fetched_at) = 1;

-- The same text can be captured again, and the earlier capture come later. Of what was found, lost and found
-- again only the first time is moved.
update messages_carried
set known_from = earliest.at
from (
    select
        campaign,
        campaign_sha256,
        item_id,
        sha256,
        message,
        place,
        phrase,
        min(fetched_at) as at
    from batch
    group by campaign, campaign_sha256, item_id, sha256, message, place, phrase
) as earliest
where
    messages_carried.campaign = earliest.campaign
    and messages_carried.campaign_sha256 = earliest.campaign_sha256
    and messages_carried.item_id = earliest.item_id
    and messages_carried.sha256 = earliest.sha256
    and messages_carried.message = earliest.message
    and messages_carried.place = earliest.place
    and messages_carried.phrase = earliest.phrase
    and messages_carried.known_from > earliest.at
    and not exists (
        select 1 from messages_carried as first
        where
            first.campaign = messages_carried.campaign
            and first.campaign_sha256 = messages_carried.campaign_sha256
            and first.item_id = messages_carried.item_id
            and first.sha256 = messages_carried.sha256
            and first.message = messages_carried.message
            and first.place = messages_carried.place
            and first.phrase = messages_carried.phrase
            and first.known_from < messages_carried.known_from
    );
