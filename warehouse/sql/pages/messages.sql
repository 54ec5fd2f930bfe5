-- The campaign's messages, those that nothing carries too.
with

selected as (
    {selected}
),

told as (
    select
        unnest(messages) as message,
        story,
        is_counted
    from selected
    where is_editorial
),

-- A row a story: to tell stories apart within each message takes longer.
carried as (
    select
        message,
        story,
        count(*) filter (is_counted) as items
    from told
    group by message, story
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    count(carried.story) as stories,
    cast(coalesce(sum(carried.items), 0) as bigint) as items
from campaign_messages
left join carried on carried.message = campaign_messages.message
where campaign_messages.known_to is null and campaign_messages.campaign = $campaign
group by campaign_messages.position, campaign_messages.message, campaign_messages.name_vi, campaign_messages.name_en
order by campaign_messages.position
