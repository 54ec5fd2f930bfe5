-- For analysts. A macro can't take a COMMENT everywhere, so their descriptions are a table of their own.

create or replace macro items_as_of(instant) as table
select * from items where known_from <= instant and (known_to is null or known_to > instant);

create or replace view macro_descriptions as
select * from (
    values
        ('items_as_of(instant)', 'Items in the revision that was known at an instant: from items_as_of(timestamptz ''2026-01-20 08:00:00+07'').')
) as descriptions (macro, description);
comment on view macro_descriptions is 'What each macro gives.';
