-- Stories about claims that a campaign watches for, on the campaign or not, by claim: published in an issue's time,
-- or in that of the issue before and known only after it closed (what the very first run brings did not come late);
-- of each its first such item.
with

known as (
    select
        item_id,
        min(known_from) as known_at
    from items
    where item_id in (select item_id from fct_prepared where campaign = $campaign and kind = 'claim')
    group by item_id
)

select
    fct_prepared.subject,
    fct_prepared.story_id,
    any_value(claims.wording) as wording,
    any_value(claims.source) as source,
    any_value(claims.checked_date) as checked_date,
    any_value(claims.position) as position,
    min_by(fct_prepared.item_id, (fct_prepared.published_at, fct_prepared.item_id)) as item_id,
    min_by(fct_prepared.title, (fct_prepared.published_at, fct_prepared.item_id)) as title,
    min_by(fct_prepared.url, (fct_prepared.published_at, fct_prepared.item_id)) as url,
    min_by(stg_outlets.name, (fct_prepared.published_at, fct_prepared.item_id)) as outlet_name,
    min_by(stg_outlets.governing_body, (fct_prepared.published_at, fct_prepared.item_id)) as governing_body,
    min_by(
        left(coalesce(nullif(stg_items.lead, ''), stg_items.body), $longest),
        (fct_prepared.published_at, fct_prepared.item_id)
    ) as opening,
    min_by(stg_items.published_precision <> 'day', (fct_prepared.published_at, fct_prepared.item_id)) as has_time,
    min(fct_prepared.published_at) as moment,
    bool_or(fct_prepared.is_on_campaign) as is_on_campaign
from fct_prepared
inner join campaign_claims as claims
    on
        claims.campaign = fct_prepared.campaign
        and claims.claim = fct_prepared.subject
        and claims.known_to is null
inner join stg_items on stg_items.item_id = fct_prepared.item_id
inner join stg_outlets on stg_outlets.outlet = fct_prepared.outlet
inner join known on known.item_id = fct_prepared.item_id
where
    fct_prepared.campaign = $campaign
    and fct_prepared.kind = 'claim'
    and fct_prepared.published_at < $to_at
    and (
        fct_prepared.published_at >= $from_at
        or (
            fct_prepared.published_at >= $since
            and known.known_at > $from_at
            and known.known_at <= $to_at
            and (select min(known_from) from items) <= $from_at
        )
    )
group by fct_prepared.subject, fct_prepared.story_id
order by position, moment, fct_prepared.story_id
