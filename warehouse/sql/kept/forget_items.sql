-- Nothing is known of items any more: all are worked out anew.
delete from kept_concerned_items;

delete from kept_items_from;

insert into kept_items_from values ($state);
