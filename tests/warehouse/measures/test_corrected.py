"""What a hand-coded sample gives beside shares: the corrected agreement, and the adjusted counts."""

import numpy as np
import pytest

from warehouse.measures import (
    TONES,
    Measure,
    Stratum,
    adjusted_counts,
    agreement,
    consensus,
    corrected_consensus,
    corrected_shares,
)
from warehouse.measures.consensus import agreement_range, design_effect, freedom_of

NEG, NEU, POS, OFF = "negative", "neutral", "positive", "not_about_campaign"
AGREED = Measure(0.9, 0.8, 0.95, 80, "coder agreement, over double-coded stories", "ok")
DISAGREED = Measure(0.4, 0.3, 0.5, 80, "coder agreement, over double-coded stories", "withheld", "alpha")


def alone(*counts):
    """An event for each of some stories (negative, neutral, positive)."""
    return np.repeat(np.eye(3), counts, axis=0)


def census(events, codes=None):
    """One stratum with all stories of events coded, as labelled where no codes are given."""
    labels = [TONES[tone] for event in np.asarray(events, int) for tone in np.repeat(range(3), event)]
    automatic = {tone: labels.count(tone) for tone in TONES}
    return [Stratum(automatic, list(zip(codes or labels, labels, strict=True)))]


def found(strata, events, coders=AGREED, outlets=9):
    return corrected_consensus(strata, corrected_shares(strata, coders), events, outlets)


def limits(measure):
    return pytest.approx((measure.low, measure.high))


PARTLY_ALIKE = [
    [3, 1, 0],
    [1, 3, 1],
    [0, 2, 2],
    [1, 4, 0],
    [0, 1, 3],
    [2, 2, 0],
    [0, 3, 3],
    [1, 1, 1],
    [2, 2, 2],
]


@pytest.mark.parametrize("events", [alone(0, 36, 0), PARTLY_ALIKE])
def test_where_all_stories_are_coded_and_labels_do_not_err_it_is_the_agreement_of_the_codes(events):
    plain, corrected = consensus(events, 9, corrected=True), found(census(events), events)
    for one, other in (
        (corrected.agreement, plain.agreement),
        (corrected.tastle_wierman, plain.tastle_wierman),
    ):
        assert (one.value, one.n, one.status) == (pytest.approx(other.value), other.n, "ok")
    assert (corrected.agreement.low, corrected.agreement.high) == limits(plain.agreement)
    if np.asarray(events).sum(axis=0).all():
        assert corrected.opposed_pairs.value == pytest.approx(plain.opposed_pairs.value)
    else:
        assert corrected.opposed_pairs.reason == "no coded story is negative"


def test_events_whose_stories_are_all_alike_say_as_much_as_so_many_stories():
    events = np.array([[4, 0, 0]] * 3 + [[0, 4, 0]] * 5 + [[0, 0, 4]] * 4)
    one = found(census(events), events).agreement
    assert (one.low, one.high) == pytest.approx(agreement_range([3, 5, 4], 11))


def test_stories_without_another_of_their_event_say_as_much_as_they_are():
    events = alone(8, 17, 11)
    one = found(census(events), events).agreement
    assert (one.low, one.high) == pytest.approx(agreement_range([8, 17, 11], 35))


