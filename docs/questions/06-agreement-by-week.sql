-- How did agreement develop by week?
--
-- One row a week (`week`, its Monday): the independent `stories` with a tone, by tone (`negative`, `neutral`,
-- `positive`), and the `agreement` A of van der Eijk from -1 to 1, by machine, uncorrected. Below 8 stories it stays
-- empty; without an interval it is a look, no finding: those are in `rpt_measures`.
with

counts as (
    select
        cast(date_trunc('week', published_date) as date) as week,
        count(*) as stories,
        count(*) filter (tone = 'negative') as negative,
        count(*) filter (tone = 'neutral') as neutral,
        count(*) filter (tone = 'positive') as positive
    from fct_stories
    where campaign = 'dai-hoi-xiv' and tone is not null
    group by week
),

-- A layer of all three tones agrees 0, one of two neighbours .5, of the two ends -1, of one tone 1.
rest as (
    select
        *,
        stories - 3 * least(negative, neutral, positive) as layered,
        greatest(negative, neutral, positive) - least(negative, neutral, positive) as tallest,
        neutral = least(negative, neutral, positive) as is_split
    from counts
)

select
    week,
    stories,
    negative,
    neutral,
    positive,
    case
        when stories >= 8
            then round(
                (
                    2 * (layered - tallest) * case when is_split then -1 else 0.5 end
                    + (2 * tallest - layered)
                ) / stories,
                2
            )
    end as agreement
from rest
order by week
