-- Entries that are no item, by reason.
select
    reason,
    count(*) as count
from stg_rejected
group by reason
order by reason
