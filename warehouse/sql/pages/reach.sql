-- Net reach of a campaign's segments, or of one phase.
select * from rpt_reach
where campaign = $campaign and ($phase is null or (kind = 'phase' and name = $phase))
