-- Collection: what was seen of each outlet, and on which days it was not. Decided from visits and scans,
-- never from a low count.

create or replace view int_visits as
-- A visit is read or not. An outlet read from an archive is judged by the scans in it: the visit that read the
-- archive, and a sitemap made from the same items, say nothing of the days in between.
with

archived as (
    select distinct outlet
    from stg_scans as scans
    where source_kind = 'archived_scan'
),

listed as (
    -- A section page states no times, its articles do. It also shows older ones that it recommends, so it is taken
    -- to reach back to the middle one only.
    select
        scans.outlet,
        scans.source,
        scans.scanned_at,
        median(stg_items.published_at) as oldest_at,
        max(stg_items.published_at) as newest_at
    from stg_scans as scans
    inner join stg_sightings
        on
            stg_sightings.source = scans.source
            and scans.scanned_at between stg_sightings.first_seen_at and stg_sightings.last_seen_at
    inner join stg_items on stg_items.item_id = stg_sightings.item_id
    where scans.source_kind = 'section'
    group by scans.outlet, scans.source, scans.scanned_at
    having count(*) >= 5
),

final as (
    select
        scans.* replace (
            coalesce(scans.oldest_at, listed.oldest_at) as oldest_at,
            coalesce(scans.newest_at, listed.newest_at) as newest_at
        ),
        scans.state in ('ok', 'not_modified', 'empty') as is_readable,
        case
            -- Of a day of which no entry states a time, it is the day's beginning.
            when scans.source_kind = 'archived_scan' then coalesce(scans.newest_at, scans.scanned_at)
            else scans.scanned_at
        end as seen_at,
        case
            when scans.state in ('ok', 'not_modified') then null
            when scans.state = 'challenge' then 'challenge page'
            when scans.state = 'empty' then 'empty feed'
            when scans.state = 'malformed' and scans.source_kind = 'section' then 'no article on the page'
            when scans.state = 'malformed' then 'no feed at its address'
            when scans.state = 'too_large' then 'feed too large'
            when scans.state = 'too_slow' then 'feed too slow'
            when scans.state = 'robots' and scans.reason like 'robots unreachable%' then 'robots unreachable'
            when scans.state = 'robots' then 'robots disallow'
            else 'fetch failed'
        end as failure
    from stg_scans as scans
    left join archived on archived.outlet = scans.outlet
    left join listed
        on
            scans.source_kind = 'section'
            and listed.outlet = scans.outlet
            and listed.source = scans.source
            and listed.scanned_at = scans.scanned_at
    where archived.outlet is null or scans.source_kind = 'archived_scan'
)

select * from final;
comment on view int_visits is
'Visits, and scans of an archive where one was read: whether a source could be read, when it was seen, and why not.';

create or replace view int_visit_states as
with

final as (
    select *
    from (
        values
            ('robots disallow', 1),
            ('robots unreachable', 2),
            ('challenge page', 3),
            ('fetch failed', 4),
            ('no feed at its address', 5),
            ('feed too large', 6),
            ('feed too slow', 7),
            ('empty feed', 8),
            ('moved', 9),
            ('ok', 10)
    ) as states (state, position)
)

select * from final;
comment on view int_visit_states is 'What a visit of a source can come to, from the worst to the best; moved was read all the same.';

create or replace view int_outlet_visits as
-- All sources of one crawl share its instant, so that none of them is the newest. An index of sitemaps is no
-- source of its own: it is one of sitemaps that are.
with

sources as (
    select
        int_visits.outlet,
        int_visits.seen_at,
        int_visits.source,
        max(int_visit_states.position) as position
    from int_visits
    inner join int_visit_states
        on
            int_visit_states.state = coalesce(
                int_visits.failure,
                case when starts_with(int_visits.reason, 'moved permanently') then 'moved' else 'ok' end
            )
    where int_visits.source_kind <> 'sitemap_index'
    group by int_visits.outlet, int_visits.seen_at, int_visits.source
),

final as (
    select
        sources.outlet,
        sources.seen_at,
        count(*) as sources,
        count(*) filter (int_visit_states.state <> 'ok') as sources_not_ok,
        arg_min(int_visit_states.state, int_visit_states.position) as state,
        case
            when bool_and(int_visit_states.state not in ('moved', 'ok'))
                then arg_min(int_visit_states.state, int_visit_states.position)
        end as failure
    from sources
    inner join int_visit_states on int_visit_states.position = sources.position
    group by sources.outlet, sources.seen_at
)

select * from final;
comment on view int_outlet_visits is
'Visits of an outlet, all its sources at one instant as one: state is that of its worst source; failure the same where none could be read, else NULL.';

create or replace view int_visit_days as
-- What a day's visits came to. An index of sitemaps can fail too, but is no source of its own.
with

