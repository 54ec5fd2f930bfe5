-- A row that a table of a snapshot has more often than its view gives it, or less often: each is gone through once.
select
    * exclude (times),
    cast(sum(times) as bigint) as times
from (
    select *, 1 as times from {view}
    union all by name
    select *, -1 as times from given
)
group by all
having sum(times) <> 0
limit 1
