with

about as (
    select
        fct_mentions.story_id,
        fct_item_places.present
    from fct_mentions
    inner join fct_item_places on fct_item_places.item_id = fct_mentions.item_id and fct_item_places.is_main
    where
        fct_mentions.campaign = $campaign
        and fct_mentions.published_date between $from_date and $to_date
        and ($phase is null or fct_mentions.phase = $phase)
        and fct_mentions.placement not in ('sponsored', 'owned')
)

select
    count(distinct present) as covered,
    count(distinct story_id) as stories
from about
