-- Items of the window whose sketches share two hashes with those asked for. batch: item_id, published_at, hash.
create or replace temp table candidates as
with

met as (
    select
        batch.item_id,
        batch.published_at,
        sketches.number
    from batch
    inner join sketches on sketches.hash = batch.hash
    group by batch.item_id, batch.published_at, sketches.number
    having count(*) >= $shared
),

final as (
    select
        met.item_id,
        other.item_id as other_id,
        other.published_at,
        other.canonical_url,
        exists (
            select 1 from story_items
            where
                story_items.known_to is null
                and story_items.item_id = other.item_id
                and story_items.story_id = other.item_id
        ) as is_first
    from met
    inner join grouped_items as other on other.number = met.number
    where
        other.item_id <> met.item_id
        and other.published_at between met.published_at - $window and met.published_at + $window
)

select * from final;
