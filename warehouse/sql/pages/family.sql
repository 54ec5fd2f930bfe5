-- The items of a story in order of time, each held against the first: hours since, part of it that the first has
-- or of the first that it has, messages that it lacks or adds.
with

compared as (
    select
        fct_message_fidelity.item_id,
        list(campaign_messages.name_vi order by campaign_messages.position) filter (state = 'missing') as missing_vi,
        list(campaign_messages.name_en order by campaign_messages.position) filter (state = 'missing') as missing_en,
        list(campaign_messages.name_vi order by campaign_messages.position) filter (state = 'added') as added_vi,
        list(campaign_messages.name_en order by campaign_messages.position) filter (state = 'added') as added_en
    from fct_message_fidelity
    inner join campaign_messages
        on
            campaign_messages.campaign = fct_message_fidelity.campaign
            and campaign_messages.message = fct_message_fidelity.message
            and campaign_messages.known_to is null
    where fct_message_fidelity.campaign = $campaign and fct_message_fidelity.story_id = $story
    group by fct_message_fidelity.item_id
)

select
    rpt_story_items.item_id,
    rpt_story_items.outlet_name,
    rpt_story_items.role,
    rpt_story_items.placement,
    rpt_story_items.title,
    rpt_story_items.url,
    rpt_story_items.tone,
    rpt_story_items.published_at,
    rpt_story_items.revisions,
    rpt_story_items.first_title,
    rpt_story_items.is_gone,
    rpt_story_items.found_url,
    rpt_stories.origin,
    rpt_stories.origin_method,
    int_story_items.containment,
    epoch(rpt_story_items.published_at - min(rpt_story_items.published_at) over ()) / 3600 as hours,
    coalesce(compared.missing_vi, []) as missing_vi,
    coalesce(compared.missing_en, []) as missing_en,
    coalesce(compared.added_vi, []) as added_vi,
    coalesce(compared.added_en, []) as added_en
from rpt_story_items
inner join rpt_stories
    on rpt_stories.campaign = rpt_story_items.campaign and rpt_stories.story_id = rpt_story_items.story_id
inner join int_story_items on int_story_items.item_id = rpt_story_items.item_id
left join compared on compared.item_id = rpt_story_items.item_id
where rpt_story_items.campaign = $campaign and rpt_story_items.story_id = $story
order by rpt_story_items.published_at, rpt_story_items.outlet_name
