-- Segments of a campaign's coverage: which items are in each, and what each reached.

create or replace view fct_item_segments as
with

mentions_on as (
    select
        campaign,
        item_id,
        phase,
        workstreams,
        outlet_kind,
        outlet_level
    from fct_mentions
),

final as (
    select
        campaign,
        item_id,
        'all' as kind,
        'all' as name
    from mentions_on
    union all
    select
        campaign,
        item_id,
        'phase' as kind,
        phase as name
    from mentions_on
    where phase is not null
    union all
    select
        campaign,
        item_id,
        'workstream' as kind,
        unnest(workstreams) as name
    from mentions_on
    union all
    select
        campaign,
        item_id,
        'activity' as kind,
        activity as name
    from fct_activity_coverage
    union all
    select
        campaign,
        item_id,
        'outlet_kind' as kind,
        outlet_kind as name
    from mentions_on
    where outlet_kind is not null
    union all
    select
        campaign,
        item_id,
        'level' as kind,
        outlet_level as name
    from mentions_on
    where outlet_level is not null
    union all
    select distinct
        mentions_on.campaign,
        mentions_on.item_id,
        'province' as kind,
        fct_item_places.present as name
    from mentions_on
    inner join fct_item_places on fct_item_places.item_id = mentions_on.item_id and fct_item_places.is_main
    union all
    select distinct
        mentions_on.campaign,
        mentions_on.item_id,
        'message' as kind,
        fct_messages.message as name
    from mentions_on
    inner join fct_messages
        on fct_messages.campaign = mentions_on.campaign and fct_messages.item_id = mentions_on.item_id
)

select * from final;
comment on view fct_item_segments is
'Segments that each item on a campaign is in, by kind and name: all; its phase; the workstreams whose terms it holds; the activity it is attributed to; kind and level (central, ministry, local) of its outlet; the provinces of today that it is about; the messages it carries. Evidence (tone, consensus) of a segment is of the stories whose deciding item is in it.';

create or replace view int_segments as
-- Names of segments for readers; those of outlet kinds and levels are their ids.
with

final as (
    select
        campaign,
        'phase' as kind,
        phase as name,
        name_vi,
        name_en,
        row_number() over (partition by campaign order by from_date) as position
    from phases
    where known_to is null
    union all
    select
        campaign,
        'workstream' as kind,
        workstream as name,
        name_vi,
        name_en,
        position
    from campaign_workstreams
    where known_to is null
    union all
    select
        campaign,
        'activity' as kind,
        activity as name,
        title as name_vi,
        title as name_en,
        position
    from campaign_activities
    where known_to is null
    union all
    select
        campaign,
        'message' as kind,
        message as name,
        name_vi,
        name_en,
        position
    from campaign_messages
    where known_to is null
    union all
    select
        campaigns.campaign,
        'province' as kind,
        provinces.province as name,
        provinces.province as name_vi,
        provinces.province as name_en,
        provinces.position
    from campaigns
    inner join provinces on provinces.last_date is null and provinces.known_to is null
    where campaigns.known_to is null
)

select * from final;
comment on view int_segments is
'Names of phases, workstreams, activities, messages and provinces as segments of a campaign, with their place in order.';

create or replace view rpt_reach_curve as
-- Cumulative: what an outlet already counted adds is nothing. An audience is one of a unit of time, so there is no band
-- while less than that has passed since the first item; a month is 28 days or more.
with

shown as (
    select
        fct_item_segments.campaign,
        fct_item_segments.kind,
        fct_item_segments.name,
        fct_mentions.outlet,
        fct_mentions.story_id,
        fct_mentions.published_date as day_date
    from fct_item_segments
    inner join fct_mentions
        on fct_mentions.campaign = fct_item_segments.campaign and fct_mentions.item_id = fct_item_segments.item_id
    where fct_mentions.placement not in ('sponsored', 'owned')
),

units as (
    select
        base,
        time_unit,
        case time_unit when 'day' then 1 when 'week' then 7 else 28 end as days
    from stg_audiences
    group by base, time_unit
),

days as (
    select distinct
        shown.campaign,
        shown.kind,
        shown.name,
        shown.day_date,
        units.base,
        units.time_unit,
        units.days
    from shown
    left join units on true
),

