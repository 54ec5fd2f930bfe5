-- Gaps in collection from a Vietnam day on.
select
    outlet,
    name,
    day_date,
    reason
from rpt_gaps
where day_date >= $since
