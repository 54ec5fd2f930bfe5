-- Of the items of a load: two revisions no longer follow each other where one that came late has its place between
-- them.
delete from text_changes
where
    item_id in (select item_id from touched_items)
    and not exists (
        select 1
        from (
            select
                item_id,
                sha256,
                lag(sha256) over (partition by item_id order by known_from) as before_sha256
            from touched_revisions
        ) as pairs
        where
            pairs.item_id = text_changes.item_id
            and pairs.before_sha256 = text_changes.before_sha256
            and pairs.sha256 = text_changes.sha256
    );