def test_errors_of_labels_hide_how_alike_the_stories_of_an_event_are():
    # Twenty events of three: the codes of each are alike, every fourth label errs.
    tones = [tone for tone in (0, 1, 1, 2) * 5 for _ in range(3)]
    labels = [(tone + (index % 4 == 0)) % 3 for index, tone in enumerate(tones)]
    events = np.array([np.bincount(labels[at : at + 3], minlength=3) for at in range(0, 60, 3)])
    order = [tone for at in range(0, 60, 3) for tone in sorted(labels[at : at + 3])]
    codes = [
        TONES[tones[at + place]]
        for at in range(0, 60, 3)
        for place in np.argsort(labels[at : at + 3], kind="stable")
    ]
    strata = census(events, codes)
    assert [label for _, label in strata[0].coded] == [TONES[tone] for tone in order]

    held, said = (np.eye(3)[[TONES.index(pair[side]) for pair in strata[0].coded]] for side in (0, 1))
    squared = np.corrcoef((held - held.mean(axis=0)).ravel(), (said - said.mean(axis=0)).ravel())[0, 1] ** 2
    effect = 1 + min(3 - 1, (design_effect(events.astype(float)) - 1) / squared)
    assert 1 < design_effect(events.astype(float)) < effect < 3
    one = found(strata, events).agreement
    expected = agreement_range(held.sum(axis=0) / effect, freedom_of(events))
    assert (one.low, one.high) == pytest.approx(expected)
    assert one.value == pytest.approx(agreement(held.sum(axis=0)))


@pytest.mark.parametrize("counts", [(20, 50, 31), (0, 70, 31)])
def test_labels_that_say_nothing_of_the_codes_leave_those_of_a_simple_random_sample(counts):
    codes = [code for code, number in zip(TONES, counts, strict=True) for _ in range(number)]
    strata = [Stratum({NEG: 0, NEU: 1000, POS: 0}, [(code, NEU) for code in codes])]
    one = found(strata, alone(0, 1000, 0)).agreement
    # Cochran, Sampling techniques (1977), 2.6: (1 - n/N) s^2 / n, and chance among the period's stories.
    size = 1 / ((1 - 101 / 1000) / 100 + 1 / 1000)
    shares = np.array(counts) / 101
    assert one.value == pytest.approx(agreement(shares))
    assert (one.low, one.high) == pytest.approx(agreement_range(shares * size, 100))


def test_a_sample_of_one_tone_says_as_much_as_its_stories():
    strata = [Stratum({NEG: 0, NEU: 200, POS: 0}, [(NEU, NEU)] * 40)]
    one = found(strata, alone(0, 200, 0)).agreement
    # 1 / ((1 - 40/200) / 40 + 1 / 200) = 40
    assert (one.value, one.low, one.high) == pytest.approx((1, *agreement_range([0, 40, 0], 39)))


def test_n_is_the_stories_on_the_campaign_by_label_and_by_estimate():
    codes = [(POS, POS)] * 10 + [(NEU, NEU)] * 10 + [(NEG, NEG)] * 10 + [(OFF, NEU)] * 10
    strata = [Stratum({NEG: 100, NEU: 200, POS: 100}, codes)]
    assert found(strata, alone(100, 190, 100)).agreement.n == 300
    assert found(strata, alone(100, 80, 100)).agreement.n == 280


@pytest.mark.parametrize(
    ("events", "outlets", "reason"),
    [
        (alone(2, 3, 2), 9, "too little evidence: 7 stories (8 needed)"),
        (alone(10, 15, 10), 4, "too little evidence: 4 originating outlets (5 needed)"),
        ([[10, 15, 10]], 9, "too little evidence: 1 events (5 needed)"),
    ],
)
def test_thin_evidence_is_refused_as_without_a_sample(events, outlets, reason):
    strata = [Stratum({NEG: 100, NEU: 150, POS: 100}, [(tone, tone) for tone in TONES] * 12)]
    figures = found(strata, events, outlets=outlets)
    for one in (figures.agreement, figures.opposed_pairs, figures.tastle_wierman):
        assert (one.value, one.low, one.status, one.reason) == (None, None, "not_estimable", reason)


def test_what_is_told_of_the_shares_is_told_of_the_agreement():
    few = [Stratum({NEG: 100, NEU: 150, POS: 100}, [(tone, tone) for tone in TONES] * 9)]
    one = found(few, alone(100, 150, 100)).agreement
    assert (one.value, one.status, one.reason) == (
        None,
        "not_estimable",
        corrected_shares(few, AGREED).shares[NEG].reason,
    )
    enough = [Stratum({NEG: 100, NEU: 150, POS: 100}, [(tone, tone) for tone in TONES] * 12)]
    withheld = found(enough, alone(100, 150, 100), DISAGREED)
    assert (withheld.agreement.value, withheld.agreement.status) == (None, "withheld")
    assert (withheld.opposed_pairs.value, withheld.opposed_pairs.status) == (None, "withheld")


