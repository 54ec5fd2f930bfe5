insert into quotes by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    position,
    office,
    is_office,
    said_on,
    verb,
    words,
    is_direct,
    messages,
    fetched_at as known_from,
    cast(null as timestamptz) as known_to
from batch
where not exists (
    select 1 from quotes
    where
        quotes.campaign = batch.campaign
        and quotes.campaign_sha256 = batch.campaign_sha256
        and quotes.item_id = batch.item_id
        and quotes.sha256 = batch.sha256
        and quotes.position = batch.position
)
qualify row_number() over (partition by campaign, campaign_sha256, item_id, sha256, position order by fetched_at) = 1;

-- The same text can be captured again, and the earlier capture come later. Of what was found, lost and found
-- again only the first time is moved.
update quotes
set known_from = earliest.at
from (
    select
        campaign,
        campaign_sha256,
        item_id,
        sha256,
        min(fetched_at) as at
    from batch
    group by campaign, campaign_sha256, item_id, sha256
) as earliest
where
    quotes.campaign = earliest.campaign
    and quotes.campaign_sha256 = earliest.campaign_sha256
    and quotes.item_id = earliest.item_id
    and quotes.sha256 = earliest.sha256
    and quotes.known_from > earliest.at
    and not exists (
        select 1 from quotes as first
        where
            first.campaign = quotes.campaign
            and first.campaign_sha256 = quotes.campaign_sha256
            and first.item_id = quotes.item_id
            and first.sha256 = quotes.sha256
            and first.position = quotes.position
            and first.known_from < quotes.known_from
    );
