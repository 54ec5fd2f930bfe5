-- The items in the table of `load/grouping_members`, in the order of grouping.
with

versions as (
    select
        item_id,
        outlet,
        published_at,
        canonical_url,
        credit,
        photo_credit,
        -- Of a text that was cut down to an excerpt nothing is known; length is told here, not behind the join, so that
        -- no join holds texts.
        case
            when coalesce(fetched_at < (select max(before_at) from purges), false) then 0
            else strlen(body)
        end as length
    from items
    where known_to is null
)

select
    members.story_id,
    members.containment,
    members.event_id,
    families.outlet,
    families.name as outlet_name,
    sites.kind = 'aggregator' as is_aggregator,
    versions.published_at,
    versions.canonical_url,
    versions.credit,
    versions.photo_credit,
    versions.length
from members
inner join versions on versions.item_id = members.item_id and versions.published_at = members.published_at
inner join stg_outlets as sites on sites.outlet = versions.outlet
inner join stg_outlets as families on families.outlet = sites.family
order by versions.published_at, versions.canonical_url, versions.item_id
