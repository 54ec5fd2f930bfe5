"""How far independent stories agree in tone, and when that cannot be said.

Everywhere counts of three are ordered (negative, neutral, positive).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.measures.measure import Measure

MIN_STORIES = 8
MIN_OUTLETS = 5
MIN_EVENTS = 5
MAX_VERDICT_WIDTH = 0.5
MACHINE_LABELS = "machine labels: biased towards disagreement"

Verdict = Literal["agree", "mixed", "split"]

_CONFIDENCE = 0.95
# With three categories A is linear within each order of the shares; these are its gradients (both signs):
# "largest minus smallest", and a - 3b + 2c where neutral is the smallest.
_GRADIENTS = tuple(
    tuple(sign * w for w in gradient)
    for gradient in ((1, 0, -1), (0, 1, -1), (-1, 1, 0), (1, 2, -3), (-3, 2, 1))
    for sign in (1, -1)
)

_Shares = tuple[float, ...]


def agreement(counts: ArrayLike) -> float:
    """Agreement A over an ordered scale.

    Peels the frequencies into layers of equal height and averages the layers' agreement, weighted by
    size: van der Eijk, Measuring agreement in ordered rating scales, Quality & Quantity 35 (2001) 325-341.

    Args:
        counts: K >= 2 non-negative frequencies (fractions allowed) in the order of the scale.

    Returns:
        From -1 (split between the extremes) over 0 (uniform) to 1 (all in one category).

    Raises:
        ValueError: If counts are not a vector of at least two non-negative numbers, or all are zero.

    Example:
        >>> agreement([1, 2, 1])
        0.25
    """
    frequencies = _frequencies(counts)
    total = float(frequencies.sum())
    # Subtracting fractions leaves crumbs that are no layer of their own.
    crumb = 1e-12 * total
    result = 0.0
    while (filled := frequencies > crumb).any():
        height = float(frequencies[filled].min())
        weight = height * int(filled.sum()) / total
        result += weight * _layer_agreement(filled.tolist())
        frequencies = np.where(filled, frequencies - height, 0.0)
    return result


def _layer_agreement(pattern: Sequence[bool]) -> float:
    """A of one layer, from its pattern of empty and filled categories (van der Eijk 2001)."""
    scale, filled = len(pattern), sum(pattern)
    if filled == 1:
        return 1.0
    triples = [tuple(map(int, triple)) for triple in combinations(pattern, 3)]
    unimodal = triples.count((1, 1, 0)) + triples.count((0, 1, 1))
    bimodal = triples.count((1, 0, 1))
    if unimodal + bimodal == 0:
        return 0.0
    unimodality = ((scale - 2) * unimodal - (scale - 1) * bimodal) / ((scale - 2) * (unimodal + bimodal))
    return unimodality * (1 - (filled - 1) / (scale - 1))


def tastle_wierman(counts: ArrayLike) -> float:
    """Consensus Cns = 1 + sum p_i log2(1 - |X_i - mean| / (X_max - X_min)).

    Tastle & Wierman, Consensus and dissention: a measure of ordinal dispersion, International Journal of
    Approximate Reasoning 45 (2007) 531-545. Its zero is the split between the extremes; a uniform
    distribution is above zero, so it stands beside A and never for it.

    Args:
        counts: K >= 2 non-negative frequencies in the order of the scale.

    Returns:
        From 0 (split between the extremes) to 1 (all in one category).

    Raises:
        ValueError: If counts are not a vector of at least two non-negative numbers, or all are zero.
    """
    frequencies = _frequencies(counts)
    shares = frequencies / frequencies.sum()
    positions = np.arange(shares.size, dtype=np.float64)
    distance = np.abs(positions - float(shares @ positions)) / (shares.size - 1)
    seen = shares > 0
    return float(1.0 + shares[seen] @ np.log2(1.0 - distance[seen]))


def opposed_pairs(counts: ArrayLike) -> float:
    """Chance that two different stories drawn at random take opposite sides.

    n/(n-1) * 2 * p_negative * p_positive: the unbiased pair probability of Simpson (Measurement of
    diversity, Nature 163, 1949) kept to pairs of one negative and one positive story.

    Args:
        counts: Stories (negative, neutral, positive), in all more than one.

    Returns:
        0 to 1. Neutral is not disagreement.

    Raises:
        ValueError: If there are not three counts, or no more than one story.
    """
    negative, _, positive = _three(counts)
    total = sum(_three(counts))
    if total <= 1:
        raise ValueError(f"opposed pairs need more than one story, got {total:g}")
    return 2 * negative * positive / (total * (total - 1))


def agreement_interval(story_counts_by_event: ArrayLike) -> tuple[float, float]:
    """95 % likelihood-ratio interval of A, with events as clusters.

    The smallest and largest A(p) over all share vectors p with G2(p) / d <= 2 F(.95; 2, E - 1). G2 is the
    multinomial likelihood ratio of the story counts; d is their mean generalised design effect, never
    under 1: Rao & Scott, The analysis of categorical data from complex sample surveys, JASA 76 (1981)
    221-230; the F reference on E - 1 degrees of freedom: Thomas & Rao, JASA 82 (1987) 630-636. E is the
    number of events where they are of one size, and else their effective number.
    A is linear along every ray from the uniform point and within each order of the shares, and the region
    is convex, so the extremes lie among few points found exactly; nothing is drawn at random.

    Args:
        story_counts_by_event: Array (E, 3) of stories (negative, neutral, positive) per event. Rows
            without a story are no events.

    Returns:
        (low, high). One event says nothing about others: (-1, 1).

    Raises:
        ValueError: If the shape is not (E, 3), a count is negative, or there is no story.
    """
    events = by_event(story_counts_by_event)
    if len(events) == 0:
        raise ValueError("expected a count of at least one story")
    if len(events) == 1:
        return -1.0, 1.0
    counts = events.sum(axis=0)
    return agreement_range(counts / design_effect(events), freedom_of(events))


def agreement_range(counts: ArrayLike, freedom: float) -> tuple[float, float]:
    """Smallest and largest A(p) over the 95 % likelihood-ratio region of shares.

    Args:
        counts: Effective counts (negative, neutral, positive): the shares times their effective size.
        freedom: Degrees of freedom of the variance, at least 1.

    Returns:
        (low, high).

    Raises:
        ValueError: If there are not three non-negative counts, or all are zero.
    """
    effective = _three(counts)
    # 2 F(.95; 2, E - 1) has this closed form, since two numerator degrees of freedom make F a Pareto law.
    critical = freedom * ((1 - _CONFIDENCE) ** (-2 / freedom) - 1)
    candidates = _Region(effective, critical).candidates()
    values = [agreement(effective), *(agreement(shares) for shares in candidates)]
    return min(values), max(values)


def freedom_of(events: NDArray[np.float64]) -> float:
    """Degrees of freedom of what events of these sizes tell of their variance: E - 1, at least 1.

    E = (sum of sizes)^2 / sum of squared sizes, the number of events of one size that would tell as much:
    Carter, Schnepel & Steigerwald, Asymptotic behavior of a t-test robust to cluster heterogeneity, Review of
    Economics and Statistics 99 (2017) 698-709, with clusters whose members are alike. With the mere number
    the interval holds A too seldom where one event has most stories (docs/bench.md).

    Args:
        events: Stories (negative, neutral, positive) by event, at least one event.
    """
    sizes = events.sum(axis=1)
    return max(1.0, float(sizes.sum() ** 2 / (sizes**2).sum()) - 1)


def design_effect(events: NDArray[np.float64]) -> float:
    """Mean generalised design effect of the shares, clusters = events, never under 1 (Rao & Scott 1981).

    Args:
        events: Stories (negative, neutral, positive) by event, at least two events.
    """
    sizes, total, number = events.sum(axis=1), float(events.sum()), len(events)
    shares = events.sum(axis=0) / total
    seen = shares > 0
    if int(seen.sum()) < 2:
        return 1.0
    residuals = events[:, seen] - np.outer(sizes, shares[seen])
    variances = number / (number - 1) * (residuals**2).sum(axis=0) / total**2
    # Sum of (1 - p_i) d_i over the observed classes less one, d_i = variance / (p_i (1 - p_i) / n).
    mean = float((variances * total / shares[seen]).sum()) / (int(seen.sum()) - 1)
    return max(1.0, mean)


@dataclass(frozen=True)
class _Region:
    """The share vectors p of three classes with G2(p) <= limit: convex; p may be > 0 where no story is."""

    counts: _Shares
    limit: float

    def candidates(self) -> list[_Shares]:
        """Points of the region among which A has its extremes over it."""
        points = [self._farthest(gradient) for gradient in _GRADIENTS]
        for first, second in combinations(range(3), 2):
            points += self._tie_ends(first, second)
        return points

    def _excess(self, shares: _Shares) -> float:
        """G2(shares) - limit; infinite where a class that was seen has no share."""
        total, result = sum(self.counts), 0.0
        for count, share in zip(self.counts, shares, strict=True):
            if count > 0:
                if share <= 0:
                    return math.inf
                result += 2 * count * math.log(count / (total * share))
        return result - self.limit

    def _farthest(self, gradient: Sequence[float]) -> _Shares:
        """The point with the largest gradient . p.

        Lagrange: a class with stories has a share proportional to count / (mu - gradient); mu lies above
        every gradient, or equals that of a class without stories, which then takes the rest.
        """
        top = max(g for g, count in zip(gradient, self.counts, strict=True) if count > 0)

        def at(log_gap: float) -> _Shares:
            raw = [c / (top - g + math.exp(log_gap)) if c > 0 else 0.0 for g, c in self._pairs(gradient)]
            return tuple(value / sum(raw) for value in raw)

        if max(gradient) > top:
            kept = self._with_unseen(gradient)
            if kept is not None:
                return kept
        lowest, highest = -600.0, 40.0
        if self._excess(at(lowest)) <= 0:
            return at(lowest)
        return at(_crossing(lambda log_gap: self._excess(at(log_gap)), lowest, highest))

    def _with_unseen(self, gradient: Sequence[float]) -> _Shares | None:
        """The farthest point when the steepest class has no story; None if it takes no share."""
        steepest = max(gradient)
        raw = [c / (steepest - g) if c > 0 else 0.0 for g, c in self._pairs(gradient)]
        shares = [value / sum(raw) for value in raw]
        spare = -self._excess(tuple(shares))
        if spare < 0:
            return None
        kept = math.exp(-spare / (2 * sum(self.counts)))
        return tuple(1 - kept if g == steepest else s * kept for g, s in zip(gradient, shares, strict=True))

    def _tie_ends(self, first: int, second: int) -> list[_Shares]:
        """Where the line on which two classes tie, a kink of A, enters and leaves the region."""

        def at(share: float) -> _Shares:
            return tuple(share if k in (first, second) else 1 - 2 * share for k in range(3))

        best = (self.counts[first] + self.counts[second]) / (2 * sum(self.counts))
        if self._excess(at(best)) > 0:
            return []
        ends = [0.0, 0.5]
        for k, end in enumerate(ends):
            if self._excess(at(end)) > 0:
                ends[k] = _crossing(lambda share: self._excess(at(share)), best, end)
        return [at(end) for end in ends]

    def _pairs(self, gradient: Sequence[float]) -> list[tuple[float, float]]:
        return list(zip(gradient, self.counts, strict=True))


@dataclass(frozen=True)
class Consensus:
    """Agreement in tone among independent stories, with what must stand beside it.

    Attributes:
        agreement: A with its 95 % interval.
        opposed_pairs: Chance that two stories drawn at random take opposite sides.
        tastle_wierman: Cns; its zero is not "no agreement".
    """

    agreement: Measure
    opposed_pairs: Measure
    tastle_wierman: Measure


def consensus(story_counts_by_event: ArrayLike, outlets: int, corrected: bool = False) -> Consensus:
    """Agreement in tone among stories, refused on thin evidence.

    Rule of refusal and interval: docs/method.md, `agreement of stories`. Not estimable below 8 stories,
    5 outlets that wrote them or 5 events.

    Args:
        story_counts_by_event: Array (E, 3) of stories (negative, neutral, positive) per event; empty allowed.
        outlets: Number of outlets that wrote the stories (origins, not carriers).
        corrected: True if the labels are settled hand codes. Machine labels err independently of each
            other and so look like disagreement: their A is marked "uncorrected".

    Returns:
        The three measures; n counts stories.

    Raises:
        ValueError: If the shape is not (E, 3), a count or `outlets` is negative.
    """
    if outlets < 0:
        raise ValueError(f"outlets must not be negative, got {outlets}")
    events = by_event(story_counts_by_event)
    counts = events.sum(axis=0)
    number = round(float(counts.sum()))
    blank = Measure(None, None, None, number, "", "not_estimable", refusal(number, outlets, len(events)))
    if not blank.reason:
        low, high = agreement_interval(events)
        status, reason = ("ok", "") if corrected else ("uncorrected", MACHINE_LABELS)
        blank = replace(blank, status=status, reason=reason)
        a = replace(blank, value=agreement(counts), low=low, high=high)
        pairs, cns = replace(blank, value=opposed_pairs(counts)), replace(blank, value=tastle_wierman(counts))
    else:
        a = pairs = cns = blank
    return Consensus(
        agreement=replace(a, method="agreement of stories"),
        opposed_pairs=replace(pairs, method="opposed pairs of stories"),
        tastle_wierman=replace(cns, method="Tastle-Wierman consensus of stories"),
    )


def refusal(stories: int, outlets: int, events: int) -> str:
    """What is missing for a consensus figure; "" if nothing."""
    have = ((stories, MIN_STORIES, "stories"), (outlets, MIN_OUTLETS, "originating outlets"))
    missing = [
        f"{number} {name} ({needed} needed)"
        for number, needed, name in (*have, (events, MIN_EVENTS, "events"))
        if number < needed
    ]
    return f"too little evidence: {', '.join(missing)}" if missing else ""


def verdict(measure: Measure) -> Verdict | None:
    """The word that A allows, if it allows one.

    The anchors are those of A itself (van der Eijk 2001): 0 is a uniform distribution, .5 an even share
    between two neighbouring categories. The whole interval must lie on one side.

    Args:
        measure: A of stories, as `consensus` gives it.

    Returns:
        "agree" (interval above .5), "split" (interval below 0) or "mixed"; None without a word: machine
        labels, thin or withheld evidence, or an interval wider than .5.
    """
    if measure.status != "ok" or measure.low is None or measure.high is None:
        return None
    if measure.high - measure.low > MAX_VERDICT_WIDTH:
        return None
    if measure.low > 0.5:
        return "agree"
    return "split" if measure.high < 0 else "mixed"


def agreement_of_items(item_counts: ArrayLike, stories: Measure) -> Measure:
    """Agreement A that readers see: over items, copies included (van der Eijk 2001), without an interval.

    Definition: docs/method.md, `agreement of items`.

    Args:
        item_counts: Items (negative, neutral, positive), copies included.
        stories: A of the stories behind them, as `consensus` gives it.

    Returns:
        A, n = items; refused with the reason of `stories` where that is, since copies are no evidence, and
        where none of the items count: later versions of them lie outside what was asked for.

    Raises:
        ValueError: If there are not three non-negative counts.
    """
    items = _three(item_counts)
    blank = replace(
        stories, value=None, low=None, high=None, n=round(sum(items)), method="agreement of items"
    )
    if stories.value is None:
        return blank
    if blank.n == 0:
        return replace(blank, status="not_estimable", reason="no items")
    return replace(blank, value=agreement(items))


def inflation_by_copying(item_counts: ArrayLike, stories: Measure) -> Measure:
    """How much of the agreement that readers see comes from reprints: A(items) - A(stories).

    Definition: docs/method.md, `inflation by copying, over items`; A after van der Eijk (2001).

    Args:
        item_counts: Items (negative, neutral, positive), copies included.
        stories: A of the stories behind them, as `consensus` gives it.

    Returns:
        The difference, -2 to 2, n = items; refused where `agreement_of_items` is.

    Raises:
        ValueError: If there are not three non-negative counts.
    """
    items = replace(agreement_of_items(item_counts, stories), method="inflation by copying, over items")
    if items.value is None or stories.value is None:
        return items
    return replace(items, value=items.value - stories.value)


def _crossing(function: Callable[[float], float], start: float, end: float) -> float:
    """Where the function changes sign between start and end; by halving, since it may be infinite at one."""
    # Not scipy.optimize, whose import takes as long as a third of all that a step measures.
    is_above = function(start) > 0
    step, middle = end - start, end
    while abs(step) >= 1e-10:
        step /= 2
        middle = start + step
        if (function(middle) > 0) == is_above:
            start = middle
    return middle


def _frequencies(counts: ArrayLike) -> NDArray[np.float64]:
    frequencies = np.asarray(counts, dtype=np.float64)
    if frequencies.ndim != 1 or frequencies.size < 2:
        raise ValueError(f"expected a vector of at least 2 counts, got shape {frequencies.shape}")
    if not np.isfinite(frequencies).all() or (frequencies < 0).any():
        raise ValueError(f"counts must be finite and not negative, got {frequencies.tolist()}")
    if not frequencies.any():
        raise ValueError("all counts are zero: there is nothing to agree on")
    return frequencies


def _three(counts: ArrayLike) -> tuple[float, float, float]:
    values = np.asarray(counts, dtype=np.float64)
    if values.shape != (3,) or not np.isfinite(values).all() or (values < 0).any():
        raise ValueError(f"expected counts (negative, neutral, positive), got {values.tolist()}")
    negative, neutral, positive = values.tolist()
    return negative, neutral, positive


def by_event(story_counts_by_event: ArrayLike) -> NDArray[np.float64]:
    """Rows with stories, shape (E, 3); column by column, by which sums of many take half the time."""
    events = np.asarray(story_counts_by_event, dtype=np.float64, order="F")
    if events.size == 0:
        return np.zeros((0, 3))
    if events.ndim != 2 or events.shape[1] != 3:
        raise ValueError(f"expected story counts of shape (events, 3), got {events.shape}")
    if not np.isfinite(events).all() or (events < 0).any():
        raise ValueError("story counts must be finite and not negative")
    has_stories = events.sum(axis=1) > 0
    return events if has_stories.all() else np.asfortranarray(events[has_stories])
