select
    count(*) filter (is_counted) as items,
    count(distinct story_id) filter (placement not in ('sponsored', 'owned')) as stories,
    count(distinct outlet) filter (is_counted) as outlets,
    count(*) filter (placement in ('sponsored', 'owned')) as sponsored
from fct_mentions
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
