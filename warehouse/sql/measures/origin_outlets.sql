-- Who wrote the stories, not who carried them: fifty outlets with texts of one agency are one.
select count(distinct origin) as outlets
from int_story_coverage
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_segments}
    and tone is not null
    {on_campaign}
    and origin <> ''
