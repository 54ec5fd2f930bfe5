-- Stories with an item in the filter whose tone is that of an item outside of it: no measure of tone counts them.
with

selected as (
    {selected}
),

decided as (
    select story from int_story_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
)

select count(distinct story) as stories
from selected
where is_editorial and story not in (select story from decided)
