-- Items that hold every phrase of a search, without regard to diacritics, the newest first. The name between braces
-- is filled in with a condition a phrase.
select stg_items.item_id
from searched_items
inner join stg_items on stg_items.item_id = searched_items.item_id and stg_items.sha256 = searched_items.sha256
where
    {phrases}
    and stg_items.published_date between $from_date and $to_date
    and (len($outlets) = 0 or list_contains($outlets, stg_items.outlet) or list_contains($outlets, stg_items.site))
order by stg_items.published_at desc, stg_items.item_id
