-- The view is asked again of what is not kept: these ids stand in the place of all.
create or replace temp table concerned as
select item_id from int_concerned;

delete from kept_concerned_items where item_id not in (select item_id from concerned);

create or replace temp table unknown as
select item_id
from concerned
where item_id not in (select item_id from kept_concerned_items);

create temp view int_concerned as
select item_id from unknown;

insert into kept_concerned_items by name
select * from int_concerned_items;

drop view temp.int_concerned;

drop table unknown;

drop table concerned;
