"""Two periods compared: by how much shares and volumes differ, and whether chance alone could do it.

Everywhere the difference is that of the second period from the first.
"""

# scipy's and ruptures' types are incomplete.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import special  # not stats, which takes a second to import

from warehouse.measures.measure import Measure, Status

MIN_DAYS = 28
"""Days under which a daily series has no change points: four of each weekday."""
MIN_SEGMENT = 7
"""Days between two change points, so that a weekend is none."""

_Z = float(special.ndtri(0.975))
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contrast:
    """A comparison with what says how sure it is.

    Attributes:
        measure: Difference or ratio with its 95 % interval.
        p: Probability of at least such a difference if nothing differs, two-sided; None where there is none.
    """

    measure: Measure
    p: float | None


@dataclass(frozen=True)
class Day:
    """A Vietnam day of the panel, outlet-days with a gap left out.

    Attributes:
        day: The day.
        count: What is compared: stories or items on the campaign.
        output: All items that the same outlets published.
    """

    day: date
    count: int
    output: int


def difference(a: Measure, b: Measure, method: str) -> Contrast:
    """Difference b - a of two shares or indices from their intervals.

    Square-and-add: Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17 (1998) 873-890, method 10; for any two intervals Zou & Donner, Construction of
    confidence limits about effect measures, Statistics in Medicine 27 (2008) 1693-1702.

    Args:
        a: The first period's.
        b: The second period's.
        method: Name of the method.

    Returns:
        The difference, n = that of both together; refused with the reason of the one that is refused, and
        "uncorrected" or "tentative" where one of them is.
    """
    blank = Measure(None, None, None, a.n + b.n, method, "not_estimable")
    for name, one in (("first", a), ("second", b)):
        if one.value is None or one.low is None or one.high is None:
            status: Status = "withheld" if one.status == "withheld" else "not_estimable"
            reason = f"{name} period: {one.reason or 'no interval'}"
            return Contrast(replace(blank, status=status, reason=reason), None)
    assert a.value is not None and a.low is not None and a.high is not None
    assert b.value is not None and b.low is not None and b.high is not None
    value = b.value - a.value
    low = value - math.hypot(b.value - b.low, a.high - a.value)
    high = value + math.hypot(b.high - b.value, a.value - a.low)
    order: tuple[Status, ...] = ("uncorrected", "tentative", "ok")
    weaker = min((a, b), key=lambda one: order.index(one.status))
    known = replace(blank, value=value, low=low, high=high, status=weaker.status, reason=weaker.reason)
    # The limit towards zero decides, as with the interval itself.
    margin = value - low if value > 0 else high - value
    p = 2 * float(special.ndtr(-abs(value) * _Z / margin)) if margin > 0 else float(value == 0)
    return Contrast(known, p)


def rate_ratio(a: Sequence[Day], b: Sequence[Day], gap_shares: tuple[float, float], method: str) -> Contrast:
    """Ratio b / a of what was published, per item that the same outlets published, on the same weekdays.

    Rates are standardised directly: the mean over the weekdays that both periods have of count / output.
    Variance of a Poisson count times the dispersion phi, Pearson's chi-square over its degrees of freedom
    and never under 1 (McCullagh & Nelder, Generalized linear models, 1989, 6.2); interval of the logarithm
    with Student's t on these degrees of freedom.

    Args:
        a: Days of the first period.
        b: Days of the second period.
        gap_shares: Part of the expected items in gaps, of each period.
        method: Name of the method.

    Returns:
        The ratio, n = days compared; withheld where more than 10 % of a period falls into gaps; not estimable
        without common weekdays, with fewer days than say anything of their spread, or with a period of 0.
    """
    weekdays = {day.day.weekday() for day in a if day.output > 0} & {
        day.day.weekday() for day in b if day.output > 0
    }
    first, second = (_by_weekday(days, weekdays) for days in (a, b))
    number = sum(len(days) for period in (first, second) for days in period.values())
    blank = Measure(None, None, None, number, method, "not_estimable")
    if max(gap_shares) > 0.1:
        share = f"{max(gap_shares):.0%} of the expected items fall into gaps in collection"
        return Contrast(replace(blank, status="withheld", reason=share), None)
    freedom = number - 2 * len(weekdays)
    if freedom < 3:
        return Contrast(replace(blank, reason="too few days with the same weekdays in both periods"), None)
    rates, relative = zip(*(_standardised(period) for period in (first, second)), strict=True)
    if min(rates) == 0:
        return Contrast(replace(blank, reason="nothing was published in one of the periods"), None)
    phi = max(1.0, (_pearson(first) + _pearson(second)) / freedom)
    spread = math.sqrt(phi * sum(relative))
    log = math.log(rates[1] / rates[0])
    reach = float(special.stdtrit(freedom, 0.975)) * spread
    known = replace(
        blank, value=math.exp(log), low=math.exp(log - reach), high=math.exp(log + reach), status="ok"
    )
    return Contrast(known, 2 * float(special.stdtr(freedom, -abs(log) / spread)))


