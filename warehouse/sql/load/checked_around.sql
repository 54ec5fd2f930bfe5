-- The first and last day between which rows are held against each other: of the days that a load touched, with all
-- revisions of the items that it touched.
select
    min(published_date) as first,
    max(published_date) as last
from (
    select published_date from checked_days
    union all
    select published_date from touched_revisions
);

-- The same of all revisions of all checked items.
select
    min(published_date) as first,
    max(published_date) as last
from items
where item_id in (select item_id from checked_items);
