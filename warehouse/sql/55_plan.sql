-- Coverage beside the plan: which planned activity an item is about, and what became of each. Evidence is counted in
-- stories; items and outlets stand beside it as exposure.

create or replace view int_activity_candidates as
-- Points of evidence: 2 for a term of the activity, 1 for its province in headline or lead, 1 for publication on
-- its day or the day after. Without a term the province alone would take in all that the capital publishes, so the
-- item must be on the workstream of the activity's task too.
with

termed as (
    select
        activities_found.campaign,
        activities_found.item_id,
        activities_found.activity,
        list(activities_found.term order by activities_found.term) as terms
    from activities_found
    inner join int_concerned_items
        on
            int_concerned_items.item_id = activities_found.item_id
            and int_concerned_items.sha256 = activities_found.sha256
    where activities_found.known_to is null
    group by activities_found.campaign, activities_found.item_id, activities_found.activity
),

placed as (
    select
        item_id,
        list(distinct present) as provinces
    from int_concerned_places
    where is_main
    group by item_id
),

judged as (
    select
        fct_mentions.campaign,
        campaign_activities.activity,
        campaign_activities.task,
        fct_mentions.item_id,
        fct_mentions.story_id,
        fct_mentions.outlet,
        fct_mentions.placement,
        fct_mentions.is_counted,
        fct_mentions.published_date,
        coalesce(termed.terms, []) as terms,
        termed.item_id is not null as by_terms,
        coalesce(list_has_any(placed.provinces, campaign_activities.provinces), false) as by_place,
        fct_mentions.published_date - campaign_activities.activity_date between 0 and 1 as by_day,
        list_contains(fct_mentions.workstreams, campaign_tasks.workstream) as is_on_workstream
    from fct_mentions
    inner join campaign_activities
        on
            campaign_activities.campaign = fct_mentions.campaign
            and campaign_activities.known_to is null
            and fct_mentions.published_date between campaign_activities.from_date and campaign_activities.to_date
    inner join campaign_tasks
        on
            campaign_tasks.campaign = campaign_activities.campaign
            and campaign_tasks.task = campaign_activities.task
            and campaign_tasks.known_to is null
    left join termed
        on
            termed.campaign = fct_mentions.campaign
            and termed.item_id = fct_mentions.item_id
            and termed.activity = campaign_activities.activity
    left join placed on placed.item_id = fct_mentions.item_id
),

final as (
    select
        * exclude (is_on_workstream),
        2 * cast(by_terms as integer) + cast(by_place as integer) + cast(by_day as integer) as evidence
    from judged
    where by_terms or (by_place and is_on_workstream)
)

select * from final;
comment on view int_activity_candidates is
'Items that an activity may have as its coverage: published within its days, and with one of its terms, or with its province in headline or lead while they are on the workstream of its task. evidence: 2 for a term, 1 for the province, 1 for publication on the day or the day after.';

create or replace view fct_activity_coverage as
with

best as (
    select *
    from int_activity_candidates
    qualify rank() over (partition by campaign, item_id order by evidence desc) = 1
),

final as (
    select
        *,
        count(*) over (partition by campaign, item_id) as shared_by
    from best
)

select * from final;
comment on view fct_activity_coverage is
'Items with the planned activity they are attributed to: the one with the most evidence among those whose days hold the day of publication; where several have as much, all of them share the item (shared_by). by_terms, by_place and by_day say on what basis. Sponsored and owned items are there with their placement and are counted nowhere.';

create or replace view fct_story_activities as
-- The item that gives a story its tone gives it its activity too: copies that leave something out do not change it.
with

final as (
    select
        fct_stories.campaign,
        fct_stories.story_id,
        fct_stories.item_id,
        fct_stories.published_date,
        fct_stories.phase,
        fct_activity_coverage.activity,
        fct_activity_coverage.task,
        fct_activity_coverage.by_terms,
        fct_activity_coverage.by_place,
        fct_activity_coverage.by_day,
        coalesce(fct_activity_coverage.shared_by, 1) as shared_by
    from fct_stories
    left join fct_activity_coverage
        on
            fct_activity_coverage.campaign = fct_stories.campaign
            and fct_activity_coverage.item_id = fct_stories.item_id
)

select * from final;
comment on view fct_story_activities is
'Stories with the activity of the item whose tone they have; activity is empty where the story is attributed to none, and a story that shared_by activities share stands once for each.';

create or replace view int_activity_collection as
-- How much of the expected items of an activity's days was collected, up to the last visit; a day before the first
-- one that was watched was not collected at all.
with

horizon as (
    select max(day_date) as last_date
    from int_visit_days
),

