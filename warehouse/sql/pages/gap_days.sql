-- Outlets that were watched on each Vietnam day, and those of them whose collection has a gap.
select
    day_date as day,
    count(*) filter (is_gap) as gaps,
    count(*) as watched
from int_outlet_days
where day_date between $from_date and $to_date
group by day_date
