-- Measures as last computed, with interval, n, method and status; by the month in which their period ends.
select
    *,
    strftime(to_date, '%Y-%m') as month
from rpt_measures
order by campaign, segment, name
