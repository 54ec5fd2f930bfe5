-- What only grouping needs.
drop table leaving;

drop table left_behind;

drop table renamed;

drop table if exists members;
