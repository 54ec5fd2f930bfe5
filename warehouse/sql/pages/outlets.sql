-- Outlets that covered; sponsored and owned items are left out.
with

selected as (
    {selected}
),

covered as (
    select
        outlet,
        count(*) filter (is_counted) as items,
        count(distinct story) as stories,
        min(published_at) as first_published_at
    from selected
    where is_editorial
    group by outlet
)

select
    covered.outlet,
    stg_outlets.name,
    stg_outlets.kind,
    stg_outlets.level,
    stg_outlets.province,
    covered.items,
    covered.stories,
    covered.first_published_at
from covered
inner join stg_outlets on stg_outlets.outlet = covered.outlet
