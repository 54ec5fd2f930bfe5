-- What only grouping needs.
drop view grouping_items;

drop table leaving;

drop table left_behind;

drop table renamed;
