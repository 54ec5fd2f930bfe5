-- Outlets of which only an archive was imported cover too, but are no part of those watched; one that ended is none
-- after its last day.
with

watched as (
    select distinct
        stg_watched.outlet as watched_outlet,
        stg_outlets.ended_date
    from stg_watched
    inner join stg_outlets on stg_outlets.outlet = stg_watched.outlet
    where stg_watched.campaign = $campaign and stg_watched.site in (select outlet from int_read_outlets)
)

select
    count(*) filter (is_counted) as items,
    count(distinct story) filter (is_editorial) as stories,
    count(distinct outlet) filter (is_editorial) as outlets,
    count(distinct watched_outlet) filter (is_editorial) as watched_outlets,
    count(*) filter (not is_editorial) as sponsored
from int_coverage
left join watched
    on
        watched_outlet = int_coverage.outlet
        and int_coverage.published_date <= coalesce(ended_date, int_coverage.published_date)
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
