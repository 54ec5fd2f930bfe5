-- What spans and days of collection depend on: with the statements also when outlets ended, which changes past days.
-- Visits are only ever added; which articles a section page lists, and from when these are, can change with any batch.
select
    (select count(*) from scans) as scans,
    concat_ws(
        ' ',
        (select count(*) from scans),
        (select count(*) from sightings),
        (select max(last_seen_at) from sightings),
        (select count(*) from items),
        (select sum(cast(hash(batches) as hugeint)) from batches)
    ) as state,
    concat_ws(
        ' ',
        (select max(sha256) from schema_versions),
        (select string_agg(outlet || ' ' || ended_date, ' ' order by outlet) from stg_outlets where ended_date is not null)
    ) as sha256
