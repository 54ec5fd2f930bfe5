-- Facts: one row a campaign and item.

create or replace macro wrote(kind, name, origin) as
-- Nothing is an aggregator's own.
kind <> 'aggregator' and name = origin;

create or replace macro span_began(times) as
-- From the first of all on: a chain of updates, each within 24 hours of the one before, goes on for days.
list_reduce(
    times,
    lambda began, later: case when later > began + interval 24 hour then later else began end
);

create or replace view int_tones as
-- Apart by tier: few items have a precise tone, and only among these is looked for a better one.
with

precise as (
    select *
    from tones
    where known_to is null and tier = 'precise'
),

final as (
    select * from precise
    union all
    select tones.*
    from tones
    left join precise on precise.item_id = tones.item_id and precise.sha256 = tones.sha256
    where tones.known_to is null and tones.tier <> 'precise' and precise.item_id is null
)

select * from final;
comment on view int_tones is 'The tone that counts for each revision: the precise tier''s where there is one, else the fast tier''s.';

create or replace view int_concerned as
with

final as (
    select item_id from mentions where known_to is null
    union
    select item_id from messages_carried where known_to is null
    union
    select item_id from campaign_tones where known_to is null
    union
    select item_id from activities_found where known_to is null
    union
    select item_id from prepared_found where known_to is null
    union
    select item_id from quotes where known_to is null
    union
    select item_id from alert_items
    union
    select item_id from draws
)

select * from final;
comment on view int_concerned is
'Ids of items in which anything was found for a campaign, a scenario, a claim or an alert, or that were drawn to be coded.';

create or replace view int_concerned_items as
-- Once for all facts, since one item in fifty is on a campaign, and each of these would look through the others. Each
-- table is brought down to these items, and to what facts tell of them, before it is joined with another. Rows are found
-- by one column, so that of a few items the others are read of the few parts of a table that hold any.
with

of_items as materialized (
    select
        items.item_id,
        items.outlet as site,
        items.url,
        items.canonical_url,
        items.title,
        items.placement,
        items.genre,
        items.published_at,
        items.published_date,
        items.first_seen_at,
        items.via,
        items.sha256
    from items
    where
        items.known_to is null
        and items.rowid in (
            select items.rowid from items where items.item_id in (select int_concerned.item_id from int_concerned)
        )
),

-- Looked for by what is not there: where a part of the table has no empty body, its texts are not read. Such parts are
-- passed over where something is to be less, not where it is to be empty.
without_body as (
    select
        item_id,
        sha256
    from items
    where known_to is null and body < ' ' and length(body) = 0
),

of_story_items as materialized (
    select
        item_id,
        story_id,
        role
    from story_items
    where
        known_to is null
        and rowid in (select rowid from story_items where item_id in (select item_id from int_concerned))
),

of_stories as materialized (
    select
        story_items.item_id,
        story_items.story_id,
        story_items.role,
        stories.event_id,
        stories.origin,
        stories.origin_method,
        story_items.item_id = stories.first_item_id as is_first
    from of_story_items as story_items
    inner join stories on stories.story_id = story_items.story_id and stories.known_to is null
),

of_tones as materialized (
    select
        int_tones.item_id,
        int_tones.sha256,
        int_tones.label,
        int_tones.p_negative,
        int_tones.p_neutral,
        int_tones.p_positive,
        int_tones.status,
        int_tones.method
    from int_concerned
    inner join int_tones on int_tones.item_id = int_concerned.item_id
),

of_places as materialized (
    select
        item_places.item_id,
        item_places.sha256,
        item_places.level,
        item_places.places
    from item_places
    where
        item_places.known_to is null
        and item_places.rowid in (
            select rowid from item_places where item_id in (select int_concerned.item_id from int_concerned)
        )
),

