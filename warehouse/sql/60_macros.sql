-- For analysts. A macro can't take a COMMENT everywhere, so their descriptions are a table of their own.

create or replace macro items_as_of(instant) as table
select * from items where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro mentions_as_of(instant) as table
select * from mentions where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro tones_as_of(instant) as table
select * from tones where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro stories_as_of(instant) as table
select * from stories where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro story_items_as_of(instant) as table
select * from story_items where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro measures_as_of(instant) as table
select * from measures where known_from <= instant and (known_to is null or known_to > instant);

create or replace macro codes_as_of(instant) as table
select * from codes where known_from <= instant;

create or replace macro segment_items(of_campaign, segments) as table
select item_id from fct_item_segments
where campaign = of_campaign and list_contains(cast(segments as varchar[]), kind || ':' || name)
group by item_id
having count(*) = any_value(len(cast(segments as varchar[])));

create or replace view macro_descriptions as
select * from (
    values
        ('items_as_of(instant)', 'Items in the revision that was known at an instant: from items_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('mentions_as_of(instant)', 'Items on campaigns as they were known at an instant: from mentions_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('tones_as_of(instant)', 'Tones as they were known at an instant: from tones_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('stories_as_of(instant)', 'Stories with origin and event as they were known at an instant: from stories_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('story_items_as_of(instant)', 'Which item belonged to which story at an instant: from story_items_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('measures_as_of(instant)', 'Stored measures as they were known at an instant: from measures_as_of(timestamptz ''2026-01-20 08:00:00+07'').'),
        ('segment_items(of_campaign, segments)', 'Items of a campaign that are in all of some segments of fct_item_segments: from segment_items(''dai-hoi-xiv'', [''outlet_kind:newspaper'', ''province:Hà Nội'']).'),
        ('codes_as_of(instant)', 'Codes that people had given by an instant: from codes_as_of(timestamptz ''2026-01-20 08:00:00+07'').')
) as descriptions (macro, description);
comment on view macro_descriptions is 'What each macro gives.';
