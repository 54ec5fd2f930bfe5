select
    quotes.campaign,
    int_story_items.event_id,
    quotes.item_id,
    quotes.sha256,
    quotes.position,
    quotes.office,
    quotes.words,
    quotes.known_from
from quotes
inner join stg_items on stg_items.item_id = quotes.item_id and stg_items.sha256 = quotes.sha256
inner join int_story_items on int_story_items.item_id = quotes.item_id
where quotes.known_to is null
order by quotes.campaign, int_story_items.event_id, stg_items.published_at, stg_items.canonical_url, quotes.position
