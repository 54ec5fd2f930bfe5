"""Macros for analysts give what the measures give."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import measures

counts = st.lists(st.integers(0, 40) | st.floats(0.01, 50), min_size=2, max_size=7).filter(any)
tones = st.tuples(*[st.integers(0, 40)] * 3).filter(lambda three: sum(three) > 1)
audiences = st.lists(st.floats(0, 1) | st.none(), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def ask(empty_warehouse):
    with duckdb.connect(empty_warehouse, read_only=True) as connection:

        def answer(call, values):
            row = connection.execute(f"select {call}", [values]).fetchone()
            return None if row is None else row[0]

        yield answer


@settings(max_examples=25, deadline=None)
@given(counts=counts)
def test_consensus_and_effective_numbers_are_those_of_the_measures(ask, counts):
    values = [float(one) for one in counts]
    assert ask("agreement(?)", values) == pytest.approx(measures.agreement(values), abs=1e-9)
    assert ask("tastle_wierman(?)", values) == pytest.approx(measures.tastle_wierman(values), abs=1e-9)
    for q in (0, 1, 2):
        assert ask(f"hill(?, {q})", values) == pytest.approx(measures.hill(values, q))


@settings(max_examples=25, deadline=None)
@given(tones=tones, audiences=audiences)
def test_opposed_pairs_and_net_reach_are_those_of_the_measures(ask, tones, audiences):
    assert ask("opposed_pairs(?)", list(tones)) == pytest.approx(measures.opposed_pairs(tones))
    low, high = measures.net_reach_bounds(audiences)
    assert ask("net_reach_low(cast(? as double[]))", audiences) == pytest.approx(low)
    expected = (high, measures.net_reach_random(audiences))
    found = [ask(f"net_reach_{one}(cast(? as double[]))", audiences) for one in ("high", "random")]
    assert found == [None if one is None else pytest.approx(one, abs=1e-9) for one in expected]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("agreement([30, 40, 210, 130, 530, 50, 10])", 0.6113333),
        ("agreement([1, 0, 1])", -1),
        ("agreement([1, 1, 21])", 0.869565),
        ("agreement([0, 0, 0])", None),
        ("agreement([-1, 2, 3])", None),
        ("net_reach_low([40, 25])", None),
        ("net_reach_high([1.5, -2.0])", None),
        ("net_reach_random([40, 25])", None),
        ("tastle_wierman([30, 40, 210, 130, 530, 50, 10])", 0.7256876),
        ("tastle_wierman([0, 0, 0])", None),
        ("opposed_pairs([0, 1, 0])", None),
        ("hill([20, 1, 1, 1], 1)", 1.7),
        ("hill(cast([] as integer[]), 1)", None),
        ("net_reach_random([0.4, 0.25])", 0.55),
        # What the measures refuse.
        ("agreement([1, null, 2])", None),
        ("agreement([5])", None),
        ("tastle_wierman([-1, 2, 3])", None),
        ("tastle_wierman([1, null, 2])", None),
        ("tastle_wierman([5])", None),
        ("opposed_pairs([-1, 2, 3])", None),
        ("opposed_pairs([0.2, 0.2, 0.1])", None),
        ("opposed_pairs([1, 2])", None),
        ("hill([-1, 2, 3], 2)", None),
        ("hill([1, null], 0)", None),
        ("hill([1, 2], -1)", None),
        ("agreement([1, 'infinity'::double, 2])", None),
        ("tastle_wierman([1, 'infinity'::double, 2])", None),
        ("opposed_pairs([1, 'infinity'::double, 2])", None),
        ("hill([1, 'infinity'::double], 1)", None),
        ("hill([1, 'nan'::double], 0)", None),
    ],
)
def test_macros_have_the_published_values_and_nothing_of_nothing(ask, call, expected):
    found = ask(f"{call} where ? is null", None)
    near = 5e-3 if "hill" in call else 1e-6
    assert found == (None if expected is None else pytest.approx(expected, abs=near))
