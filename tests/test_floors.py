"""Floors of quality rise by themselves and fall only where somebody says so."""

import pytest

from bench.floors import LoweredError, updated

PINNED = {
    "tone": {"macro_f1_cv": 0.797, "data_sha256": "a"},
    "extraction": {"golden": {"title": 1.0}},
}


def measured(value, data="a"):
    return {"tone": {"macro_f1_cv": value, "data_sha256": data}}


def test_a_better_figure_raises_its_floor_and_leaves_the_others():
    found = updated(PINNED, measured(0.8117), allow_lower=False)
    assert found == {**PINNED, "tone": {"macro_f1_cv": 0.808, "data_sha256": "a"}}


def test_a_figure_just_above_its_floor_leaves_it():
    assert updated(PINNED, measured(0.798), allow_lower=False) == PINNED


@pytest.mark.parametrize(
    "worse, expected",
    [
        (measured(0.796), r"tone\.macro_f1_cv is 0\.796, its floor 0\.797"),
        (measured(0.82, "b"), r"tone: measured on other data"),
        ({"tone": {"data_sha256": "a"}}, r"is None, its floor 0\.797"),
    ],
)
def test_a_lower_figure_or_other_data_needs_the_flag(worse, expected):
    with pytest.raises(LoweredError, match=expected):
        updated(PINNED, worse, allow_lower=False)
    assert updated(PINNED, worse, allow_lower=True)["tone"]["data_sha256"] == worse["tone"]["data_sha256"]