final as (
    select
        of_items.*,
        coalesce(stg_outlets.family, of_items.site) as outlet,
        stg_outlets.kind as outlet_kind,
        stg_outlets.level as outlet_level,
        stg_outlets.province,
        without_body.item_id is null as is_full,
        of_stories.* exclude (item_id),
        of_tones.label as tone,
        of_tones.p_negative,
        of_tones.p_neutral,
        of_tones.p_positive,
        of_tones.status as tone_status,
        of_tones.method as tone_method,
        of_places.level as reported_level,
        of_places.places
    from of_items
    left join stg_outlets on stg_outlets.outlet = of_items.site
    inner join of_stories on of_stories.item_id = of_items.item_id
    left join without_body on without_body.item_id = of_items.item_id and without_body.sha256 = of_items.sha256
    left join of_tones on of_tones.item_id = of_items.item_id and of_tones.sha256 = of_items.sha256
    left join of_places on of_places.item_id = of_items.item_id and of_places.sha256 = of_items.sha256
)

select * from final;
comment on view int_concerned_items is
'Items of int_concerned in their latest revision, with story, event, overall tone and places: what facts of them are joined from.';

create or replace view fct_mentions as
with

watched as (
    select
        mentions.campaign,
        mentions.terms,
        mentions.hits,
        mentions.workstreams,
        int_concerned_items.*
    from mentions
    inner join int_concerned_items
        on int_concerned_items.item_id = mentions.item_id and int_concerned_items.sha256 = mentions.sha256
    inner join stg_watched
        on stg_watched.campaign = mentions.campaign and stg_watched.site = int_concerned_items.site
    where mentions.known_to is null
),

final as (
    select
        watched.campaign,
        watched.item_id,
        watched.story_id,
        watched.event_id,
        watched.outlet,
        watched.site,
        watched.outlet_kind,
        watched.outlet_level,
        watched.province,
        watched.title,
        watched.url,
        watched.canonical_url,
        watched.placement,
        watched.via,
        watched.published_at,
        watched.published_date,
        watched.first_seen_at,
        phases.phase,
        watched.role,
        watched.is_first,
        wrote(watched.outlet_kind, stg_outlets.name, watched.origin) as is_origin,
        watched.is_full,
        watched.placement not in ('sponsored', 'owned')
        and coalesce(
            lead(watched.published_at) over versions
            > span_began(list(watched.published_at) over versions) + interval 24 hour,
            true
        ) as is_counted,
        watched.tone,
        watched.p_negative,
        watched.p_neutral,
        watched.p_positive,
        watched.tone_status,
        watched.tone_method,
        -- nlp.tone.SURE_FROM; unsure tones are counted like the others.
        greatest(watched.p_negative, watched.p_neutral, watched.p_positive) >= 0.55 as is_tone_sure,
        watched.workstreams,
        watched.terms
    from watched
    inner join stg_outlets on stg_outlets.outlet = watched.outlet
    left join phases
        on
            phases.campaign = watched.campaign
            and phases.known_to is null
            and watched.published_date between phases.from_date and phases.to_date
    window
        versions as (
            partition by watched.campaign, watched.outlet, watched.story_id, watched.placement in ('sponsored', 'owned')
            order by watched.published_at, watched.item_id
        )
)

select * from final;
comment on view fct_mentions is
'Items on a campaign at the outlets it watches, with story, event, phase and tone; is_tone_sure tells tones of at least .55 probability; is_counted leaves out sponsored and owned items and all but the latest of one story at one outlet within 24 hours, counted from the first (span_began).';

create or replace view fct_stories as
-- A story's tone and outlet are those of the first item of who wrote it, else of the first that has more than headline
-- and lead, of those on the campaign that are neither sponsored nor owned. Its day is that of the first of all.
with

editorial as (
    select
        *,
        row_number() over (
            partition by campaign, story_id
            order by is_origin desc, is_full desc, is_first desc, published_at, canonical_url
        ) as rank,
        row_number() over (
            partition by campaign, story_id order by is_first desc, published_at, canonical_url
        ) as appearance
    from fct_mentions
    where placement not in ('sponsored', 'owned')
),

