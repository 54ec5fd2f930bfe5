-- What grouping looks at: the items as they are now.
create or replace temp view grouping_items as
select
    item_id,
    outlet,
    outlet_name,
    outlet_kind = 'aggregator' as is_aggregator,
    canonical_url,
    title,
    lead,
    body,
    credit,
    photo_credit,
    sha256,
    published_at,
    known_from
from (
    select
        stg_items.*,
        stg_outlets.name as outlet_name
    from stg_items
    inner join stg_outlets on stg_outlets.outlet = stg_items.outlet
) as items
