-- The stories of the first $most events on which stories of a filter differ, the opposed and the newest first; found is
-- how many such events there are.
with

told as (
    {disagreements}
),

differing as (
    select
        event_id,
        kind,
        coalesce(message, '') as message,
        count(*) over () as found,
        row_number() over (
            order by any_value(is_opposed) desc, max(published_at) desc, event_id, coalesce(message, '')
        ) as place
    from told
    group by event_id, kind, coalesce(message, '')
    having count(distinct side) > 1
)

select
    told.*,
    differing.found
from told
inner join differing
    on
        differing.event_id = told.event_id
        and differing.kind = told.kind
        and differing.message = coalesce(told.message, '')
where differing.place <= $most
