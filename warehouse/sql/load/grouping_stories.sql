-- The items in the table of `load/grouping_members`, in the order of grouping.
select
    members.story_id,
    members.containment,
    members.event_id,
    families.outlet,
    families.name as outlet_name,
    sites.kind = 'aggregator' as is_aggregator,
    items.published_at,
    items.canonical_url,
    items.credit,
    items.photo_credit
from members
inner join items
    on items.item_id = members.item_id and items.published_at = members.published_at and items.known_to is null
inner join stg_outlets as sites on sites.outlet = items.outlet
inner join stg_outlets as families on families.outlet = sites.family
order by items.published_at, items.canonical_url, items.item_id
