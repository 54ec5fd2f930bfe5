-- How many events have so many stories of each tone.
with

by_event as (
    select
        count(*) filter (tone = 'negative') as negative,
        count(*) filter (tone = 'neutral') as neutral,
        count(*) filter (tone = 'positive') as positive
    from int_story_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
        and tone is not null
        {on_campaign}
    group by event_id
)

select
    negative,
    neutral,
    positive,
    count(*) as events
from by_event
group by negative, neutral, positive
order by negative, neutral, positive
