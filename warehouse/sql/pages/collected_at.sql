-- The instant of the last successful visit; empty without any.
select max(to_at) as at from int_scan_spans
