-- What reports and dashboards read.

create or replace view rpt_daily as
with

final as (
    select
        campaign,
        published_date,
        count(*) filter (is_counted) as items,
        count(distinct story_id) filter (placement not in ('sponsored', 'owned')) as stories
    from fct_mentions
    group by campaign, published_date
)

select * from final;
comment on view rpt_daily is 'Items and stories on a campaign by Vietnam day of publication. A story is counted on each day on which an item of it was published, so that days do not add up to stories: of fct_stories each is on one day, its first.';

create or replace view rpt_outlets as
with

collected as (
    select
        stg_outlets.family as outlet,
        cast(sum(int_item_days.items) as bigint) as all_items
    from int_item_days
    inner join stg_outlets on stg_outlets.outlet = int_item_days.outlet
    group by stg_outlets.family
),

on_campaign as (
    select
        campaign,
        outlet,
        count(*) filter (is_counted) as items,
        count(distinct story_id) filter (placement not in ('sponsored', 'owned')) as stories,
        min(published_at) as first_published_at
    from fct_mentions
    where placement not in ('sponsored', 'owned')
    group by campaign, outlet
),

final as (
    select
        on_campaign.campaign,
        on_campaign.outlet,
        stg_outlets.name,
        stg_outlets.kind,
        stg_outlets.level,
        stg_outlets.province,
        on_campaign.items,
        on_campaign.stories,
        collected.all_items,
        on_campaign.first_published_at
    from on_campaign
    inner join stg_outlets on stg_outlets.outlet = on_campaign.outlet
    inner join collected on collected.outlet = on_campaign.outlet
)

select * from final;
comment on view rpt_outlets is 'Outlets that covered a campaign; to be shown alphabetically, never ranked.';

create or replace view rpt_stories as
with

final as (
    select
        fct_stories.campaign,
        fct_stories.story_id,
        fct_stories.event_id,
        fct_stories.item_id,
        fct_stories.title,
        fct_stories.url,
        fct_stories.outlet,
        stg_outlets.name as outlet_name,
        int_concerned_items.origin,
        int_concerned_items.origin_method,
        fct_stories.tone,
        fct_stories.tone_method,
        fct_stories.phase,
        fct_stories.published_at,
        fct_stories.published_date,
        fct_stories.items,
        fct_stories.outlets
    from fct_stories
    inner join int_concerned_items on int_concerned_items.item_id = fct_stories.item_id
    inner join stg_outlets on stg_outlets.outlet = fct_stories.outlet
)

select * from final;
comment on view rpt_stories is 'Stories on a campaign with origin, tone and how far they were carried.';

create or replace view rpt_story_items as
with

changed as (
    select
        item_id,
        max(revision) as revisions,
        max(before_title) filter (revision = 2) as first_title,
        bool_or(is_headline_changed) as is_headline_changed
    from fct_revisions
    where revision > 1
    group by item_id
),

final as (
    select
        fct_mentions.campaign,
        fct_mentions.story_id,
        fct_mentions.item_id,
        fct_mentions.outlet,
        stg_outlets.name as outlet_name,
        fct_mentions.role,
        fct_mentions.title,
        fct_mentions.url,
        fct_mentions.placement,
        fct_mentions.tone,
        fct_mentions.published_at,
        coalesce(changed.revisions, 1) as revisions,
        case when changed.is_headline_changed then changed.first_title end as first_title,
        coalesce(fct_missing.is_confirmed and fct_missing.found_url is null, false) as is_gone,
        fct_missing.found_url
    from fct_mentions
    inner join stg_outlets on stg_outlets.outlet = fct_mentions.outlet
    left join changed on changed.item_id = fct_mentions.item_id
    left join fct_missing on fct_missing.item_id = fct_mentions.item_id and fct_missing.is_confirmed
)

select * from final;
comment on view rpt_story_items is
'Every item on a campaign, under its story; first_title where its headline was changed, is_gone where it is no longer at its address.';

create or replace view rpt_messages as
with

editorial as (
    select * from fct_mentions
    where placement not in ('sponsored', 'owned')
),

totals as (
    select
        campaign,
        count(distinct story_id) as stories,
        count(*) filter (is_counted) as items
    from editorial
    group by campaign
),

found as (
    select distinct
        fct_messages.campaign,
        fct_messages.message,
        editorial.item_id,
        editorial.story_id,
        editorial.is_counted
    from fct_messages
    inner join editorial
        on editorial.campaign = fct_messages.campaign and editorial.item_id = fct_messages.item_id
),

