-- Stories by voice, overall tone, and tone towards the campaign or why there is none.
select
    voice,
    overall_tone,
    coalesce(campaign_tone, status) as campaign_tone,
    method,
    count(*) as stories
from fct_story_campaign_tones
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_stories}
group by all
order by all
