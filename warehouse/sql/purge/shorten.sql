insert into touched_items
select distinct item_id
from items
where fetched_at < $before and greatest(length(lead), length(body)) > $longest;

-- An excerpt is what is shown and exported of an item, so nothing that is shown changes.
update items
set lead = left(lead, $longest), body = left(body, $longest)
where fetched_at < $before and greatest(length(lead), length(body)) > $longest;

-- What can be searched is made anew.
delete from searched_items where item_id in (select item_id from touched_items);

insert into purges values ($at, $before);
