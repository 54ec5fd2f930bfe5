-- The instants from which the first and the last of the outlets were seen; empty without any.
select
    min(from_at) as first,
    max(from_at) as last
from (select min(from_at) as from_at from int_scan_spans group by outlet)
