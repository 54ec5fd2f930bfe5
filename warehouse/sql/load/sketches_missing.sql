-- The items of a stretch of Vietnam days that are not among those of batch (number, published_date), in order of
-- publication. One whose stated time moved to another day keeps its number.
with

placed as (
    select
        number,
        item_id,
        published_at,
        cast(published_at as date) as published_date
    from grouped_items
    where
        published_at >= cast($first as timestamptz)
        and published_at < cast($last + 1 as timestamptz)
)

select *
from placed
where
    not exists (
        select 1 from batch
        where batch.number = placed.number and batch.published_date = placed.published_date
    )
order by published_at