final as (
    select
        campaign_messages.campaign,
        campaign_messages.message,
        campaign_messages.name_vi,
        campaign_messages.name_en,
        campaign_messages.position,
        count(distinct found.story_id) as stories,
        count(found.item_id) filter (found.is_counted) as items,
        coalesce(any_value(totals.stories), 0) as of_stories,
        coalesce(any_value(totals.items), 0) as of_items
    from campaign_messages
    left join totals on totals.campaign = campaign_messages.campaign
    left join found
        on found.campaign = campaign_messages.campaign and found.message = campaign_messages.message
    where campaign_messages.known_to is null
    group by all
)

select * from final;
comment on view rpt_messages is
'Pull-through: the stories and items that carry each message of a campaign, verbatim or as a paraphrase, of all its stories and items (of_stories, of_items), sponsored and owned ones apart; items count as in is_counted.';

create or replace view rpt_campaign_tones as
with

final as (
    select
        campaign,
        phase,
        voice,
        overall_tone,
        coalesce(campaign_tone, status) as campaign_tone,
        count(*) as stories,
        cast(sum(count(*)) over (partition by campaign, phase, voice) as bigint) as of_stories,
        string_agg(distinct method, '; ' order by method) as methods,
        bool_and(is_experimental) as is_experimental
    from fct_story_campaign_tones
    group by campaign, phase, voice, overall_tone, coalesce(campaign_tone, status)
)

select * from final;
comment on view rpt_campaign_tones is
'Experimental, not validated by hand codes: stories by overall tone (of headline and lead) and tone towards the campaign, for each voice (all, outlet for its own words, quoted) and phase (empty outside all), of of_stories; where there is no tone towards the campaign its place has the reason (empty: this voice says nothing on it; other language; not scored).';

create or replace view rpt_depth as
-- A story's genre is that of the item whose tone it has; a message counts once however many items carry it. Of a story
-- one item is its own text, if the outlet that wrote it is among those that ran it: the first version may be a copy.
with

by_story as (
    select
        fct_mentions.campaign,
        fct_mentions.story_id,
        count(distinct fct_mentions.item_id) filter (fct_mentions.is_counted) as items,
        coalesce(bool_or(fct_mentions.is_origin) filter (fct_mentions.is_counted), false) as has_original,
        count(distinct fct_messages.message) as messages
    from fct_mentions
    left join fct_messages
        on fct_messages.campaign = fct_mentions.campaign and fct_messages.item_id = fct_mentions.item_id
    where fct_mentions.placement not in ('sponsored', 'owned')
    group by fct_mentions.campaign, fct_mentions.story_id
),

final as (
    select
        fct_stories.campaign,
        coalesce(int_concerned_items.genre, 'unknown') as genre,
        count(*) as stories,
        count(*) filter (by_story.has_original) as original_items,
        cast(sum(by_story.items) as bigint) - count(*) filter (by_story.has_original) as copied_items,
        count(*) filter (by_story.messages > 0) as stories_with_messages,
        avg(by_story.messages) as messages_per_story
    from fct_stories
    inner join by_story
        on by_story.campaign = fct_stories.campaign and by_story.story_id = fct_stories.story_id
    inner join int_concerned_items on int_concerned_items.item_id = fct_stories.item_id
    group by all
)

select * from final;
comment on view rpt_depth is
'Depth of coverage by genre (unknown where the page states none): stories, items of the outlets that wrote them (one a story) and all others, stories that carry a message, messages per story.';

create or replace view rpt_provinces as
with

found as (
    select distinct
        fct_mentions.campaign,
        int_concerned_places.present as province,
        fct_mentions.item_id,
        fct_mentions.story_id,
        fct_mentions.is_counted
    from fct_mentions
    inner join int_concerned_places
        on int_concerned_places.item_id = fct_mentions.item_id and int_concerned_places.is_main
    where fct_mentions.placement not in ('sponsored', 'owned')
),

final as (
    select
        campaigns.campaign,
        provinces.province,
        provinces.position,
        count(distinct found.item_id) filter (found.is_counted) as items,
        count(distinct found.story_id) as stories
    from campaigns
    inner join provinces on provinces.last_date is null and provinces.known_to is null
    left join found on found.campaign = campaigns.campaign and found.province = provinces.province
    where campaigns.known_to is null
    group by all
)

select * from final;
comment on view rpt_provinces is
'The 34 provinces of today, from north to south, with the items and stories on a campaign that are about each; one item can be about several.';

create or replace view rpt_levels as
-- A story's level is that of the item whose tone it has.
with

