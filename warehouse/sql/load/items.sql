-- A revision is a run of captures with one text: it begins with the first of them, and the next one closes it.
-- Runs are made anew from all captures of an item, so that it makes no difference how these came in.
-- Most items of a batch are new. What is known of the others is looked for once, since that goes through the ids of all
-- items; then rows are found by when they became known too, so that they are read of the few parts of the table that hold
-- any. No rows are found by their number: in a lake that of a row which a transaction wrote changes.
create or replace temp table known_before as
select
    item_id,
    known_from
from items
where item_id in (select item_id from batch);

create or replace temp table known_rows as
select
    items.item_id,
    items.sha256,
    items.published_method,
    items.via,
    items.title_hash,
    items.scan_date,
    items.fetched_at,
    items.known_from,
    items.known_to
from items
inner join known_before on known_before.item_id = items.item_id and known_before.known_from = items.known_from;

-- With each batch of this load that tells of them, since a later one can hold an earlier capture.
insert into new_items
select
    item_id,
    min(fetched_at) as fetched_at
from batch
where item_id not in (select item_id from known_before) or item_id in (select item_id from new_items)
group by item_id;

-- What was said of an item before its article came: it is looked for as if the item were known. It was said of a capture.
delete from new_items
where
    item_id in (
        select item_id from tones where known_from >= $since and item_id in (select item_id from batch)
        union
        select item_id from item_places where known_from >= $since and item_id in (select item_id from batch)
        union
        select item_id from campaign_tones where known_from >= $since and item_id in (select item_id from batch)
    );

-- A page tells more than the feed item that announced it: where there is one, the item is no capture. The first capture
-- of each run is noted by its revision alone.
create or replace temp table known_captures as
with

revised as (
    select
        item_id,
        known_from as fetched_at,
        sha256,
        published_method
    from known_rows
),

announced as (
    select
        item_id,
        sha256
    from revised
    where
        published_method = 'feed item'
        and item_id in (select item_id from batch where published_method <> 'feed item')
),

told as (
    select
        item_id,
        fetched_at,
        sha256
    from revised
    union
    select
        item_id,
        fetched_at,
        sha256
    from captures
    where item_id in (select item_id from known_before)
),

-- A batch that is made again, as after a version that reads pages otherwise, can tell a capture with another text.
told_anew as (
    select
        told.item_id,
        told.fetched_at
    from told
    inner join batch on batch.item_id = told.item_id and batch.fetched_at = told.fetched_at
    where batch.published_method <> 'feed item'
    group by told.item_id, told.fetched_at
    having bool_and(batch.sha256 <> told.sha256)
)

select *
from told
where
    not exists (
        select 1 from announced
        where announced.item_id = told.item_id and announced.sha256 = told.sha256
    )
    and not exists (
        select 1 from told_anew
        where told_anew.item_id = told.item_id and told_anew.fetched_at = told.fetched_at
    );

create or replace temp table captured as
with

pages as (
    select item_id from batch where published_method <> 'feed item'
    union
    select item_id from known_rows where published_method <> 'feed item'
),

final as (
    select
        batch.item_id,
        batch.fetched_at,
        batch.sha256
    from batch
    where
        not exists (
            select 1 from known_captures
            where known_captures.item_id = batch.item_id and known_captures.fetched_at = batch.fetched_at
        )
        and (batch.published_method <> 'feed item' or batch.item_id not in (select item_id from pages))
    qualify row_number() over (partition by batch.item_id, batch.fetched_at order by batch.sha256) = 1
)

select * from final;

create or replace temp table every_capture as
select * from known_captures
union all
select * from captured;

create or replace temp table revisions as
with

ordered as (
    select
        *,
        lag(sha256) over (partition by item_id order by fetched_at) as before_sha256
    from every_capture
),

final as (
    select
        item_id,
        sha256,
        fetched_at as known_from,
        lead(fetched_at) over (partition by item_id order by fetched_at) as known_to
    from ordered
    where sha256 is distinct from before_sha256
)

select * from final;

insert into seen_items
select
    item_id,
    min(known_from) as first_known_from
from revisions
where item_id in (select item_id from known_before)
group by item_id;

create or replace temp table repeated as
select *
from every_capture
where not exists (
    select 1 from revisions
    where revisions.item_id = every_capture.item_id and revisions.known_from = every_capture.fetched_at
);

