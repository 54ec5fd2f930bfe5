-- Days of two periods over the outlets that were in the panel throughout both, read by the same kinds of sources:
-- a sitemap tells of more than a feed. Outlet-days with a gap are left out.
with

asked as (
    select
        'a' as period,
        cast($from_a as date) as from_date,
        cast($to_a as date) as to_date
    union all
    select
        'b' as period,
        cast($from_b as date) as from_date,
        cast($to_b as date) as to_date
),

days as (
    select
        asked.period,
        int_outlet_days.outlet as site,
        int_outlet_days.day_date,
        int_outlet_days.is_gap,
        int_outlet_days.is_in_panel,
        int_outlet_days.watched_hours / 24 * int_expected_items.items_per_day as expected,
        int_outlet_days.covered_hours / 24 * int_expected_items.items_per_day as covered
    from asked
    inner join int_outlet_days on int_outlet_days.day_date between asked.from_date and asked.to_date
    inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    inner join stg_watched on stg_watched.site = int_outlet_days.outlet and stg_watched.campaign = $campaign
),

lengths as (
    select
        period,
        count(distinct day_date) as days
    from days
    group by period
),

members as (
    select
        days.period,
        days.site
    from days
    inner join lengths on lengths.period = days.period
    group by days.period, days.site
    having bool_and(days.is_in_panel) and count(*) = any_value(lengths.days)
),

archived as (
    select distinct outlet
    from stg_scans
    where source_kind = 'archived_scan'
),

read_by as (
    -- As int_visits has it: an outlet read from an archive is judged by the scans in it.
    select
        asked.period,
        scans.outlet as site,
        list_sort(list(distinct scans.source_kind)) as kinds
    from asked
    inner join stg_scans as scans
        on
            scans.scanned_at >= cast(asked.from_date as timestamp) at time zone 'Asia/Ho_Chi_Minh'
            and coalesce(scans.oldest_at, scans.scanned_at)
            < cast(asked.to_date + 1 as timestamp) at time zone 'Asia/Ho_Chi_Minh'
    where
        scans.state in ('ok', 'not_modified')
        and scans.source_kind <> 'sitemap_index'
        and (scans.source_kind = 'archived_scan' or scans.outlet not in (select outlet from archived))
    group by asked.period, scans.outlet
),

panel as (
    select members.site
    from members
    inner join read_by on read_by.period = members.period and read_by.site = members.site
    group by members.site
    having count(*) = 2 and count(distinct read_by.kinds) = 1
),

kept as (
    select days.*
    from days
    inner join panel on panel.site = days.site
),

complete as (
    select * from kept
    where not is_gap
),

output as (
    select
        complete.period,
        complete.day_date,
        count(*) as all_items
    from complete
    inner join stg_items
        on
            stg_items.site = complete.site
            and stg_items.published_date = complete.day_date
            and stg_items.placement not in ('sponsored', 'owned')
            -- Of an imported archive nobody knows what is not in it.
            and not starts_with(stg_items.via, 'import:')
    group by complete.period, complete.day_date
),

items as (
    select
        complete.period,
        complete.day_date,
        count(*) as items
    from complete
    inner join fct_mentions
        on
            fct_mentions.campaign = $campaign
            and fct_mentions.site = complete.site
            and fct_mentions.published_date = complete.day_date
            and fct_mentions.is_counted
            and not starts_with(fct_mentions.via, 'import:')
    group by complete.period, complete.day_date
),

stories as (
    -- Of the outlet whose item decides it, on the day of its first item, as stories are counted elsewhere.
    select
        complete.period,
        complete.day_date,
        list(fct_stories.story_id order by fct_stories.story_id) as story_ids
    from complete
    inner join fct_mentions as deciding
        on
            deciding.campaign = $campaign
            and deciding.site = complete.site
            and not starts_with(deciding.via, 'import:')
    inner join fct_stories
        on
            fct_stories.campaign = $campaign
            and fct_stories.item_id = deciding.item_id
            and fct_stories.published_date = complete.day_date
    group by complete.period, complete.day_date
)

select
    kept.period,
    kept.day_date,
    coalesce(any_value(items.items), 0) as items,
    coalesce(any_value(stories.story_ids), []) as story_ids,
    coalesce(any_value(output.all_items), 0) as all_items,
    sum(kept.expected order by kept.expected) as expected,
    sum(kept.covered order by kept.covered) as covered,
    (select count(*) from panel) as outlets,
    (select count(distinct site) from days) as watched
from kept
left join output on output.period = kept.period and output.day_date = kept.day_date
left join items on items.period = kept.period and items.day_date = kept.day_date
left join stories on stories.period = kept.period and stories.day_date = kept.day_date
group by kept.period, kept.day_date
order by kept.period, kept.day_date
