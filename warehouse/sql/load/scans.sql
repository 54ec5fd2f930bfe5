-- A visit counts once; one that was repeated at the same instant with another result is another.
insert into scans by name
select batch.*
from batch
where not exists (
    select 1 from scans
    where
        -- Few parts of the table hold what was visited since.
        scans.scanned_at >= $since
        and scans.outlet = batch.outlet
        and scans.source = batch.source
        and scans.source_kind = batch.source_kind
        and scans.scanned_at = batch.scanned_at
        and scans.state = batch.state
        and scans.entries = batch.entries
        and scans.scan_date is not distinct from batch.scan_date
);
