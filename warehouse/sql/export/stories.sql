-- Stories on campaigns.
select
    *,
    strftime(published_date, '%Y-%m') as month
from rpt_stories
order by campaign, published_at, story_id
