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
),

by_message as (
    select
        message,
        count(*) as stories,
        cast(sum(items) as bigint) as items
    from carried
    group by message
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    coalesce(by_message.stories, 0) as stories,
    coalesce(by_message.items, 0) as items
from campaign_messages
left join by_message on by_message.message = campaign_messages.message
where campaign_messages.known_to is null and campaign_messages.campaign = $campaign
order by campaign_messages.position
