-- Was it quiet on a day, or was the day not collected?
--
-- One row a Vietnam day (`day`): `stories` and `items` on the campaign, beside `outlets_with_gap` and the `reasons`.
-- A day without stories and with gaps is unknown, not zero.
with

gaps as (
    select
        day_date,
        count(*) as outlets_with_gap,
        string_agg(distinct reason, '; ') as reasons
    from rpt_gaps
    group by day_date
),

daily as (
    select
        published_date,
        stories,
        items
    from rpt_daily
    where campaign = '500-ngay-dem'
)

select
    coalesce(daily.published_date, gaps.day_date) as day,
    daily.stories,
    daily.items,
    coalesce(gaps.outlets_with_gap, 0) as outlets_with_gap,
    gaps.reasons
from daily
full join gaps on gaps.day_date = daily.published_date
order by day
