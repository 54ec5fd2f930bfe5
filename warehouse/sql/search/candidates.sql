-- Items that hold every phrase of a search, without regard to diacritics, the newest first. The name between braces
-- is filled in with a condition a phrase.
with

-- First and alone: what is joined to the words of all items makes them wait for it.
found as materialized (
    select item_id
    from searched_items
    where {phrases}
),

final as (
    select
        stg_items.item_id,
        stg_items.published_at
    from found
    inner join stg_items on stg_items.item_id = found.item_id
    where
        stg_items.published_date between $from_date and $to_date
        and (len($outlets) = 0 or list_contains($outlets, stg_items.outlet) or list_contains($outlets, stg_items.site))
)

select item_id
from final
order by published_at desc, item_id
