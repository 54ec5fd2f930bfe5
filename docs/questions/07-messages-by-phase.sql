-- Which messages come through in which phase?
--
-- One row a phase and message: the `phase`, the `message`, the independent `stories` that carry it verbatim or as a
-- paraphrase, and of how many stories of the phase (`of_stories`).
with

stories as (
    select
        phase,
        story_id
    from fct_stories
    where campaign = 'dai-hoi-xiv' and phase is not null
),

carried as (
    select distinct
        fct_mentions.story_id,
        fct_messages.message
    from fct_messages
    inner join fct_mentions
        on fct_mentions.campaign = fct_messages.campaign and fct_mentions.item_id = fct_messages.item_id
    where fct_messages.campaign = 'dai-hoi-xiv' and fct_mentions.placement = 'editorial'
)

select
    stories.phase,
    campaign_messages.name_vi as message,
    count(carried.story_id) as stories,
    count(*) as of_stories
from stories
inner join campaign_messages on campaign_messages.campaign = 'dai-hoi-xiv' and campaign_messages.known_to is null
left join carried
    on carried.story_id = stories.story_id and carried.message = campaign_messages.message
group by stories.phase, campaign_messages.name_vi, campaign_messages.position
order by stories.phase, campaign_messages.position
