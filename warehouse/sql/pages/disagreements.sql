-- Stories of a filter that tell otherwise than others of their event.
select * from rpt_disagreements
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_stories}
