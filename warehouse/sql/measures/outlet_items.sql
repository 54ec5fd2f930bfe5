-- Items of each outlet, and when it was the first to have one; of a story that it changed later the first version too.
-- Observation ends where an outlet follows that the days asked for leave out, else with collection. Of an outlet that was
-- not watched from their beginning on, that of the campaign or phase at the earliest, the first item may not be known.
with

editorial as (
    select
        outlet,
        is_counted,
        published_at,
        published_date between $from_date and $to_date and ($phase is null or phase = $phase) as is_asked_for
    from int_coverage
    where
        campaign = $campaign
        and is_editorial
        {in_segments}
),

by_outlet as (
    select
        outlet,
        count(*) filter (is_counted) as items,
        min(published_at) as first_at
    from editorial
    where is_asked_for
    group by outlet
),

first_of_all as (
    select min(first_at) as first_at from by_outlet
),

beginning as (
    select
        least(
            cast(greatest($from_date, min(phases.from_date)) as timestamp) at time zone 'Asia/Ho_Chi_Minh',
            any_value(first_of_all.first_at)
        ) as begins_at
    from phases
    cross join first_of_all
    where phases.campaign = $campaign and phases.known_to is null and ($phase is null or phases.phase = $phase)
),

following as (
    select min(editorial.published_at) as first_at
    from editorial
    cross join first_of_all
    where
        not editorial.is_asked_for
        and editorial.published_at > first_of_all.first_at
        and editorial.outlet not in (select outlet from by_outlet)
)

select
    by_outlet.outlet,
    by_outlet.items,
    epoch(by_outlet.first_at - first_of_all.first_at) / 3600 as first_hours,
    epoch(
        least((select max(to_at) from int_scan_spans), (select first_at from following)) - first_of_all.first_at
    ) / 3600 as observed_hours,
    coalesce(int_watched_outlets.first_at > beginning.begins_at, false) as is_watched_late
from by_outlet
cross join first_of_all
cross join beginning
left join int_watched_outlets on int_watched_outlets.outlet = by_outlet.outlet
order by by_outlet.outlet
