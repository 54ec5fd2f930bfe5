-- Outlets with new visits, and from the beginning of which day on these tell. All of an outlet is worked out anew where
-- that day is its first one, where an archive tells of it (the scan of a day can be replaced), and where a section page
-- does (which articles it listed, and when, may be known better now).
create or replace temp table changed as
with

fresh as (
    select
        outlet,
        least(scanned_at, coalesce(oldest_at, scanned_at)) as since_at
    from scans
    where rowid >= $known_scans
),

told as (
    select
        outlet,
        bool_or(source_kind = 'archived_scan') as has_archive
    from scans
    where source_kind in ('archived_scan', 'section')
    group by outlet
),

touched as (
    select
        outlet,
        min(since_at) as since_at
    from fresh
    group by outlet
    union all
    select
        outlet,
        null as since_at
    from told
    where not has_archive or outlet in (select outlet from fresh)
),

final as (
    select
        touched.outlet,
        date_trunc('day', min(touched.since_at) at time zone 'Asia/Ho_Chi_Minh') at time zone 'Asia/Ho_Chi_Minh'
            as since_at,
        bool_or(touched.since_at is null)
        or any_value(known.first_at) is null
        or min(touched.since_at at time zone 'Asia/Ho_Chi_Minh')
        < date_trunc('day', any_value(known.first_at) at time zone 'Asia/Ho_Chi_Minh') + interval 1 day as is_whole
    from touched
    left join kept_watched_outlets as known on known.outlet = touched.outlet
    group by touched.outlet
)

select
    outlet,
    case when is_whole then '-infinity'::timestamptz else since_at end as since_at,
    case when is_whole then '-infinity'::date else cast(since_at at time zone 'Asia/Ho_Chi_Minh' as date) end as since_date,
    is_whole
from final;
