-- When the newest quote of a current revision became known.
select max(quotes.known_from) as at
from quotes
inner join items on items.item_id = quotes.item_id and items.sha256 = quotes.sha256 and items.known_to is null
where quotes.known_to is null