final as (
    select
        fct_mentions.campaign,
        coalesce(int_concerned_items.reported_level, 'unknown') as level,
        count(*) filter (fct_mentions.is_counted) as items,
        count(fct_stories.story_id) as stories
    from fct_mentions
    inner join int_concerned_items on int_concerned_items.item_id = fct_mentions.item_id
    left join fct_stories
        on fct_stories.campaign = fct_mentions.campaign and fct_stories.item_id = fct_mentions.item_id
    where fct_mentions.placement not in ('sponsored', 'owned')
    group by all
)

select * from final;
comment on view rpt_levels is
'Items and stories on a campaign by the level of government of what they report; unknown where they name no body and no province.';

create or replace view rpt_gaps as
with

archived_days as (
    select distinct scan_date
    from stg_scans as scans
    where source_kind = 'archived_scan'
),

archived as (
    select distinct outlet
    from stg_scans as scans
    where source_kind = 'archived_scan'
),

gaps as (
    select
        days.outlet,
        days.day_date,
        days.watched_hours,
        days.covered_hours,
        days.is_in_panel,
        visited.failures
    from int_outlet_days as days
    left join int_visit_days as visited on visited.outlet = days.outlet and visited.day_date = days.day_date
    where days.is_gap
),

untold as (
    select
        outlet,
        day_date
    from gaps
    where failures is null
),

-- What a day misses at its end, the visit after it should have brought.
following as (
    select
        untold.outlet,
        untold.day_date,
        visited.first_failure as failure
    from untold
    asof join (
        select
            outlet,
            day_date,
            first_failure
        from int_visit_days
        where first_failure is not null and outlet in (select outlet from untold)
    ) as visited on visited.outlet = untold.outlet and untold.day_date < visited.day_date
),

final as (
    select
        gaps.outlet,
        stg_outlets.name,
        gaps.day_date,
        gaps.watched_hours,
        gaps.covered_hours,
        case
            when archived.outlet is not null and archived_days.scan_date is null then 'no scan on this day'
            when archived.outlet is not null then 'capped scan'
            when gaps.failures is not null then gaps.failures
            when following.failure is null then 'not visited'
            when following.failure <> '' then following.failure
            else 'feed shorter than the time between visits'
        end as reason,
        gaps.is_in_panel
    from gaps
    inner join stg_outlets on stg_outlets.outlet = gaps.outlet
    left join archived on archived.outlet = gaps.outlet
    left join archived_days on archived_days.scan_date = gaps.day_date
    left join following on following.outlet = gaps.outlet and following.day_date = gaps.day_date
)

select * from final;
comment on view rpt_gaps is
'Outlet-days that collection does not cover in full, with the reason; is_in_panel is false where the outlet counts as not collected.';

create or replace view rpt_suspect_days as
with

final as (
    select
        int_suspect_days.outlet,
        stg_outlets.name,
        int_suspect_days.day_date,
        int_suspect_days.items,
        int_suspect_days.median_items,
        int_suspect_days.least_items,
        int_suspect_days.days
    from int_suspect_days
    inner join stg_outlets on stg_outlets.outlet = int_suspect_days.outlet
)

select * from final;
comment on view rpt_suspect_days is
'Days on which an outlet was collected and gave far fewer items than before: kept in the data, to be shown hatched.';

create or replace view rpt_panels as
with

final as (
    select
        version,
        panel,
        outlets,
        from_date,
        to_date
    from int_panels
)

select * from final;
comment on view rpt_panels is 'Versions of the panel of outlets that contrasts may use, each from one day to another.';

create or replace view rpt_outlet_days as
with

imported as (
    select
        outlet,
        day_date
    from int_item_days
    where items > collected_items
),

final as (
    select
        coalesce(days.outlet, imported.outlet) as outlet,
        coalesce(days.day_date, imported.day_date) as day_date,
        case
            when days.outlet is null then 'unknown'
            when days.is_gap then 'gap'
            when int_suspect_days.outlet is not null then 'suspect'
            else 'complete'
        end as completeness,
        days.watched_hours,
        days.covered_hours,
        coalesce(days.is_in_panel, false) as is_in_panel
    from int_outlet_days as days
    full outer join imported on imported.outlet = days.outlet and imported.day_date = days.day_date
    left join int_suspect_days
        on int_suspect_days.outlet = days.outlet and int_suspect_days.day_date = days.day_date
)

select * from final;
comment on view rpt_outlet_days is
'How complete each outlet-day is: complete, gap, suspect, or unknown where only imported archives tell of it.';