delete from captures
where
    item_id in (select item_id from known_before)
    and not exists (
        select 1 from repeated
        where
            repeated.item_id = captures.item_id
            and repeated.fetched_at = captures.fetched_at
            and repeated.sha256 = captures.sha256
    );

insert into captures by name
select *
from repeated
where not exists (
    select 1 from captures
    where
        captures.item_id = repeated.item_id
        and captures.fetched_at = repeated.fetched_at
        and captures.sha256 = repeated.sha256
        and captures.item_id in (select item_id from known_before)
);

create or replace temp table missing as
select *
from revisions
where not exists (
    select 1 from known_rows
    where
        known_rows.item_id = revisions.item_id
        and known_rows.known_from = revisions.known_from
        and known_rows.sha256 = revisions.sha256
);

-- A text that came back may be known from an earlier capture only. Apart, since the texts of all items would be read
-- to find those of none.
create or replace temp table returned as
select *
from missing
where not exists (
    select 1 from batch
    where batch.item_id = missing.item_id and batch.sha256 = missing.sha256
);

-- An item that a live source announces is that source's, whichever of its captures were imported before or since.
create or replace temp table live as
with

announced as (
    select item_id, via, title_hash, scan_date, fetched_at from batch
    union all
    select item_id, via, title_hash, scan_date, fetched_at from known_rows
),

final as (
    select
        item_id,
        arg_min(
            struct_pack(via := via, title_hash := title_hash, scan_date := scan_date),
            struct_pack(at := fetched_at, via := via)
        ) as told
    from announced
    where not starts_with(via, 'import:')
    group by item_id
)

select * from final;

-- Into no table of its own before: a transaction keeps the rows of each until its end, though it be dropped.
insert into items by name
with

texts as (
    select * from batch
    union all by name
    select items.* exclude (known_from, known_to)
    from items
    inner join known_rows on known_rows.item_id = items.item_id and known_rows.known_from = items.known_from
    inner join (select distinct item_id, sha256 from returned) as wanted
        on wanted.item_id = known_rows.item_id and wanted.sha256 = known_rows.sha256
),

final as (
    select
        texts.* replace (missing.known_from as fetched_at),
        missing.known_from,
        missing.known_to
    from missing
    inner join texts on texts.item_id = missing.item_id and texts.sha256 = missing.sha256
    qualify row_number() over (
        partition by missing.item_id, missing.known_from
        order by texts.fetched_at <> missing.known_from, texts.fetched_at, texts.via, texts.url
    ) = 1
)

select * from final;

create or replace temp table outdated as
select
    item_id,
    known_from,
    sha256
from known_rows
where not exists (
    select 1 from revisions
    where
        revisions.item_id = known_rows.item_id
        and revisions.known_from = known_rows.known_from
        and revisions.sha256 = known_rows.sha256
);

insert into revised_items
select item_id from missing
union
select item_id from outdated;

delete from items
using outdated
where
    outdated.item_id = items.item_id
    and outdated.known_from = items.known_from
    and outdated.sha256 = items.sha256;

update items
set known_to = ended.known_to
from (
    select
        revisions.item_id,
        revisions.known_from,
        revisions.known_to
    from known_rows
    inner join revisions
        on revisions.item_id = known_rows.item_id and revisions.known_from = known_rows.known_from
    where revisions.known_to is distinct from known_rows.known_to
) as ended
where items.item_id = ended.item_id and items.known_from = ended.known_from;

-- An item may have been imported before, or by another capture of the batch.
update items
set via = live.told.via, title_hash = live.told.title_hash, scan_date = live.told.scan_date
from (
    select * from live
    where
        item_id in (select item_id from known_rows where starts_with(via, 'import:'))
        or item_id in (select item_id from batch where starts_with(via, 'import:'))
) as live
where items.item_id = live.item_id and starts_with(items.via, 'import:');

update rejected
set known_to = came.at
from (
    select
        batch.outlet,
        batch.canonical_url,
        min(missing.known_from) as at
    from missing
    inner join batch on batch.item_id = missing.item_id
    group by batch.outlet, batch.canonical_url
) as came
where
    rejected.outlet = came.outlet
    and rejected.canonical_url = came.canonical_url
    and rejected.known_to is null
    and rejected.reason <> 'duplicate';

drop table revisions;

drop table missing;

drop table returned;

drop table live;

drop table repeated;

drop table captured;

drop table every_capture;

drop table outdated;

drop table known_captures;

drop table known_before;

drop table known_rows;
