-- Outlets that covered, each beside its audience in every population and unit of time for which any is known; empty
-- where its own is not. Days are those that are counted: of a planned activity those of its own coverage.
with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
),

activity_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(min(to_date), $to_date) as to_date
    from campaign_activities
    where
        campaign = $campaign
        and known_to is null
        and activity = $activity
),

covered as (
    select
        outlet,
        count(*) filter (is_counted) as items
    from int_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
        and is_editorial
    group by outlet
),

units as (
    select distinct
        base,
        time_unit
    from stg_audiences
)

select
    units.base,
    units.time_unit,
    covered.outlet,
    covered.items,
    stg_audiences.share,
    stg_audiences.source,
    stg_audiences.as_of_date,
    least($to_date, phase_days.to_date, activity_days.to_date)
    - greatest($from_date, phase_days.from_date, activity_days.from_date)
    + 1 as days
from units
cross join covered
cross join phase_days
cross join activity_days
left join stg_audiences
    on
        stg_audiences.outlet = covered.outlet
        and stg_audiences.base = units.base
        and stg_audiences.time_unit = units.time_unit
order by units.base, units.time_unit, covered.outlet