visits as (
    select
        outlet,
        cast(seen_at at time zone 'Asia/Ho_Chi_Minh' as date) as day_date,
        count(*) filter (state in ('ok', 'not_modified')) as visits_ok,
        max(seen_at) as last_visit_at,
        max(seen_at) filter (is_readable) as last_readable_at,
        string_agg(distinct failure, '; ' order by failure) as failures
    from int_visits
    group by all
),

whole as (
    select
        outlet,
        cast(seen_at at time zone 'Asia/Ho_Chi_Minh' as date) as day_date,
        arg_min(coalesce(failure, ''), seen_at) as first_failure,
        arg_max(state, seen_at) as last_state,
        arg_max(sources, seen_at) as last_sources,
        arg_max(sources_not_ok, seen_at) as last_sources_not_ok
    from int_outlet_visits
    group by all
),

final as (
    select
        visits.*,
        whole.first_failure,
        whole.last_state,
        whole.last_sources,
        whole.last_sources_not_ok
    from visits
    left join whole on whole.outlet = visits.outlet and whole.day_date = visits.day_date
)

select * from final;
comment on view int_visit_days is
'Days on which an outlet was visited: when it was last visited and read, what failed, why nothing could be read at the first visit (empty where something could), and the state of the worst source at the last one.';

create or replace view int_scan_spans as
with

