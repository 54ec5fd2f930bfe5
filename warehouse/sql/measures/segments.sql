-- Segments of the wanted kinds in which a filter has items.
select distinct
    fct_item_segments.kind,
    fct_item_segments.name
from fct_item_segments
inner join fct_mentions
    on fct_mentions.campaign = fct_item_segments.campaign and fct_mentions.item_id = fct_item_segments.item_id
where
    fct_item_segments.campaign = $campaign
    and fct_mentions.published_date between $from_date and $to_date
    and list_contains($kinds, fct_item_segments.kind)
order by all
