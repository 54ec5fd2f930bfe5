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
select * from codes
where
    known_from <= instant
    and not exists (
        select 1
        from undos
        where
            undos.known_from <= instant
            and undos.undone = 'code'
            and undos.draw = codes.draw
            and undos.campaign = codes.campaign
            and undos.item_id = codes.item_id
            and undos.coder = codes.coder
            and undos.made_at = codes.known_from
    );

create or replace macro segment_items(of_campaign, segments) as table
-- By the name alone first, which takes a third of the time: few rows are left to be put together.
select item_id from fct_item_segments
where
    campaign = of_campaign
    and list_contains(list_transform(cast(segments as varchar[]), lambda one: one[strpos(one, ':') + 1:]), name)
    and list_contains(cast(segments as varchar[]), kind || ':' || name)
group by item_id
-- A segment named twice is one.
having count(*) = any_value(len(list_distinct(cast(segments as varchar[]))));

-- Measures over lists of counts in the order of the scale, equal to those of warehouse/measures; NULL of nothing, and
-- where these refuse: of negative, infinite and unknown counts, of too few, and of audiences that are no shares.

create or replace macro are_counts(counts) as
coalesce(
    list_min(counts) >= 0
    and isfinite(cast(list_max(counts) as double))
    and len(list_filter(counts, lambda n: n is not null)) = len(counts),
    false
);

create or replace macro filled_before(filled, place) as coalesce(list_sum(filled[1:place - 1]), 0);

create or replace macro filled_after(filled, place) as coalesce(list_sum(filled[place + 1:]), 0);

create or replace macro triples_with_one_peak(filled) as
list_sum(list_transform(
    range(1, len(filled) + 1),
    lambda i: (1 - filled[i]) * (
        filled_before(filled, i) * (filled_before(filled, i) - 1)
        + filled_after(filled, i) * (filled_after(filled, i) - 1)
    ) / 2
));

create or replace macro triples_with_two_peaks(filled) as
list_sum(list_transform(
    range(1, len(filled) + 1),
    lambda i: (1 - filled[i]) * filled_before(filled, i) * filled_after(filled, i)
));

create or replace macro agreement_of_layer(filled) as
-- Van der Eijk's triples of a 0/1 pattern, counted at its empty places by what is filled on either side.
case
    when list_sum(filled) = 1 then 1.0
    else
        coalesce(
            (
                (len(filled) - 2) * triples_with_one_peak(filled)
                - (len(filled) - 1) * triples_with_two_peaks(filled)
            )
            / nullif(
                (len(filled) - 2) * (triples_with_one_peak(filled) + triples_with_two_peaks(filled)),
                0
            ),
            0
        )
        * (1 - (list_sum(filled) - 1) / (len(filled) - 1))
end;

create or replace macro layers(counts) as
list_sort(list_distinct(list_filter(cast(counts as double[]), lambda n: n > 0)));

create or replace macro agreement(counts) as
case when are_counts(counts) and len(counts) > 1 then list_sum(list_transform(
    range(1, len(layers(counts)) + 1),
    lambda k: (layers(counts)[k] - case when k = 1 then 0 else layers(counts)[k - 1] end)
    * len(list_filter(cast(counts as double[]), lambda n: n >= layers(counts)[k]))
    / list_sum(cast(counts as double[]))
    * agreement_of_layer(
        list_transform(cast(counts as double[]), lambda n: case when n >= layers(counts)[k] then 1 else 0 end)
    )
)) end;

create or replace macro mean_place(counts) as
list_sum(list_transform(range(1, len(counts) + 1), lambda i: counts[i] * (i - 1)))
/ nullif(cast(list_sum(counts) as double), 0);

create or replace macro tastle_wierman(counts) as
case when are_counts(counts) and len(counts) > 1 then 1 + list_sum(list_transform(
    list_filter(range(1, len(counts) + 1), lambda i: counts[i] > 0),
    lambda i: counts[i] / cast(list_sum(counts) as double)
    * log2(1 - abs(i - 1 - mean_place(counts)) / (len(counts) - 1))
)) end;

