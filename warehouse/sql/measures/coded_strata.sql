-- Stories by stratum, machine label and settled hand code. Within a stratum every story had the same chance to be
-- drawn: it is a month and the draws that could have drawn the story, which was known by then.
with

-- Read twice only where stories were drawn: to keep what it gives in between takes longer.
stories as not materialized (
    select
        story_id,
        tone,
        published_date,
        date_trunc('month', published_date) as month,
        first_seen_at
    from int_story_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        and tone is not null
        {in_segments}
),

draws_made as (
    select distinct
        draw,
        from_date,
        to_date,
        known_from
    from draws
    where campaign = $campaign
),

drawn as (
    select
        stories.story_id,
        string_agg(draws_made.draw, ' ' order by draws_made.draw) as drawn_from
    from stories
    inner join draws_made
        on
            stories.published_date between draws_made.from_date and draws_made.to_date
            and stories.first_seen_at <= draws_made.known_from
    group by stories.story_id
)

select
    strftime(stories.month, '%Y-%m') as stratum,
    coalesce(drawn.drawn_from, '') as drawn_from,
    stories.tone,
    fct_codes.code,
    coalesce(fct_codes.state, '') = 'third' as is_waiting,
    count(*) as stories
from stories
left join drawn on drawn.story_id = stories.story_id
left join fct_codes on fct_codes.campaign = $campaign and fct_codes.story_id = stories.story_id
group by stories.month, drawn.drawn_from, stories.tone, fct_codes.code, coalesce(fct_codes.state, '') = 'third'
order by all
