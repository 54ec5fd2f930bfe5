with

about as (
    select
        story,
        unnest(provinces) as province
    from int_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        and is_editorial
        {in_segments}
)

select
    count(distinct province) as covered,
    count(distinct story) as stories
from about
