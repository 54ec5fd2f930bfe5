with

about as (
    select
        fct_mentions.story_id,
        int_main_places.present
    from fct_mentions
    inner join int_main_places using (campaign, item_id)
    where
        fct_mentions.campaign = $campaign
        and fct_mentions.published_date between $from_date and $to_date
        and ($phase is null or fct_mentions.phase = $phase)
        and fct_mentions.placement not in ('sponsored', 'owned')
        {in_segments}
)

select
    count(distinct present) as covered,
    count(distinct story_id) as stories
from about
