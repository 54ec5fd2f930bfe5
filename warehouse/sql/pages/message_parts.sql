-- Stories with each of the campaign's messages, beside all stories of each part: kind of outlet, or week, named by its
-- Monday.
with

selected as (
    {selected}
),

editorial as (
    select
        item_id,
        story_id,
        case $part
            when 'kind' then outlet_kind
            when 'week' then strftime(date_trunc('week', published_date), '%Y-%m-%d')
        end as part
    from selected
    where placement not in ('sponsored', 'owned')
),

parts as (
    select
        part,
        count(distinct story_id) as of_stories
    from editorial
    group by part
),

carried as (
    select
        fct_messages.message,
        editorial.part,
        count(distinct editorial.story_id) as stories
    from fct_messages
    inner join editorial on editorial.item_id = fct_messages.item_id
    where fct_messages.campaign = $campaign
    group by fct_messages.message, editorial.part
)

select
    campaign_messages.message,
    campaign_messages.name_vi,
    campaign_messages.name_en,
    parts.part,
    coalesce(carried.stories, 0) as stories,
    parts.of_stories
from campaign_messages
cross join parts
left join carried on carried.message = campaign_messages.message and carried.part = parts.part
where campaign_messages.campaign = $campaign and campaign_messages.known_to is null
order by campaign_messages.position, parts.part
