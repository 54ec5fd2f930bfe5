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
comment on view int_story_items is 'Items with their story; is_first marks the first item of a story.';

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

create or replace view int_story_redirects as
with

gone as (
    select
        story_id,
        max(first_item_id) as first_item_id,
        max(known_to) as gone_at
    from stories
    group by story_id
    having count(*) = count(known_to)
),

final as (
    select
        gone.story_id,
        int_story_items.story_id as now_story_id,
        gone.gone_at
    from gone
    inner join int_story_items on int_story_items.item_id = gone.first_item_id
)

select * from final;
comment on view int_story_redirects is
'Ids of stories that are gone, because an earlier version came or items were regrouped: the story that their first item belongs to now.';

create or replace view int_events as
with

final as (
    select
        events.event_id,
        max(int_stories.title) filter (int_stories.story_id = events.central_story_id) as label,
        min(int_stories.first_published_at) as first_at,
        max(int_stories.last_published_at) as last_at,
        count(*) as stories,
        cast(sum(int_stories.items) as bigint) as items,
        any_value(carriers.outlets) as outlets
    from events
    inner join int_stories on int_stories.event_id = events.event_id
    inner join (
        select
            int_story_items.event_id,
            count(distinct stg_items.outlet) as outlets
        from int_story_items
        inner join stg_items on stg_items.item_id = int_story_items.item_id
        group by int_story_items.event_id
    ) as carriers on carriers.event_id = events.event_id
    where events.known_to is null
    group by events.event_id
)

select * from final;
comment on view int_events is
'Events: what several stories report within days; label is the headline of the story most like the others.';

create or replace view int_event_redirects as
with

gone as (
    select
        event_id,
        max(known_to) as gone_at
    from events
    group by event_id
    having count(*) = count(known_to)
),

firsts as (
    select
        story_id,
        max(first_item_id) as first_item_id
    from stories
    group by story_id
),

final as (
    select
        gone.event_id,
        int_story_items.event_id as now_event_id,
        gone.gone_at
    from gone
    inner join firsts on firsts.story_id = gone.event_id
    inner join int_story_items on int_story_items.item_id = firsts.first_item_id
)

select * from final;
comment on view int_event_redirects is
'Ids of events that are gone, because an earlier story came or stories were regrouped: the event that their first item reports now.';
