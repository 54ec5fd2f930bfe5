-- When the newest quote of a current revision became known. Mostly it is the newest of all, and was known with its
-- revision, which few parts of the table hold; all others are asked where it is not.
select max(quotes.known_from) as at
from quotes
inner join items
    on
        items.item_id = quotes.item_id
        and items.sha256 = quotes.sha256
        and items.known_to is null
        and items.known_from = $newest
where quotes.known_to is null and quotes.known_from = $newest;

select max(quotes.known_from) as at
from quotes
inner join items on items.item_id = quotes.item_id and items.sha256 = quotes.sha256 and items.known_to is null
where quotes.known_to is null;
