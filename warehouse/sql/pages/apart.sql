-- Sponsored and owned items by time.
select
    outlet_name,
    role,
    placement,
    title,
    url,
    tone,
    published_at,
    revisions,
    first_title,
    is_gone,
    found_url
from rpt_story_items
where
    campaign = $campaign
    and placement in ('sponsored', 'owned')
    and item_id in (
        select item_id from fct_mentions
        where
            campaign = $campaign
            and published_date between $from_date and $to_date
            and ($phase is null or phase = $phase)
            {in_segments}
    )
order by published_at, outlet_name, url
