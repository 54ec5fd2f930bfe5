-- The words of the items in the table of `load/unsearched`, by what is filled in.
insert into searched_items by name
{words};

drop table unsearched;
