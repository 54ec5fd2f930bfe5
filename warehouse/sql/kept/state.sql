-- What spans and days of collection depend on. Visits are only ever added; which articles a section page lists, and
-- from when these are, can change with any batch.
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
    (select max(sha256) from schema_versions) as sha256
