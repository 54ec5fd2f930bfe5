-- Vietnam days of publication of items that were fetched before an instant.
select distinct published_date as day
from items
where known_to is null and fetched_at < $before
order by day
