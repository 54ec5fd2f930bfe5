-- Stories of a filter that tell otherwise than others of their event.
select * from rpt_disagreements
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    and story_id in (select story_id from fct_stories where campaign = $campaign {in_segments})
