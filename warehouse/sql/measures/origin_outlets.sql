select count(distinct outlet) as outlets
from fct_stories
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
    and outlet_kind <> 'aggregator'
    and tone is not null