final as (
    select
        campaign,
        story_id,
        any_value(event_id) as event_id,
        max(item_id) filter (rank = 1) as item_id,
        max(outlet) filter (rank = 1) as outlet,
        max(outlet_kind) filter (rank = 1) as outlet_kind,
        max(title) filter (rank = 1) as title,
        max(url) filter (rank = 1) as url,
        max(tone) filter (rank = 1) as tone,
        max(tone_method) filter (rank = 1) as tone_method,
        max(phase) filter (appearance = 1) as phase,
        max(published_date) filter (appearance = 1) as published_date,
        max(first_seen_at) filter (appearance = 1) as first_seen_at,
        min(published_at) as published_at,
        count(*) filter (is_counted) as items,
        count(distinct outlet) as outlets,
        count(distinct outlet) filter (outlet_kind <> 'aggregator') as writing_outlets
    from editorial
    group by campaign, story_id
)

select * from final;
comment on view fct_stories is 'Stories on a campaign with their tone, which later versions never change.';

create or replace view fct_campaign_tones as
with

by_item as (
    select
        campaign_tones.campaign,
        campaign_tones.item_id,
        any_value(campaign_tones.method) as method,
        max(campaign_tones.label) filter (campaign_tones.voice = 'all') as campaign_tone,
        max(campaign_tones.p_negative) filter (campaign_tones.voice = 'all') as p_negative,
        max(campaign_tones.p_neutral) filter (campaign_tones.voice = 'all') as p_neutral,
        max(campaign_tones.p_positive) filter (campaign_tones.voice = 'all') as p_positive,
        max(campaign_tones.status) filter (campaign_tones.voice = 'all') as status,
        max(campaign_tones.passages) filter (campaign_tones.voice = 'all') as passages,
        max(campaign_tones.sentences) filter (campaign_tones.voice = 'all') as sentences,
        max(campaign_tones.label) filter (campaign_tones.voice = 'outlet') as own_tone,
        max(campaign_tones.p_negative) filter (campaign_tones.voice = 'outlet') as own_p_negative,
        max(campaign_tones.p_neutral) filter (campaign_tones.voice = 'outlet') as own_p_neutral,
        max(campaign_tones.p_positive) filter (campaign_tones.voice = 'outlet') as own_p_positive,
        max(campaign_tones.status) filter (campaign_tones.voice = 'outlet') as own_status,
        max(campaign_tones.sentences) filter (campaign_tones.voice = 'outlet') as own_sentences,
        max(campaign_tones.label) filter (campaign_tones.voice = 'quoted') as quoted_tone,
        max(campaign_tones.p_negative) filter (campaign_tones.voice = 'quoted') as quoted_p_negative,
        max(campaign_tones.p_neutral) filter (campaign_tones.voice = 'quoted') as quoted_p_neutral,
        max(campaign_tones.p_positive) filter (campaign_tones.voice = 'quoted') as quoted_p_positive,
        max(campaign_tones.status) filter (campaign_tones.voice = 'quoted') as quoted_status,
        max(campaign_tones.sentences) filter (campaign_tones.voice = 'quoted') as quoted_sentences
    from campaign_tones
    inner join int_concerned_items
        on int_concerned_items.item_id = campaign_tones.item_id and int_concerned_items.sha256 = campaign_tones.sha256
    where campaign_tones.known_to is null
    group by campaign_tones.campaign, campaign_tones.item_id
),

final as (
    select
        by_item.campaign,
        by_item.item_id,
        fct_mentions.story_id,
        fct_mentions.event_id,
        fct_mentions.role,
        fct_mentions.placement,
        fct_mentions.phase,
        fct_mentions.published_date,
        fct_stories.item_id is not null as is_story_tone,
        true as is_experimental,
        by_item.method,
        fct_mentions.tone as overall_tone,
        by_item.* exclude (campaign, item_id, method)
    from by_item
    inner join fct_mentions
        on fct_mentions.campaign = by_item.campaign and fct_mentions.item_id = by_item.item_id
    left join fct_stories
        on fct_stories.campaign = by_item.campaign and fct_stories.item_id = by_item.item_id
)

