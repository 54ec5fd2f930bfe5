-- What only one transaction needs.
drop table if exists current_items;

drop table if exists known_items;

drop table if exists touched_revisions;

drop table touched_items;

drop table new_items;

drop table revised_items;

drop table told_items;

drop table seen_items;

drop table if exists checked_days;

drop table if exists checked_items;
