-- Staging: the latest known state of what came in. An entry is in exactly one of stg_items and stg_rejected,
-- except that a repeat of an item is one rejected row "duplicate" beside the item.

create or replace view stg_audiences as
-- One name can stand for several populations, which are never combined: then the number of people tells them apart.
with

newest as (
    select *
    from audiences
    where known_to is null
    qualify row_number() over (partition by outlet, base, time_unit order by as_of_date desc, via) = 1
),

final as (
    select
        outlet,
        audience,
        population,
        share,
        case
            when count(distinct population) over (partition by base, time_unit) > 1
                then concat_ws(', ', base, coalesce(cast(population as varchar), '?'))
            else base
        end as base,
        time_unit,
        source,
        source_url,
        as_of_date,
        via
    from newest
)

select * from final;
comment on view stg_audiences is
'The newest audience of each outlet by population and unit of time; what was imported goes before the register''s of the same day.';

create or replace view stg_items as
with

final as (
    select
        items.item_id,
        coalesce(stg_outlets.family, items.outlet) as outlet,
        items.outlet as site,
        stg_outlets.kind as outlet_kind,
        stg_outlets.level as outlet_level,
        stg_outlets.province,
        items.url,
        items.canonical_url,
        items.title,
        items.title_hash,
        items.lead,
        items.body,
        items.section,
        items.credit,
        items.credit_line,
        items.photo_credit,
        items.placement,
        items.genre,
        items.published_at,
        items.published_method,
        items.published_precision,
        items.published_date,
        items.first_seen_at,
        items.fetched_at,
        items.via,
        items.scan_date,
        items.fallbacks,
        items.sha256,
        items.known_from
    from items
    left join stg_outlets on stg_outlets.outlet = items.outlet
    where items.known_to is null
)

select * from final;
comment on view stg_items is 'Articles in their latest revision; sub-sites are folded into their parent, site keeps them.';

create or replace view stg_rejected as
with

final as (
    select
        outlet,
        canonical_url,
        title_hash,
        url,
        title,
        published_at,
        reason,
        detail,
        known_from
    from rejected
    where known_to is null
)

select * from final;
comment on view stg_rejected is 'Entries that are no item, with the reason.';

create or replace view stg_sightings as
with

final as (
    select * from sightings
)

select * from final;
comment on view stg_sightings is
'How each article was discovered: every source that announced it, of which kind, from when to when.';

create or replace view stg_scans as
-- The same archived scan can be read while only a part of it is out, and again. Visits are most of them, and told
-- apart before anything is put in order.
with

archived as (
    select *
    from scans
    where source_kind = 'archived_scan'
    qualify
        row_number() over (
            partition by outlet, source, scan_date order by entries desc, scanned_at desc
        ) = 1
),

final as (
    select * from scans
    where source_kind <> 'archived_scan'
    union all
    select * from archived
)

select * from final;
comment on view stg_scans is 'Visits, and each archived scan once, as it was read with the most entries.';
