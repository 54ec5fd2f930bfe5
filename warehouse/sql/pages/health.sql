-- What the warehouse holds, and what came in within the day before an instant.
select
    (select count(*) from stg_items) as items,
    (select count(*) from stg_rejected) as rejected,
    (select count(*) from stg_items where first_seen_at between $at - interval 1 day and $at) as items_1d
