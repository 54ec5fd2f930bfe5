"""Count alerts: is one day's number of stories more than the days before lead one to expect?

The days before are described by a negative binomial distribution with a level, seven weekday factors and one
dispersion. None of these is known exactly: what is compared with the day is their predictive distribution,
in which each is averaged over what the days before leave possible.
"""

# scipy's stubs leave the results of its distributions open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special  # not stats, which takes a second to import

BASELINE_DAYS = 56
"""Days before the day judged that may enter the baseline."""
MIN_DAYS = 14
"""Complete days under which counts raise no alert."""
DAYS_A_MONTH = 365.2425 / 12

DayState = Literal["complete", "gap", "activity", "alert", "holiday"]
"""Only complete days enter a baseline; a holiday is a public one or the working day that makes up for it."""

_Floats = NDArray[np.float64]

# The grid of what is averaged over: standard deviation of the logarithms of weekday factors, and dispersion
# d, with which the variance is mean + d * mean ** 2 (a Poisson distribution has 0).
_GRID = np.array([(w, d) for w in (0.1, 0.3, 0.6, 1.0) for d in (0.003, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0, 1.6)])
_LEVEL_SPREAD = 3.0
_NEWTON_STEPS = 30
_CONVERGED = 1e-6
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(21)


@dataclass(frozen=True)
class DayCount:
    """A Vietnam day with its number of stories, as known at the hour at which the day judged is known."""

    day: date
    count: int
    state: DayState = "complete"


@dataclass(frozen=True)
class CountJudgement:
    """How unusual a day's count is.

    Attributes:
        count: Stories of the day.
        expected: Mean of the predictive distribution; None where the baseline is too short.
        limit: The smallest count that would raise an alert; None likewise.
        tail: Probability of a count at least as large if nothing has changed; None likewise.
        rate: Probability of a false alarm allowed to this rule on a day.
        n: Days in the baseline.
        is_alert: Whether the tail is at most the rate.
        reason: Why there is no judgement; "" otherwise. English, one sentence.
    """

    count: int
    expected: float | None
    limit: int | None
    tail: float | None
    rate: float
    n: int
    is_alert: bool
    reason: str = ""


def daily_rate(false_alarms_a_month: float, rules: int) -> float:
    """Split a campaign's budget of false alarms among its count rules; give the probability a rule and day.

    >>> round(1 / daily_rate(1.0, 3))
    91

    Raises:
        ValueError: If either number is not positive.
    """
    if not false_alarms_a_month > 0 or rules < 1:
        raise ValueError(f"expected positive numbers, got {false_alarms_a_month} and {rules}")
    return false_alarms_a_month / DAYS_A_MONTH / rules


def poisson_interval(count: int) -> tuple[float, float]:
    """Give the 95 % interval of the mean of a Poisson count: Garwood, Biometrika 28 (1936) 437-442.

    >>> [round(limit, 2) for limit in poisson_interval(3)]
    [0.62, 8.77]
    """
    low = float(special.gammaincinv(count, 0.025)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 0.975))


def judge_day(history: Sequence[DayCount], day: DayCount, rate: float) -> CountJudgement:
    """Compare one day's count with the complete days among the 56 before it.

    Definition: docs/method.md, `count alert, predictive negative binomial`. Level, weekday factors
    (hierarchical normal prior on their logarithms) and dispersion are integrated over, the first two by
    Laplace's approximation for each point of a grid of the others: Rue, Martino & Chopin, Approximate
    Bayesian inference for latent Gaussian models, JRSS B 71 (2009) 319-392, eq. 3 and 5. Nothing is random.

    Args:
        history: Days in any order; those that are not before `day` are left out.
        day: The day judged; its own state is not looked at.
        rate: Probability of a false alarm allowed to this rule on a day, above 0 and below 1.

    Raises:
        ValueError: If the rate is outside its range or a count is negative.
    """
    if not 0 < rate < 1 or min([day.count, *(past.count for past in history)]) < 0:
        raise ValueError(f"expected 0 < rate < 1 and counts from 0 on, got rate {rate}")
    first = day.day - timedelta(days=BASELINE_DAYS)
    baseline = [past for past in history if first <= past.day < day.day and past.state == "complete"]
    if len(baseline) < MIN_DAYS:
        reason = (
            f"only {len(baseline)} ordinary days before it were known in full by the same hour of the day "
            f"after, {MIN_DAYS} are needed"
        )
        return CountJudgement(day.count, None, None, None, rate, len(baseline), is_alert=False, reason=reason)
    counts = np.array([past.count for past in baseline], dtype=np.float64)
    weekdays = np.array([past.day.weekday() for past in baseline])
    predictive = _Predictive.fit(counts, weekdays, day.day.weekday())
    tail = predictive.tail(day.count)
    return CountJudgement(
        count=day.count,
        expected=predictive.mean,
        limit=predictive.limit(rate),
        tail=tail,
        rate=rate,
        n=len(baseline),
        is_alert=tail <= rate,
    )


