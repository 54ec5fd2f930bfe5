-- The quotes of the items in the table of `load/requoted`, by event.
select
    quotes.campaign,
    requoted.event_id,
    quotes.item_id,
    quotes.sha256,
    quotes.position,
    quotes.office,
    quotes.words
from quotes
inner join requoted on requoted.item_id = quotes.item_id
inner join items
    on
        items.item_id = quotes.item_id
        and items.sha256 = quotes.sha256
        and items.published_at = requoted.published_at
        and items.known_to is null
where quotes.known_to is null
order by quotes.campaign, requoted.event_id, requoted.published_at, requoted.canonical_url, quotes.position
