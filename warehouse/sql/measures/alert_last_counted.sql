-- The last day that the count rules of a campaign were asked of.
select max(alert_date) as day_date
from alert_rules
where campaign = $campaign and rate is not null
