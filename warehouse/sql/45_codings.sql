-- What people decided. A view here never says who.

create or replace view int_standing_codes as
with

final as (
    select *
    from codes
    where not exists (
        select 1
        from undos
        where
            undos.undone = 'code'
            and undos.draw = codes.draw
            and undos.campaign = codes.campaign
            and undos.item_id = codes.item_id
            and undos.coder = codes.coder
            and undos.made_at = codes.known_from
    )
)

select * from final;
comment on view int_standing_codes is 'Codes that were not taken back.';

create or replace view int_first_codes as
with

own as (
    select *
    from int_standing_codes
    where not is_third_look
    qualify row_number() over (partition by draw, item_id, coder order by known_from, code) = 1
),

final as (
    select
        draw,
        item_id,
        code,
        row_number() over (partition by draw, item_id order by known_from, coder) as position
    from own
)

select * from final;
comment on view int_first_codes is
'The first code that each person gave a drawn story, numbered in order of time: what the agreement of coders is computed from.';

create or replace view int_settled_codes as
-- What two people code alike is settled; a third look settles the rest, and has the last word.
with

firsts as (
    select
        draw,
        item_id,
        count(*) as coders,
        min(code) as one_code,
        max(code) as other_code
    from int_first_codes
    where position <= 2
    group by draw, item_id
),

thirds as (
    select
        draw,
        item_id,
        max_by(code, (known_from, coder)) as code
    from int_standing_codes
    where is_third_look
    group by draw, item_id
),

found as (
    select
        draws.*,
        coalesce(firsts.coders, 0) as coders,
        thirds.code is not null as has_third_look,
        nullif(
            coalesce(
                thirds.code,
                case
                    when firsts.one_code = firsts.other_code and (firsts.coders = 2 or not draws.is_double)
                        then firsts.one_code
                end
            ),
            'unsure'
        ) as code
    from draws
    left join firsts on firsts.draw = draws.draw and firsts.item_id = draws.item_id
    left join thirds on thirds.draw = draws.draw and thirds.item_id = draws.item_id
),

final as (
    select
        campaign,
        draw,
        from_date,
        to_date,
        guide,
        story_id,
        item_id,
        stratum,
        inclusion_probability,
        is_double,
        position,
        known_from as drawn_at,
        coders,
        code,
        case
            when code is not null then 'settled'
            when has_third_look then 'third'
            when coders = 0 then 'open'
            when is_double and coders = 1 then 'second'
            else 'third'
        end as state
    from found
)

select * from final;
comment on view int_settled_codes is
'Drawn stories with the code that counts (Y), empty until it is settled; state: settled, open (no code yet), second (waits for a second person), third (disagreement or unsure, waits for a third look).';

create or replace view fct_codes as
-- By the story that the coded item belongs to now; of several coded items of one story the first drawn counts.
with

final as (
    select
        int_settled_codes.campaign,
        int_concerned_items.story_id,
        int_settled_codes.item_id,
        int_settled_codes.draw,
        int_settled_codes.stratum,
        int_settled_codes.inclusion_probability,
        int_settled_codes.code,
        int_settled_codes.state
    from int_settled_codes
    inner join int_concerned_items on int_concerned_items.item_id = int_settled_codes.item_id
    qualify
        row_number() over (
            partition by int_settled_codes.campaign, int_concerned_items.story_id
            order by int_settled_codes.code is null, int_settled_codes.drawn_at, int_settled_codes.item_id
        ) = 1
)

select * from final;
comment on view fct_codes is 'Drawn stories of a campaign as they are grouped now, each once, with the settled hand code.';

create or replace view fct_corrections as
with

final as (
    select
        campaign,
        item_id,
        was,
        tone,
        why,
        role,
        known_from as corrected_at
    from corrections
    where not exists (
        select 1
        from undos
        where
            undos.undone = 'correction'
            and undos.campaign = corrections.campaign
            and undos.item_id = corrections.item_id
            and undos.coder = corrections.coder
            and undos.made_at = corrections.known_from
    )
    qualify row_number() over (partition by campaign, item_id order by known_from desc, tone) = 1
)

select * from final;
comment on view fct_corrections is
'The last correction of each item on a campaign that was not taken back: what is shown instead of the machine''s tone, and never enters an estimate.';