create or replace view rpt_outlet_health as
-- Rates are left out below 10 of what they are taken over.
with

bounds as (
    select max(last_visit_at) as last_at from int_visit_days
),

visits as (
    select
        outlet,
        max(last_visit_at) as last_visit_at,
        max(last_readable_at) as last_readable_at,
        arg_max(last_state, day_date) as state,
        arg_max(last_sources, day_date) as sources,
        arg_max(last_sources_not_ok, day_date) as sources_not_ok
    from int_visit_days
    group by outlet
),

recent as (
    select
        int_visits.outlet,
        count(*) as visits,
        count(*) filter (int_visits.is_readable) as readable
    from int_visits
    cross join bounds
    where int_visits.seen_at > bounds.last_at - interval 7 day
    group by int_visits.outlet
),

days as (
    select
        outlet,
        count(*) filter (is_gap) as gap_days,
        count(*) as known_days,
        arg_max(is_in_panel, day_date) as is_in_panel
    from int_outlet_days
    group by outlet
),

suspects as (
    select
        outlet,
        count(*) as suspect_days
    from int_suspect_days
    group by outlet
),

-- Of whole microseconds, since seconds with fractions take three times as long.
of_items as (
    select
        items.outlet,
        count(*) as items,
        count(*) filter (items.published_at > bounds.last_at - interval 7 day) as items_7d,
        count(*) filter (len(items.fallbacks) > 0) as drifted,
        median(epoch_us(items.first_seen_at) - epoch_us(items.published_at)) / 3.6e9 as lag_hours
    from items
    cross join bounds
    where items.known_to is null and not starts_with(items.via, 'import:')
    group by items.outlet
),

-- Apart, and by what is less first: where a part of the table has no empty lead, no lead of it is read.
without_lead as (
    select
        outlet,
        count(*) as items
    from items
    where known_to is null and lead < ' ' and length(lead) = 0 and not starts_with(via, 'import:')
    group by outlet
),

refused as (
    select
        outlet,
        count(*) filter (reason = 'no body') as without_body,
        count(*) filter (reason = 'no date') as without_date
    from stg_rejected
    group by outlet
),

final as (
    select
        stg_outlets.outlet,
        stg_outlets.name,
        stg_outlets.kind,
        visits.state as feed_state,
        coalesce(visits.sources, 0) as sources,
        coalesce(visits.sources_not_ok, 0) as sources_not_ok,
        coalesce(recent.visits, 0) as visits_7d,
        coalesce(recent.readable, 0) as readable_7d,
        visits.last_visit_at,
        visits.last_readable_at,
        coalesce(of_items.items, 0) as items,
        coalesce(of_items.items_7d, 0) as items_7d,
        stg_outlets.expected_items_per_day,
        coalesce(of_items.items, 0) + coalesce(refused.without_body, 0) + coalesce(refused.without_date, 0) as pages,
        case when pages >= 10 then coalesce(refused.without_body, 0) / pages end as no_body_share,
        case when pages >= 10 then coalesce(refused.without_date, 0) / pages end as no_date_share,
        case when of_items.items >= 10 then coalesce(without_lead.items, 0) / of_items.items end as no_lead_share,
        case when of_items.items >= 10 then of_items.drifted / of_items.items end as drift_share,
        of_items.lag_hours,
        coalesce(days.gap_days, 0) as gap_days,
        coalesce(days.known_days, 0) as known_days,
        coalesce(suspects.suspect_days, 0) as suspect_days,
        coalesce(days.is_in_panel, false) as is_in_panel
    from visits
    inner join stg_outlets on stg_outlets.outlet = visits.outlet
    left join recent on recent.outlet = visits.outlet
    left join days on days.outlet = visits.outlet
    left join suspects on suspects.outlet = visits.outlet
    left join of_items on of_items.outlet = visits.outlet
    left join without_lead on without_lead.outlet = visits.outlet
    left join refused on refused.outlet = visits.outlet
    cross join bounds
    where
        stg_outlets.ended_date is null
        or stg_outlets.ended_date >= cast(bounds.last_at at time zone 'Asia/Ho_Chi_Minh' as date)
)

select * from final;
comment on view rpt_outlet_health is
'State of each outlet''s collection, those that ended left out: visits of the last 7 days, at the newest visit the state of the worst source and how many were not ok, rates of pages without body, date or lead, layout drift, gaps, suspect days, panel.';

create or replace view rpt_scan_cap as
-- A cap shows as the same number of entries in nearly every scan.
with

