-- Which messages are not in the copies of a story?
--
-- One row a story and message: the `title` of its first item on the campaign, the `message` that this item carries,
-- and the number of later full versions with it (`kept`) and without it (`not_in_this_version`). A shorter version
-- has less in it: the figure accuses nobody.
select
    rpt_stories.title,
    campaign_messages.name_vi as message,
    count(*) filter (fct_message_fidelity.state = 'kept') as kept,
    count(*) filter (fct_message_fidelity.state = 'missing') as not_in_this_version
from fct_message_fidelity
inner join rpt_stories
    on
        rpt_stories.campaign = fct_message_fidelity.campaign
        and rpt_stories.story_id = fct_message_fidelity.story_id
inner join campaign_messages
    on
        campaign_messages.campaign = fct_message_fidelity.campaign
        and campaign_messages.message = fct_message_fidelity.message
        and campaign_messages.known_to is null
where fct_message_fidelity.campaign = 'dai-hoi-xiv' and fct_message_fidelity.state <> 'added'
group by rpt_stories.title, campaign_messages.name_vi
having not_in_this_version > 0
order by rpt_stories.title, message
