-- Why collection has gaps, by outlet.
select
    outlet,
    list(distinct reason) as reasons
from rpt_gaps
group by outlet
