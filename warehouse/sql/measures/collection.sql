with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
),

watched as (
    select distinct stg_outlets.family as outlet
    from scans
    inner join stg_outlets on stg_outlets.outlet = scans.outlet
    where
        scans.outlet in (select outlet from campaign_outlets where campaign = $campaign and known_to is null)
        or not exists (select 1 from campaign_outlets where campaign = $campaign and known_to is null)
),

hours as (
    select
        sum(int_outlet_days.watched_hours) as watched_hours,
        sum(int_outlet_days.covered_hours) as covered_hours
    from int_outlet_days
    cross join phase_days
    where
        int_outlet_days.day_date between greatest($from_date, phase_days.from_date)
        and least($to_date, phase_days.to_date)
)

select
    (select count(*) from watched) as watched_outlets,
    coalesce(hours.watched_hours, 0) as watched_hours,
    coalesce(hours.covered_hours, 0) as covered_hours,
    (select cap from rpt_scan_cap) as cap,
    (select count(*) from rpt_missing_scans) as missing_scans
from hours