counts as (
    select
        entries,
        count(*) as scans
    from stg_scans as scans
    where source_kind = 'archived_scan'
    group by entries
),

final as (
    select
        max_by(entries, scans) as cap,
        max(scans) as scans_at_cap,
        sum(scans) as scans
    from counts
    having max(scans) >= 0.5 * sum(scans) and sum(scans) >= 5
)

select * from final;
comment on view rpt_scan_cap is 'The number of entries at which archived scans were cut off; no row where none shows.';

create or replace view rpt_missing_scans as
with

bounds as (
    select
        min(scan_date) as first_date,
        max(scan_date) as last_date
    from stg_scans as scans
    where source_kind = 'archived_scan'
),

days as (
    select cast(unnest(generate_series(cast(first_date as timestamp), cast(last_date as timestamp), interval 1 day)) as date) as scan_date
    from bounds
    where first_date is not null
),

final as (
    select days.scan_date
    from days
    where not exists (
        select 1 from stg_scans as scans where scans.source_kind = 'archived_scan' and scans.scan_date = days.scan_date
    )
)

select * from final;
comment on view rpt_missing_scans is 'Days between the first and last archived scan on which no outlet was scanned.';

create or replace view rpt_collection as
with

visits as (
    select
        outlet,
        count(*) filter (state = 'ok') as scans_ok,
        count(*) filter (state not in ('ok', 'not_modified', 'empty')) as scans_failed,
        string_agg(distinct reason, '; ' order by reason) filter (state not in ('ok', 'not_modified')) as problems
    from stg_scans as scans
    where source_kind <> 'archived_scan'
    group by outlet
),

days as (
    select
        outlet,
        min(day_date) as first_date,
        max(day_date) as last_date,
        -- By their whole microseconds: a sum of doubles depends on the order of rows.
        sum(cast(watched_hours * 3.6e9 as bigint)) / 3.6e9 as watched_hours,
        sum(cast(covered_hours * 3.6e9 as bigint)) / 3.6e9 as covered_hours,
        count(*) filter (is_gap) as gap_days
    from int_outlet_days
    group by outlet
),

entries as (
    select
        outlet,
        cast(sum(items) as bigint) as items
    from int_item_days
    group by outlet
),

refused as (
    select
        outlet,
        count(*) as rejected
    from stg_rejected
    group by outlet
),

final as (
    select
        stg_outlets.outlet,
        stg_outlets.name,
        stg_outlets.kind,
        visits.scans_ok,
        visits.scans_failed,
        visits.problems,
        days.first_date,
        days.last_date,
        days.watched_hours,
        days.covered_hours,
        days.gap_days,
        coalesce(entries.items, 0) as items,
        coalesce(refused.rejected, 0) as rejected
    from visits
    inner join stg_outlets on stg_outlets.outlet = visits.outlet
    left join days on days.outlet = visits.outlet
    left join entries on entries.outlet = visits.outlet
    left join refused on refused.outlet = visits.outlet
)

select * from final;
comment on view rpt_collection is 'Collection by outlet: visits, hours covered, gaps, items, rejected entries.';

create or replace view rpt_audiences as
with

final as (
    select
        stg_audiences.*,
        stg_outlets.name
    from stg_audiences
    inner join stg_outlets on stg_outlets.outlet = stg_audiences.outlet
)

select * from final;
comment on view rpt_audiences is 'The newest known audience of each outlet by population and unit of time, with its source.';

create or replace view rpt_measures as
with

final as (
    select
        campaign,
        name,
        segment,
        unit,
        value,
        low,
        high,
        n,
        method,
        status,
        reason,
        from_date,
        to_date,
        known_from
    from measures
    where known_to is null
)

select * from final;
comment on view rpt_measures is 'The measures as last computed.';

create or replace view rpt_contrasts as
with

final as (
    select
        campaign,
        comparison,
        is_planned,
        kind,
        a,
        b,
        measure,
        unit,
        value,
        low,
        high,
        p_value,
        p_adjusted,
        n,
        method,
        status,
        reason,
        known_from
    from contrasts
    where known_to is null
)

select * from final;
comment on view rpt_contrasts is
'Comparisons as last computed: difference or ratio of b against a with interval; only planned ones, with p_adjusted, may become sentences.';

create or replace view rpt_change_points as
with

final as (
    select
        campaign,
        change_date
    from change_points
    where known_to is null
)

select * from final;
comment on view rpt_change_points is
'First days of another level in the daily stories of outlets that were in the panel all the time; exploratory.';
