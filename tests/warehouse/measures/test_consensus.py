"""Agreement, its interval and its refusal, against published values and brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.measures import (
    Measure,
    agreement,
    agreement_interval,
    consensus,
    inflation_by_copying,
    opposed_pairs,
    tastle_wierman,
    verdict,
)

SEVEN = (30, 40, 210, 130, 530, 50, 10)

three_counts = st.tuples(*[st.integers(0, 40)] * 3).filter(any)
events = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=25).filter(
    lambda rows: any(map(any, rows))
)


def closed_form(negative, neutral, positive):
    a, b, c = sorted((negative, neutral, positive), reverse=True)
    k = -1 if neutral == c and neutral < b else 0.5
    return ((a - b) + 2 * k * (b - c)) / (a + b + c)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (SEVEN, 0.6113333),
        ((2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6), 0.6097),
        ((1.6, 2.6, 8.2, 21, 29.3, 27, 10.3), 0.4823333),
        ((2, 0, 1, 1), 0.0833333),
        ((1, 1, 1), 0),
        ((1, 0, 1), -1),
        ((1, 1, 0), 0.5),
        ((1, 2, 1), 0.25),
        ((3, 1, 1), 0.4),
        ((6, 14, 20), 0.35),
        ((1, 1, 21), 0.869565),
        ((0, 7, 0), 1),
        ((4, 4, 4, 4, 4), 0),
        ((1, 1), 0),
        # By hand: one triple of 1,0,1 and one of 1,1,0 give U = (2 - 3) / 4, and A = U (1 - 1/3).
        ((1, 0, 1, 0), -1 / 6),
    ],
)
def test_agreement_has_the_published_values(counts, expected):
    digits = 4 if expected == 0.6097 else 6
    assert round(agreement(counts), digits) == pytest.approx(expected, abs=6e-7)


def test_polarization_of_the_published_example():
    assert (1 - agreement(SEVEN)) / 2 == pytest.approx(0.1943333, abs=5e-8)


def test_layers_of_the_published_example():
    order = np.argsort(SEVEN)
    layers = [np.isin(np.arange(7), order[peeled:]).astype(int) for peeled in range(7)]
    assert [round(agreement(layer), 4) for layer in layers] == [0, 0.1667, 0.3333, 0.5, 0.6667, 0.4667, 1]


def test_agreement_of_three_classes_is_the_closed_form_for_every_count_below_25():
    for n in range(1, 25):
        for negative in range(n + 1):
            for neutral in range(n + 1 - negative):
                counts = (negative, neutral, n - negative - neutral)
                assert agreement(counts) == pytest.approx(closed_form(*counts), abs=1e-12), counts


@given(st.lists(st.floats(0, 1000), min_size=2, max_size=9).filter(lambda counts: sum(counts) > 1e-3))
def test_agreement_is_bounded_and_the_same_from_either_end(counts):
    assert -1 - 1e-9 <= agreement(counts) <= 1 + 1e-9
    assert agreement(counts) == pytest.approx(agreement(counts[::-1]), abs=1e-9)
    assert agreement(counts) == pytest.approx(agreement([7 * count for count in counts]), abs=1e-9)


@pytest.mark.parametrize("measure", [agreement, tastle_wierman])
@pytest.mark.parametrize("counts", [(0, 0, 0), (1, -1, 2), (1, float("nan"), 2), (3,), ((1, 2), (3, 4))])
def test_nothing_to_agree_on_is_an_error(measure, counts):
    with pytest.raises(ValueError, match="count"):
        measure(counts)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (SEVEN, 0.7256876),
        ((1, 1, 1, 1, 1), 0.433985),
        ((1, 1, 1), 0.333333),
        ((1, 1, 0), 0.584963),
        ((1, 2, 1), 0.5),
        ((1, 0, 1), 0),
        ((0, 5, 0), 1),
        ((0, 0, 5), 1),
        ((5, 0, 0), 1),
    ],
)
def test_tastle_wierman_has_the_published_values(counts, expected):
    assert tastle_wierman(counts) == pytest.approx(expected, abs=5e-7)


def test_opposed_pairs_is_the_share_of_pairs_counted_one_by_one():
    tones = [-1] * 3 + [0] * 4 + [1] * 2
    pairs = [(a, b) for i, a in enumerate(tones) for b in tones[i + 1 :]]
    assert opposed_pairs((3, 4, 2)) == pytest.approx(sum(a * b < 0 for a, b in pairs) / len(pairs))


def test_the_only_pair_of_two_stories_is_opposed_or_not():
    assert [opposed_pairs(counts) for counts in ((1, 0, 1), (1, 1, 0), (0, 0, 2))] == [1, 0, 0]


def test_neutral_is_not_disagreement():
    assert agreement((0, 10, 10)) == 0.5
    assert opposed_pairs((0, 10, 10)) == 0


@pytest.mark.parametrize("counts", [(0, 1, 0), (0, 0, 0), (1, 2), (1, -1, 5)])
def test_opposed_pairs_needs_two_stories_of_three_tones(counts):
    with pytest.raises(ValueError, match=r"story|counts"):
        opposed_pairs(counts)


COUNTS = [
    (20, 20, 20),
    (3, 4, 5),
    (8, 0, 0),
    (0, 9, 0),
    (0, 6, 6),
    (5, 0, 7),
    (1, 30, 2),
    (60, 3, 41),
    (7, 7, 1),
]


def single_story_events(counts):
    return [[int(i == tone) for i in range(3)] for tone in range(3) for _ in range(counts[tone])]


def critical_ratio(counts):
    # With one story an event the design effect is E/(E-1), or 1 with a single class.
    n = sum(counts)
    effect = n / (n - 1) if sum(k > 0 for k in counts) > 1 else 1
    return effect * 2 * stats.f.ppf(0.95, 2, n - 1)


def likelihood_ratio(counts, shares):
    n = sum(counts)
    with np.errstate(divide="ignore"):
        return sum(2 * k * np.log(k / n / shares[:, i]) for i, k in enumerate(counts) if k)


def agreements(shares):
    a, b, c = np.sort(shares, axis=1)[:, ::-1].T
    return (a - b) + np.where(shares[:, 1] <= c, -2, 1) * (b - c)


@pytest.fixture(scope="module")
def simplex():
    """Every share vector in steps of 1/500."""
    steps = 500
    first, second = np.meshgrid(np.arange(steps + 1), np.arange(steps + 1), indexing="ij")
    kept = first + second <= steps
    return np.stack([first[kept], second[kept], steps - first[kept] - second[kept]], axis=1) / steps


@pytest.mark.parametrize("counts", COUNTS)
def test_interval_is_the_range_of_agreement_over_the_likelihood_region(simplex, counts):
    low, high = agreement_interval(single_story_events(counts))
    inside = agreements(simplex[likelihood_ratio(counts, simplex) <= critical_ratio(counts)])
    # The region's points lie within a step and a half of the grid's, and A's slope is at most 4.
    assert inside.min() - 0.012 <= low <= inside.min() + 1e-9
    assert inside.max() - 1e-9 <= high <= inside.max() + 0.012


@pytest.mark.parametrize("counts", COUNTS)
def test_interval_is_exact_to_three_digits_along_the_border_of_the_region(counts):
    # From a point inside, every ray meets the border once; the shares found may lie on the border.
    start = 0.98 * np.array(counts) / sum(counts) + 0.02 / 3
    angles = np.linspace(0, 2 * np.pi, 30_000)
    ways = np.outer(np.cos(angles), [1, -1, 0]) + np.outer(np.sin(angles), [1, 1, -2])
    with np.errstate(divide="ignore", invalid="ignore"):
        exits = np.where(ways < 0, start / -ways, np.inf).min(axis=1)
    near, far = np.zeros(len(ways)), exits
    for _ in range(40):
        middle = (near + far) / 2
        shares = np.clip(start + middle[:, None] * ways, 0, 1)
        inside = likelihood_ratio(counts, shares) <= critical_ratio(counts)
        near, far = np.where(inside, middle, near), np.where(inside, far, middle)
    border = agreements(start + near[:, None] * ways)
    expected = (border.min(), border.max())
    assert agreement_interval(single_story_events(counts)) == pytest.approx(expected, abs=1e-3)


def test_interval_limits_lie_on_the_region_to_three_digits():
    # Unanimous: A falls from 1 as neighbours or the far end take what G2 leaves them, so p^n = exp(-c/2).
    rows = [[0, 0, 1]] * 12
    kept = np.exp(-stats.f.ppf(0.95, 2, 11) / 12)
    assert agreement_interval(rows) == (pytest.approx(agreement((1 - kept, 0, kept)), abs=1e-6), 1.0)


def test_two_events_of_which_one_has_nearly_all_stories_leave_one_degree_of_freedom():
    kept = np.exp(-stats.f.ppf(0.95, 2, 1) / 1000)
    low, high = agreement_interval([[0, 0, 999], [0, 0, 1]])
    assert (low, high) == (pytest.approx(agreement((1 - kept, 0, kept)), abs=1e-6), 1.0)


@settings(max_examples=60, deadline=None)
@given(events)
def test_interval_contains_the_point_and_is_the_same_from_either_end(rows):
    low, high = agreement_interval(rows)
    point = agreement(np.sum(rows, axis=0))
    assert -1 - 1e-9 <= low <= point <= high <= 1 + 1e-9
    assert agreement_interval([row[::-1] for row in rows]) == pytest.approx((low, high), abs=1e-6)
    assert agreement_interval(rows) == (low, high)


def test_stories_that_share_events_say_less():
    apart = [[1, 0, 0]] * 8 + [[0, 1, 0]] * 8 + [[0, 0, 1]] * 24
    together = [[8, 0, 0], [0, 8, 0], [0, 0, 8], [0, 0, 8], [0, 0, 8]]
    low, high = agreement_interval(apart)
    clustered_low, clustered_high = agreement_interval(together)
    assert clustered_low < low
    assert clustered_high > high


def test_an_event_with_most_stories_leaves_fewer_degrees_of_freedom_than_there_are_events(simplex):
    rows = [[10, 1, 0], *[[0, 0, 1]] * 6, *[[0, 1, 0]] * 5]
    counts = np.sum(rows, axis=0)
    residuals = np.array(rows) - np.outer(np.sum(rows, axis=1), counts / 22)
    effect = 12 / 11 * ((residuals**2).sum(axis=0) / 22 / (counts / 22)).sum() / 2
    # Of twelve events as many of one size tell as much: 22^2 / (11^2 + 11 * 1^2).
    limit = 2 * stats.f.ppf(0.95, 2, 484 / 132 - 1)
    low, high = agreement_interval(rows)
    inside = agreements(simplex[likelihood_ratio(counts, simplex) / effect <= limit])
    assert inside.min() - 0.012 <= low <= inside.min() + 1e-9
    assert inside.max() - 1e-9 <= high <= inside.max() + 0.012


@pytest.mark.parametrize("alike", [0.2, 0.5])
def test_interval_holds_agreement_where_one_event_in_five_has_most_stories(alike):
    rng = np.random.default_rng(8)
    held: list[bool] = []
    for _ in range(300):
        sizes = rng.choice([1, 1, 1, 1, 30], size=10)
        own = rng.dirichlet(np.array([0.25, 0.5, 0.25]) * (1 / alike - 1), size=10)
        rows = [rng.multinomial(size, shares) for size, shares in zip(sizes, own, strict=True)]
        low, high = agreement_interval(rows)
        held.append(low <= agreement((0.25, 0.5, 0.25)) <= high)
    assert np.mean(held) >= 0.95


def test_events_more_alike_than_chance_do_not_narrow_the_interval():
    # Every event has the same mix: an estimated design effect of 0, taken as 1.
    low, high = agreement_interval([[1, 1, 1]] * 12)
    assert low < -0.1
    assert high > 0.1


def test_one_event_says_nothing_about_others():
    assert agreement_interval([[0, 0, 30]]) == (-1, 1)
    assert agreement_interval([[0, 0, 30], [0, 0, 0]]) == (-1, 1)


@pytest.mark.parametrize("rows", [[], [[0, 0, 0]], [1, 2, 3], [[1, 2]], [[1, -1, 3]]])
def test_interval_rejects_what_are_not_story_counts(rows):
    with pytest.raises(ValueError, match="count"):
        agreement_interval(rows)


def test_worked_case_of_twenty_copies():
    stories = consensus([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]], outlets=4)
    assert stories.agreement.status == "not_estimable"
    assert stories.agreement.value is None
    assert stories.agreement.n == 4
    assert round(agreement((1, 1, 21)), 3) == 0.87
    inflation = inflation_by_copying((1, 1, 21), stories.agreement)
    assert (inflation.value, inflation.status, inflation.n) == (None, "not_estimable", 23)
    assert inflation.reason == stories.agreement.reason


@pytest.mark.parametrize(
    ("rows", "outlets", "named"),
    [
        ([[0, 1, 0]] * 7, 5, "7 stories (8 needed)"),
        ([[0, 1, 0]] * 8, 4, "4 originating outlets (5 needed)"),
        ([[0, 2, 0]] * 4, 5, "4 events (5 needed)"),
        ([[0, 2, 0]] * 4 + [[0, 0, 0]], 5, "4 events (5 needed)"),
        ([], 0, "0 stories (8 needed), 0 originating outlets (5 needed), 0 events (5 needed)"),
    ],
)
def test_thin_evidence_is_refused_and_the_reason_names_it(rows, outlets, named):
    result = consensus(rows, outlets=outlets, corrected=True)
    for measure in (result.agreement, result.opposed_pairs, result.tastle_wierman):
        assert measure.status == "not_estimable"
        assert (measure.value, measure.low, measure.high) == (None, None, None)
        assert measure.reason == f"too little evidence: {named}"


@settings(max_examples=60, deadline=None)
@given(events, st.integers(0, 9))
def test_refused_exactly_below_eight_stories_five_outlets_or_five_events(rows, outlets):
    result = consensus(rows, outlets=outlets).agreement
    number = int(np.sum(rows))
    enough = number >= 8 and outlets >= 5 and sum(map(any, rows)) >= 5
    assert (result.value is not None) == enough
    assert (result.status == "not_estimable") == (not enough)


def test_enough_evidence_gives_all_three_over_stories():
    rows = [[1, 0, 0], [0, 2, 0], [0, 1, 0], [0, 0, 2], [0, 1, 1]]
    result = consensus(rows, outlets=5, corrected=True)
    low, high = agreement_interval(rows)
    assert result.agreement == Measure(agreement((1, 4, 3)), low, high, 8, "agreement of stories", "ok")
    assert result.opposed_pairs.value == opposed_pairs((1, 4, 3))
    assert result.tastle_wierman.value == tastle_wierman((1, 4, 3))


def test_machine_labels_are_marked_and_carry_no_verdict():
    machine = consensus([[0, 0, 1]] * 100, outlets=9)
    assert machine.agreement.status == "uncorrected"
    assert machine.agreement.reason == "machine labels: biased towards disagreement"
    assert machine.opposed_pairs.status == machine.tastle_wierman.status == "uncorrected"
    assert verdict(machine.agreement) is None
    assert verdict(consensus([[0, 0, 1]] * 100, outlets=9, corrected=True).agreement) == "agree"


def test_unanimous_neutral_coverage_loses_a_third_of_its_agreement_through_a_classifier():
    assert agreement((10, 80, 10)) == pytest.approx(0.68, abs=0.03)


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.51, 0.9, "agree"),
        (0.5, 0.9, "mixed"),
        (-0.4, 0.0, "mixed"),
        (-0.1, 0.3, "mixed"),
        (-0.6, -0.1, "split"),
        (0.4, 0.91, None),
        (-0.9, -0.3, None),
    ],
)
def test_a_verdict_needs_a_narrow_interval_on_one_side(low, high, word):
    assert verdict(Measure((low + high) / 2, low, high, 40, "agreement of stories", "ok")) == word


@pytest.mark.parametrize("status", ["uncorrected", "tentative", "not_estimable", "withheld"])
def test_only_a_settled_measure_carries_a_verdict(status):
    measure = Measure(0.8, 0.7, 0.9, 100, "agreement of stories", "ok")
    assert verdict(replace(measure, status=status, reason="why")) is None


def test_inflation_by_copying_is_the_difference_and_keeps_the_mark():
    rows = [[1, 0, 0]] * 2 + [[0, 1, 0]] * 4 + [[0, 0, 1]] * 4
    stories = consensus(rows, outlets=6).agreement
    inflation = inflation_by_copying((2, 4, 24), stories)
    assert inflation.value == pytest.approx(agreement((2, 4, 24)) - agreement((2, 4, 4)))
    assert (inflation.status, inflation.n, inflation.low) == ("uncorrected", 30, None)


def test_copying_inflates_nothing_where_no_item_counts():
    stories = consensus([[0, 1, 0]] * 4 + [[0, 0, 1]] * 4, outlets=6).agreement
    inflation = inflation_by_copying((0, 0, 0), stories)
    assert (inflation.value, inflation.status, inflation.n) == (None, "not_estimable", 0)
    assert inflation.reason == "no items"
