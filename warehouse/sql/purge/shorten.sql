-- An excerpt is what is shown and exported of an item, so nothing that is shown changes.
update items
set lead = left(lead, $longest), body = left(body, $longest)
where fetched_at < $before and greatest(length(lead), length(body)) > $longest;

insert into purges values ($at, $before);