first_stories as (
    select
        campaign,
        kind,
        name,
        story_id,
        min(day_date) as day_date
    from shown
    group by campaign, kind, name, story_id
),

first_outlets as (
    select
        campaign,
        kind,
        name,
        outlet,
        min(day_date) as day_date
    from shown
    group by campaign, kind, name, outlet
),

new_stories as (
    select
        campaign,
        kind,
        name,
        day_date,
        count(*) as stories
    from first_stories
    group by campaign, kind, name, day_date
),

new_outlets as (
    select
        first_outlets.campaign,
        first_outlets.kind,
        first_outlets.name,
        first_outlets.day_date,
        units.base,
        units.time_unit,
        count(*) as outlets,
        count(stg_audiences.share) as known_outlets,
        max(stg_audiences.share) as largest,
        sum(stg_audiences.share) as total
    from first_outlets
    left join units on true
    left join stg_audiences
        on
            stg_audiences.outlet = first_outlets.outlet
            and stg_audiences.base = units.base
            and stg_audiences.time_unit = units.time_unit
    group by all
),

cumulated as (
    select
        days.campaign,
        days.kind,
        days.name,
        days.day_date,
        days.base,
        days.time_unit,
        days.days,
        days.day_date - min(days.day_date) over so_far + 1 as days_so_far,
        cast(sum(coalesce(new_outlets.outlets, 0)) over so_far as bigint) as outlets,
        cast(sum(coalesce(new_stories.stories, 0)) over so_far as bigint) as stories,
        cast(sum(coalesce(new_outlets.known_outlets, 0)) over so_far as bigint) as known_outlets,
        max(new_outlets.largest) over so_far as largest,
        sum(new_outlets.total) over so_far as total
    from days
    left join new_outlets
        on
            new_outlets.campaign = days.campaign
            and new_outlets.kind = days.kind
            and new_outlets.name = days.name
            and new_outlets.day_date = days.day_date
            and new_outlets.base is not distinct from days.base
            and new_outlets.time_unit is not distinct from days.time_unit
    left join new_stories
        on
            new_stories.campaign = days.campaign
            and new_stories.kind = days.kind
            and new_stories.name = days.name
            and new_stories.day_date = days.day_date
    window
        so_far as (
            partition by days.campaign, days.kind, days.name, days.base, days.time_unit
            order by days.day_date
        )
),

final as (
    select
        campaign,
        kind,
        name,
        day_date,
        outlets,
        stories,
        base,
        time_unit,
        case when base is not null then known_outlets end as known_outlets,
        case when days_so_far >= days then largest end as low,
        case when days_so_far >= days and known_outlets = outlets then least(1, total) end as high
    from cumulated
)

select * from final;
comment on view rpt_reach_curve is
'Cumulative reach of each segment (kind, name as in fct_item_segments) by Vietnam day with coverage: distinct outlets and stories so far, sponsored and owned items left out; and, for each population (base) and time_unit for which any audience is known, net reach within one such unit as a band from low to high: high is empty where known_outlets are fewer than outlets, both are before one time_unit has passed since the first item. A band is of the coverage collected.';

create or replace view rpt_reach as
with

final as (
    select
        reach.campaign,
        reach.kind,
        reach.name,
        coalesce(int_segments.name_vi, reach.name) as name_vi,
        coalesce(int_segments.name_en, reach.name) as name_en,
        coalesce(int_segments.position, 0) as position,
        reach.base,
        reach.time_unit,
        reach.low,
        reach.high,
        reach.random_duplication,
        reach.opportunities,
        reach.outlets,
        reach.known_outlets,
        reach.sources,
        reach.oldest_date,
        reach.newest_date,
        reach.status,
        reach.reason,
        reach.from_date,
        reach.to_date,
        reach.known_from
    from reach
    left join int_segments
        on
            int_segments.campaign = reach.campaign
            and int_segments.kind = reach.kind
            and int_segments.name = reach.name
    where reach.known_to is null
)

select * from final;
comment on view rpt_reach is
'Net reach as last computed, as a band from low to high (empty: not known) within one time_unit, of the whole campaign and of each phase, workstream, activity, outlet kind and province that had coverage; no row where no audience is known.';
