select
    outlet,
    count(*) as items,
    epoch(min(published_at) - min(min(published_at)) over ()) / 3600 as first_hours,
    epoch((select max(to_at) from int_scan_spans) - min(min(published_at)) over ()) / 3600 as observed_hours
from int_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
    and is_counted
group by outlet
order by outlet
