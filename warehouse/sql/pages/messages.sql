-- The campaign's messages, those that nothing carries too.
with

selected as (
    {selected}
),

-- A row a story: to tell stories apart within each message takes longer.
carried as (
    select
        fct_messages.message,
        selected.story_id,
        count(distinct selected.item_id) filter (selected.is_counted) as items
    from fct_messages
    inner join selected
        on
            selected.campaign = fct_messages.campaign
            and selected.item_id = fct_messages.item_id
            and selected.placement not in ('sponsored', 'owned')
    group by fct_messages.message, selected.story_id
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    count(carried.story_id) as stories,
    cast(coalesce(sum(carried.items), 0) as bigint) as items
from campaign_messages
left join carried on carried.message = campaign_messages.message
where campaign_messages.known_to is null and campaign_messages.campaign = $campaign
group by campaign_messages.position, campaign_messages.message, campaign_messages.name_vi, campaign_messages.name_en
order by campaign_messages.position
