-- {items} invented items of registered outlets over {days} days, the part {about} of them on the campaign.
create or replace temp table made as
with numbered as (
    select
        number,
        hash(number) as chance,
        timestamptz '2026-02-04 00:00:00+00' - interval 1 second * cast({days} * 86400 * (1 - number / {items}) as bigint)
            as published_at,
        -- three in five are first versions, the others reprints of the one before
        max(case when hash(number, 1) % 5 < 3 or number = 0 then number end) over (order by number) as story
    from range({items}) as of (number)
),

grouped as (
    select
        *,
        max(case when hash(story, 2) % 4 < 3 or story = 0 then story end) over (order by number) as event
    from numbered
),

register as (
    select
        outlet,
        row_number() over (order by outlet) - 1 as place,
        count(*) over () as outlets
    from stg_outlets
)

select
    md5(cast(grouped.number as varchar))[:16] as item_id,
    md5(cast(grouped.number as varchar) || '.') as sha256,
    md5(cast(grouped.story as varchar))[:16] as story_id,
    md5(cast(grouped.event as varchar))[:16] as event_id,
    register.outlet,
    grouped.story = grouped.number as is_first,
    hash(grouped.event, 3) % 10000 < {about} * 10000 as is_about,
    ['negative', 'neutral', 'neutral', 'neutral', 'positive', 'positive'][cast(1 + hash(grouped.story, 4) % 6 as integer)]
        as tone,
    'Tin số ' || grouped.story || ': địa phương triển khai nhiệm vụ, người dân cùng tham gia đợt ' || grouped.chance % 97
        as title,
    grouped.chance,
    grouped.published_at
from grouped
inner join register on register.place = hash(grouped.number, 5) % register.outlets;

insert into items by name
select
    item_id,
    outlet,
    'https://' || outlet || '.example/' || item_id as url,
    url as canonical_url,
    title,
    sha256[:16] as title_hash,
    title || '.' as lead,
    repeat(title || '. ', 12) as body,
    [] as photo_credit,
    case when chance % 50 = 0 then 'sponsored' else 'editorial' end as placement,
    published_at,
    'json_ld' as published_method,
    'second' as published_precision,
    cast(published_at as date) as published_date,
    published_at + interval 1 hour as first_seen_at,
    first_seen_at as fetched_at,
    'feed' as via,
    [] as fallbacks,
    sha256,
    first_seen_at as known_from
from made;

insert into captures by name
select
    item_id,
    published_at + interval 1 hour as fetched_at,
    sha256
from made;

insert into tones by name
select
    item_id,
    sha256,
    tone as label,
    .1 as p_negative,
    .8 as p_neutral,
    .1 as p_positive,
    'fast' as tier,
    'invented' as method,
    'ok' as status,
    200 as words,
    published_at as known_from
from made;

insert into story_items by name
select
    item_id,
    story_id,
    case when is_first then 'original' else 'reprint' end as role,
    1.0 as containment,
    published_at as known_from
from made;

insert into stories by name
select
    story_id,
    item_id as first_item_id,
    event_id,
    outlet as origin,
    'earliest' as origin_method,
    ['earliest full version'] as origin_evidence,
    published_at as known_from
from made
where is_first;

insert into events by name
select
    event_id,
    min(story_id) as central_story_id,
    min(published_at) as known_from
from made
where is_first
group by event_id;

create or replace temp table about as
select
    campaigns.campaign,
    campaigns.sha256 as campaign_sha256,
    made.* exclude (is_about)
from made
cross join campaigns
where made.is_about;

insert into mentions by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    ['đại hội'] as terms,
    1 as hits,
    case when chance % 3 = 0 then [(select min(workstream) from campaign_workstreams)] else [] end as workstreams,
    published_at as known_from
from about;

insert into messages_carried by name
select
    about.campaign,
    about.campaign_sha256,
    about.item_id,
    about.sha256,
    campaign_messages.message,
    'body' as place,
    campaign_messages.message as phrase,
    'verbatim' as form,
    'invented' as method,
    about.published_at as known_from
from about
inner join campaign_messages on hash(about.story_id, campaign_messages.position) % 12 = 0;

insert into campaign_tones by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    unnest(['all', 'outlet', 'quoted']) as voice,
    tone as label,
    .1 as p_negative,
    .8 as p_neutral,
    .1 as p_positive,
    'invented' as method,
    'ok' as status,
    1 as passages,
    2 as sentences,
    published_at as known_from
from about;

insert into item_places by name
with present as (
    select
        present,
        row_number() over (order by present) - 1 as place
    from (select distinct present from provinces)
)

select
    made.item_id,
    made.sha256,
    'province' as level,
    present.present as evidence,
    [{'province': present.present, 'level': 'province', 'part': 'lead', 'how': ['name'], 'mentions': 1}] as places,
    'invented' as method,
    made.published_at as known_from
from made
inner join present on present.place = made.chance % 34
where hash(made.chance) % 2 = 0;

insert into activities_found by name
select
    about.campaign,
    about.campaign_sha256,
    about.item_id,
    about.sha256,
    campaign_activities.activity,
    campaign_activities.title as term,
    'lead' as place,
    about.published_at as known_from
from about
inner join campaign_activities on hash(about.story_id) % 10 = 0;

insert into quotes by name
select
    campaign,
    campaign_sha256,
    item_id,
    sha256,
    0 as position,
    'Cơ quan ' || chance % 60 as office,
    true as is_office,
    cast(published_at as date) as said_on,
    'cho biết' as verb,
    title as words,
    true as is_direct,
    [] as messages,
    published_at as known_from
from about
where chance % 3 = 0;

insert into quote_statements by name
select
    campaign,
    item_id,
    sha256,
    0 as position,
    story_id as statement_id,
    published_at as known_from
from about
where chance % 3 = 0;

insert into scans by name
select
    stg_outlets.outlet,
    'https://' || stg_outlets.outlet || '.example/rss' as source,
    'feed' as source_kind,
    visits.scanned_at,
    case when hash(stg_outlets.outlet, visits.scanned_at) % 40 = 0 then 'failed' else 'ok' end as state,
    '' as reason,
    50 as entries,
    visits.scanned_at - interval 6 hour as oldest_at,
    visits.scanned_at as newest_at
from stg_outlets
cross join (
    select unnest(generate_series(
        timestamptz '2026-02-04 00:00:00+00' - interval {days} day, timestamptz '2026-02-04 00:00:00+00', interval 4 hour
    )) as scanned_at
) as visits;
