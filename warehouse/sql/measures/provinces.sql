with

about as (
    select
        fct_mentions.story_id,
        fct_item_places.present
    from fct_mentions
    inner join fct_item_places using (item_id)
    where
        fct_mentions.campaign = $campaign
        and fct_item_places.is_main
        and fct_mentions.published_date between $from_date and $to_date
        and ($phase is null or fct_mentions.phase = $phase)
        and fct_mentions.placement not in ('sponsored', 'owned')
        {in_segments}
)

select
    count(distinct present) as covered,
    count(distinct story_id) as stories
from about
