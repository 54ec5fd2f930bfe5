"""Coverage beside plan: shares with simultaneous intervals, and no word where the evidence is thin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import coverage_beside_plan, wilson


def test_shares_are_held_against_the_weights_of_the_parts_that_have_one():
    found = coverage_beside_plan({"a": 60.0, "b": 20.0, None: 20.0}, {"a": 1, "b": 1})
    first, second, rest = found
    assert (first.share.value, second.share.value, rest.share.value) == (0.6, 0.2, 0.2)
    assert first.planned == second.planned == 0.5
    assert first.share_of_planned is not None and first.share_of_planned.n == 80
    assert (first.share_of_planned.value, first.position) == (0.75, "above")
    assert second.position == "below"
    assert (rest.planned, rest.share_of_planned, rest.position) == (None, None, None)


def test_intervals_of_a_column_hold_together():
    """Bonferroni with two parts is the 97.5 % interval: 60 of 80 gives .629 to .842."""
    found = coverage_beside_plan({"a": 60.0, "b": 20.0}, {"a": 3, "b": 1})[0].share_of_planned
    assert found is not None and found.low is not None and found.high is not None
    assert (round(found.low, 3), round(found.high, 3)) == (0.629, 0.842)
    low, high = wilson(60, 80)
    assert found.low < low and high < found.high


def test_without_a_plan_nothing_is_held_against_one():
    assert [one.position for one in coverage_beside_plan({"a": 20.0, None: 3.0}, {})] == [None, None]


def test_thin_evidence_and_gaps_give_no_position():
    thin = coverage_beside_plan({"a": 7.0, "b": 0.0, None: 90.0}, {"a": 1, "b": 1})
    assert thin[0].share_of_planned is not None
    assert (thin[0].position, thin[0].share_of_planned.status) == (None, "not_estimable")
    assert thin[0].share_of_planned.reason == "7 stories, 8 are needed"
    enough = coverage_beside_plan({"a": 8.0, "b": 0.0, None: 90.0}, {"a": 1, "b": 1})
    assert enough[0].share_of_planned is not None
    assert (enough[0].position, enough[0].share_of_planned.status) == ("above", "ok")
    gaps = coverage_beside_plan({"a": 70.0, "b": 0.0}, {"a": 1, "b": 1}, "half is missing")
    assert gaps[0].share_of_planned is not None
    assert (gaps[0].position, gaps[0].share_of_planned.reason) == (None, "half is missing")
    none = coverage_beside_plan({"a": 0.0, None: 0.0}, {"a": 1})
    assert [one.share.status for one in none] == ["not_estimable", "not_estimable"]
    assert {one.share.reason for one in none} == {"no stories"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=6), st.floats(0.1, 50))
def test_only_the_ratio_of_weights_counts_and_shares_add_to_one(counts, factor):
    stories = {f"p{number}": float(count) for number, count in enumerate(counts)}
    weights = {part: float(number + 1) for number, part in enumerate(stories)}
    plain = coverage_beside_plan(stories, weights)
    scaled = coverage_beside_plan(stories, {part: factor * weight for part, weight in weights.items()})
    assert [one.position for one in plain] == [one.position for one in scaled]
    if sum(counts):
        assert sum(one.share.value or 0 for one in plain) == pytest.approx(1)


@pytest.mark.parametrize("weights", [{"a": 0.0}, {"b": 1.0}])
def test_weights_that_cannot_be_are_refused(weights):
    with pytest.raises(ValueError, match="expected"):
        coverage_beside_plan({"a": 1.0}, weights)
