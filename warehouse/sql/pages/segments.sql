-- What a filter may choose from: segments with items in its days and phase, with their names where they have any.
select
    fct_item_segments.kind,
    fct_item_segments.name,
    any_value(int_segments.name_vi) as name_vi,
    any_value(int_segments.name_en) as name_en
from fct_item_segments
inner join fct_mentions
    on fct_mentions.campaign = fct_item_segments.campaign and fct_mentions.item_id = fct_item_segments.item_id
left join int_segments
    on
        int_segments.campaign = fct_item_segments.campaign
        and int_segments.kind = fct_item_segments.kind
        and int_segments.name = fct_item_segments.name
where
    fct_item_segments.campaign = $campaign
    and fct_item_segments.kind <> 'phase'
    and fct_mentions.published_date between $from_date and $to_date
    and ($phase is null or fct_mentions.phase = $phase)
group by fct_item_segments.kind, fct_item_segments.name
order by fct_item_segments.kind, min(int_segments.position), fct_item_segments.name
