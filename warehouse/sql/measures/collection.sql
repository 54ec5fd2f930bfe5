with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
),

sites as (
    select
        stg_watched.site,
        stg_watched.outlet
    from stg_watched
    inner join stg_outlets on stg_outlets.outlet = stg_watched.site
    where
        stg_watched.campaign = $campaign
        and ($outlet_kind is null or stg_outlets.kind = $outlet_kind)
        and ($level is null or stg_outlets.level = $level)
),

watched as (
    select distinct sites.outlet
    from int_visit_days
    inner join sites on sites.site = int_visit_days.outlet
    -- An outlet that could never be read is not one that kept silent.
    where int_visit_days.visits_ok > 0
),

expected as (
    -- Items expected in the hours that were watched, and in those that were covered. Outlets that are not collected are named, and are no part of the panel that is judged; where no outlet is
    -- left in it, all are judged.
    select
        coalesce(sum(watched) filter (is_in_panel), sum(watched)) as watched,
        coalesce(sum(covered) filter (is_in_panel), sum(covered)) as covered
    from (
        select
            int_outlet_days.*,
            int_outlet_days.watched_hours / 24 * int_expected_items.items_per_day as watched,
            int_outlet_days.covered_hours / 24 * int_expected_items.items_per_day as covered
        from int_outlet_days
        inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    ) as int_outlet_days
    inner join sites on sites.site = int_outlet_days.outlet
    cross join phase_days
    where
        int_outlet_days.outlet in (select outlet from int_scan_spans)
        and int_outlet_days.day_date between greatest($from_date, phase_days.from_date)
        and least($to_date, phase_days.to_date)
)

select
    (select count(*) from watched) as watched_outlets,
    coalesce(expected.watched, 0) as expected_items,
    coalesce(expected.covered, 0) as covered_items,
    (select cap from rpt_scan_cap) as cap,
    (select count(*) from rpt_missing_scans) as missing_scans
from expected
