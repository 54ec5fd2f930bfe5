-- The items that a batch tells of.
insert into touched_items
select distinct item_id from batch;
