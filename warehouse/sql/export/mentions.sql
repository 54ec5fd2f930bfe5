-- Items on campaigns.
select
    campaign,
    item_id,
    story_id,
    event_id,
    outlet,
    phase,
    published_at,
    published_date,
    placement,
    is_counted,
    tone,
    tone_method,
    is_tone_sure,
    workstreams,
    terms,
    strftime(published_date, '%Y-%m') as month
from fct_mentions
order by campaign, published_at, item_id
