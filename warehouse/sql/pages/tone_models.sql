-- The models that gave the tones of a page's stories, with what is known of how well they do.
with

tones as (
    select tone_method as method from int_story_coverage
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
),

towards as (
    select method from fct_story_campaign_tones
    where
        campaign = $campaign
        and voice = 'all'
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_stories}
),

used as (
    select method, count(*) as stories
    from (select * from tones union all select * from towards)
    where method is not null
    group by method
),

cards as (
    select * from tone_models
    qualify row_number() over (partition by method order by known_from desc) = 1
)

select
    used.method,
    used.stories,
    cards.tier,
    cards.trained_on,
    cards.n,
    cards.judged_on,
    cards.n_judged,
    cards.macro_f1,
    cards.low,
    cards.high,
    cards.accuracy,
    cards.calibration_error,
    cards.sure_from
from used
left join cards on cards.method = used.method
order by cards.tier = 'campaign', used.method
