insert into scans by name
select batch.*
from batch
where not exists (
    select 1 from scans
    where
        scans.outlet = batch.outlet
        and scans.source = batch.source
        and scans.source_kind = batch.source_kind
        and scans.scanned_at = batch.scanned_at
        and scans.scan_date is not distinct from batch.scan_date
);