@dataclass(frozen=True)
class _Predictive:
    """A mixture of negative binomials: float arrays (components,) of weight, mean and dispersion."""

    weights: _Floats
    means: _Floats
    dispersions: _Floats

    @classmethod
    def fit(cls, counts: _Floats, weekdays: NDArray[np.int64], weekday: int) -> "_Predictive":
        evidence, centres, deviations = _laplace(counts, weekdays, weekday)
        log = evidence[:, None] + np.log(_NODE_WEIGHTS)
        weights = np.exp(log - special.logsumexp(log))
        means = np.exp(centres[:, None] + deviations[:, None] * _NODES)
        dispersions = np.repeat(_GRID[:, 1], _NODES.size)
        return cls(weights.ravel(), means.ravel(), dispersions)

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    def tail(self, count: int) -> float:
        """Give the probability of a count at least as large."""
        if count < 1:
            return 1.0
        size = 1 / self.dispersions
        return float(self.weights @ special.betainc(count, size, self.means / (size + self.means)))

    def limit(self, rate: float) -> int:
        """Give the smallest count whose tail is at most the rate."""
        low, high = 0, 1
        while self.tail(high) > rate:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.tail(middle) <= rate else (middle, high)
        return high


def _laplace(counts: _Floats, weekdays: NDArray[np.int64], weekday: int) -> tuple[_Floats, _Floats, _Floats]:
    """Fit every point of the grid.

    Returns:
        For each point the logarithm of its evidence (up to what is the same for all), and centre and
        standard deviation of the logarithm of the mean of the weekday asked for.
    """
    # Columns: the level, then the weekdays' deviations from it.
    design = np.column_stack([np.ones(counts.size), weekdays[:, None] == np.arange(7)])
    asked = np.concatenate([[1.0], np.arange(7) == weekday])
    size = 1 / _GRID[:, 1:]
    precision = np.hstack([np.full((len(_GRID), 1), _LEVEL_SPREAD**-2), np.tile(_GRID[:, :1] ** -2, 7)])
    centre = np.concatenate([[np.log(counts.mean() + 0.5)], np.zeros(7)])
    beta = np.tile(centre, (len(_GRID), 1))
    for _ in range(_NEWTON_STEPS):
        mean = np.exp(beta @ design.T)
        slope = (size * (counts - mean) / (size + mean)) @ design - precision * (beta - centre)
        curvature = _curvature(design, size * mean / (size + mean), precision)
        step = np.linalg.solve(curvature, slope[:, :, None])[:, :, 0]
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < _CONVERGED:
            break
    mean = np.exp(beta @ design.T)
    curvature = _curvature(design, size * mean * (size + counts) / (size + mean) ** 2, precision)
    # of the negative binomial, but for the factorials of the counts, which are the same for all points
    fit = (
        special.gammaln(counts + size)
        - special.gammaln(size)
        + size * np.log(size / (size + mean))
        + counts * np.log(mean / (size + mean))
    ).sum(axis=1)
    prior = (np.log(precision) - precision * (beta - centre) ** 2).sum(axis=1) / 2
    evidence = fit + prior - np.linalg.slogdet(curvature)[1] / 2
    variance = np.linalg.solve(curvature, np.tile(asked[:, None], (len(_GRID), 1, 1)))[:, :, 0] @ asked
    centres: _Floats = (beta @ asked).astype(np.float64)
    return evidence, centres, np.sqrt(variance).astype(np.float64)


def _curvature(design: _Floats, weights: _Floats, precision: _Floats) -> _Floats:
    """Give the matrices (points, 8, 8) of a penalised regression's second derivatives, signs turned."""
    return (design.T * weights[:, None, :]) @ design + precision[:, :, None] * np.eye(8)
