"""Which stories are coded: in proportion, at random, and as many as the wanted width takes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures import Measure, Stratum, corrected_shares
from warehouse.measures.sampling import allocate, draw, stories_to_code

SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 300), min_size=1)


def test_a_sample_is_spread_in_proportion():
    assert allocate({"2026-01": 600, "2026-02": 300, "2026-03": 100}, 100) == {
        "2026-01": 60,
        "2026-02": 30,
        "2026-03": 10,
    }


@settings(max_examples=25)
@given(SIZES, st.integers(1, 400))
def test_no_stratum_is_left_out_and_none_gives_more_than_it_has(sizes, number):
    found = allocate(sizes, number)
    assert all(min(2, sizes[name]) <= found[name] <= sizes[name] for name in sizes)
    least = sum(min(2, size) for size in sizes.values())
    assert sum(found.values()) == max(min(number, sum(sizes.values())), least)


def test_what_a_small_stratum_needs_besides_comes_from_the_others():
    assert allocate({"a": 1, "b": 7, "c": 38}, 7) == {"a": 1, "b": 2, "c": 4}


def test_a_draw_is_repeated_by_its_seed_whatever_the_order_of_ids():
    strata = {"a": [f"i{n}" for n in range(50)], "b": [f"j{n}" for n in range(10)]}
    turned = {name: ids[::-1] for name, ids in reversed(strata.items())}
    first = draw(strata, 12, 3)
    assert list(draw(turned, 12, 3).items()) == list(first.items())
    assert draw(strata, 12, 4) != first
    assert sorted(first.values()) == [0.2] * 12


def test_every_story_has_the_same_chance():
    strata = {"a": [f"i{n}" for n in range(12)], "b": [f"j{n}" for n in range(6)]}
    drawn = [item for seed in range(600) for item in draw(strata, 6, seed)]
    counts = np.unique(drawn, return_counts=True)[1]
    assert counts.size == 18
    assert np.all(np.abs(counts - 200) < 60)


@settings(max_examples=25)
@given(st.floats(0.02, 0.9), st.floats(0.05, 0.4), st.integers(1, 5000), st.floats(0, 0.95))
def test_more_is_needed_for_a_narrower_interval_and_labels_that_agree_save_work(share, width, stories, r):
    needed = stories_to_code(share, width, stories, r)
    assert min(30, stories) <= needed <= stories
    assert stories_to_code(share, width / 2, stories, r) >= needed
    assert stories_to_code(share, width, stories, 0) >= needed


def test_the_planned_number_gives_the_wanted_width():
    stories, width = 2000, 0.12
    needed = stories_to_code(0.5, width, stories)
    coded = [("positive", "neutral")] * (needed // 2) + [("neutral", "neutral")] * (needed - needed // 2)
    share = corrected_shares([Stratum({"neutral": stories}, coded)], Measure(1, 1, 1, 60, "", "ok"))
    positive = share.shares["positive"]
    assert positive.high - positive.low == pytest.approx(width, abs=0.005)


def test_arguments_out_of_range_are_refused():
    for arguments in ((1.2, 0.1, 10), (0.5, 0, 10), (0.5, 1, 10), (0.5, 0.1, -1), (0.5, 0.1, 10, 2)):
        with pytest.raises(ValueError, match="expected a share"):
            stories_to_code(*arguments)