usable as (
    select
        outlet,
        oldest_at as from_at,
        seen_at as to_at
    from int_visits
    where state in ('ok', 'not_modified') and oldest_at is not null
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

create or replace view int_watched_outlets as
-- An outlet is watched from its first span on, or from the day on which a visit failed before it had any:
-- what was tried and could not be read is not silence.
with

failed as (
    select
        outlet,
        date_trunc('day', min(seen_at) at time zone 'Asia/Ho_Chi_Minh') at time zone 'Asia/Ho_Chi_Minh' as first_at
    from int_visits
    where not is_readable
    group by outlet
),

spanned as (
    select
        outlet,
        min(from_at) as first_at
    from int_scan_spans
    group by outlet
),

horizon as (
    select max(seen_at) as last_at from int_visits
),

final as (
    select
        coalesce(spanned.outlet, failed.outlet) as outlet,
        least(
            coalesce(spanned.first_at, failed.first_at), coalesce(failed.first_at, spanned.first_at)
        ) as first_at,
        horizon.last_at
    from spanned
    full outer join failed on failed.outlet = spanned.outlet
    cross join horizon
)

select * from final;
comment on view int_watched_outlets is
'Outlets that were seen or tried: since when each is watched, and until when collection saw anything of any outlet.';

create or replace view int_outlet_hours as
-- Spans are cut into days before they are joined: an outlet has thousands of both. One that closed is watched to the
-- end of its last day: what nobody publishes is no gap.
with

until_end as (
    select
        int_watched_outlets.outlet,
        int_watched_outlets.first_at,
        least(
            int_watched_outlets.last_at,
            coalesce(
                cast(stg_outlets.ended_date + 1 as timestamp) at time zone 'Asia/Ho_Chi_Minh',
                int_watched_outlets.last_at
            )
        ) as last_at
    from int_watched_outlets
    left join stg_outlets on stg_outlets.outlet = int_watched_outlets.outlet
),

days as (
    select
        outlet,
        cast(days.day as date) as day_date,
        greatest(days.day at time zone 'Asia/Ho_Chi_Minh', first_at) as from_at,
        least((days.day + interval 1 day) at time zone 'Asia/Ho_Chi_Minh', last_at) as to_at
    from until_end
    cross join lateral (
        select
            unnest(
                generate_series(
                    date_trunc('day', first_at at time zone 'Asia/Ho_Chi_Minh'),
                    last_at at time zone 'Asia/Ho_Chi_Minh',
                    interval 1 day
                )
            ) as day
    ) as days
),

spans as (
    select
        outlet,
        from_at,
        to_at,
        cast(
            unnest(
                generate_series(
                    date_trunc('day', from_at at time zone 'Asia/Ho_Chi_Minh'),
                    to_at at time zone 'Asia/Ho_Chi_Minh',
                    interval 1 day
                )
            ) as date
        ) as day_date
    from int_scan_spans
),

covered as (
    select
        days.outlet,
        days.day_date,
        -- Whole microseconds: a sum of doubles depends on the order of rows.
        epoch_us(any_value(days.to_at)) - epoch_us(any_value(days.from_at)) as watched,
        -- least and greatest pass over NULL: a day without any span would count as covered.
        coalesce(
            sum(epoch_us(least(days.to_at, spans.to_at)) - epoch_us(greatest(days.from_at, spans.from_at)))
                filter (spans.outlet is not null),
            0
        ) as covered
    from days
    left join spans
        on
            spans.outlet = days.outlet
            and spans.day_date = days.day_date
            and spans.from_at < days.to_at
            and spans.to_at > days.from_at
    where days.to_at > days.from_at
    group by days.outlet, days.day_date
),

final as (
    select
        outlet,
        day_date,
        watched / 3.6e9 as watched_hours,
        covered / 3.6e9 as covered_hours,
        watched - covered > 3_600_000_000 as is_gap
    from covered
)

select * from final;
comment on view int_outlet_hours is
'Outlet-days since an outlet was first seen or tried: hours that it was watched, those that collection covers; a gap lacks more than one hour.';

create or replace view int_outlet_days as
with

final as (
    select
        outlet,
        day_date,
        watched_hours,
        covered_hours,
        is_gap,
        count(*) over last_days as days_known,
        count(*) filter (not is_gap) over last_days as good_days,
        count(*) over last_days < 14 or count(*) filter (not is_gap) over last_days >= 7 as is_in_panel
    from int_outlet_hours
    window last_days as (partition by outlet order by day_date rows between 13 preceding and current row)
)

select * from final;
comment on view int_outlet_days is
'Outlet-days since an outlet was first seen or tried: hours that collection covers; a gap lacks more than one hour; an outlet without 7 good days in 14 is not in the panel.';

create or replace view int_item_days as
-- Of an imported archive nobody knows what is not in it.
with

final as (
    select
        outlet,
        published_date as day_date,
        count(*) as items,
        count(*) filter (not starts_with(via, 'import:')) as collected_items,
        count(*) filter (not starts_with(via, 'import:') and placement not in ('sponsored', 'owned')) as output_items
    from items
    where known_to is null
    group by outlet, published_date
)

select * from final;
comment on view int_item_days is
'Items by outlet and day of publication: all, those that were not imported with an archive, and of these the ones that are neither sponsored nor owned.';

create or replace view int_expected_items as
-- What an hour of an outlet is worth: a missing hour of a large outlet hides more than one of a small one.
with

days as (
    select
        outlet,
        day_date,
        watched_hours,
        is_gap
    from int_outlet_days
),

complete as (
    select
        outlet,
        day_date
    from days
    where not is_gap and watched_hours > 23
),

counted as (
    select
        complete.outlet,
        sum(int_item_days.collected_items) / count(*) as items_per_day
    from complete
    left join int_item_days
        on int_item_days.outlet = complete.outlet and int_item_days.day_date = complete.day_date
    group by complete.outlet
    having count(*) >= 7 and sum(int_item_days.collected_items) > 0
),

known as (
    select
        watched.outlet,
        coalesce(stg_outlets.expected_items_per_day, counted.items_per_day) as items_per_day,
        case
            when stg_outlets.expected_items_per_day is not null then 'register'
            when counted.items_per_day is not null then 'complete days'
            else 'mean of the other outlets'
        end as basis
    from (select distinct outlet from days) as watched
    left join stg_outlets on stg_outlets.outlet = watched.outlet
    left join counted on counted.outlet = watched.outlet
),

final as (
    select
        outlet,
        coalesce(items_per_day, (select avg(items_per_day order by items_per_day) from known), 1) as items_per_day,
        basis
    from known
)

select * from final;
comment on view int_expected_items is
'Items that an outlet is expected to publish a day: by its record, else as counted over 7 or more complete days, else the mean of the other outlets.';

create or replace view int_panels as
-- A panel lasts as long as its members stay the same.
with

members as (
    select
        day_date,
        count(*) as outlets,
        sum(cast(hash(outlet) as hugeint)) as panel
    from int_outlet_days
    where is_in_panel
    group by day_date
),

changes as (
    select
        *,
        case when panel is distinct from lag(panel) over (order by day_date) then 1 else 0 end as is_new
    from members
),

numbered as (
    select
        *,
        sum(is_new) over (order by day_date rows unbounded preceding) as version
    from changes
),

versions as (
    select
        version,
        any_value(outlets) as outlets,
        min(day_date) as from_date,
        max(day_date) as to_date
    from numbered
    group by version
),

final as (
    select
        versions.version,
        md5(string_agg(days.outlet, ' ' order by days.outlet)) as panel,
        any_value(versions.outlets) as outlets,
        versions.from_date,
        any_value(versions.to_date) as to_date
    from versions
    inner join int_outlet_days as days on days.day_date = versions.from_date and days.is_in_panel
    group by versions.version, versions.from_date
)

select * from final;
comment on view int_panels is
'Versions of the panel: from when to when the same outlets were in it; panel is a hash of their ids.';

create or replace view int_suspect_days as
-- A low count alone is no gap. A plain rule, since a tail of a fitted distribution promises more than so few days
-- can hold: less than half of the poorest of at least 14 complete days within 28, at an outlet with 10 a day or more.
with

-- A median of 10 over 14 days takes 7 days of 10.
large as (
    select outlet
    from int_item_days
    where collected_items >= 10
    group by outlet
    having count(*) >= 7
),

of_large as (
    select *
    from int_item_days
    where outlet in (select outlet from large)
),

counts as (
    select
        days.outlet,
        days.day_date,
        coalesce(of_large.collected_items, 0) as items
    from int_outlet_days as days
    left join of_large on of_large.outlet = days.outlet and of_large.day_date = days.day_date
    where not days.is_gap and days.watched_hours > 23 and days.outlet in (select outlet from large)
),

usual as (
    select
        outlet,
        day_date,
        items,
        count(*) over before as days,
        min(items) over before as least_items
    from counts
    window
        before as (
            partition by outlet order by day_date
            range between interval 28 days preceding and interval 1 day preceding
        )
),

low as (
    select *
    from usual
    where days >= 14 and items * 2 < least_items
),

-- Of these alone, since a median over a moving window takes as long as all else.
final as (
    select
        low.outlet,
        low.day_date,
        low.items,
        low.days,
        median(counts.items) as median_items,
        low.least_items
    from low
    inner join counts
        on
            counts.outlet = low.outlet
            and counts.day_date between low.day_date - interval 28 days and low.day_date - interval 1 day
    group by all
    having median(counts.items) >= 10
)

select * from final;
comment on view int_suspect_days is
'Complete days with less than half the items of the poorest of at least 14 complete days before: suspect, never a gap.';

create or replace view int_output_days as
with

final as (
    select
        int_item_days.outlet,
        stg_outlets.kind as outlet_kind,
        stg_outlets.level as outlet_level,
        int_item_days.day_date,
        int_item_days.output_items as items
    from int_item_days
    left join stg_outlets on stg_outlets.outlet = int_item_days.outlet
    where int_item_days.output_items > 0
)

select * from final;
comment on view int_output_days is
'Items of all topics by outlet and day, those of imported archives, sponsored and owned ones left out: what a share of attention is of.';

create or replace view int_read_outlets as
-- An outlet that could never be read is not one that kept silent.
with

final as (
    select distinct outlet
    from int_visit_days
    where visits_ok > 0
)

select * from final;
comment on view int_read_outlets is 'Outlets of which a source could be read at least once.';

create or replace view int_collection_days as
-- By kind and level of outlets, which a filter chooses by: a row an outlet and day are too many to be added up for each
-- page. Outlets without any span were never collected.
with

expected as (
    select
        stg_watched.campaign,
        stg_outlets.kind as outlet_kind,
        stg_outlets.level as outlet_level,
        int_outlet_days.day_date,
        int_outlet_days.is_in_panel,
        int_outlet_days.watched_hours / 24 * int_expected_items.items_per_day as watched,
        int_outlet_days.covered_hours / 24 * int_expected_items.items_per_day as covered
    from int_outlet_days
    inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    inner join stg_watched on stg_watched.site = int_outlet_days.outlet
    inner join stg_outlets on stg_outlets.outlet = int_outlet_days.outlet
    where int_outlet_days.outlet in (select outlet from int_scan_spans)
),

-- In order, as all sums of doubles: rows come in another one each time, and the last digit would too.
final as (
    select
        campaign,
        outlet_kind,
        outlet_level,
        day_date,
        is_in_panel,
        sum(watched order by watched) as watched_items,
        sum(covered order by covered) as covered_items
    from expected
    group by all
)

select * from final;
comment on view int_collection_days is
'Items expected on each Vietnam day of the outlets that a campaign watches, by kind and level: in the hours that were watched (watched_items), and in those of them that collection covers (covered_items).';

create or replace view int_watched_output_days as
with

final as (
    select
        stg_watched.campaign,
        int_output_days.outlet_kind,
        int_output_days.outlet_level,
        int_output_days.day_date,
        cast(sum(int_output_days.items) as bigint) as items
    from int_output_days
    inner join stg_watched on stg_watched.site = int_output_days.outlet
    group by all
)

select * from final;
comment on view int_watched_output_days is
'Items as in int_output_days of the outlets that a campaign watches, by kind and level.';

create or replace view int_day_gaps as
with

final as (
    select
        day_date,
        count(*) filter (is_gap) as gaps,
        count(*) as watched
    from int_outlet_days
    group by day_date
)

select * from final;
comment on view int_day_gaps is
'Outlets that were watched on each Vietnam day, and those of them whose collection has a gap.';