def test_a_share_outside_0_to_1_leaves_no_agreement():
    # The sample has six times as many labels "negative" as the period, and one such code.
    coded = [(NEG, NEG)] + [(NEU, NEG)] * 5 + [(NEU, NEU)] * 14 + [(POS, POS)] * 14
    strata = [Stratum({NEG: 20, NEU: 490, POS: 490}, coded)]
    figures = found(strata, alone(20, 490, 490))
    for one in (figures.agreement, figures.opposed_pairs, figures.tastle_wierman):
        assert (one.value, one.status) == (None, "not_estimable")
        assert one.reason == "a corrected share lies outside 0 to 1"


def precision_of(strata, coders=AGREED):
    return corrected_shares(strata, coders).precision


HALF_OFF = [(OFF, NEU)] * 50 + [(NEU, NEU)] * 20 + [(POS, POS)] * 20 + [(NEG, NEG)] * 10


def test_adjusted_counts_are_among_stories_on_the_campaign():
    strata = [Stratum({NEG: 100, NEU: 700, POS: 200}, HALF_OFF)]
    counts = adjusted_counts(strata, precision_of(strata))
    assert (counts[POS].value, counts[NEG].value) == pytest.approx((0.4, 0.2))
    assert counts[POS].low < 0.4 < counts[POS].high < 1
    assert (counts[POS].n, counts[POS].status) == (100, "ok")


def test_an_adjusted_count_of_all_or_no_stories_is_a_share_and_one_beyond_is_none():
    strata = [Stratum({NEG: 100, NEU: 400, POS: 500}, HALF_OFF)]
    everything = adjusted_counts(strata, precision_of(strata))[POS]
    assert (everything.value, everything.high) == (1, 1)
    strata = [Stratum({NEG: 30, NEU: 70, POS: 900}, HALF_OFF)]
    beyond = adjusted_counts(strata, precision_of(strata))[POS]
    assert (beyond.value, beyond.reason) == (None, "the estimate 1.800 lies outside 0 to 1")
    # One in ten that is not positive is labelled so, as is one in ten of all.
    erring = [(POS, POS)] * 10 + [(NEU, POS)] * 4 + [(NEU, NEU)] * 26 + [(NEG, NEG)] * 10
    strata = [Stratum({NEG: 300, NEU: 600, POS: 100}, erring)]
    nothing = adjusted_counts(strata, precision_of(strata))[POS]
    assert (nothing.value, nothing.low) == (0, 0)


def test_a_tone_that_one_coded_story_has_is_counted():
    coded = [(NEG, NEG)] + [(NEU, NEU)] * 20 + [(POS, POS)] * 10
    strata = [Stratum({NEG: 30, NEU: 600, POS: 370}, coded)]
    assert adjusted_counts(strata, precision_of(strata))[NEG].value == pytest.approx(0.03)


def test_adjusted_counts_are_told_as_the_precision_is():
    strata = [Stratum({NEG: 100, NEU: 700, POS: 200}, HALF_OFF)]
    withheld = adjusted_counts(strata, precision_of(strata, DISAGREED))[POS]
    assert (withheld.value, withheld.status) == (None, "withheld")
    off = [Stratum({NEG: 0, NEU: 900, POS: 100}, [(OFF, NEU)] * 40 + [(OFF, POS)] * 5)]
    nobody = adjusted_counts(off, precision_of(off))
    assert {(one.status, one.reason) for one in nobody.values()} == {
        ("not_estimable", "no coded story is about the campaign")
    }
    few = [Stratum({NEG: 0, NEU: 900, POS: 100}, [(NEU, NEU)] * 20)]
    thin = adjusted_counts(few, precision_of(few))[POS]
    assert (thin.status, thin.reason) == ("not_estimable", precision_of(few).reason)