select * from final;
comment on view fct_campaign_tones is
'Experimental, not validated by hand codes: tone towards a campaign in the latest revision of each item on it, of all passages that mention it, of the outlet''s own words there (own_) and of those that it quotes (quoted_), beside the overall tone; is_story_tone where it is its story''s, as that of the origin or the earliest full version.';

create or replace view fct_story_campaign_tones as
-- A story whose item was not scored yet has the status "not scored" in each voice.
with

voices as (
    select * from (values ('all'), ('outlet'), ('quoted')) as voices (voice)
),

final as (
    select
        fct_stories.campaign,
        fct_stories.story_id,
        fct_stories.phase,
        fct_stories.published_date,
        voices.voice,
        coalesce(fct_stories.tone, 'unknown') as overall_tone,
        case voices.voice
            when 'all' then fct_campaign_tones.campaign_tone
            when 'outlet' then fct_campaign_tones.own_tone
            else fct_campaign_tones.quoted_tone
        end as campaign_tone,
        coalesce(
            case voices.voice
                when 'all' then fct_campaign_tones.status
                when 'outlet' then fct_campaign_tones.own_status
                else fct_campaign_tones.quoted_status
            end,
            'not scored'
        ) as status,
        fct_campaign_tones.method,
        true as is_experimental
    from fct_stories
    cross join voices
    left join fct_campaign_tones
        on fct_campaign_tones.campaign = fct_stories.campaign and fct_campaign_tones.item_id = fct_stories.item_id
)

select * from final;
comment on view fct_story_campaign_tones is
'Experimental, not validated by hand codes: tone of each story towards a campaign by voice (all, outlet, quoted), beside its overall tone; both are those of its origin or earliest full version. Without a campaign_tone status says why.';

create or replace view fct_story_carriers as
-- An outlet carries a story once, however often it ran it; where an agency that is not collected wrote it, hours
-- are known from the first version alone. An aggregator's address may bear an earlier time than that of who wrote it.
with

ran as (
    select
        int_story_items.story_id,
        stg_items.outlet,
        any_value(stg_items.outlet_kind) as outlet_kind,
        any_value(int_story_items.origin) as origin,
        any_value(int_story_items.origin_method) as origin_method,
        min(stg_items.published_at) as carried_at,
        min_by(stg_items.item_id, (stg_items.published_at, stg_items.canonical_url)) as item_id,
        min_by(int_story_items.role, (stg_items.published_at, stg_items.canonical_url)) as role,
        min_by(int_story_items.containment, (stg_items.published_at, stg_items.canonical_url)) as containment
    from int_story_items
    inner join stg_items on stg_items.item_id = int_story_items.item_id
    group by int_story_items.story_id, stg_items.outlet
),

named as (
    select
        ran.*,
        wrote(ran.outlet_kind, stg_outlets.name, ran.origin) as is_origin
    from ran
    inner join stg_outlets on stg_outlets.outlet = ran.outlet
),

final as (
    select
        story_id,
        outlet,
        outlet_kind,
        item_id,
        role,
        containment,
        carried_at,
        row_number() over (partition by story_id order by carried_at, outlet) as position,
        epoch(carried_at - min(carried_at) over (partition by story_id)) / 3600 as hours_from_first,
        epoch(carried_at - min(carried_at) filter (is_origin) over (partition by story_id)) / 3600
            as hours_from_origin,
        is_origin,
        origin,
        origin_method
    from named
)

select * from final;
comment on view fct_story_carriers is
'Outlets that ran a story, each once, in order of time: with which version, in which role, how many hours after the first one collected and after that of who wrote it, where this was collected.';

create or replace view fct_messages as
with

