-- Outlets that were watched on each Vietnam day, and those of them whose collection has a gap.
select
    day_date as day,
    gaps,
    watched
from int_day_gaps
where day_date between $from_date and $to_date
