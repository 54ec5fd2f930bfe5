-- Outlets that covered; sponsored and owned items are left out.
with

selected as (
    {selected}
)

select
    selected.outlet,
    any_value(stg_outlets.name) as name,
    any_value(stg_outlets.kind) as kind,
    any_value(stg_outlets.level) as level,
    any_value(stg_outlets.province) as province,
    count(*) filter (selected.is_counted) as items,
    count(distinct selected.story_id) as stories,
    min(selected.published_at) as first_published_at
from selected
inner join stg_outlets on stg_outlets.outlet = selected.outlet
where selected.placement not in ('sponsored', 'owned')
group by selected.outlet
