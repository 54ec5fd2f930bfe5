"""Outlets, speed and net reach against published values and their invariants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.measures import (
    agostini,
    effective_outlets,
    hill,
    net_reach,
    net_reach_bounds,
    net_reach_random,
    t50,
)

shares = st.floats(0, 1)
audiences = st.lists(shares | st.none(), max_size=12)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [([20 / 23, 1 / 23, 1 / 23, 1 / 23], (4, 1.70, 1.31)), ([0.45, 0.35, 0.15, 0.05], (4, 3.19, 2.86))],
)
def test_hill_numbers_have_the_published_values(weights, expected):
    assert tuple(round(hill(weights, q), 2) for q in (0, 1, 2)) == expected


@pytest.mark.parametrize("q", [0, 0.5, 1, 2, 3])
def test_as_many_outlets_with_equal_shares_are_as_many_whatever_the_order(q):
    assert hill([0.25] * 4, q) == pytest.approx(4)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any))
def test_effective_number_falls_with_the_order_from_all_outlets_to_no_less_than_one(counts):
    q0, q1, q2 = (hill(counts, q) for q in (0, 1, 2))
    assert q0 == sum(count > 0 for count in counts)
    assert 1 - 1e-9 <= q2 <= q1 + 1e-9 <= q0 + 2e-9


@pytest.mark.parametrize(("weights", "q"), [([], 1), ([0, 0], 1), ([1, -1], 1), ([1, 2], -1)])
def test_hill_rejects_what_are_no_shares(weights, q):
    with pytest.raises(ValueError, match=r"shares|order"):
        hill(weights, q)


def test_effective_outlets_over_items():
    result = effective_outlets([20, 1, 1, 1, 0])
    assert {key: round(measure.value, 2) for key, measure in result.items()} == {
        "q0": 4,
        "q1": 1.7,
        "q2": 1.31,
    }
    assert {(measure.n, measure.status) for measure in result.values()} == {(23, "ok")}


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_effective_outlets_of_nothing_is_not_estimable(counts):
    assert {measure.status for measure in effective_outlets(counts).values()} == {"not_estimable"}


def test_random_duplication_has_the_published_values():
    assert net_reach_random([0.40, 0.25]) == pytest.approx(0.55)
    assert round(net_reach_random([0.001] * 400), 2) == 0.33


def test_bounds_of_known_audiences():
    assert net_reach_bounds([0.40, 0.25]) == (0.40, pytest.approx(0.65))
    assert net_reach_bounds([0.7, 0.6]) == (0.7, 1.0)
    assert net_reach_bounds([]) == (0.0, 0.0)


def test_unknown_is_never_replaced_by_a_default():
    assert net_reach_bounds([0.4, None, 0.25]) == (0.4, None)
    assert net_reach_bounds([None]) == (0.0, None)
    assert net_reach_random([0.4, None]) is None


@given(st.lists(shares, max_size=12))
def test_random_duplication_lies_inside_the_band_and_in_the_population(known):
    low, high = net_reach_bounds(known)
    assert 0 <= low <= high <= 1
    assert low - 1e-9 <= net_reach_random(known) <= high + 1e-9


@given(audiences, shares | st.none())
def test_adding_an_outlet_never_lowers_reach(before, added):
    low, high = net_reach_bounds(before)
    wider_low, wider_high = net_reach_bounds([*before, added])
    assert wider_low >= low
    assert wider_high is None or (high is not None and wider_high >= high)
    if None not in (*before, added):
        assert net_reach_random([*before, added]) >= net_reach_random(before) - 1e-12


@pytest.mark.parametrize("function", [net_reach_bounds, net_reach_random])
@pytest.mark.parametrize("known", [[1.2], [-0.1, 0.5], [float("nan")]])
def test_an_audience_is_a_share(function, known):
    with pytest.raises(ValueError, match="share of the population"):
        function(known)


@pytest.mark.parametrize(
    ("audiences", "unit", "days", "why", "band", "known", "reason"),
    [
        ([0.40, 0.25], "week", 7, "", (0.40, 0.65, 0.55, None), 2, ""),
        ([0.40, 0.25], "day", 1, "", (0.40, 0.65, 0.55, 1.05), 2, ""),
        ([0.40, None], "week", 30, "", (0.40, None, None, None), 1, "audience known for 1 of 2 outlets"),
        ([0.40, 0.25], "week", 30, "gaps", (0.40, None, None, None), 2, "gaps"),
        ([0.40, 0.25], "week", 6, "", (None,) * 4, 2, "6 days are shorter than the week of the audiences"),
        (
            [0.40, 0.25],
            "month",
            27,
            "",
            (None,) * 4,
            2,
            "27 days are shorter than the month of the audiences",
        ),
        ([0.40, 0.25], "month", 28, "", (0.40, 0.65, 0.55, None), 2, ""),
        ([None, None], "day", 9, "", (None,) * 4, 0, "audience known for 0 of 2 outlets"),
    ],
)
def test_net_reach_is_a_band_open_above_where_anything_is_unknown(
    audiences, unit, days, why, band, known, reason
):
    found = net_reach(audiences, [2, 1], unit, days, why)
    assert (found.low, found.high, found.random_duplication, found.opportunities) == pytest.approx(band)
    assert (found.outlets, found.known, found.reason) == (2, known, reason)
    assert found.status == ("not_estimable" if found.low is None else "ok")


def test_net_reach_wants_items_of_each_outlet_and_a_known_unit():
    for items, unit in (([1], "week"), ([1, 1], "year")):
        with pytest.raises(ValueError, match="2 outlets and day, week or month"):
            net_reach([0.1, 0.2], items, unit, 400)


def test_agostini_is_refused_outside_the_band():
    result = agostini([0.9, 0.8], [0.72])
    assert (result.value, result.status) == (None, "not_estimable")
    assert "gives 1.15" in result.reason


def test_agostini_inside_the_band():
    result = agostini([0.3, 0.2, 0.1], [0.05, 0.02, 0.02])
    assert result.value == pytest.approx(0.6**2 / (1.125 * 0.09 + 0.6))
    assert (result.n, result.status) == (3, "ok")


def test_agostini_needs_every_pair_measured():
    result = agostini([0.3, 0.2, 0.1], [0.05, None, 0.02])
    assert (result.value, result.status) == (None, "not_estimable")
    assert result.reason == "duplication measured for 2 of 3 pairs of outlets"


@pytest.mark.parametrize(
    ("r", "duplication"), [([0.3, 0.2], []), ([], []), ([0.3, 0.2], [0.25]), ([0.9, 0.8], [0.6])]
)
def test_agostini_rejects_duplications_that_cannot_be(r, duplication):
    with pytest.raises(ValueError, match=r"pairs|duplication"):
        agostini(r, duplication)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [([0, 2, 5, 30], 2), ([30, 0, 5], 5), ([10, 12, 15, 40, 60], 5), ([50, 122], 0), ([7], 0)],
)
def test_t50_counts_from_the_first_item_to_half_of_all_outlets(hours, expected):
    result = t50(hours, 72)
    assert (result.value, result.n, result.status) == (expected, len(hours), "ok")


def test_t50_before_72_hours_is_still_spreading():
    result = t50([0, 2, 5, 30], 71.9)
    assert (result.value, result.status, result.reason) == (None, "not_estimable", "still spreading")


def test_t50_without_an_outlet_is_not_estimable():
    assert t50([], 100).status == "not_estimable"


def test_t50_rejects_an_item_after_the_observation():
    with pytest.raises(ValueError, match="100 h after the first"):
        t50([0, 100], 80)
