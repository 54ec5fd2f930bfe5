-- How many items were collected that were published on some Vietnam days, on whatever subject.
select count(*) as items
from items
where known_to is null and published_date between $from_date and $to_date
