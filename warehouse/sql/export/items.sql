-- Items in their latest revision, with an excerpt in the place of the text.
select
    stg_items.item_id,
    stg_items.outlet,
    stg_items.site,
    stg_items.outlet_kind,
    stg_items.outlet_level,
    stg_items.title,
    left(coalesce(nullif(stg_items.lead, ''), stg_items.body), $excerpt) as excerpt,
    stg_items.url,
    stg_items.published_at,
    stg_items.published_date,
    stg_items.placement,
    stg_items.genre,
    stg_items.sha256,
    int_story_items.story_id,
    int_story_items.event_id,
    int_story_items.role,
    int_story_items.origin,
    int_story_items.origin_method,
    int_tones.label as tone,
    int_tones.method as tone_method,
    int_tones.status as tone_status,
    strftime(stg_items.published_date, '%Y-%m') as month
from stg_items
inner join int_story_items on int_story_items.item_id = stg_items.item_id
left join int_tones on int_tones.item_id = stg_items.item_id and int_tones.sha256 = stg_items.sha256
order by stg_items.published_at, stg_items.item_id
