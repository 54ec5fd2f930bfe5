-- The tables themselves again.
drop view temp.items;

drop view temp.grouped_items;

drop table temp.story_items;

drop table temp.stories;

drop table temp.events;
