-- The items on a campaign that an issue of the press digest may list: published before it closes, and not before
-- $since unless they came to be known after $from_at. moment is the time of publication; where the source gives the
-- day alone, it is the instant within that day at which the item was first known.
with

known as (
    select
        item_id,
        min(known_from) as known_at
    from items
    where item_id in (select item_id from fct_mentions where campaign = $campaign)
    group by item_id
),

dated as (
    select
        fct_mentions.*,
        stg_items.published_precision <> 'day' as has_time,
        left(coalesce(nullif(stg_items.lead, ''), stg_items.body), $longest) as opening,
        known.known_at,
        case
            when stg_items.published_precision <> 'day' then fct_mentions.published_at
            else least(
                greatest(known.known_at, fct_mentions.published_at),
                fct_mentions.published_at + interval 1 day - interval 1 second
            )
        end as moment
    from fct_mentions
    inner join stg_items on stg_items.item_id = fct_mentions.item_id
    inner join known on known.item_id = fct_mentions.item_id
    where fct_mentions.campaign = $campaign
),

carried as (
    select
        item_id,
        list(distinct message) as messages
    from fct_messages
    where campaign = $campaign
    group by item_id
),

attributed as (
    select
        item_id,
        list(distinct activity) as activities
    from fct_activity_coverage
    where campaign = $campaign
    group by item_id
)

select
    dated.item_id,
    dated.story_id,
    dated.title,
    dated.opening,
    dated.url,
    dated.moment,
    dated.has_time,
    dated.known_at,
    dated.placement,
    dated.is_counted,
    dated.is_tone_sure,
    dated.workstreams,
    coalesce(carried.messages, []) as messages,
    coalesce(attributed.activities, []) as activities,
    dated.outlet,
    stg_outlets.name as outlet_name,
    stg_outlets.kind,
    stg_outlets.level,
    stg_outlets.governing_body,
    coalesce(fct_stories.item_id = dated.item_id, false) as is_deciding,
    fct_stories.published_at as story_at,
    fct_stories.tone as machine_tone,
    coalesce(fct_corrections.tone, fct_stories.tone) as tone,
    fct_corrections.tone is not null as is_corrected,
    rpt_story_items.first_title,
    rpt_story_items.is_gone,
    (select min(known_from) from items) as began_at
from dated
inner join stg_outlets on stg_outlets.outlet = dated.outlet
inner join rpt_story_items
    on rpt_story_items.campaign = dated.campaign and rpt_story_items.item_id = dated.item_id
left join fct_stories on fct_stories.campaign = dated.campaign and fct_stories.story_id = dated.story_id
left join fct_corrections
    on fct_corrections.campaign = dated.campaign and fct_corrections.item_id = fct_stories.item_id
left join carried on carried.item_id = dated.item_id
left join attributed on attributed.item_id = dated.item_id
where dated.moment < $to_at and (dated.moment >= $since or dated.known_at > $from_at)
order by dated.moment, dated.item_id
