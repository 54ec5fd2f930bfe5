-- Items of the window among those whose sketches share hashes with some. batch: item_id, published_at, and the
-- number of the other.
select
    batch.item_id,
    other.item_id as other_id,
    other.number,
    other.published_at,
    other.canonical_url,
    coalesce(other.story_id = other.item_id, false) as is_first
from batch
inner join grouped_items as other on other.number = batch.number
where
    other.item_id <> batch.item_id
    and other.published_at between $first and $last
    and other.published_at between batch.published_at - $window and batch.published_at + $window
