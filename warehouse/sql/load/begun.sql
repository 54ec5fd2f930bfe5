-- What is noted of the items of one transaction of a load: those that its batches tell of, those of them that were not
-- known before with their first capture, those whose revisions became others, those that were known before a batch of
-- articles came with when their first revision became known, and of which of them a method's answers came.
create or replace temp table touched_items (item_id varchar);

create or replace temp table new_items (item_id varchar, fetched_at timestamptz);

create or replace temp table revised_items (item_id varchar);

create or replace temp table seen_items (item_id varchar, first_known_from timestamptz);

create or replace temp table told_items (relation varchar, item_id varchar);
