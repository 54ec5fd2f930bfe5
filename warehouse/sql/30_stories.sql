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
