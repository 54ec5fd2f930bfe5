-- Consensus by segment, or of one phase.
select * from rpt_consensus
where campaign = $campaign and ($phase is null or (kind = 'phase' and name = $phase))