outlet_days as (
    select
        stg_watched.campaign,
        int_outlet_days.day_date,
        int_outlet_days.watched_hours * int_expected_items.items_per_day as expected,
        int_outlet_days.covered_hours * int_expected_items.items_per_day as covered
    from int_outlet_days
    inner join int_expected_items on int_expected_items.outlet = int_outlet_days.outlet
    inner join stg_watched on stg_watched.site = int_outlet_days.outlet
    where int_outlet_days.is_in_panel and int_outlet_days.outlet in (select outlet from int_scan_spans)
),

daily as (
    select
        campaign,
        day_date,
        sum(expected order by expected) as expected,
        sum(covered order by covered) as covered
    from outlet_days
    group by campaign, day_date
),

final as (
    select
        campaign_activities.campaign,
        campaign_activities.activity,
        any_value(horizon.last_date) as last_date,
        any_value(least(horizon.last_date, campaign_activities.to_date) - campaign_activities.from_date + 1) as days,
        count(daily.day_date) as days_watched,
        1 - sum(daily.covered order by daily.covered)
        / nullif(sum(daily.expected order by daily.expected), 0) as gap_share
    from campaign_activities
    cross join horizon
    left join daily
        on
            daily.campaign = campaign_activities.campaign
            and daily.day_date
            between campaign_activities.from_date and least(horizon.last_date, campaign_activities.to_date)
    where campaign_activities.known_to is null
    group by campaign_activities.campaign, campaign_activities.activity
)

select * from final;
comment on view int_activity_collection is
'Collection in the days of each planned activity up to the last visit: days, days on which anything was watched, and the part of the expected items that fell into gaps.';

create or replace view rpt_activities as
-- Stories, items and outlets are counted as a filter of the activity counts them, so that a figure leads to its rows;
-- parts of stories, and shares with them, go by the deciding item. What nobody could see is empty, not 0.
with

parts as (
    select
        campaign,
        activity,
        sum(1.0 / shared_by order by shared_by) as story_parts
    from fct_story_activities
    group by campaign, activity
),

exposure as (
    select
        fct_mentions.campaign,
        fct_activity_coverage.activity,
        count(distinct fct_mentions.story_id)
            filter (fct_mentions.placement not in ('sponsored', 'owned')) as stories,
        count(distinct fct_mentions.story_id) filter (
            fct_activity_coverage.shared_by > 1 and fct_mentions.placement not in ('sponsored', 'owned')
        ) as shared_stories,
        count(*) filter (fct_mentions.is_counted) as items,
        count(distinct fct_mentions.outlet)
            filter (fct_mentions.placement not in ('sponsored', 'owned')) as outlets,
        count(*) filter (fct_mentions.placement in ('sponsored', 'owned')) as items_apart
    from fct_mentions
    left join fct_activity_coverage
        on
            fct_activity_coverage.campaign = fct_mentions.campaign
            and fct_activity_coverage.item_id = fct_mentions.item_id
    group by fct_mentions.campaign, fct_activity_coverage.activity
),

attributed as (
    select
        campaign,
        count(distinct story_id) as stories
    from fct_activity_coverage
    where placement not in ('sponsored', 'owned')
    group by campaign
),

planned as (
    select
        campaign,
        activity,
        task,
        title,
        activity_date,
        from_date,
        to_date,
        place,
        intended_weight,
        position
    from campaign_activities
    where known_to is null
    union all
    select
        campaign,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        max(position) + 1
    from campaign_activities
    where known_to is null
    group by campaign
),

totals as (
    select
        campaign,
        count(*) as of_stories
    from fct_stories
    group by campaign
),

told as (
    select
        planned.*,
        case
            when planned.activity is null then coalesce(totals.of_stories, 0) - coalesce(attributed.stories, 0)
            else coalesce(exposure.stories, 0)
        end as stories,
        coalesce(exposure.shared_stories, 0) as shared_stories,
        cast(coalesce(parts.story_parts, 0) as double) as story_parts,
        coalesce(totals.of_stories, 0) as of_stories,
        coalesce(exposure.items, 0) as items,
        coalesce(exposure.outlets, 0) as outlets,
        coalesce(exposure.items_apart, 0) as items_apart,
        case
            when planned.activity is null then 'unattributed'
            when exposure.stories > 0 then 'covered'
            when int_activity_collection.last_date <= planned.activity_date then 'not yet due'
            when
                int_activity_collection.last_date is null
                or int_activity_collection.days_watched < int_activity_collection.days
                or coalesce(int_activity_collection.gap_share, 1) > 0.1
                then 'not known'
            else 'no coverage'
        end as status
    from planned
    left join totals on totals.campaign = planned.campaign
    left join attributed on attributed.campaign = planned.campaign
    left join parts
        on parts.campaign = planned.campaign and parts.activity is not distinct from planned.activity
    left join exposure
        on exposure.campaign = planned.campaign and exposure.activity is not distinct from planned.activity
    left join int_activity_collection
        on
            int_activity_collection.campaign = planned.campaign
            and int_activity_collection.activity = planned.activity
),