create or replace macro opposed_pairs(counts) as
case when are_counts(counts) and len(counts) = 3 and list_sum(counts) > 1
        then 2.0 * counts[1] * counts[3] / (list_sum(counts) * (list_sum(counts) - 1))
end;

create or replace macro hill(counts, q) as
case
    when not are_counts(counts) or q < 0 then null
    when q = 1 then exp(-list_sum(list_transform(
        list_filter(cast(counts as double[]), lambda n: n > 0),
        lambda n: n / list_sum(cast(counts as double[])) * ln(n / list_sum(cast(counts as double[])))
    )))
    else pow(
        list_sum(list_transform(
            list_filter(cast(counts as double[]), lambda n: n > 0),
            lambda n: pow(n / list_sum(cast(counts as double[])), q)
        )),
        1.0 / nullif(1 - q, 0)
    )
end;

create or replace macro are_shares(audiences) as
coalesce(list_min(audiences) >= 0 and list_max(audiences) <= 1, true);

create or replace macro net_reach_low(audiences) as
case when are_shares(audiences) then coalesce(list_max(audiences), 0) end;

create or replace macro net_reach_high(audiences) as
case
    when are_shares(audiences) and len(audiences) = len(list_filter(audiences, lambda r: r is not null))
        then least(1, coalesce(list_sum(audiences), 0))
end;

create or replace macro net_reach_random(audiences) as
case
    when are_shares(audiences) and len(audiences) = len(list_filter(audiences, lambda r: r is not null))
        then 1 - coalesce(list_product(list_transform(audiences, lambda r: 1 - r)), 1)
end;

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
        ('wrote(kind, name, origin)', 'Whether the outlet of a kind and name wrote the story of an origin: is_origin.'),
        ('span_began(times)', 'When the span of 24 hours began in which the last of some times (in order) lies: the first begins one, and so does each that lies over 24 hours behind such a beginning.'),
        ('is_main_place(part, places)', 'Whether an item is about a place that a part of it names (headline, lead or body), of all places that it names: those of headline and lead, else those of the body.'),
        ('agreement(counts)', 'A of van der Eijk (2001) over a list of counts in the order of the scale, without an interval: agreement([negative, neutral, positive]).'),
        ('tastle_wierman(counts)', 'Cns of Tastle and Wierman (2007), to stand beside A; NULL of one count, as A.'),
        ('opposed_pairs(counts)', 'Chance that two of the counted [negative, neutral, positive] drawn at random are on opposite sides; NULL for one, and of other than three counts.'),
        ('hill(counts, q)', 'Effective number, Hill number of order q: hill(list(items), 1) over rows of outlets.'),
        ('net_reach_low(audiences)', 'Least net reach of a list of audiences (shares from 0 to 1, NULL where unknown); NULL where one is no share, as of the next two.'),
        ('are_counts(counts)', 'Whether a list holds only known, finite numbers from 0 on; the measures of a list of counts are NULL where it does not.'),
        ('are_shares(audiences)', 'Whether all that is known of a list lies from 0 to 1.'),
        ('net_reach_high(audiences)', 'Greatest net reach; NULL while an audience is unknown.'),
        ('net_reach_random(audiences)', 'Net reach if audiences overlap at random, one model inside the band; NULL while one is unknown.'),
        ('agreement_of_layer(filled)', 'Part of agreement, as are layers, triples_with_one_peak, triples_with_two_peaks, filled_before and filled_after; mean_place is one of tastle_wierman.'),
        ('codes_as_of(instant)', 'Codes that people had given by an instant: from codes_as_of(timestamptz ''2026-01-20 08:00:00+07'').')
) as descriptions (macro, description);
comment on view macro_descriptions is 'What each macro gives.';
