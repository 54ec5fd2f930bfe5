-- Segments of a campaign's coverage: which items are in each, and what each reached.

create or replace view fct_item_segments as
with

mentions_on as (
    select
        campaign,
        item_id,
        story_id,
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
        int_concerned_places.present as name
    from mentions_on
    inner join int_concerned_places
        on int_concerned_places.item_id = mentions_on.item_id and int_concerned_places.is_main
    union all
    select distinct
        mentions_on.campaign,
        mentions_on.item_id,
        'message' as kind,
        fct_messages.message as name
    from mentions_on
    inner join fct_messages
        on fct_messages.campaign = mentions_on.campaign and fct_messages.item_id = mentions_on.item_id
    union all
    select
        mentions_on.campaign,
        mentions_on.item_id,
        'tone' as kind,
        fct_stories.tone as name
    from mentions_on
    inner join fct_stories
        on fct_stories.campaign = mentions_on.campaign and fct_stories.story_id = mentions_on.story_id
    where fct_stories.tone is not null
)

select * from final;
comment on view fct_item_segments is
'Segments that each item on a campaign is in, by kind and name: all; its phase; the workstreams whose terms it holds; the activity it is attributed to; kind and level (central, ministry, local) of its outlet; the provinces of today that it is about; the messages it carries; the tone of its story. Evidence (tone, consensus) of a segment is of the stories whose deciding item is in it.';

create or replace view int_coverage as
-- What measures and pages count, an item on a campaign with all that a filter chooses by in its row: to look its segments
-- up for each question would take most of the time of a page. Stories have numbers: to tell these apart takes half as
-- long as to tell ids apart.
with

named as (
    select
        campaign,
        item_id,
        list_sort(list(name) filter (kind = 'workstream')) as workstreams,
        list_sort(list(name) filter (kind = 'activity')) as activities,
        list_sort(list(name) filter (kind = 'province')) as provinces,
        list_sort(list(name) filter (kind = 'message')) as messages
    from fct_item_segments
    where kind in ('workstream', 'activity', 'province', 'message')
    group by campaign, item_id
),

numbered as (
    select
        campaign,
        story_id,
        tone,
        cast(row_number() over (order by published_at, story_id, campaign) as integer) as story
    from fct_stories
),

final as (
    select
        fct_mentions.campaign,
        fct_mentions.item_id,
        numbered.story,
        fct_mentions.outlet,
        fct_mentions.outlet_kind,
        fct_mentions.outlet_level,
        fct_mentions.via,
        fct_mentions.published_at,
        fct_mentions.published_date,
        fct_mentions.phase,
        fct_mentions.placement not in ('sponsored', 'owned') as is_editorial,
        fct_mentions.is_counted,
        fct_mentions.tone,
        numbered.tone as story_tone,
        named.workstreams,
        named.activities,
        named.provinces,
        named.messages
    from fct_mentions
    left join numbered
        on numbered.campaign = fct_mentions.campaign and numbered.story_id = fct_mentions.story_id
    left join named on named.campaign = fct_mentions.campaign and named.item_id = fct_mentions.item_id
)

select * from final;
comment on view int_coverage is
'Items on a campaign as measures and pages count them, with the number of their story in this snapshot (empty where all its items are sponsored or owned) and, in lists, the segments that a filter can choose; is_editorial leaves out sponsored and owned items.';

create or replace view int_story_coverage as
-- A story is in the segments of the item that decides it.
with

final as (
    select
        fct_stories.campaign,
        fct_stories.story_id,
        int_coverage.story,
        fct_stories.event_id,
        fct_stories.outlet,
        fct_stories.outlet_kind,
        int_coverage.outlet_level,
        int_coverage.via,
        int_concerned_items.origin,
        fct_stories.tone,
        fct_stories.tone_method,
        fct_stories.tone as story_tone,
        fct_stories.phase,
        fct_stories.published_date,
        fct_stories.published_at,
        fct_stories.first_seen_at,
        fct_stories.items,
        fct_stories.outlets,
        int_coverage.workstreams,
        int_coverage.activities,
        int_coverage.provinces,
        int_coverage.messages
    from fct_stories
    inner join int_coverage
        on int_coverage.campaign = fct_stories.campaign and int_coverage.item_id = fct_stories.item_id
    inner join int_concerned_items on int_concerned_items.item_id = fct_stories.item_id
)