final as (
    select
        campaign,
        activity,
        task,
        title,
        activity_date,
        from_date,
        to_date,
        place,
        position,
        case when status <> 'not known' then stories end as stories,
        case when status <> 'not known' then shared_stories end as shared_stories,
        case when status <> 'not known' then story_parts end as story_parts,
        of_stories,
        case when status <> 'not known' then items end as items,
        case when status <> 'not known' then outlets end as outlets,
        case when status <> 'not known' then items_apart end as items_apart,
        intended_weight,
        status
    from told
)

select * from final;
comment on view rpt_activities is
'Planned activities in the order of the campaign''s file, and last a row without activity for what is attributed to none. stories have an item attributed to the activity (to none: have no item attributed to any) of of_stories; story_parts are the stories whose deciding item is, a shared one by its part; items and outlets of the activity; items_apart are sponsored and owned. status: covered; not yet due while its day is not over; not known where its days were not all watched or over a tenth of the expected items fell into gaps, and then all counts are empty; else no coverage. Shares with their intervals: Reader.coverage_beside_plan.';

create or replace view rpt_tasks as
-- A task has no coverage of its own: without dated activities nothing can be told of it, and what nobody could see of
-- these is no 0.
with

activities as (
    select
        campaign,
        task,
        count(*) as activities,
        count(*) filter (status = 'covered') as activities_covered,
        case
            when count(*) filter (status = 'covered') > 0 then 'covered'
            when count(*) filter (status = 'not known') > 0 then 'not known'
            when count(*) filter (status = 'not yet due') > 0 then 'not yet due'
            else 'no coverage'
        end as status
    from rpt_activities
    where activity is not null
    group by campaign, task
),

coverage as (
    select
        campaign,
        task,
        count(distinct story_id) as stories,
        count(distinct item_id) filter (is_counted) as items,
        count(distinct outlet) as outlets
    from fct_activity_coverage
    where placement not in ('sponsored', 'owned')
    group by campaign, task
),

final as (
    select
        campaign_tasks.campaign,
        campaign_tasks.task,
        campaign_tasks.workstream,
        campaign_tasks.name,
        campaign_tasks.lead,
        campaign_tasks.position,
        coalesce(activities.activities, 0) as activities,
        coalesce(activities.activities_covered, 0) as activities_covered,
        case when activities.status <> 'not known' then coalesce(coverage.stories, 0) end as stories,
        case when activities.status <> 'not known' then coalesce(coverage.items, 0) end as items,
        case when activities.status <> 'not known' then coalesce(coverage.outlets, 0) end as outlets,
        coalesce(activities.status, 'no dated activity') as status
    from campaign_tasks
    left join activities
        on activities.campaign = campaign_tasks.campaign and activities.task = campaign_tasks.task
    left join coverage
        on coverage.campaign = campaign_tasks.campaign and coverage.task = campaign_tasks.task
    where campaign_tasks.known_to is null
)

select * from final;
comment on view rpt_tasks is
'Tasks in the order of the campaign''s file with the coverage of their activities: stories with an item attributed to one (a story counts once for a task), items and outlets. status is that of their activities: covered where any is; else not known where any is, then not yet due, else no coverage; no dated activity where there is none to be told by. Where it is not known or without dated activity, counts are empty.';

create or replace view rpt_workstreams as
with

final as (
    select
        campaign_workstreams.campaign,
        campaign_workstreams.workstream,
        campaign_workstreams.name_vi,
        campaign_workstreams.name_en,
        campaign_workstreams.position,
        count(distinct fct_mentions.story_id) as stories,
        count(distinct fct_mentions.item_id) filter (fct_mentions.is_counted) as items,
        count(distinct fct_mentions.outlet) filter (fct_mentions.is_counted) as outlets
    from campaign_workstreams
    left join fct_mentions
        on
            fct_mentions.campaign = campaign_workstreams.campaign
            and fct_mentions.placement not in ('sponsored', 'owned')
            and list_contains(fct_mentions.workstreams, campaign_workstreams.workstream)
    where campaign_workstreams.known_to is null
    group by all
)

select * from final;
comment on view rpt_workstreams is
'Workstreams in the order of the campaign''s file with the stories of which an item names a term of theirs, and the items and outlets that do; one story can be on several.';

create or replace view rpt_clashes as
with

final as (
    select
        campaign,
        activity_date,
        count(*) as activities,
        list(title order by position) as titles
    from campaign_activities
    where known_to is null
    group by campaign, activity_date
    having count(*) > 1
)

select * from final;
comment on view rpt_clashes is 'Vietnam days on which a campaign has more than one activity planned: they compete for the same attention.';
