"""How far coverage reached: outlets, speed and, where audiences are known, net reach as a band."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from warehouse.measures.measure import Measure, Status

MIN_HOURS = 72
UNIT_DAYS = {"day": 1, "week": 7, "month": 28}
"""Least days of a period for which an audience of each unit of time says anything."""


@dataclass(frozen=True)
class Reach:
    """Net reach of the outlets that covered, for one population and within one unit of time.

    Attributes:
        low: Least share of the population that the outlets together reach within one unit; None if refused.
        high: Greatest; None if refused, or not known while an audience or a covering outlet may be missing.
        random_duplication: One model inside the band, if audiences overlap at random; None where `high` is.
        opportunities: Opportunities to see a head of the population, which are no people: items times
            audiences, for daily audiences only; None where `high` is.
        outlets: Outlets that covered.
        known: Those of them whose audience is known.
        status: "ok" or "not_estimable".
        reason: Why it is refused or open above; "" otherwise. English, one sentence.
    """

    low: float | None
    high: float | None
    random_duplication: float | None
    opportunities: float | None
    outlets: int
    known: int
    status: Status
    reason: str = ""


def hill(shares: ArrayLike, q: float) -> float:
    """Effective number of types, Hill number of order q: (sum p_i^q)^(1/(1-q)).

    Hill, Diversity and evenness: a unifying notation and its consequences, Ecology 54 (1973) 427-432.
    Order 0 counts the types, 1 is exp of Shannon's entropy (the limit), 2 the inverse of Simpson's index.

    Args:
        shares: Shares, or counts in proportion to them; shape (m,), not negative, not all zero.
        q: Order, 0 or more. The higher, the less rare types count.

    Returns:
        From 1 (all in one) to the number of types with a share (all equal).

    Raises:
        ValueError: If shares are not such a vector, or q is negative.
    """
    values = np.asarray(shares, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all() or (values < 0).any() or not values.any():
        raise ValueError(f"expected non-negative shares that are not all zero, got {values.tolist()}")
    if q < 0:
        raise ValueError(f"the order must not be negative, got {q}")
    present = values[values > 0] / values.sum()
    if q == 1:
        return float(np.exp(-(present * np.log(present)).sum()))
    return float((present**q).sum() ** (1 / (1 - q)))


def effective_outlets(counts: ArrayLike) -> dict[str, Measure]:
    """Effective number of outlets: Hill numbers (1973) of order 0, 1 and 2 of the items per outlet.

    Args:
        counts: Items per outlet, shape (outlets,).

    Returns:
        Measures "q0", "q1", "q2", n = items; not estimable where there is no item.

    Raises:
        ValueError: If a count is negative.
    """
    values = np.asarray(counts, dtype=np.float64)
    number, method = round(float(values.sum())), "effective number of outlets, over items"
    if values.size == 0 or not values.any():
        none = Measure(None, None, None, 0, method, "not_estimable", "no items")
        return dict.fromkeys(("q0", "q1", "q2"), none)
    return {f"q{q}": Measure(hill(values, q), None, None, number, method, "ok") for q in (0, 1, 2)}


def net_reach_random(audiences: Sequence[float | None]) -> float | None:
    """Net reach if audiences overlap at random: 1 - prod(1 - r_i), one model inside the band.

    Sainsbury's formula: Caffyn & Sagovsky, Net audiences of British newspapers: a comparison of the
    Agostini and Sainsbury methods, Journal of Advertising Research 3 (1963) 21-25.

    Args:
        audiences: r_i of each outlet that covered, once however many items it ran, as a share (0 to 1) of
            one population and for one time unit; None = unknown.

    Returns:
        The share of the population; None while an outlet is unknown.

    Raises:
        ValueError: If an audience is outside 0 to 1.
    """
    known = _known(audiences)
    if len(known) < len(audiences):
        return None
    return 1 - math.prod(1 - r for r in known)


def net_reach_bounds(audiences: Sequence[float | None]) -> tuple[float, float | None]:
    """The band that holds net reach whatever the duplication: max r_i <= R <= min(1, sum r_i).

    Fréchet, Généralisation du théorème des probabilités totales, Fundamenta Mathematicae 25 (1935) 379-387.

    Args:
        audiences: As for `net_reach_random`.

    Returns:
        (low, high); high is None (not known) while an outlet is unknown. The low limit stands on the known
        outlets, 0 if there is none.

    Raises:
        ValueError: If an audience is outside 0 to 1.
    """
    known = _known(audiences)
    low = max(known, default=0.0)
    return low, min(1.0, sum(known)) if len(known) == len(audiences) else None


def net_reach(
    audiences: Sequence[float | None], items: Sequence[int], time_unit: str, days: int, why_open: str = ""
) -> Reach:
    """Give the band of net reach, refused for a period shorter than the unit of time or without an audience.

    Band: Fréchet (1935), as `net_reach_bounds`; rules: docs/method.md, "Net reach".

    Args:
        audiences: As for `net_reach_random`.
        items: Items of each outlet, in the same order.
        time_unit: day, week or month: that of the audiences.
        days: Days of the period.
        why_open: Why outlets that covered may be missing, so that no upper limit is known; "" if none may.

    Raises:
        ValueError: If an audience is outside 0 to 1, there is not one number of items an outlet, or the unit
            of time is another one.
    """
    if len(items) != len(audiences) or time_unit not in UNIT_DAYS:
        raise ValueError(
            f"expected items of {len(audiences)} outlets and day, week or month, got {time_unit!r}"
        )
    known = len(_known(audiences))
    refused = Reach(None, None, None, None, len(audiences), known, "not_estimable")
    if days < UNIT_DAYS[time_unit]:
        return replace(refused, reason=f"{days} days are shorter than the {time_unit} of the audiences")
    if not audiences:
        return replace(refused, reason="no outlet covered")
    reason = f"audience known for {known} of {len(audiences)} outlets" if known < len(audiences) else why_open
    if known == 0:
        return replace(refused, reason=reason)
    low, high = net_reach_bounds(audiences)
    found = replace(refused, low=low, status="ok", reason=reason)
    if reason or high is None:
        return found
    gross = sum(r * n for r, n in zip(_known(audiences), items, strict=True))
    return replace(
        found,
        high=high,
        random_duplication=net_reach_random(audiences),
        opportunities=gross if time_unit == "day" else None,
    )


def agostini(r: Sequence[float], duplication: Sequence[float | None]) -> Measure:
    """Net reach from measured pairwise duplications: A^2 / (1.125 D + A), A = sum r_i, D = their sum.

    Agostini, How to estimate unduplicated audiences, Journal of Advertising Research 1 (1961) 11-14.
    The constant was fitted to French magazines, so a result outside the band is refused.

    Args:
        r: Audience of each outlet, a share (0 to 1) of one population and for one time unit.
        duplication: Share reached by both, for each pair in the order of itertools.combinations(r, 2);
            None where it was not measured.

    Returns:
        Net reach, n = outlets; not estimable where a pair was not measured or the result leaves the band
        of `net_reach_bounds`.

    Raises:
        ValueError: If there is no outlet, the number of pairs is wrong, an audience is outside 0 to 1, or
            a duplication does not fit its two audiences.
    """
    method = "Agostini net reach, over outlets"
    low, high = net_reach_bounds(r)
    pairs = list(combinations(r, 2))
    if not r or high is None or len(duplication) != len(pairs):
        raise ValueError(
            f"expected known audiences and {len(pairs)} pairs, got {len(duplication)} for {len(r)}"
        )
    measured = [d for d in duplication if d is not None]
    if len(measured) < len(pairs):
        reason = f"duplication measured for {len(measured)} of {len(pairs)} pairs of outlets"
        return Measure(None, None, None, len(r), method, "not_estimable", reason)
    for d, (first, second) in zip(measured, pairs, strict=True):
        if not max(0.0, first + second - 1) - 1e-9 <= d <= min(first, second) + 1e-9:
            raise ValueError(f"duplication {d} does not fit audiences {first} and {second}")
    gross = sum(r)
    if gross == 0:
        return Measure(0.0, None, None, len(r), method, "ok")
    value = gross**2 / (1.125 * sum(measured) + gross)
    if not low - 1e-9 <= value <= high + 1e-9:
        reason = f"Agostini's formula gives {value:.2f}, outside the possible {low:.2f} to {high:.2f}"
        return Measure(None, None, None, len(r), method, "not_estimable", reason)
    return Measure(value, None, None, len(r), method, "ok")


def t50(first_item_hours_by_outlet: Iterable[float], hours_observed: float) -> Measure:
    """Hours from the first item to half of all outlets that covered.

    Definition of this project: docs/method.md, `t50, over outlets`.

    Args:
        first_item_hours_by_outlet: Hour of the first item of each outlet that covered, counted from any
            one moment.
        hours_observed: Hours from the first item to the end of observation.

    Returns:
        Hours, n = outlets; not estimable ("still spreading") before 72 hours of observation, or where no
        outlet covered.

    Raises:
        ValueError: If an item is later than the end of observation.
    """
    hours = sorted(first_item_hours_by_outlet)
    method = "t50, over outlets"
    if not hours:
        return Measure(None, None, None, 0, method, "not_estimable", "no outlet covered")
    if hours[-1] - hours[0] > hours_observed:
        raise ValueError(
            f"an item came {hours[-1] - hours[0]:g} h after the first, observed were {hours_observed:g} h"
        )
    if hours_observed < MIN_HOURS:
        return Measure(None, None, None, len(hours), method, "not_estimable", "still spreading")
    half = (len(hours) + 1) // 2
    return Measure(hours[half - 1] - hours[0], None, None, len(hours), method, "ok")


def _known(audiences: Sequence[float | None]) -> list[float]:
    known = [r for r in audiences if r is not None]
    if not all(0 <= r <= 1 for r in known):
        raise ValueError(f"an audience is a share of the population, 0 to 1; got {known}")
    return known
