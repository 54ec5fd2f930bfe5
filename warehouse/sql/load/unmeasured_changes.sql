-- Of the items of a load: revisions that follow each other, and whose difference was not measured yet.
with

several as (
    select item_id
    from touched_revisions
    group by item_id having count(*) > 1
),

ordered as (
    select
        items.item_id,
        items.sha256,
        concat_ws(chr(10), items.title, items.lead, items.body) as text,
        lag(items.sha256) over revisions as before_sha256,
        lag(concat_ws(chr(10), items.title, items.lead, items.body)) over revisions as before_text
    from items
    -- The time is asked too, so that texts are read of the few parts of the table that hold any.
    inner join touched_revisions as touched
        on touched.item_id = items.item_id and touched.known_from = items.known_from
    where items.item_id in (select item_id from several)
    window revisions as (partition by items.item_id order by items.known_from)
),

final as (
    select distinct ordered.*
    from ordered
    left join text_changes
        on
            text_changes.item_id = ordered.item_id
            and text_changes.before_sha256 = ordered.before_sha256
            and text_changes.sha256 = ordered.sha256
    where ordered.before_sha256 is not null and text_changes.item_id is null
)

select * from final
