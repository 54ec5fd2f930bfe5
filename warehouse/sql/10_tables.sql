-- Tables. Facts are append-only: known_from and known_to say when a row was what we knew, taken from the
-- batch, never from the clock of the load. Only what DuckLake also runs: no keys, checks or sequences; how a
-- column is packed is left out there.

create table if not exists schema_versions (
    version integer not null,
    applied_at timestamptz not null,
    sha256 varchar not null
);
comment on table schema_versions is 'Versions of this schema that were applied to this warehouse, with the hash of its statements as last applied.';

create table if not exists batches (
    batch varchar not null,
    sha256 varchar not null,
    rows bigint not null
);
comment on table batches is 'Parquet batches that have been loaded, with the hash of the bytes that were loaded last.';

create table if not exists purges (
    purged_at timestamptz not null,
    before_at timestamptz not null
);
comment on table purges is 'When texts fetched before which instant were cut down to excerpts.';

create table if not exists outlets (
    outlet varchar not null,
    name varchar not null,
    parent varchar,
    kind varchar not null,
    level varchar,
    governing_body varchar,
    province varchar,
    expected_items_per_day double,
    known_from timestamptz not null,
    known_to timestamptz,
    ended_date date
);
alter table outlets add column if not exists ended_date date;
comment on table outlets is 'The outlet register as it was known; a sub-site names its parent.';

