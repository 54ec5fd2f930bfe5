-- The stories of the first $most events on which stories of a filter differ, the opposed and the newest first; found is
-- how many such events there are.
with

differing as (
    select
        event_id,
        kind,
        coalesce(message, '') as message,
        any_value(is_opposed) as is_opposed,
        max(published_at) as newest_at
    from rpt_disagreements
    where
        campaign = $campaign
        and published_date between $from_date and $to_date
        and ($phase is null or phase = $phase)
        {in_stories}
    group by event_id, kind, coalesce(message, '')
    having min(side) <> max(side)
),

shown as (
    select * from differing
    order by is_opposed desc, newest_at desc, event_id, message
    limit $most
),

-- What is written of stories is read of these events alone.
told as (
    select rpt_disagreements.* from rpt_disagreements
    inner join shown
        on
            shown.event_id = rpt_disagreements.event_id
            and shown.kind = rpt_disagreements.kind
            and shown.message = coalesce(rpt_disagreements.message, '')
)

select
    *,
    (select count(*) from differing) as found
from told
where
    campaign = $campaign
    and published_date between $from_date and $to_date
    and ($phase is null or phase = $phase)
    {in_stories}
