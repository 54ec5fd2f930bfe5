-- Stories with an item in the filter, as the measure counts them, the newest first.
with

selected as (
    select distinct story_id from fct_mentions
    where
        campaign = $campaign
        and placement not in ('sponsored', 'owned')
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_segments}
)

select
    story_id,
    title,
    outlet_name,
    origin,
    origin_method,
    tone,
    tone_method,
    items,
    outlets,
    published_at
from rpt_stories
where campaign = $campaign and story_id in (from selected)
order by published_at desc, story_id
