-- Items of the window among those whose sketches share hashes with some. batch: item_id, published_at, and the
-- number of the other. The address orders those of one time.
with

found as (
    select
        batch.item_id,
        other.item_id as other_id,
        other.number,
        other.published_at,
        coalesce(other.story_id = other.item_id, false) as is_first
    from batch
    inner join grouped_items as other on other.number = batch.number
    where
        other.item_id <> batch.item_id
        and other.published_at between $first and $last
        and other.published_at between batch.published_at - $window and batch.published_at + $window
)

select
    found.*,
    items.canonical_url
from found
inner join items on items.item_id = found.other_id
where items.known_to is null and items.published_at between $first and $last
