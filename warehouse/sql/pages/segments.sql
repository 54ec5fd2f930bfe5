-- What a filter may choose from: segments with items in its days and phase, with their names where they have any.
select
    int_segment_days.kind,
    int_segment_days.name,
    any_value(int_segments.name_vi) as name_vi,
    any_value(int_segments.name_en) as name_en
from int_segment_days
left join int_segments
    on
        int_segments.campaign = int_segment_days.campaign
        and int_segments.kind = int_segment_days.kind
        and int_segments.name = int_segment_days.name
where
    int_segment_days.campaign = $campaign
    and int_segment_days.kind <> 'phase'
    and int_segment_days.published_date between $from_date and $to_date
    and ($phase is null or int_segment_days.phase = $phase)
group by int_segment_days.kind, int_segment_days.name
order by int_segment_days.kind, min(int_segments.position), int_segment_days.name
