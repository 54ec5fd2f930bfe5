-- What can be searched is the latest revision of each item; of those that a load touched, what is other.
create or replace temp table searched_rows as
select
    rowid as searched_row,
    item_id
from searched_items
where item_id in (select item_id from known_items);

delete from searched_items
where rowid in (select searched_row from searched_rows where item_id in (select item_id from revised_items));

-- Apart, since the texts of all items would be read to find those of a few; the time is asked too, since few
-- parts of the table hold it.
create or replace temp table unsearched as
select
    item_id,
    sha256,
    published_at
from current_items
where
    item_id not in (
        select item_id from searched_rows where item_id not in (select item_id from revised_items)
    );

drop table searched_rows;
