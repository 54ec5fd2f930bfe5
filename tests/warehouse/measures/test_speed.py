"""Speed from the wire: a median over stories, refused below eight."""

from math import comb
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import wire_speed


def test_a_story_counts_once_however_many_outlets_ran_it():
    few = {str(number): [2.0] for number in range(8)}
    many = few | {"0": [1.0, 1.5, 2.0, 50.0, 60.0]}
    assert wire_speed(many).value == wire_speed(few).value == 2.0


def test_half_of_the_outlets_is_the_hour_when_the_last_of_that_half_ran_it():
    found = wire_speed({str(number): [1.0, 4.0, 9.0] for number in range(8)})
    assert (found.value, found.n) == (4.0, 8)


@pytest.mark.parametrize("hours", [{}, {str(number): [1.0] for number in range(7)} | {"none": []}])
def test_below_eight_stories_that_others_ran_there_is_no_figure(hours):
    found = wire_speed(hours)
    assert (found.value, found.low, found.high, found.status) == (None, None, None, "not_estimable")


@settings(max_examples=25)
@given(st.lists(st.floats(0, 100), min_size=8, max_size=40, unique=True))
def test_the_interval_holds_the_median_with_95_percent_and_no_narrower_one_does(hours):
    found = wire_speed({str(place): [hour] for place, hour in enumerate(hours)})
    ordered, n = sorted(hours), len(hours)
    rank = ordered.index(found.low) + 1
    assert ordered.index(found.high) == n - rank
    assert found.low <= found.value <= found.high
    assert found.value == pytest.approx(median(hours))
    covered = [1 - 2 * sum(comb(n, below) for below in range(of)) / 2**n for of in (rank, rank + 1)]
    assert covered[0] >= 0.95 > covered[1]


@pytest.mark.parametrize("n", [8, 9, 1_029, 1_030, 5_001, 20_000])
def test_of_thousands_of_stories_the_interval_is_as_narrow_as_of_few(n):
    found = wire_speed({str(place): [float(place)] for place in range(n)})
    terms, rank = [1], 0
    while 40 * sum(terms) <= 2**n:
        rank += 1
        terms = [sum(terms), comb(n, rank)]
    assert (found.low, found.high) == (rank - 1, n - rank)
