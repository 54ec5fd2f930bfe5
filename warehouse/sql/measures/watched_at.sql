-- When what is collected was last seen, and when what is known last changed.
select
    greatest((select max(known_from) from items), (select max(scanned_at) from scans)) as collected_at,
    greatest(
        (select max(known_from) from items),
        (select max(scanned_at) from scans),
        (select max(known_from) from acknowledgements)
    ) as known_at
