-- Outlets of which only an archive was imported cover too, but are no part of those watched.
with

watched as (
    select outlet
    from stg_watched
    where campaign = $campaign and site in (select outlet from int_read_outlets)
)

select
    count(*) filter (is_counted) as items,
    count(distinct story) filter (is_editorial) as stories,
    count(distinct outlet) filter (is_editorial) as outlets,
    count(distinct outlet) filter (is_editorial and outlet in (select outlet from watched)) as watched_outlets,
    count(*) filter (not is_editorial) as sponsored
from int_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
