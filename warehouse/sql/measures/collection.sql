with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
),

watched as (
    select distinct stg_watched.outlet
    from stg_watched
    inner join stg_outlets on stg_outlets.outlet = stg_watched.site
    where
        stg_watched.campaign = $campaign
        and stg_watched.site in (select outlet from int_read_outlets)
        and ($outlet_kind is null or stg_outlets.kind = $outlet_kind)
        and ($level is null or stg_outlets.level = $level)
        and (
            stg_outlets.ended_date is null
            or stg_outlets.ended_date >= (select greatest($from_date, from_date) from phase_days)
        )
),

expected as (
    -- Items expected in the hours that were watched, and in those that were covered. Outlets that are not collected are
    -- named, and are no part of the panel that is judged; where no outlet is left in it, all are judged.
    select
        coalesce(
            sum(watched_items order by watched_items) filter (is_in_panel),
            sum(watched_items order by watched_items)
        ) as watched,
        coalesce(
            sum(covered_items order by covered_items) filter (is_in_panel),
            sum(covered_items order by covered_items)
        ) as covered
    from int_collection_days
    cross join phase_days
    where
        campaign = $campaign
        and day_date between greatest($from_date, phase_days.from_date) and least($to_date, phase_days.to_date)
        and ($outlet_kind is null or outlet_kind = $outlet_kind)
        and ($level is null or outlet_level = $level)
)

select
    (select count(*) from watched) as watched_outlets,
    coalesce(expected.watched, 0) as expected_items,
    coalesce(expected.covered, 0) as covered_items,
    (select cap from rpt_scan_cap) as cap,
    (select count(*) from rpt_missing_scans) as missing_scans
from expected
