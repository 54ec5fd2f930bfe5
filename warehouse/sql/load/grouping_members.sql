-- The items of the stories in batch (id), which lie in a stretch of time, the first of each with its event. A table of their own, so
-- that it is known how few they are; their texts are sought by time too since few parts of the table hold it.
create or replace temp table members as
select
    item_id,
    story_id,
    event_id,
    published_at,
    cast(null as double) as containment
from grouped_items
where story_id in (select batch.id from batch) and published_at between $first and $last;

-- Nearly all of it is known since an instant, which few parts of the table hold; all parts are read for what is not.
update members
set containment = story_items.containment
from story_items
where
    story_items.known_to is null
    and story_items.known_from >= $since
    and story_items.item_id = members.item_id;

update members
set containment = story_items.containment
from (select * from story_items where known_to is null and known_from < $since) as story_items
inner join (select item_id from members where containment is null) as lacking
    on lacking.item_id = story_items.item_id
where story_items.item_id = members.item_id;
