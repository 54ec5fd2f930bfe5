-- What a filter's stories fall to, part by part; activity is empty for what is attributed to none. An activity stands
-- there when its days meet those of the filter.
with

phase_days as (
    select
        coalesce(max(from_date), $from_date) as from_date,
        coalesce(max(to_date), $to_date) as to_date
    from phases
    where campaign = $campaign and phase = $phase and known_to is null
)

select
    rpt_activities.activity,
    rpt_activities.intended_weight,
    rpt_activities.status,
    coalesce(sum(1.0 / fct_story_activities.shared_by order by fct_story_activities.shared_by), 0) as stories
from rpt_activities
cross join phase_days
left join fct_story_activities
    on
        fct_story_activities.campaign = rpt_activities.campaign
        and fct_story_activities.activity is not distinct from rpt_activities.activity
        and fct_story_activities.published_date between $from_date and $to_date
        and ($phase is null or fct_story_activities.phase = $phase)
        {in_stories}
where
    rpt_activities.campaign = $campaign
    and (
        rpt_activities.activity is null
        or (
            rpt_activities.from_date <= least($to_date, phase_days.to_date)
            and rpt_activities.to_date >= greatest($from_date, phase_days.from_date)
        )
    )
group by all
order by any_value(rpt_activities.position)
