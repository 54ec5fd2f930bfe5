-- The stories in batch (id): their items in the order of grouping, and the event they had.
select
    story_items.story_id,
    story_items.containment,
    stories.event_id,
    items.outlet,
    items.outlet_name,
    items.is_aggregator,
    items.published_at,
    items.canonical_url,
    items.credit,
    items.photo_credit
from story_items
inner join batch on batch.id = story_items.story_id
inner join grouped_items on grouped_items.item_id = story_items.item_id
-- The time is asked too since few parts of the table hold it.
inner join grouping_items as items
    on items.item_id = story_items.item_id and items.published_at = grouped_items.published_at
left join stories on stories.story_id = story_items.story_id and stories.known_to is null
where story_items.known_to is null
order by items.published_at, items.canonical_url, items.item_id