create table if not exists audiences (
    outlet varchar not null,
    audience bigint,
    population bigint,
    share double not null,
    base varchar not null,
    time_unit varchar not null,
    source varchar not null,
    source_url varchar,
    as_of_date date not null,
    via varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table audiences is
'What others measured of outlets'' audiences: the share (0 to 1) of a population, named by base, that an outlet reached within one time_unit (day, week, month), by which source, on which day; via is import or register, which gives no numbers of people.';

create table if not exists tone_models (
    method varchar not null,
    tier varchar not null,
    trained_on date not null,
    n bigint not null,
    judged_on varchar not null,
    n_judged bigint,
    macro_f1 double,
    low double,
    high double,
    accuracy double,
    calibration_error double,
    sure_from double,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table tone_models is
'Tone models by the method that stands with each tone: of which tier (fast and precise give overall tone, campaign the tone towards a campaign), trained on which day on how many texts, and how well they give the labels of texts they were not trained on (judged_on: later days, or other campaigns): macro-F1 with its 95 % interval from low to high, accuracy, expected calibration error; a tone is sure from the probability sure_from on. Empty is what a model''s card does not say.';

create table if not exists campaigns (
    campaign varchar not null,
    sha256 varchar not null,
    name_vi varchar not null,
    name_en varchar not null,
    query varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaigns is 'Campaign files, by id and hash of what is looked for.';

create table if not exists phases (
    campaign varchar not null,
    phase varchar not null,
    name_vi varchar not null,
    name_en varchar not null,
    from_date date not null,
    to_date date not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table phases is 'Phases of a campaign; both dates are Vietnam days and belong to the phase.';

create table if not exists campaign_messages (
    campaign varchar not null,
    message varchar not null,
    name_vi varchar not null,
    name_en varchar not null,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_messages is 'Messages that a campaign wants to come through, in the order of its file.';

create table if not exists campaign_workstreams (
    campaign varchar not null,
    workstream varchar not null,
    name_vi varchar not null,
    name_en varchar not null,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_workstreams is 'Workstreams of a campaign, in the order of its file; which items are on each is in mentions.workstreams.';

create table if not exists campaign_tasks (
    campaign varchar not null,
    task varchar not null,
    workstream varchar not null,
    name varchar not null,
    lead varchar not null,
    coordinating varchar[] not null,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_tasks is 'Tasks of a campaign''s workstreams with the offices that lead and coordinate, in the order of its file.';

create table if not exists campaign_activities (
    campaign varchar not null,
    activity varchar not null,
    task varchar not null,
    title varchar not null,
    activity_date date not null,
    from_date date not null,
    to_date date not null,
    place varchar,
    provinces varchar[] not null,
    intended_weight double,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_activities is
'Planned activities of a campaign''s tasks, in the order of its file: the Vietnam day, the days (both included) on which coverage counts as the activity''s own, the provinces of today that its place names, and the weight it was meant to have (empty where nobody planned one).';

create table if not exists campaign_scenarios (
    campaign varchar not null,
    scenario varchar not null,
    name varchar not null,
    responsible varchar not null,
    text varchar not null,
    checked_date date not null,
    provinces varchar[] not null,
    from_date date,
    to_date date,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_scenarios is
'Situations that a campaign is prepared for: the office that answers, the text prepared and the Vietnam day it was checked, the provinces of today of which an item must name one (empty for all), first and last day of publication (empty for no limit).';

create table if not exists campaign_claims (
    campaign varchar not null,
    claim varchar not null,
    wording varchar not null,
    source varchar not null,
    checked_date date not null,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_claims is
'Claims that a campaign watches for, in neutral words, each with the official page that settles it and the Vietnam day on which that was checked.';

create table if not exists campaign_outlets (
    campaign varchar not null,
    outlet varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_outlets is 'Outlets a campaign watches; a campaign without rows watches all that were visited.';

create table if not exists items (
    item_id varchar not null,
    outlet varchar not null,
    url varchar not null,
    canonical_url varchar not null,
    title varchar not null using compression zstd,
    title_hash varchar not null,
    lead varchar not null using compression zstd,
    body varchar not null using compression zstd,
    section varchar,
    credit varchar,
    credit_line varchar,
    photo_credit varchar[] not null,
    placement varchar not null,
    genre varchar,
    published_at timestamptz not null,
    published_method varchar not null,
    published_precision varchar not null,
    published_date date not null,
    first_seen_at timestamptz not null,
    fetched_at timestamptz not null,
    via varchar not null,
    scan_date date,
    fallbacks varchar[] not null,
    sha256 varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table items is 'Articles, one row a revision; item_id is a hash of outlet and canonical address.';

create table if not exists captures (
    item_id varchar not null,
    fetched_at timestamptz not null,
    sha256 varchar not null
);
comment on table captures is
'Captures of an item''s page that found the text of the one before, with its hash: revisions are the runs of captures with one text, and the first capture of each run is noted by known_from of its row in items alone.';

create table if not exists rejected (
    outlet varchar not null,
    canonical_url varchar not null,
    title_hash varchar not null,
    url varchar not null,
    title varchar not null,
    published_at timestamptz,
    reason varchar not null,
    detail varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table rejected is 'Entries that came in and are no item, each with its reason.';

create table if not exists scans (
    outlet varchar not null,
    source varchar not null,
    source_kind varchar not null,
    scanned_at timestamptz not null,
    state varchar not null,
    reason varchar not null,
    entries integer not null,
    oldest_at timestamptz,
    newest_at timestamptz,
    scan_date date
);
comment on table scans is 'Visits of feeds, sitemaps and section pages, and scans found in archived feeds: the evidence of collection.';

create table if not exists sightings (
    item_id varchar not null,
    outlet varchar not null,
    canonical_url varchar not null,
    source varchar not null,
    source_kind varchar not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null
);
comment on table sightings is
'Which feed, sitemap or section page announced an article, with the first and the last visit that saw it there.';

create table if not exists tones (
    item_id varchar not null,
    sha256 varchar not null,
    label varchar,
    p_negative double,
    p_neutral double,
    p_positive double,
    tier varchar not null,
    method varchar not null,
    status varchar not null,
    words integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table tones is 'Overall tone of headline and lead by the machine, one row a revision, tier (fast, or precise for items on a campaign) and method.';

create table if not exists provinces (
    province varchar not null,
    first_date date,
    last_date date,
    present varchar not null,
    position integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table provinces is
'Provinces and centrally run cities by every name since 2008, the days (Vietnam, empty: no limit) on which they were there, and the one of today that they are or lie in.';

create table if not exists item_places (
    item_id varchar not null,
    sha256 varchar not null,
    level varchar,
    evidence varchar,
    places struct(province varchar, level varchar, part varchar, how varchar[], mentions integer)[] not null,
    method varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table item_places is
'Provinces that items name, as they were on the day of publication, and the level of government of what is reported; one row a revision and method.';

create table if not exists mentions (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    terms varchar[] not null,
    hits integer not null,
    workstreams varchar[] not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table mentions is 'Items that match a campaign''s query, with the terms that were found.';

create table if not exists messages_carried (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    message varchar not null,
    place varchar not null,
    phrase varchar not null,
    form varchar not null,
    method varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table messages_carried is
'Messages found in items: which, where (headline, lead, body; quote beside the last two where it is in quoted words), by which phrase, and whether verbatim, as a paraphrase or by meaning (semantic).';

create table if not exists campaign_tones (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    voice varchar not null,
    label varchar,
    p_negative double,
    p_neutral double,
    p_positive double,
    method varchar not null,
    status varchar not null,
    passages integer not null,
    sentences integer not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table campaign_tones is
'Experimental, not validated by hand codes: tone towards a campaign in the passages that mention it, one row a revision, voice (all, outlet for its own words, quoted) and method. Without a label status says why (empty: this voice says nothing there; other language); passages and sentences are what the tone was read from.';

create table if not exists activities_found (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    activity varchar not null,
    term varchar not null,
    place varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table activities_found is
'Terms of planned activities found in items on a campaign, whenever published: which activity, by which term, and the first part (headline, lead, body) that holds it. What coverage is an activity''s own is in fct_activity_coverage.';

create table if not exists prepared_found (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    kind varchar not null,
    subject varchar not null,
    terms varchar[] not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table prepared_found is
'Items, on the campaign or not, in which the query of one of its scenarios or claims (kind, subject) was found, with the terms; places and days of a scenario are asked in fct_prepared.';

create table if not exists quotes (
    campaign varchar not null,
    campaign_sha256 varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    position integer not null,
    office varchar not null,
    is_office boolean not null,
    said_on date,
    verb varchar not null,
    words varchar not null,
    is_direct boolean not null,
    messages varchar[] not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table quotes is
'What offices say in items on a campaign, in the order of the text: an excerpt of the words, without any person''s name, and the messages in them. Speakers without an office are kept by role (is_office false) or not at all; said_on is a Vietnam day.';

create table if not exists quote_statements (
    campaign varchar not null,
    item_id varchar not null,
    sha256 varchar not null,
    position integer not null,
    statement_id varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table quote_statements is
'Which quotes are one statement: near the same words of one office in the items of one event.';

create table if not exists stories (
    story_id varchar not null,
    first_item_id varchar not null,
    event_id varchar not null,
    origin varchar not null,
    origin_method varchar not null,
    origin_evidence varchar[] not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table stories is 'Independent texts: a wire story with its reprints and rewrites is one.';

create table if not exists story_items (
    item_id varchar not null,
    story_id varchar not null,
    role varchar not null,
    containment double not null,
    reuses varchar,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table story_items is 'Which item belongs to which story, in which role.';

create table if not exists grouped_items (
    number bigint not null,
    item_id varchar not null,
    published_at timestamptz not null,
    story_id varchar,
    event_id varchar
);
alter table grouped_items drop column if exists canonical_url;
comment on table grouped_items is
'Items as they stood when they were last assigned to a story; number, a hash of item_id and sha256, names the sketch of the text.';

create table if not exists grouped_outlets (
    outlet varchar not null,
    name varchar not null,
    kind varchar not null
);
comment on table grouped_outlets is 'Outlets, sub-sites with their parent''s name, as they stood when origins were last named.';

create table if not exists events (
    event_id varchar not null,
    central_story_id varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table events is
'Events, each with the story that is most like its others: its headline is the event''s label.';

create table if not exists measures (
    campaign varchar not null,
    name varchar not null,
    segment varchar not null,
    unit varchar not null,
    value double,
    low double,
    high double,
    n bigint not null,
    method varchar not null,
    status varchar not null,
    reason varchar not null,
    from_date date not null,
    to_date date not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table measures is 'Stored measures, each with interval, n, method and status; segment is all, a phase id, or kind:name of another segment of fct_item_segments, of which shares of the tones and consensus are stored.';

create table if not exists reach (
    campaign varchar not null,
    kind varchar not null,
    name varchar not null,
    base varchar not null,
    time_unit varchar not null,
    low double,
    high double,
    random_duplication double,
    opportunities double,
    outlets bigint not null,
    known_outlets bigint not null,
    sources varchar[] not null,
    oldest_date date,
    newest_date date,
    status varchar not null,
    reason varchar not null,
    from_date date not null,
    to_date date not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table reach is
'Stored net reach of segments (kind, name as in fct_item_segments) as shares of a population (base) within one time_unit: the band from low to high, which holds whatever the duplication; what it is if audiences overlap at random; opportunities to see a head of the population, for daily audiences; of how many of the outlets that covered the audience is known, from which sources, measured between which days.';

create table if not exists fetches (
    item_id varchar not null,
    outlet varchar not null,
    canonical_url varchar not null,
    fetched_at timestamptz not null,
    outcome varchar not null
);
comment on table fetches is
'Answers to requests for articles: page, same (unchanged since the last page), gone (no longer at this address), or item (a feed item from an import, without a page).';

create table if not exists text_changes (
    item_id varchar not null,
    before_sha256 varchar not null,
    sha256 varchar not null,
    words_removed integer not null,
    words_added integer not null
);
comment on table text_changes is
'Size of the change from one revision of an item to the next, in words that only one of the two has.';

create table if not exists draws (
    draw varchar not null,
    campaign varchar not null,
    from_date date not null,
    to_date date not null,
    seed bigint not null,
    guide varchar not null,
    story_id varchar not null,
    item_id varchar not null,
    stratum varchar not null,
    inclusion_probability double not null,
    is_double boolean not null,
    position integer not null,
    known_from timestamptz not null
);
comment on table draws is
'Stories drawn at random to be coded, one row a story, in the random order of coding: from which period, by which seed, in which stratum, with which chance, and whether two people code it.';

create table if not exists codes (
    draw varchar not null,
    campaign varchar not null,
    story_id varchar not null,
    item_id varchar not null,
    stratum varchar not null,
    inclusion_probability double not null,
    code varchar not null,
    coder varchar not null,
    is_third_look boolean not null,
    known_from timestamptz not null
);
comment on table codes is 'How people coded drawn stories, by pseudonym; known_from is when they did.';

create table if not exists corrections (
    campaign varchar not null,
    item_id varchar not null,
    was varchar not null,
    tone varchar not null,
    why varchar not null,
    role varchar not null,
    coder varchar not null,
    known_from timestamptz not null
);
comment on table corrections is
'Tones that people put in the place of the machine''s on screens and lists; no random codes, and no part of any estimate.';

create table if not exists undos (
    campaign varchar not null,
    undone varchar not null,
    draw varchar,
    item_id varchar not null,
    coder varchar not null,
    made_at timestamptz not null,
    who varchar not null,
    known_from timestamptz not null
);
comment on table undos is
'Codes and corrections that were taken back: which one, and from when on it counts no more.';

create table if not exists rejected_codings (
    file varchar not null,
    line integer not null,
    reason varchar not null,
    text varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table rejected_codings is
'Lines of codings/ that can''t be read or speak of what is not known, each with its reason; they are read again at every load.';

create table if not exists contrasts (
    campaign varchar not null,
    comparison varchar not null,
    is_planned boolean not null,
    kind varchar not null,
    a varchar not null,
    b varchar not null,
    measure varchar not null,
    unit varchar not null,
    value double,
    low double,
    high double,
    p_value double,
    p_adjusted double,
    n bigint not null,
    method varchar not null,
    status varchar not null,
    reason varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table contrasts is
'Comparisons of b with a: those a campaign''s file planned beforehand, adjusted together after Holm, and exploratory ones of neighbouring phases.';

create table if not exists change_points (
    campaign varchar not null,
    change_date date not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table change_points is
'First Vietnam days of another level in the daily stories of the panel''s outlets, exploratory.';

create table if not exists searched_items (
    item_id varchar not null,
    words varchar not null using compression zstd
);
alter table searched_items drop column if exists sha256;
comment on table searched_items is
'Words of each item''s latest revision (headline, lead, body) in small letters without diacritics, one space apart, for search.';

create table if not exists alerts (
    alert varchar not null,
    campaign varchar not null,
    rule varchar not null,
    subject varchar not null,
    alert_date date not null,
    observed bigint not null,
    expected double,
    threshold bigint not null,
    tail double,
    rate double,
    n bigint not null,
    baseline_from date,
    baseline_to date,
    day_state varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table alerts is
'What called for a look, as it was when it did: by which rule, of what, on which day, and on what basis. The id follows from campaign, rule, subject and day, so that the same is raised once. Count rules: stories, negative, copies; others: scenario, claim, message, silence.';

create table if not exists alert_items (
    alert varchar not null,
    item_id varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table alert_items is
'Items of which an alert tells, one a story; stories of a scenario or claim that come later on the day of an alert are added to it.';

create table if not exists alert_rules (
    campaign varchar not null,
    rule varchar not null,
    subject varchar not null,
    alert_date date not null,
    status varchar not null,
    observed bigint not null,
    expected double,
    threshold bigint,
    tail double,
    rate double,
    n bigint not null,
    baseline_from date,
    baseline_to date,
    day_state varchar not null,
    reason varchar not null,
    known_from timestamptz not null,
    known_to timestamptz
);
comment on table alert_rules is
'What each count rule and each watch for an absence came to when it was last asked: alert, quiet, or not_judged with the reason. Columns as in alerts.';

create table if not exists acknowledgements (
    campaign varchar not null,
    alert varchar not null,
    action varchar not null,
    finding varchar,
    why varchar not null,
    who varchar not null,
    known_from timestamptz not null
);
comment on table acknowledgements is
'What people did about alerts, by pseudonym or role: acknowledged, or closed with a finding (happened or nothing); known_from is when.';

create table if not exists comments (
    campaign varchar not null,
    period varchar not null,
    figure varchar not null,
    office varchar not null,
    text varchar not null,
    written_at timestamptz not null,
    known_from timestamptz not null
);
comment on table comments is
'What offices say in writing about figures of draft reports, by office and never by person; known_from is when it was taken in.';

-- What views of visits show, kept from one run to the next: these would go through the visits of years each time.

create table if not exists kept_visit_days (
    outlet varchar not null,
    day_date date not null,
    visits_ok bigint not null,
    last_visit_at timestamptz not null,
    last_readable_at timestamptz,
    failures varchar,
    first_failure varchar,
    last_state varchar,
    last_sources bigint,
    last_sources_not_ok bigint
);
comment on table kept_visit_days is 'Rows of int_visit_days as they were last worked out; a snapshot has them in its place.';

create table if not exists kept_scan_spans (
    outlet varchar not null,
    from_at timestamptz not null,
    to_at timestamptz not null
);
comment on table kept_scan_spans is 'Rows of int_scan_spans as they were last worked out; a snapshot has them in its place.';

create table if not exists kept_watched_outlets (
    outlet varchar not null,
    first_at timestamptz not null,
    last_at timestamptz not null
);
comment on table kept_watched_outlets is
'Rows of int_watched_outlets as they were last worked out; a snapshot has them in its place.';

create table if not exists kept_outlet_days (
    outlet varchar not null,
    day_date date not null,
    watched_hours double not null,
    covered_hours double not null,
    is_gap boolean not null,
    days_known bigint not null,
    good_days bigint not null,
    is_in_panel boolean not null
);
comment on table kept_outlet_days is 'Rows of int_outlet_days as they were last worked out; a snapshot has them in its place.';

create table if not exists kept_concerned_items (
    item_id varchar not null,
    site varchar not null,
    url varchar not null,
    canonical_url varchar not null,
    title varchar not null using compression zstd,
    placement varchar not null,
    genre varchar,
    published_at timestamptz not null,
    published_date date not null,
    first_seen_at timestamptz not null,
    via varchar not null,
    sha256 varchar not null,
    outlet varchar not null,
    outlet_kind varchar,
    outlet_level varchar,
    province varchar,
    is_full boolean not null,
    story_id varchar not null,
    role varchar not null,
    event_id varchar,
    origin varchar not null,
    origin_method varchar not null,
    is_first boolean not null,
    tone varchar,
    p_negative double,
    p_neutral double,
    p_positive double,
    tone_status varchar,
    tone_method varchar,
    reported_level varchar,
    places struct(province varchar, level varchar, part varchar, how varchar[], mentions integer)[]
);
comment on table kept_concerned_items is
'Rows of int_concerned_items as they were last worked out, without those of items that a load touched since; a snapshot has them in its place.';

create table if not exists kept_items_from (
    state varchar not null
);
comment on table kept_items_from is
'What kept_concerned_items was last worked out from besides items: outlets, and the statements of its view.';

-- Where another version wrote in between, its loads took nothing away of what is kept.
delete from kept_items_from;

create table if not exists kept_from (
    scans bigint not null,
    state varchar not null
);
comment on table kept_from is
'What the tables kept_... were last worked out from: how many rows scans had, and what else they depend on.';
