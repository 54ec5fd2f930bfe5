-- How the outlets of a kind were collected from $from_date to $to_date: before a silence is theirs, it is asked
-- whether it is the collection's.
with

sites as (
    select stg_watched.site
    from stg_watched
    inner join stg_outlets on stg_outlets.outlet = stg_watched.site
    where stg_watched.campaign = $campaign and stg_outlets.kind = $kind
),

expected as (
    select
        int_outlet_days.covered_hours * int_expected_items.items_per_day as covered,
        int_outlet_days.watched_hours * int_expected_items.items_per_day as watched
    from int_outlet_days
    inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    where
        int_outlet_days.is_in_panel
        and int_outlet_days.day_date between $from_date and $to_date
        and int_outlet_days.outlet in (select site from sites)
        and int_outlet_days.outlet in (select outlet from int_scan_spans)
),

covered as (
    select 1 - sum(covered order by covered) / nullif(sum(watched order by watched), 0) as gap_share
    from expected
)

select
    covered.gap_share,
    (
        select count(*) from stg_items
        where published_date between $from_date and $to_date and site in (select site from sites)
    ) as items,
    (
        select count(*) from stg_rejected
        where
            cast(known_from as date) between $from_date and $to_date
            and outlet in (select site from sites)
            and reason in ('no body', 'no title', 'no date', 'not html', 'list page', 'challenge page', 'fetch failed')
    ) as unread
from covered
