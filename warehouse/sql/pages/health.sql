-- What the warehouse holds, and what came in within the day before an instant.
select
    count(*) as items,
    (select count(*) from stg_rejected) as rejected,
    count(*) filter (first_seen_at between $at - interval 1 day and $at) as items_1d
from items
where known_to is null