select * from final;
comment on view int_story_coverage is
'Stories on a campaign as measures and pages count them: story is their number in int_coverage, lists are the segments of the item whose tone they have.';

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

create or replace view int_segment_days as
select distinct
    fct_item_segments.campaign,
    fct_item_segments.kind,
    fct_item_segments.name,
    fct_mentions.phase,
    fct_mentions.published_date
from fct_item_segments
inner join fct_mentions
    on fct_mentions.campaign = fct_item_segments.campaign and fct_mentions.item_id = fct_item_segments.item_id;
comment on view int_segment_days is
'Vietnam days on which each segment has items, with their phase: what filters may choose from.';

create or replace view rpt_reach_curve as
-- Cumulative: what an outlet already counted adds is nothing. An audience is one of a unit of time, so there is no band
-- while less than that has passed since the first item; a month is 28 days or more.
with

-- Numbered, as stories are in int_coverage: to tell texts apart takes most of the time.
segments as materialized (
    select
        campaign,
        kind,
        name,
        row_number() over () as segment
    from fct_item_segments
    group by campaign, kind, name
),

shown as (
    select
        segments.segment,
        int_coverage.outlet,
        int_coverage.story,
        int_coverage.published_date as day_date
    from fct_item_segments
    inner join segments
        on
            segments.campaign = fct_item_segments.campaign
            and segments.kind = fct_item_segments.kind
            and segments.name = fct_item_segments.name
    inner join int_coverage
        on int_coverage.campaign = fct_item_segments.campaign and int_coverage.item_id = fct_item_segments.item_id
    where int_coverage.is_editorial
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
        shown.segment,
        shown.day_date,
        units.base,
        units.time_unit,
        units.days
    from shown
    left join units on true
),

first_stories as (
    select
        segment,
        story,
        min(day_date) as day_date
    from shown
    group by segment, story
),

first_outlets as (
    select
        segment,
        outlet,
        min(day_date) as day_date
    from shown
    group by segment, outlet
),

new_stories as (
    select
        segment,
        day_date,
        count(*) as stories
    from first_stories
    group by segment, day_date
),

new_outlets as (
    select
        first_outlets.segment,
        first_outlets.day_date,
        units.base,
        units.time_unit,
        count(*) as outlets,
        count(stg_audiences.share) as known_outlets,
        max(stg_audiences.share) as largest,
        sum(stg_audiences.share order by stg_audiences.share) as total
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
        days.segment,
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
            new_outlets.segment = days.segment
            and new_outlets.day_date = days.day_date
            and new_outlets.base is not distinct from days.base
            and new_outlets.time_unit is not distinct from days.time_unit
    left join new_stories
        on new_stories.segment = days.segment and new_stories.day_date = days.day_date
    window so_far as (partition by days.segment, days.base, days.time_unit order by days.day_date)
),

