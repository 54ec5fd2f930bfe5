-- Segments of a campaign's coverage: which items are in each, and what each reached.

create or replace view fct_item_segments as
with

final as (
    select
        campaign,
        item_id,
        'all' as kind,
        'all' as name
    from fct_mentions
    union all
    select
        campaign,
        item_id,
        'phase' as kind,
        phase as name
    from fct_mentions
    where phase is not null
    union all
    select
        campaign,
        item_id,
        'workstream' as kind,
        unnest(workstreams) as name
    from fct_mentions
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
    from fct_mentions
    where outlet_kind is not null
    union all
    select
        campaign,
        item_id,
        'level' as kind,
        outlet_level as name
    from fct_mentions
    where outlet_level is not null
    union all
    select distinct
        fct_mentions.campaign,
        fct_mentions.item_id,
        'province' as kind,
        fct_item_places.present as name
    from fct_mentions
    inner join fct_item_places on fct_item_places.item_id = fct_mentions.item_id and fct_item_places.is_main
    union all
    select distinct
        fct_mentions.campaign,
        fct_mentions.item_id,
        'message' as kind,
        fct_messages.message as name
    from fct_mentions
    inner join fct_messages
        on fct_messages.campaign = fct_mentions.campaign and fct_messages.item_id = fct_mentions.item_id
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
