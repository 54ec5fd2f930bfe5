-- The texts of the items in the table of `load/unsearched`.
select
    items.item_id,
    items.title,
    items.lead,
    items.body
from items
inner join unsearched
    on
        unsearched.item_id = items.item_id
        and unsearched.sha256 = items.sha256
        and unsearched.published_at = items.published_at
where items.known_to is null
