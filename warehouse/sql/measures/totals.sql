select
    count(*) filter (is_counted) as items,
    count(distinct story) filter (is_editorial) as stories,
    count(distinct outlet) filter (is_counted) as outlets,
    count(*) filter (not is_editorial) as sponsored
from int_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
