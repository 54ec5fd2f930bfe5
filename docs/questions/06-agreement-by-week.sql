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
)

select
    week,
    stories,
    negative,
    neutral,
    positive,
    case when stories >= 8 then round(agreement([negative, neutral, positive]), 2) end as agreement
from counts
order by week
