-- Cumulative reach of the whole or of a phase, up to the last day of a filter.
select * from rpt_reach_curve
where
    campaign = $campaign
    and kind = case when $phase is null then 'all' else 'phase' end
    and name = coalesce($phase, 'all')
    and day_date <= $to_date
order by coalesce(base, ''), coalesce(time_unit, ''), day_date
