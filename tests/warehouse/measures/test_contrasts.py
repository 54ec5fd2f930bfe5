"""Two periods compared: published intervals, what refuses, and what chance alone would call a difference."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warehouse.measures import Measure, wilson
from warehouse.measures.contrasts import Day, change_points, difference, holm, rate_ratio

FIRST = date(2026, 1, 5)
COUNT, OUTPUT = st.integers(0, 40), st.integers(50, 400)


def share(k, n, status="ok", reason=""):
    return Measure(k / n, *wilson(k, n), n, "tone share of stories, corrected", status, reason)


def days(counts, first=FIRST, output=100):
    return [Day(first + timedelta(days=n), count, output) for n, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        # Newcombe 1998, table II, method 10; ours is b - a, so that the two are the other way round.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_published_intervals_of_a_difference(a, b, low, high):
    found = difference(share(*a), share(*b), "").measure
    assert found.value == pytest.approx(b[0] / b[1] - a[0] / a[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_the_interval_leaves_out_zero_where_p_is_under_five_per_cent():
    for k in range(41):
        found = difference(share(20, 40), share(k, 40), "")
        holds_zero = found.measure.low <= 0 <= found.measure.high
        assert holds_zero == (found.p >= 0.05)


def test_a_difference_is_no_surer_than_its_weaker_side_and_refused_with_it():
    weak = share(5, 40, "uncorrected", "machine labels")
    assert difference(share(5, 40), weak, "").measure.status == "uncorrected"
    none = Measure(None, None, None, 3, "", "not_estimable", "3 coded stories (30 needed)")
    refused = difference(none, weak, "")
    assert (refused.measure.status, refused.p) == ("not_estimable", None)
    assert refused.measure.reason == "first period: 3 coded stories (30 needed)"
    assert refused.measure.n == 43
    # A value without limits says nothing of a difference.
    bare = Measure(0.2, None, None, 40, "", "ok")
    assert difference(weak, bare, "").measure.reason == "second period: no interval"
    # Where all stories are coded nothing is left to chance.
    exact, other = (Measure(value, value, value, 40, "", "ok") for value in (0.2, 0.3))
    assert [difference(exact, one, "").p for one in (exact, other)] == [1, 0]
    withheld = Measure(None, None, None, 40, "", "withheld", "coder agreement")
    assert difference(weak, withheld, "").measure.status == "withheld"


def test_a_doubled_share_of_output_gives_a_ratio_of_two_whatever_the_output():
    a = days([10, 12, 8, 11, 9, 5, 5] * 2)
    b = days([40, 48, 32, 44, 36, 20, 20] * 2, FIRST + timedelta(days=14), output=200)
    found = rate_ratio(a, b, (0, 0), "")
    assert found.measure.value == pytest.approx(2)
    assert found.measure.low > 1.3
    assert found.p < 0.001
    assert found.measure.n == 28


def test_the_ratio_has_the_interval_of_a_quasi_poisson_model_of_two_periods():
    # By hand: Pearson 50/6 + 72/10 over 4 degrees of freedom is phi = 3.8833; Poisson counts of 18 and 30
    # leave 1/18 + 1/30 of the logarithm; t(.975; 4) = 2.77645.
    a, b = (
        [Day(FIRST + timedelta(weeks=first + week), count, 100) for week, count in enumerate(counts)]
        for first, counts in ((0, [1, 11, 6]), (3, [4, 16, 10]))
    )
    found = rate_ratio(a, b, (0, 0), "")
    assert found.measure.value == pytest.approx(10 / 6)
    assert (found.measure.low, found.measure.high) == pytest.approx((0.32616, 8.51692), rel=1e-4)
    assert found.p == pytest.approx(0.43358, abs=1e-4)


def test_only_weekdays_that_both_periods_have_are_compared():
    weekend = days([90, 90], FIRST + timedelta(days=5))
    a = [*days([10, 10, 10, 10, 10]), *weekend, *days([10, 10, 10, 10, 10], FIRST + timedelta(days=7))]
    b = days([10, 10, 10, 10, 10], FIRST + timedelta(days=14))
    found = rate_ratio(a, b, (0, 0), "").measure
    assert found.value == pytest.approx(1)
    assert found.n == 15


@pytest.mark.parametrize(
    ("a", "b", "gaps", "status", "reason"),
    [
        (days([5] * 14), days([5] * 14), (0, 0.2), "withheld", "20% of the expected items"),
        (days([5] * 14), days([0] * 14), (0, 0), "not_estimable", "nothing was published"),
        (days([5] * 7), days([5] * 3), (0, 0), "not_estimable", "too few days"),
        (days([5] * 4), days([5] * 3, FIRST + timedelta(days=4)), (0, 0), "not_estimable", "too few days"),
        ([], [], (0, 0), "not_estimable", "too few days"),
    ],
)
def test_what_can_not_be_compared_is_refused_with_its_reason(a, b, gaps, status, reason):
    found = rate_ratio(a, b, gaps, "")
    assert (found.measure.status, found.measure.value, found.p) == (status, None, None)
    assert reason in found.measure.reason


def test_the_limits_of_what_is_refused_are_compared_themselves():
    mondays = [Day(FIRST + timedelta(weeks=week), 5, 100) for week in range(5)]
    found = rate_ratio(mondays[:3], mondays[3:], (0.1, 0.1), "").measure
    assert (found.status, found.value, found.n) == ("ok", pytest.approx(1), 5)
    assert rate_ratio(mondays[:2], mondays[3:], (0, 0), "").measure.status == "not_estimable"


def test_days_that_vary_more_than_chance_make_the_interval_wider():
    calm = days([10, 11, 9, 10, 10, 11, 9] * 2)
    wild = days([1, 30, 2, 25, 3, 9, 0, 25, 1, 20, 0, 20, 9, 20])
    widths = [
        found.high - found.low
        for found in (rate_ratio(one, calm, (0, 0), "").measure for one in (calm, wild))
    ]
    assert widths[1] > 1.5 * widths[0]


def test_equal_periods_differ_as_rarely_as_promised():
    random = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        # Negative binomial with mean 8 and variance 16.
        a, b = (days(random.negative_binomial(8, 0.5, size).tolist()) for size in (14, 21))
        held += rate_ratio(a, b, (0, 0), "").p >= 0.05
    assert held / 400 >= 0.92


@settings(max_examples=25)
@given(
    st.lists(st.tuples(COUNT, OUTPUT), min_size=14, max_size=30),
    st.lists(st.tuples(COUNT, OUTPUT), min_size=14),
)
def test_turning_the_periods_round_turns_the_ratio_round(a, b):
    first, second = (
        [Day(FIRST + timedelta(days=n), count, output) for n, (count, output) in enumerate(one)]
        for one in (a, b)
    )
    there, back = rate_ratio(first, second, (0, 0), ""), rate_ratio(second, first, (0, 0), "")
    assert there.p == pytest.approx(back.p) if there.p is not None else back.p is None
    if there.measure.value is not None:
        assert there.measure.value == pytest.approx(1 / back.measure.value)
        assert there.measure.low == pytest.approx(1 / back.measure.high)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
@example([3e-14, 0.5])  # which rounding once made 0
def test_holm_never_lowers_a_value_and_keeps_their_order(values):
    adjusted = holm(values)
    assert all(after >= before for before, after in zip(values, adjusted, strict=True))
    order = sorted(range(len(values)), key=lambda index: values[index])
    assert [adjusted[index] for index in order] == sorted(adjusted)
    assert min(adjusted) == pytest.approx(min(1, len(values) * min(values)))


def test_a_jump_is_found_on_its_day_and_a_weekly_rhythm_is_none():
    week = [20, 22, 21, 19, 20, 8, 6]
    assert change_points(days(week * 8)) == []
    jumped = [*week * 4, *(3 * count for count in week * 4)]
    assert change_points(days(jumped)) == [FIRST + timedelta(days=28)]


def test_a_level_needs_a_week_and_a_series_four():
    jumped = days([5] * 21 + [60] * 7)
    assert change_points(jumped) == [FIRST + timedelta(days=21)]
    assert change_points(jumped[1:]) == []
    assert FIRST + timedelta(days=30) not in change_points(days([5] * 30 + [60] * 6))


def test_chance_alone_rarely_makes_a_change_point_and_a_short_series_never():
    random = np.random.default_rng(9)
    found = [change_points(days(random.poisson(12, 56).tolist())) for _ in range(20)]
    assert sum(map(bool, found)) <= 2
    assert change_points(days([1] * 13 + [50] * 14)) == []
