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
)
qualify row_number() over (partition by campaign, campaign_sha256, item_id, sha256 order by fetched_at) = 1;

-- The same text can be captured again, and the earlier capture come later. Of what was found, lost and found
-- again only the first time is moved.
update mentions
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
    mentions.campaign = earliest.campaign
    and mentions.campaign_sha256 = earliest.campaign_sha256
    and mentions.item_id = earliest.item_id
    and mentions.sha256 = earliest.sha256
    and mentions.known_from > earliest.at
    and not exists (
        select 1 from mentions as first
        where
            first.campaign = mentions.campaign
            and first.campaign_sha256 = mentions.campaign_sha256
            and first.item_id = mentions.item_id
            and first.sha256 = mentions.sha256
            and first.known_from < mentions.known_from
    );
