-- Of the items of a load: revisions that follow each other, and whose difference was not measured yet. Of texts that
-- were purged nothing is measured, since what is left of one is no earlier text.
with

several as (
    select item_id
    from touched_revisions
    group by item_id having count(*) > 1
),

texts as (
    select
        items.item_id,
        items.sha256,
        items.known_from,
        concat_ws(chr(10), items.title, items.lead, items.body) as text,
        greatest(length(items.lead), length(items.body)) = $longest as may_be_cut
    from items
    -- The time is asked too, so that texts are read of the few parts of the table that hold any.
    inner join touched_revisions as touched
        on touched.item_id = items.item_id and touched.known_from = items.known_from
    where items.item_id in (select item_id from several)
),

whole as (
    select
        *,
        not may_be_cut or sha256 = sha256(text) as is_whole
    from texts
),

ordered as (
    select
        item_id,
        sha256,
        text,
        is_whole,
        lag(sha256) over revisions as before_sha256,
        lag(text) over revisions as before_text,
        lag(is_whole) over revisions as before_is_whole
    from whole
    window revisions as (partition by item_id order by known_from)
),

final as (
    select distinct
        ordered.item_id,
        ordered.before_sha256,
        ordered.sha256,
        ordered.before_text,
        ordered.text
    from ordered
    left join text_changes
        on
            text_changes.item_id = ordered.item_id
            and text_changes.before_sha256 = ordered.before_sha256
            and text_changes.sha256 = ordered.sha256
    where
        ordered.before_sha256 is not null
        and ordered.is_whole
        and ordered.before_is_whole
        and text_changes.item_id is null
)

select * from final