final as (
    select
        messages_carried.campaign,
        messages_carried.item_id,
        messages_carried.message,
        messages_carried.place,
        messages_carried.phrase,
        messages_carried.form,
        messages_carried.method
    from messages_carried
    inner join int_concerned_items
        on int_concerned_items.item_id = messages_carried.item_id and int_concerned_items.sha256 = messages_carried.sha256
    where messages_carried.known_to is null and messages_carried.form <> 'semantic'
)

select * from final;
comment on view fct_messages is
'Messages that items carry in their latest revision: which, where (headline, lead, body, quote), by which phrase, verbatim or as a paraphrase.';

create or replace view fct_messages_by_meaning as
with

final as (
    select
        messages_carried.campaign,
        messages_carried.item_id,
        messages_carried.message,
        messages_carried.place,
        messages_carried.phrase,
        messages_carried.method
    from messages_carried
    inner join int_concerned_items
        on int_concerned_items.item_id = messages_carried.item_id and int_concerned_items.sha256 = messages_carried.sha256
    where messages_carried.known_to is null and messages_carried.form = 'semantic'
)

select * from final;
comment on view fct_messages_by_meaning is
'Candidates: messages that items seem to say in their latest revision in other words than the campaign''s, where, and near to which phrase. No figure counts them.';

create or replace view fct_message_fidelity as
-- A version is held against the story's first item on the campaign: its origin, or the earliest full version.
-- A text of which only headline and lead are known says nothing of what it leaves out, nor of what came in later.
with

versions as (
    select
        fct_mentions.campaign,
        fct_mentions.story_id,
        fct_mentions.item_id,
        fct_mentions.outlet,
        fct_stories.item_id as reference_item_id,
        fct_mentions.is_full,
        reference.is_full as is_reference_full
    from fct_mentions
    inner join fct_stories
        on fct_stories.campaign = fct_mentions.campaign and fct_stories.story_id = fct_mentions.story_id
    inner join fct_mentions as reference
        on reference.campaign = fct_stories.campaign and reference.item_id = fct_stories.item_id
    where fct_mentions.placement not in ('sponsored', 'owned') and fct_mentions.item_id <> fct_stories.item_id
),

own as (
    select distinct
        versions.campaign,
        versions.item_id,
        fct_messages.message,
        true as is_own,
        false as is_origins
    from versions
    inner join fct_messages
        on fct_messages.campaign = versions.campaign and fct_messages.item_id = versions.item_id
),

origins as (
    select distinct
        versions.campaign,
        versions.item_id,
        fct_messages.message,
        false as is_own,
        true as is_origins
    from versions
    inner join fct_messages
        on fct_messages.campaign = versions.campaign and fct_messages.item_id = versions.reference_item_id
),

compared as (
    select
        campaign,
        item_id,
        message,
        case
            when bool_or(is_own) and bool_or(is_origins) then 'kept'
            when bool_or(is_own) then 'added'
            else 'missing'
        end as state
    from (select * from own union all select * from origins) as found
    group by campaign, item_id, message
),

final as (
    select
        versions.campaign,
        versions.story_id,
        versions.item_id,
        versions.outlet,
        versions.reference_item_id,
        compared.message,
        compared.state
    from versions
    inner join compared on compared.campaign = versions.campaign and compared.item_id = versions.item_id
    where
        compared.state = 'kept'
        or (compared.state = 'missing' and versions.is_full)
        or (compared.state = 'added' and versions.is_reference_full)
)

select * from final;
comment on view fct_message_fidelity is
'What became of a story''s messages in each of its later versions, held against its first item on the campaign: kept, missing from this version, or added in it.';

create or replace view fct_item_levels as
with

final as (
    select
        item_places.item_id,
        item_places.level,
        item_places.evidence
    from item_places
    inner join stg_items on stg_items.item_id = item_places.item_id and stg_items.sha256 = item_places.sha256
    where item_places.known_to is null
)

select * from final;
comment on view fct_item_levels is
'Level of government of what an item reports in its latest revision (central, ministry, province, commune; empty where it names no body and no province), and the words that told it.';

