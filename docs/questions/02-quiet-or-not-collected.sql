-- Was it quiet on a day, or was the day not collected?
--
-- One row a Vietnam day (`day`): `stories` and `items` on the campaign, beside the outlets that were watched
-- (`outlets_watched`), those of them with a gap (`outlets_with_gap`) and the `reasons`. In its `state` a day is
-- `collected` (0 is quiet), `with gaps` (0 is unknown, more is the least) or `not collected`: before collection began
-- only what feeds still had is known.
with

gaps as (
    select
        day_date,
        string_agg(distinct reason, '; ' order by reason) as reasons
    from rpt_gaps
    group by day_date
),

collected as (
    select
        watched.day_date,
        watched.watched,
        watched.gaps,
        gaps.reasons
    from int_day_gaps as watched
    left join gaps on gaps.day_date = watched.day_date
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
    coalesce(collected.day_date, daily.published_date) as day,
    case
        when collected.day_date is null then 'not collected'
        when collected.gaps > 0 then 'with gaps'
        else 'collected'
    end as state,
    coalesce(daily.stories, 0) as stories,
    coalesce(daily.items, 0) as items,
    coalesce(collected.watched, 0) as outlets_watched,
    coalesce(collected.gaps, 0) as outlets_with_gap,
    collected.reasons
from collected
full join daily on daily.published_date = collected.day_date
order by day
