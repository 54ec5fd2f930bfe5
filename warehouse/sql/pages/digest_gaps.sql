-- Outlets that a campaign watches and that were not collected in full on some days, with the reasons as rpt_gaps has
-- them, one after the other.
select
    rpt_gaps.outlet,
    any_value(rpt_gaps.name) as name,
    list(rpt_gaps.day_date order by rpt_gaps.day_date) as days,
    string_agg(rpt_gaps.reason, '; ') as reasons,
    not bool_and(rpt_gaps.is_in_panel) as is_not_collected
from rpt_gaps
inner join stg_watched on stg_watched.site = rpt_gaps.outlet and stg_watched.campaign = $campaign
where rpt_gaps.day_date between $from_date and $to_date
group by rpt_gaps.outlet
