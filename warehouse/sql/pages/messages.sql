-- The campaign's messages, those that nothing carries too.
with

selected as (
    {selected}
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    count(distinct selected.story_id) as stories,
    count(distinct selected.item_id) filter (selected.is_counted) as items
from campaign_messages
left join fct_messages
    on
        fct_messages.campaign = campaign_messages.campaign
        and fct_messages.message = campaign_messages.message
left join selected
    on selected.item_id = fct_messages.item_id and selected.placement not in ('sponsored', 'owned')
where campaign_messages.known_to is null and campaign_messages.campaign = $campaign
group by campaign_messages.position, campaign_messages.message, campaign_messages.name_vi, campaign_messages.name_en
order by campaign_messages.position
