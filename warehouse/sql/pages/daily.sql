-- Items and stories by Vietnam day.
with

selected as (
    {selected}
)

select
    published_date as day,
    count(*) filter (is_counted) as items,
    count(distinct story) filter (is_editorial) as stories
from selected
group by published_date
