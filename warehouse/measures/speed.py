"""How fast others take up what an agency wrote."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from warehouse.measures.measure import Measure

MIN_WIRE_STORIES = 8
"""Stories of an agency, run by others, below which their speed is not estimable."""

_NEGLIGIBLE = 1e-30
"""Part of the middle term of a binomial distribution below which terms can't change a sum."""

_METHOD = "median over stories of the hours to half of the outlets that ran them"


def wire_speed(hours_by_story: Mapping[str, Sequence[float]]) -> Measure:
    """Median over the stories of an agency of the hours in which half of the outlets that ran them did.

    Its 95 % interval goes from one order statistic to another, whatever the distribution: David & Nagaraja,
    Order Statistics, 3rd edition (2003), section 7.1. Definition: docs/method.md.

    Args:
        hours_by_story: For each story the hours, 0 or more, after which each other outlet ran it; a story
            that none ran counts as none.

    Returns:
        Hours, n in stories; not estimable below `MIN_WIRE_STORIES`.

    Example:
        >>> found = wire_speed({str(number): [number, 99.0] for number in range(1, 12)})
        >>> found.value, found.low, found.high, found.n
        (6.0, 2.0, 10.0, 11)
    """
    halves = sorted(_half(hours) for hours in hours_by_story.values() if hours)
    n = len(halves)
    if n < MIN_WIRE_STORIES:
        why = f"{n} stories, {MIN_WIRE_STORIES} are needed"
        return Measure(None, None, None, n, _METHOD, "not_estimable", why)
    rank = _rank(n)
    middle = (halves[(n - 1) // 2] + halves[n // 2]) / 2
    return Measure(float(middle), float(halves[rank - 1]), float(halves[n - rank]), n, _METHOD, "ok")


def _half(hours: Iterable[float]) -> float:
    ordered = sorted(hours)
    return ordered[math.ceil(len(ordered) / 2) - 1]


def _rank(n: int) -> int:
    """The largest rank r with P(fewer than r of n values lie under the median) <= 2.5 %."""
    # In parts of the middle term, which of thousands of values is no float by itself.
    terms = [1.0]
    lowest = n // 2
    while lowest and terms[-1] > _NEGLIGIBLE:
        terms.append(terms[-1] * lowest / (n - lowest + 1))
        lowest -= 1
    whole = 2 * sum(terms) - (1 - n % 2)
    below = accumulate(reversed(terms))
    return lowest + sum(1 for so_far in below if so_far <= 0.025 * whole)
