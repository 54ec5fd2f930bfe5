-- Captures that an earlier version noted though a revision begins with them.
delete from captures
using items
where items.item_id = captures.item_id and items.known_from = captures.fetched_at