final as (
    select
        segments.campaign,
        segments.kind,
        segments.name,
        cumulated.day_date,
        cumulated.outlets,
        cumulated.stories,
        cumulated.base,
        cumulated.time_unit,
        case when cumulated.base is not null then cumulated.known_outlets end as known_outlets,
        case when cumulated.days_so_far >= cumulated.days then cumulated.largest end as low,
        case
            when cumulated.days_so_far >= cumulated.days and cumulated.known_outlets = cumulated.outlets
                then least(1, cumulated.total)
        end as high
    from cumulated
    inner join segments on segments.segment = cumulated.segment
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

create or replace view rpt_consensus as
with

of_segments as (
    select
        *,
        case
            when segment = 'all' then 'all'
            when contains(segment, ':') then split_part(segment, ':', 1)
            else 'phase'
        end as segment_kind,
        case when contains(segment, ':') then split_part(segment, ':', 2) else segment end as segment_name
    from measures
    where
        known_to is null
        and name in (
            'agreement', 'opposed_pairs', 'tastle_wierman', 'agreement_of_items', 'inflation_by_copying'
        )
),

final as (
    select
        of_segments.campaign,
        of_segments.segment_kind as kind,
        of_segments.segment_name as name,
        coalesce(int_segments.name_vi, of_segments.segment_name) as name_vi,
        coalesce(int_segments.name_en, of_segments.segment_name) as name_en,
        coalesce(int_segments.position, 0) as position,
        of_segments.name as measure,
        of_segments.unit,
        of_segments.value,
        of_segments.low,
        of_segments.high,
        of_segments.n,
        of_segments.method,
        of_segments.status,
        of_segments.reason,
        of_segments.known_from
    from of_segments
    left join int_segments
        on
            int_segments.campaign = of_segments.campaign
            and int_segments.kind = of_segments.segment_kind
            and int_segments.name = of_segments.segment_name
)

select * from final;
comment on view rpt_consensus is
'Consensus as last computed, of all stories and of each phase, kind of outlet and message (kind, name as in fct_item_segments): agreement A with its interval, opposed pairs and Cns over stories, A over items and inflation by copying; without a value where status and reason say why. The stories of a segment are those whose deciding item is in it.';

create or replace view rpt_disagreements as
-- Of the item that decides a story; one of which only headline and lead are known is not said to leave a message out.
with

carried as (
    select distinct
        fct_messages.campaign,
        fct_stories.event_id,
        fct_messages.item_id,
        fct_messages.message
    from fct_messages
    inner join fct_stories
        on fct_stories.campaign = fct_messages.campaign and fct_stories.item_id = fct_messages.item_id
),

messages_of_events as (
    select distinct
        campaign,
        event_id,
        message
    from carried
),

sides as (
    select
        campaign,
        event_id,
        story_id,
        'tone' as kind,
        null as message,
        tone as side
    from fct_stories
    where tone is not null
    union all
    select
        fct_stories.campaign,
        fct_stories.event_id,
        fct_stories.story_id,
        'message' as kind,
        messages_of_events.message,
        case when carried.item_id is null then 'missing' else 'carried' end as side
    from fct_stories
    inner join messages_of_events
        on
            messages_of_events.campaign = fct_stories.campaign
            and messages_of_events.event_id = fct_stories.event_id
    inner join fct_mentions
        on fct_mentions.campaign = fct_stories.campaign and fct_mentions.item_id = fct_stories.item_id
    left join carried
        on
            carried.campaign = fct_stories.campaign
            and carried.item_id = fct_stories.item_id
            and carried.message = messages_of_events.message
    where carried.item_id is not null or fct_mentions.is_full
),

differing as (
    select
        campaign,
        event_id,
        kind,
        message,
        bool_or(side = 'negative') and bool_or(side = 'positive') as is_opposed
    from sides
    group by campaign, event_id, kind, message
    having count(distinct side) > 1
),

central as (
    select
        event_id,
        central_story_id as story_id
    from events
    where known_to is null and event_id in (select event_id from differing)
),

-- Nearly all of them are first items of stories on a campaign; titles of all items are only gone through for others.
known_labels as (
    select
        central.event_id,
        int_concerned_items.title as label
    from central
    inner join int_concerned_items
        on int_concerned_items.story_id = central.story_id and int_concerned_items.is_first
),

others as materialized (
    select *
    from central
    where event_id not in (select event_id from known_labels)
),

labels as (
    select * from known_labels
    union all
    select
        others.event_id,
        items.title as label
    from others
    inner join stories on stories.story_id = others.story_id and stories.known_to is null
    inner join items on items.item_id = stories.first_item_id and items.known_to is null
),

final as (
    select
        differing.campaign,
        differing.event_id,
        labels.label,
        differing.kind,
        differing.message,
        campaign_messages.name_vi as message_vi,
        campaign_messages.name_en as message_en,
        differing.is_opposed,
        sides.side,
        fct_stories.story_id,
        fct_stories.title,
        fct_stories.url,
        stg_outlets.name as outlet_name,
        fct_stories.phase,
        fct_stories.published_at,
        fct_stories.published_date
    from differing
    inner join sides
        on
            sides.campaign = differing.campaign
            and sides.event_id = differing.event_id
            and sides.kind = differing.kind
            and sides.message is not distinct from differing.message
    inner join fct_stories
        on fct_stories.campaign = differing.campaign and fct_stories.story_id = sides.story_id
    inner join stg_outlets on stg_outlets.outlet = fct_stories.outlet
    inner join labels on labels.event_id = differing.event_id
    left join campaign_messages
        on
            campaign_messages.campaign = differing.campaign
            and campaign_messages.message = differing.message
            and campaign_messages.known_to is null
)

select * from final;
comment on view rpt_disagreements is
'Events on which independent texts differ, one row a story: in tone (kind tone; side is the tone by machine; is_opposed where both positive and negative stand, since neutral is no disagreement), or in a message of the campaign (kind message; side is carried, or missing from a text known in full). Read them: links lead to the stories.';
