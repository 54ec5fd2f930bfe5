-- The stories from the day of an absence to $to_date, each by the item that gives it its tone.
select item_id
from fct_stories
where campaign = $campaign and published_date between $alert_date and $to_date
order by item_id
