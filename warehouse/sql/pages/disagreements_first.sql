-- The stories of the first $most events on which stories of a filter differ, the opposed and the newest first; found is
-- how many such events there are.
with

told as not materialized (
    {disagreements}
),

differing as (
    select
        event_id,
        kind,
        coalesce(message, '') as message,
        any_value(is_opposed) as is_opposed,
        max(published_at) as newest_at
    from told
    group by event_id, kind, coalesce(message, '')
    having min(side) <> max(side)
),

shown as (
    select * from differing
    order by is_opposed desc, newest_at desc, event_id, message
    limit $most
)

select
    told.*,
    (select count(*) from differing) as found
from told
inner join shown
    on
        shown.event_id = told.event_id
        and shown.kind = told.kind
        and shown.message = coalesce(told.message, '')
