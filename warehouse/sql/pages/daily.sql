-- Items and stories by Vietnam day.
select
    published_date as day,
    count(*) filter (is_counted) as items,
    count(distinct story_id) filter (placement not in ('sponsored', 'owned')) as stories
from fct_mentions
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
group by published_date
