-- Stories by voice, overall tone, and tone towards the campaign or why there is none.
with

selected as (
    select story_id from fct_stories
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
)

select
    voice,
    overall_tone,
    coalesce(campaign_tone, status) as campaign_tone,
    method,
    count(*) as stories
from fct_story_campaign_tones
where campaign = $campaign and story_id in (from selected)
group by all
order by all
