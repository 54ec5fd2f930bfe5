-- Nothing is known any more: all is worked out anew.
delete from kept_visit_days;

delete from kept_scan_spans;

delete from kept_watched_outlets;

delete from kept_outlet_days;
