"""Which stories are coded by hand: how many, how they spread over strata, and which ones."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from warehouse.measures.shares import MIN_CODED, wilson

LEAST_PER_STRATUM = 2
"""Stories without which a stratum has no variance."""


def allocate(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """Spread a sample over strata in proportion to their sizes.

    Proportional allocation (Cochran, Sampling techniques, 1977, 5.5) with largest remainders, and at least
    two stories of each stratum, or all where it has fewer. Every story then has nearly the same chance, so
    that parts of the period can be looked at alone.

    Args:
        sizes: Stories by stratum, each above 0.
        number: Stories to draw; all are, where there are no more.

    Returns:
        Stories to draw by stratum, `number` in all, or more where two of each stratum already are more.
    """
    population = sum(sizes.values())
    if number >= population:
        return dict(sizes)
    quotas = {name: number * size / population for name, size in sizes.items()}
    least = {name: min(size, LEAST_PER_STRATUM) for name, size in sizes.items()}
    found = {name: max(least[name], math.floor(quotas[name])) for name in sizes}

    def lacks(name: str) -> tuple[float, str]:
        return quotas[name] - found[name], name

    while sum(found.values()) < number:
        found[max((name for name in sizes if found[name] < sizes[name]), key=lacks)] += 1
    # What small strata need besides comes from those that have most for their size.
    while sum(found.values()) > max(number, sum(least.values())):
        found[min((name for name in sizes if found[name] > least[name]), key=lacks)] -= 1
    return found


def draw(strata: Mapping[str, Sequence[str]], number: int, seed: int) -> dict[str, float]:
    """Draw stories at random from each stratum, without replacement.

    Args:
        strata: Ids by stratum.
        number: Stories to draw, as for `allocate`.
        seed: Of the random numbers; the same seed and strata give the same draw, in whatever order ids come.

    Returns:
        The chance to be drawn (n/N of its stratum) by id, in random order.
    """
    random = np.random.default_rng(seed)
    wanted = allocate({name: len(ids) for name, ids in sorted(strata.items()) if ids}, number)
    chosen: list[tuple[str, float]] = []
    for name, size in wanted.items():
        ids = sorted(strata[name])
        picked: list[int] = random.choice(len(ids), size, replace=False).tolist()
        chosen += [(ids[index], size / len(ids)) for index in picked]
    order: list[int] = random.permutation(len(chosen)).tolist()
    return {chosen[index][0]: chosen[index][1] for index in order}


def stories_to_code(share: float, width: float, population: int, correlation: float = 0.0) -> int:
    """How many stories to code so that the interval of a share is no wider than wanted.

    The smallest n with a Wilson interval of at most that width on the effective size
    n / ((1 - n/N) (1 - r^2)): with the best weight of the automatic labels, what is left of a share's
    variance is 1 - r^2 of it (Angelopoulos, Duchi & Zrnic 2023), and of N stories n are known.

    Args:
        share: The share expected, 0 to 1; .5 needs most.
        width: Of the 95 % interval, above 0 and below 1.
        population: Stories there are (N).
        correlation: r between automatic label and hand code in an earlier sample; 0 where there is none.

    Returns:
        n, at least 30 or all stories there are.

    Raises:
        ValueError: If an argument is outside its range.
    """
    if not (0 <= share <= 1 and 0 < width < 1 and population >= 0 and 0 <= abs(correlation) <= 1):
        raise ValueError(
            f"expected a share and a correlation of at most 1 and a width between 0 and 1, "
            f"got {share}, {correlation}, {width}"
        )
    least, most = min(MIN_CODED, population), population
    while least < most:
        middle = (least + most) // 2
        if _width(share, middle, population, correlation) <= width:
            most = middle
        else:
            least = middle + 1
    return least


def _width(share: float, number: int, population: int, correlation: float) -> float:
    left = (1 - number / population) * (1 - correlation**2)
    if left <= 0:
        return 0.0
    size = number / left
    low, high = wilson(share * size, size)
    return high - low