create or replace macro is_main_place(part, places) as
part <> 'body' or len(list_filter(places, lambda named: named.part <> 'body')) = 0;

create or replace view fct_item_places as
-- What a headline or lead names, an item is about. Other provinces of its body are named in passing, unless
-- headline and lead name none.
with

named as (
    select
        item_places.item_id,
        item_places.places,
        unnest(item_places.places) as place
    from item_places
    inner join stg_items on stg_items.item_id = item_places.item_id and stg_items.sha256 = item_places.sha256
    where item_places.known_to is null
),

final as (
    select
        named.item_id,
        named.place.province as province,
        provinces.present,
        named.place.level as level,
        named.place.part as part,
        named.place.how as how,
        named.place.mentions as mentions,
        is_main_place(named.place.part, named.places) as is_main
    from named
    inner join provinces on provinces.province = named.place.province and provinces.known_to is null
)

select * from final;
comment on view fct_item_places is
'Provinces that items name in their latest revision: as they were on the day, at present, in which part first, by what found; is_main where headline or lead name it, or only the body names any.';

create or replace view int_concerned_places as
with

named as (
    select
        item_id,
        places,
        unnest(places) as place
    from int_concerned_items
),

final as (
    select
        named.item_id,
        provinces.present,
        is_main_place(named.place.part, named.places) as is_main
    from named
    inner join provinces on provinces.province = named.place.province and provinces.known_to is null
)

select * from final;
comment on view int_concerned_places is
'Provinces of today that the items of int_concerned_items name; is_main as in fct_item_places.';

create or replace view int_main_places as
select distinct
    fct_mentions.campaign,
    fct_mentions.item_id,
    int_concerned_places.present
from fct_mentions
inner join int_concerned_places using (item_id)
where int_concerned_places.is_main;
comment on view int_main_places is
'Provinces of today that items on a campaign are about: a page need not look through the places of all items.';

create or replace view fct_quotes as
with

final as (
    select
        quotes.campaign,
        concerned.story_id,
        concerned.event_id,
        quotes.item_id,
        concerned.outlet,
        concerned.placement,
        concerned.published_at,
        concerned.url,
        quotes.position,
        quote_statements.statement_id,
        quotes.office,
        quotes.is_office,
        quotes.said_on,
        quotes.verb,
        quotes.words,
        quotes.is_direct,
        quotes.messages
    from quotes
    inner join int_concerned_items as concerned
        on concerned.item_id = quotes.item_id and concerned.sha256 = quotes.sha256
    inner join stg_watched on stg_watched.campaign = quotes.campaign and stg_watched.site = concerned.site
    inner join quote_statements
        on
            quote_statements.campaign = quotes.campaign
            and quote_statements.item_id = quotes.item_id
            and quote_statements.sha256 = quotes.sha256
            and quote_statements.position = quotes.position
            and quote_statements.known_to is null
    where quotes.known_to is null
)

select * from final;
comment on view fct_quotes is
'What offices say in the latest revision of items on a campaign, by item and in the order of its text; the quotes of one statement_id are near the same words of one office. Nothing here is a tone, a rank or a trend.';

create or replace view fct_statement_fidelity as
-- As messages are: a version of which only headline and lead are known is not said to leave anything out.
with

said as (
    select
        campaign,
        story_id,
        item_id,
        statement_id,
        min(office) as office,
        min_by(words, position) as words
    from fct_quotes
    where placement not in ('sponsored', 'owned')
    group by campaign, story_id, item_id, statement_id
),

statements as (
    select
        campaign,
        story_id,
        statement_id,
        min(office) as office,
        min_by(words, item_id) as words
    from said
    group by campaign, story_id, statement_id
),

