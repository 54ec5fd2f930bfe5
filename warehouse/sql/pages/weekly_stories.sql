-- Stories by week, named by its Monday: one that ran on several of its days counts once.
with

selected as (
    {selected}
)

select
    date_trunc('week', published_date) as week,
    count(distinct story) filter (is_editorial) as stories
from selected
group by week
