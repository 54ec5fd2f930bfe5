-- Who wrote the stories, not who carried them: fifty outlets with texts of one agency are one.
select count(distinct stories.origin) as outlets
from fct_stories
inner join stories on stories.story_id = fct_stories.story_id and stories.known_to is null
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
    and tone is not null
    and stories.origin <> ''
