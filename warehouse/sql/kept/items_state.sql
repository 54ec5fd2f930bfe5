-- What kept rows of items depend on besides these; a load takes those of the items that it touches away.
select
    cast((select sum(cast(hash(stg_outlets) as hugeint)) from stg_outlets) as varchar) as state,
    (select max(sha256) from schema_versions) as sha256
