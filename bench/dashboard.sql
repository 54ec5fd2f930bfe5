-- Those from {first} to before {last} of {items} invented items of the outlets known, over {days} days, the part {about}
-- of them on the campaign. Outlets have the more items of them the greater {skew} is over 1. Texts of all but the last
-- 40 days are excerpts, as a purge leaves them.
-- Syllables as often as the bundled press has them, in no order of their own.
create or replace temp table syllables as
with heard as (
    select unnest(regexp_extract_all(lower(nfc_normalize(title || ' ' || body)), '\p{L}+')) as syllable
    from read_json('{press}')
)

select list(syllable order by hash(syllable, place)) as known
from (
    select
        syllable,
        row_number() over (partition by syllable) as place
    from heard
);

create or replace temp table phrases as
select list(words order by number) as said
from (
    select
        numbers.number,
        string_agg(known[cast(1 + hash(numbers.number, places.place) % len(known) as bigint)], ' ' order by places.place) as words
    from range(5000) as numbers (number)
    cross join range(3) as places (place)
    cross join syllables
    group by numbers.number
);

-- Hashes of text, since those of numbers close to each other have much in common.
create or replace temp macro syllable_of(name) as concat(
    ['B', 'Ch', 'D', 'Đ', 'G', 'H', 'K', 'Kh', 'L', 'M', 'N', 'Ph', 'R', 'S', 'T', 'X'][cast(1 + hash(name || 'a') % 16 as bigint)],
    ['ắ', 'ẽ', 'ỉ', 'ỏ', 'ù', 'ữ', 'ằ', 'iế', 'ớ', 'uý', 'uẩ', 'oẹ'][cast(1 + hash(name || 'b') % 12 as bigint)],
    ['c', 'ch', 'm', 'n', 'ng', 'nh', 'p', 't'][cast(1 + hash(name || 'c') % 8 as bigint)]
);

-- One of twelve names by which the stories of an event are told from others.
create or replace temp macro name_of(event, number) as
concat_ws(' ', syllable_of(event || ' ' || number), syllable_of(number || ' ' || event));

create or replace temp macro clause(said, story, event, part, place) as concat_ws(
    ' ',
    said[cast(1 + hash(story, part, place) % 5000 as bigint)],
    said[cast(1 + hash(story, part, place, 1) % 5000 as bigint)],
    name_of(event, hash(story, part, place, 2) % 12)
);

-- Of eighty syllables. What copies are found by, five syllables in a row, is then another in each story.
create or replace temp macro passage(said, story, event, part) as concat_ws(
    ' ',
    clause(said, story, event, part, 0),
    clause(said, story, event, part, 1),
    clause(said, story, event, part, 2),
    clause(said, story, event, part, 3),
    clause(said, story, event, part, 4),
    clause(said, story, event, part, 5),
    clause(said, story, event, part, 6),
    clause(said, story, event, part, 7),
    clause(said, story, event, part, 8),
    clause(said, story, event, part, 9)
);

create or replace temp table made as
with numbered as (
    select
        number,
        hash(number) as chance,
        timestamptz '2026-02-04 00:00:00+00' - interval 1 second * cast({days} * 86400 * (1 - number / {items}) as bigint)
            as published_at,
        -- three in five are first versions, the others reprints of the one before
        max(case when hash(number, 1) % 5 < 3 or number = {first} then number end) over (order by number) as story
    from range({first}, {last}) as of (number)
),

grouped as (
    select
        *,
        max(case when hash(story, 2) % 4 < 3 or story = {first} then story end) over (order by number) as event
    from numbered
),

register as (
    select
        outlet,
        row_number() over (order by hash(outlet)) - 1 as place
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
    grouped.story,
    grouped.event,
    'Tin số ' || grouped.story || ': ' || left(passage(phrases.said, grouped.story, grouped.event, 8), 60) as title,
    grouped.chance,
    grouped.published_at
from grouped
cross join phrases
inner join register
    on register.place = cast(
        floor((select count(*) from register) * pow((hash(grouped.number, 5) % 1000000) / 1e6, {skew})) as bigint
    );

insert into items by name
select
    item_id,
    outlet,
    'https://' || outlet || '.example/' || item_id as url,
    url as canonical_url,
    title,
    sha256[:16] as title_hash,
    left(passage(phrases.said, story, event, 9), 150) || '.' as lead,
    case
        when published_at < timestamptz '2026-02-04 00:00:00+00' - interval 40 day
            then left(passage(phrases.said, story, event, 0), 300)
        else
            concat_ws(
                '. ',
                passage(phrases.said, story, event, 0),
                passage(phrases.said, story, event, 1),
                passage(phrases.said, story, event, 2),
                passage(phrases.said, story, event, 3),
                passage(phrases.said, story, event, 4),
                passage(phrases.said, story, event, 5),
                passage(phrases.said, story, event, 6)
            )
    end as body,
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
from made
cross join phrases;

insert into searched_items
select
    item_id,
    ' ' || trim(
        regexp_replace(
            replace(strip_accents(lower(concat_ws(' ', title, lead, body))), 'đ', 'd'), '[^\p{L}\p{N}]+', ' ', 'g'
        )
    ) || ' ' as words
from items
where published_at >= (select min(published_at) from made);

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
    published_at + interval 1 hour as known_from
from made;

insert into story_items by name
select
    item_id,
    story_id,
    case when is_first then 'original' else 'reprint' end as role,
    1.0 as containment,
    published_at + interval 1 hour as known_from
from made;

insert into grouped_items by name
select
    cast(md5_number_lower(item_id || sha256) >> 1 as bigint) as number,
    item_id,
    published_at,
    story_id,
    case when is_first then event_id end as event_id
from made;

insert into stories by name
select
    story_id,
    item_id as first_item_id,
    event_id,
    outlet as origin,
    'earliest' as origin_method,
    ['earliest full version'] as origin_evidence,
    published_at + interval 1 hour as known_from
from made
where is_first;

insert into events by name
select
    event_id,
    min(story_id) as central_story_id,
    min(published_at) + interval 1 hour as known_from
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
    published_at + interval 1 hour as known_from
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
    about.published_at + interval 1 hour as known_from
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
    published_at + interval 1 hour as known_from
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
    made.published_at + interval 1 hour as known_from
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
    about.published_at + interval 1 hour as known_from
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
    published_at + interval 1 hour as known_from
from about
where chance % 3 = 0;

insert into quote_statements by name
select
    campaign,
    item_id,
    sha256,
    0 as position,
    story_id as statement_id,
    published_at + interval 1 hour as known_from
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
        timestamptz '2026-02-04 00:00:00+00' - interval {days} day,
        timestamptz '2026-02-04 00:00:00+00' + interval {days} day,
        interval 4 hour
    )) as scanned_at
) as visits
where visits.scanned_at >= (select min(published_at) from made) and visits.scanned_at <= (select max(published_at) from made) + interval 1 minute;