final as (
    select
        statements.campaign,
        statements.story_id,
        statements.statement_id,
        statements.office,
        coalesce(said.words, statements.words) as words,
        fct_mentions.item_id,
        fct_mentions.outlet,
        case when said.item_id is null then 'missing' else 'carried' end as state
    from statements
    inner join fct_mentions
        on
            fct_mentions.campaign = statements.campaign
            and fct_mentions.story_id = statements.story_id
            and fct_mentions.placement not in ('sponsored', 'owned')
    left join said
        on
            said.campaign = statements.campaign
            and said.item_id = fct_mentions.item_id
            and said.statement_id = statements.statement_id
    where said.item_id is not null or fct_mentions.is_full
)

select * from final;
comment on view fct_statement_fidelity is
'Every statement of a story by every version of it: carried, or missing from this version.';

create or replace view fct_revisions as
-- Of most items only one revision is known, and to put all in order would take most of the time.
with

revised as (
    select distinct item_id
    from items
    where known_to is not null
),

ordered as (
    select
        items.*,
        row_number() over revisions as revision,
        lag(items.sha256) over revisions as before_sha256,
        lag(items.title) over revisions as before_title
    from items
    inner join revised on revised.item_id = items.item_id
    window revisions as (partition by items.item_id order by items.known_from)
    union all
    select
        items.*,
        1 as revision,
        null as before_sha256,
        null as before_title
    from items
    where not exists (select 1 from revised where revised.item_id = items.item_id)
),

final as (
    select
        ordered.item_id,
        coalesce(stg_outlets.family, ordered.outlet) as outlet,
        ordered.url,
        ordered.revision,
        ordered.title,
        ordered.before_title,
        coalesce(ordered.title <> ordered.before_title, false) as is_headline_changed,
        ordered.sha256,
        text_changes.words_removed,
        text_changes.words_added,
        ordered.known_from,
        ordered.known_to
    from ordered
    left join stg_outlets on stg_outlets.outlet = ordered.outlet
    left join text_changes
        on
            text_changes.item_id = ordered.item_id
            and text_changes.before_sha256 = ordered.before_sha256
            and text_changes.sha256 = ordered.sha256
)

select * from final;
comment on view fct_revisions is
'Every revision of every item in order: its headline, the one before, and how many words were taken out and put in.';

create or replace view fct_missing as
-- Gone is what two answers a day apart say. Nothing here says why.
with

seen as (
    select
        item_id,
        max(fetched_at) filter (outcome <> 'gone') as seen_at
    from fetches
    group by item_id
),

missed as (
    select
        fetches.item_id,
        seen.seen_at,
        min(fetches.fetched_at) as missed_at,
        max(fetches.fetched_at) as last_missed_at
    from fetches
    inner join seen on seen.item_id = fetches.item_id
    where fetches.outcome = 'gone' and (seen.seen_at is null or fetches.fetched_at > seen.seen_at)
    group by fetches.item_id, seen.seen_at
),

-- The same text at another address of the outlet that still answers.
elsewhere as (
    select
        own.item_id,
        min(stg_items.url) as found_url
    from missed
    inner join stg_items as own on own.item_id = missed.item_id
    inner join story_items as own_story on own_story.item_id = own.item_id and own_story.known_to is null
    inner join story_items as other_story
        on
            other_story.story_id = own_story.story_id
            and other_story.item_id <> own_story.item_id
            and other_story.known_to is null
    inner join stg_items on stg_items.item_id = other_story.item_id and stg_items.outlet = own.outlet
    where
        own_story.containment >= 0.8
        and other_story.containment >= 0.8
        and stg_items.item_id not in (select item_id from missed)
    group by own.item_id
),

final as (
    select
        missed.item_id,
        stg_items.outlet,
        stg_items.title,
        stg_items.url,
        stg_items.published_at,
        missed.seen_at,
        missed.missed_at,
        missed.last_missed_at >= missed.missed_at + interval 24 hour as is_confirmed,
        elsewhere.found_url
    from missed
    inner join stg_items on stg_items.item_id = missed.item_id
    left join elsewhere on elsewhere.item_id = missed.item_id
)

select * from final;
comment on view fct_missing is
'Items no longer at their address: since when, whether a second try a day later confirmed it, and where the same text now stands at the outlet.';