create or replace view rpt_corrections as
with

final as (
    select
        campaign,
        was,
        tone,
        count(*) as items
    from fct_corrections
    where tone <> was
    group by campaign, was, tone
)

select * from final;
comment on view rpt_corrections is 'Corrections by direction: from the machine''s tone to that of people, in items.';

create or replace view rpt_tones as
with

shown as (
    select
        fct_stories.campaign,
        fct_stories.tone as machine,
        coalesce(fct_corrections.tone, fct_stories.tone) as corrected
    from fct_stories
    left join fct_corrections
        on fct_corrections.campaign = fct_stories.campaign and fct_corrections.item_id = fct_stories.item_id
    where fct_stories.tone is not null
),

labels as (
    select
        campaign,
        machine as tone,
        1 as by_machine,
        0 as with_corrections
    from shown
    union all
    select
        campaign,
        corrected as tone,
        0 as by_machine,
        1 as with_corrections
    from shown
),

final as (
    select
        campaign,
        tone,
        cast(sum(by_machine) as bigint) as by_machine,
        cast(sum(with_corrections) as bigint) as with_corrections
    from labels
    group by campaign, tone
)

select * from final;
comment on view rpt_tones is
'Stories on a campaign by tone: as the machine gave it, and as it is shown with people''s corrections; neither is an estimate.';

create or replace view int_code_pairs as
with

final as (
    select
        draw,
        item_id,
        min(code) as one_code,
        max(code) as other_code
    from int_first_codes
    where position <= 2
    group by draw, item_id
    having count(*) = 2
)

select * from final;
comment on view int_code_pairs is 'The first two codes of each story of a draw that two people coded, in alphabetical order.';

create or replace view rpt_coding as
with

final as (
    select
        int_settled_codes.campaign,
        int_settled_codes.draw,
        int_settled_codes.from_date,
        int_settled_codes.to_date,
        int_settled_codes.guide,
        min(int_settled_codes.drawn_at) as drawn_at,
        count(*) as stories,
        count(*) filter (int_settled_codes.state = 'settled') as settled,
        count(*) filter (int_settled_codes.state = 'open') as open,
        count(*) filter (int_settled_codes.state = 'second') as waiting_second,
        count(*) filter (int_settled_codes.state = 'third') as waiting_third,
        count(*) filter (int_settled_codes.code = 'not_about_campaign') as not_about_campaign,
        count(int_code_pairs.item_id) as double_coded,
        count(*) filter (int_code_pairs.one_code = int_code_pairs.other_code) as coded_alike
    from int_settled_codes
    left join int_code_pairs
        on int_code_pairs.draw = int_settled_codes.draw and int_code_pairs.item_id = int_settled_codes.item_id
    group by
        int_settled_codes.campaign,
        int_settled_codes.draw,
        int_settled_codes.from_date,
        int_settled_codes.to_date,
        int_settled_codes.guide
)

select * from final;
comment on view rpt_coding is
'Progress of each draw: stories settled, not coded yet, waiting for a second person or a third look, and plain agreement (coded_alike of double_coded).';

create or replace view rpt_coding_pairs as
with

final as (
    select
        draws.campaign,
        draws.guide,
        int_code_pairs.one_code,
        int_code_pairs.other_code,
        count(*) as stories
    from int_code_pairs
    inner join draws on draws.draw = int_code_pairs.draw and draws.item_id = int_code_pairs.item_id
    group by draws.campaign, draws.guide, int_code_pairs.one_code, int_code_pairs.other_code
)

select * from final;
comment on view rpt_coding_pairs is
'Double-coded stories by the two first codes, in the order of the alphabet: which classes coders mix up.';

create or replace view rpt_rejected_codings as
with

final as (
    select
        file,
        line,
        reason,
        text,
        known_from
    from rejected_codings
    where known_to is null
)

select * from final;
comment on view rpt_rejected_codings is
'Lines of codings/ that are not counted, each with file, line and reason.';

create or replace view rpt_comments as
with

final as (
    select
        campaign,
        period,
        figure,
        office,
        text,
        written_at,
        known_from
    from comments
)

select * from final;
comment on view rpt_comments is
'What offices say in writing about a draft report, by period and figure of it.';
