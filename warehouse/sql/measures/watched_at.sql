-- When what is collected was last seen, and when what is known last changed: after the last answer to an alert, so that
-- no story that is told now seems to have been there when somebody answered.
select
    greatest((select max(known_from) from items), (select max(scanned_at) from scans)) as collected_at,
    greatest(
        (select max(known_from) from items),
        (select max(scanned_at) from scans),
        (select max(known_from) + interval 1 microsecond from acknowledgements)
    ) as known_at