_Period = Mapping[int, Sequence[Day]]


def _by_weekday(days: Sequence[Day], weekdays: set[int]) -> _Period:
    return {
        weekday: [day for day in days if day.day.weekday() == weekday and day.output > 0]
        for weekday in sorted(weekdays)
    }


def _standardised(period: _Period) -> tuple[float, float]:
    """The mean rate over weekdays, and its relative variance for Poisson counts."""
    totals = [(sum(d.count for d in days), sum(d.output for d in days)) for days in period.values()]
    rate = sum(count / output for count, output in totals) / len(totals)
    variance = sum(count / output**2 for count, output in totals) / len(totals) ** 2
    return rate, variance / rate**2 if rate else 0.0


def _pearson(period: _Period) -> float:
    """Pearson's chi-square of days around the rate of their weekday."""
    total = 0.0
    for days in period.values():
        rate = sum(day.count for day in days) / sum(day.output for day in days)
        total += sum((d.count - rate * d.output) ** 2 / (rate * d.output) for d in days if rate > 0)
    return total


def holm(values: Sequence[float]) -> list[float]:
    """Adjust p-values of planned comparisons so that together they err as rarely as one would.

    Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979)
    65-70.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(values)
    worst = 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda index: values[index])):
        worst = max(worst, min(1.0, (len(values) - rank) * values[place]))
        adjusted[place] = worst
    return adjusted


def change_points(days: Sequence[Day]) -> list[date]:
    """First days of what looks like another level of the daily series.

    PELT (Killick, Fearnhead & Eckley, Optimal detection of changepoints with a linear computational cost,
    JASA 107 (2012) 1590-1598) on Anscombe's 2 sqrt(count + 3/8), whose variance is near 1, with weekday
    medians taken out and the spread between neighbouring days as scale; penalty 3 log(days) on the sum of
    squares.

    Args:
        days: In order; days without output are left out.

    Returns:
        In order; none under 28 days.
    """
    known = [day for day in days if day.output > 0]
    if len(known) < MIN_DAYS:
        return []
    # Imported where it is used, since it takes a second.
    import ruptures

    mean_output = sum(day.output for day in known) / len(known)
    levels = np.array([2 * math.sqrt(day.count * mean_output / day.output + 3 / 8) for day in known])
    weekdays = np.array([day.day.weekday() for day in known])
    for weekday in range(7):
        levels[weekdays == weekday] -= (
            np.median(levels[weekdays == weekday]) if (weekdays == weekday).any() else 0
        )
    # Twice the variance is that of a difference of neighbours; a jump moves their median little.
    scale = max(1.0, float(np.median(np.abs(np.diff(levels)))) / (0.6745 * math.sqrt(2)))
    found: list[int] = (
        ruptures.Pelt(model="l2", min_size=MIN_SEGMENT, jump=1)
        .fit(levels / scale)
        .predict(pen=3 * math.log(len(known)))
    )
    return [known[place].day for place in found[:-1]]
