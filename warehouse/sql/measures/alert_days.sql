-- What a campaign's days came to as they were known at the hour of $collected_at on the day after each of them;
-- an hour later at most, since a run takes now more, now less time. A day is collected where its outlets were: seen
-- without a gap, and read again after its end by that hour.
with

days as (
    select cast(unnest(generate_series(cast($from_date as timestamp), cast($to_date as timestamp), interval 1 day)) as date) as day_date
),

moments as (
    select
        day_date,
        cast(day_date + 1 as timestamp) at time zone 'Asia/Ho_Chi_Minh' as ended_at,
        cast($collected_at as timestamptz)
        - to_days(cast(cast($to_date as date) - day_date as integer))
        + interval 1 hour as asked_at
    from days
),

first_known as (
    select
        item_id,
        min(known_from) as known_at
    from items
    where item_id in (select item_id from fct_mentions where campaign = $campaign)
    group by item_id
),

editorial as (
    select
        fct_mentions.item_id,
        fct_mentions.story_id,
        fct_mentions.published_date,
        fct_mentions.is_counted,
        first_known.known_at
    from fct_mentions
    inner join first_known on first_known.item_id = fct_mentions.item_id
    where fct_mentions.campaign = $campaign and fct_mentions.placement not in ('sponsored', 'owned')
),

stories as (
    select
        fct_stories.published_date as day_date,
        fct_stories.tone,
        min(editorial.known_at) as known_at
    from fct_stories
    inner join editorial on editorial.story_id = fct_stories.story_id
    where fct_stories.campaign = $campaign and fct_stories.published_date between $from_date and $to_date
    group by fct_stories.story_id, fct_stories.published_date, fct_stories.tone
),

counted as (
    select
        moments.day_date,
        count(*) as stories,
        count(*) filter (stories.tone = 'negative') as negative
    from stories
    inner join moments on moments.day_date = stories.day_date and stories.known_at <= moments.asked_at
    group by moments.day_date
),

copied as (
    select
        moments.day_date,
        count(*) as copies
    from editorial
    inner join moments on moments.day_date = editorial.published_date and editorial.known_at <= moments.asked_at
    where
        editorial.is_counted
        and editorial.item_id not in (select item_id from fct_stories where campaign = $campaign)
    group by moments.day_date
),

read_then as (
    select distinct
        visits.outlet,
        moments.day_date
    from stg_scans as visits
    inner join moments on visits.scanned_at > moments.ended_at and visits.scanned_at <= moments.asked_at
    where visits.state in ('ok', 'not_modified') and visits.source_kind not in ('archived_scan', 'sitemap_index')
),

collected as (
    select
        int_outlet_days.day_date,
        sum(int_expected_items.items_per_day order by int_outlet_days.outlet) as expected,
        sum(int_outlet_days.covered_hours / 24 * int_expected_items.items_per_day order by int_outlet_days.outlet)
            filter (read_then.outlet is not null) as covered
    from int_outlet_days
    inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    inner join stg_watched on stg_watched.site = int_outlet_days.outlet and stg_watched.campaign = $campaign
    left join read_then
        on read_then.outlet = int_outlet_days.outlet and read_then.day_date = int_outlet_days.day_date
    where
        int_outlet_days.is_in_panel
        and int_outlet_days.outlet in (select outlet from int_scan_spans)
        and int_outlet_days.day_date between $from_date and $to_date
    group by int_outlet_days.day_date
),

planned as (
    select distinct moments.day_date
    from moments
    inner join campaign_activities
        on
            campaign_activities.campaign = $campaign
            and campaign_activities.known_to is null
            and moments.day_date - campaign_activities.activity_date between 0 and 1
),

confirmed as (
    select distinct alerts.alert_date as day_date
    from alerts
    inner join int_alert_states on int_alert_states.alert = alerts.alert
    where
        alerts.campaign = $campaign
        and alerts.rule in ('stories', 'negative', 'copies')
        and alerts.known_to is null
        and int_alert_states.finding = 'happened'
)

select
    moments.day_date,
    coalesce(counted.stories, 0) as stories,
    coalesce(counted.negative, 0) as negative,
    coalesce(copied.copies, 0) as copies,
    coalesce(1 - coalesce(collected.covered, 0) / nullif(collected.expected, 0), 1) as gap_share,
    planned.day_date is not null as is_planned,
    confirmed.day_date is not null as is_confirmed
from moments
left join counted on counted.day_date = moments.day_date
left join copied on copied.day_date = moments.day_date
left join collected on collected.day_date = moments.day_date
left join planned on planned.day_date = moments.day_date
left join confirmed on confirmed.day_date = moments.day_date
order by moments.day_date
