select
    count(*) filter (tone = 'negative') as negative,
    count(*) filter (tone = 'neutral') as neutral,
    count(*) filter (tone = 'positive') as positive
from int_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
    and is_counted
