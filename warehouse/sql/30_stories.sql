-- Stories and events as known now.

create or replace view int_story_items as
with

final as (
    select
        story_items.item_id,
        story_items.story_id,
        story_items.role,
        story_items.containment,
        stories.event_id,
        stories.origin,
        stories.origin_method,
        stories.origin_evidence,
        story_items.item_id = stories.first_item_id as is_first
    from story_items
    inner join stories on stories.story_id = story_items.story_id and stories.known_to is null
    where story_items.known_to is null
)

select * from final;
comment on view int_story_items is 'Items with their story; is_first marks the item whose tone is the story''s tone.';

create or replace view int_stories as
with

final as (
    select
        int_story_items.story_id,
        any_value(int_story_items.event_id) as event_id,
        any_value(int_story_items.origin) as origin,
        any_value(int_story_items.origin_method) as origin_method,
        any_value(int_story_items.origin_evidence) as origin_evidence,
        max(stg_items.title) filter (int_story_items.is_first) as title,
        max(stg_items.outlet) filter (int_story_items.is_first) as first_outlet,
        min(stg_items.published_at) as first_published_at,
        max(stg_items.published_at) as last_published_at,
        count(*) as items,
        count(distinct stg_items.outlet) as outlets
    from int_story_items
    inner join stg_items on stg_items.item_id = int_story_items.item_id
    group by int_story_items.story_id
)

select * from final;
comment on view int_stories is 'Stories with origin, first publication and how many items and outlets carry them.';

create or replace view int_scan_spans as
-- An outlet read from an archive is judged by the scans in it: the visit that read the archive, and a sitemap
-- made from the same items, say nothing of the days in between.
with

usable as (
    select
        scans.outlet,
        scans.oldest_at as from_at,
        case when scans.source_kind = 'archived_scan' then scans.newest_at else scans.scanned_at end as to_at
    from stg_scans as scans
    where
        scans.state = 'ok'
        and scans.oldest_at is not null
        and (
            scans.source_kind = 'archived_scan'
            or not exists (
                select 1
                from stg_scans as archived
                where
                    archived.outlet = scans.outlet
                    and archived.source_kind = 'archived_scan'
            )
        )
),

ordered as (
    select
        outlet,
        from_at,
        to_at,
        max(to_at) over (
            partition by outlet order by from_at, to_at
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from usable
    where to_at >= from_at
),

islands as (
    select
        outlet,
        from_at,
        to_at,
        sum(case when reached_at is null or from_at > reached_at then 1 else 0 end) over (
            partition by outlet order by from_at, to_at rows unbounded preceding
        ) as island
    from ordered
),

final as (
    select
        outlet,
        min(from_at) as from_at,
        max(to_at) as to_at
    from islands
    group by outlet, island
)

select * from final;
comment on view int_scan_spans is 'Spans of time for which an outlet''s feeds and sitemaps were seen without a break.';

create or replace view int_outlet_days as
with

bounds as (
    select
        outlet,
        date_trunc('day', min(from_at) at time zone 'Asia/Ho_Chi_Minh') as first_day,
        min(from_at) as first_at
    from int_scan_spans
    group by outlet
),

horizon as (
    select
        max(to_at) as last_at,
        max(to_at) at time zone 'Asia/Ho_Chi_Minh' as last_day
    from int_scan_spans
),

days as (
    select
        bounds.outlet,
        cast(days.day as date) as day_date,
        greatest(days.day at time zone 'Asia/Ho_Chi_Minh', bounds.first_at) as from_at,
        least((days.day + interval 1 day) at time zone 'Asia/Ho_Chi_Minh', horizon.last_at) as to_at
    from bounds
    cross join horizon
    cross join lateral (
        select unnest(generate_series(bounds.first_day, horizon.last_day, interval 1 day)) as day
    ) as days
),

covered as (
    select
        days.outlet,
        days.day_date,
        epoch(any_value(days.to_at)) - epoch(any_value(days.from_at)) as watched_seconds,
        -- least and greatest pass over NULL: a day without any span would count as covered.
        coalesce(
            sum(epoch(least(days.to_at, spans.to_at)) - epoch(greatest(days.from_at, spans.from_at)))
                filter (spans.outlet is not null),
            0
        ) as covered_seconds
    from days
    left join int_scan_spans as spans
        on spans.outlet = days.outlet and spans.from_at < days.to_at and spans.to_at > days.from_at
    where days.to_at > days.from_at
    group by days.outlet, days.day_date
),

final as (
    select
        outlet,
        day_date,
        watched_seconds / 3600.0 as watched_hours,
        covered_seconds / 3600.0 as covered_hours,
        watched_seconds - covered_seconds > 3600 as is_gap
    from covered
)

select * from final;
comment on view int_outlet_days is
'Outlet-days since an outlet was first seen: hours that collection covers; a gap lacks more than one hour.';
