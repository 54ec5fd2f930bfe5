-- What was not collected: a month without rows elsewhere and with rows here is unknown, not zero.
select
    *,
    strftime(day_date, '%Y-%m') as month
from rpt_gaps
order by day_date, outlet, reason
