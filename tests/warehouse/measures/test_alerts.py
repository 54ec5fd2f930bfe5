"""Count alerts: what raises one, what does not, and how the false alarms are kept to their budget."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from warehouse.measures.alerts import DAYS_A_MONTH, DayCount, daily_rate, judge_day, poisson_interval

DAY = date(2026, 3, 2)
RATE = daily_rate(1, 3)


def history(counts: list[int]) -> list[DayCount]:
    """Give the days before DAY, the last one yesterday."""
    return [
        DayCount(DAY - timedelta(days=len(counts) - number), count) for number, count in enumerate(counts)
    ]


def test_budget_of_a_month_is_split_among_the_rules() -> None:
    assert sum(daily_rate(1, 4) for _ in range(4)) * DAYS_A_MONTH == pytest.approx(1)
    with pytest.raises(ValueError, match="positive"):
        daily_rate(0, 3)


def test_one_false_alarm_a_month_is_one_in_thirty_and_a_half_days() -> None:
    assert 1 / daily_rate(1, 1) == pytest.approx(30.44, abs=0.01)


def test_intervals_of_counts_have_the_published_values() -> None:
    # Ulm, American Journal of Epidemiology 131 (1990) 373-375, table 1.
    found = [[round(limit, 3) for limit in poisson_interval(count)] for count in (0, 1, 5, 10)]
    assert found == [[0, 3.689], [0.025, 5.572], [1.623, 11.668], [4.795, 18.390]]


@pytest.mark.parametrize("usual", [0, 1, 6, 40])
def test_a_usual_day_is_no_alert_and_a_day_of_many_more_stories_is(usual: int) -> None:
    past = history([usual, usual + 1, max(usual - 1, 0), usual] * 14)
    assert not judge_day(past, DayCount(DAY, usual + 1), RATE).is_alert
    unusual = judge_day(past, DayCount(DAY, 4 * usual + 12), RATE)
    assert unusual.is_alert
    assert unusual.n == 56
    assert unusual.expected == pytest.approx(usual, abs=1)


def test_fewer_than_fourteen_complete_days_give_no_judgement() -> None:
    past = [*history([3] * 13), DayCount(DAY - timedelta(days=20), 3, "gap")]
    judged = judge_day(past, DayCount(DAY, 500), RATE)
    assert (judged.is_alert, judged.limit, judged.tail, judged.expected, judged.n) == (
        False,
        None,
        None,
        None,
        13,
    )
    assert judged.reason == (
        "only 13 ordinary days before it were known in full by the same hour of the day after, 14 are needed"
    )


@pytest.mark.parametrize("state", ["gap", "activity", "alert", "holiday"])
def test_only_complete_days_of_the_last_56_enter_the_baseline(state: str) -> None:
    past = history([4, 6, 5, 3] * 14)
    more = [
        DayCount(DAY - timedelta(days=57), 900),
        DayCount(DAY, 900),
        DayCount(DAY - timedelta(days=1), 900, state),  # pyright: ignore[reportArgumentType]
    ]
    assert judge_day([*past[:-1], *more], DayCount(DAY, 11), RATE) == judge_day(
        past[:-1], DayCount(DAY, 11), RATE
    )


def test_a_weekday_is_compared_with_what_is_usual_on_it() -> None:
    # Mondays have 30 stories, other days 3; DAY is a Monday.
    past = history([30 if number % 7 == 0 else 3 for number in range(56)])
    assert past[0].day.weekday() == DAY.weekday() == 0
    assert not judge_day(past, DayCount(DAY, 30), RATE).is_alert
    assert judge_day(past[:-1], DayCount(DAY - timedelta(days=1), 30), RATE).is_alert


def test_predictive_tail_is_wider_than_one_that_takes_the_parameters_for_known() -> None:
    rng = np.random.default_rng(5)
    few, many = (rng.poisson(5, days).tolist() for days in (14, 56))
    known = float(stats.poisson.sf(14, 5))
    tails = [judge_day(history(counts), DayCount(DAY, 15), RATE).tail for counts in (few, many)]
    assert tails[0] is not None
    assert tails[1] is not None
    assert tails[0] > tails[1] > known


def integrated(past: list[DayCount], count: int) -> tuple[float, float]:
    """Give tail and mean of DAY by integrals over a fine grid: of the weekdays apart, then of their level.

    Level normal around the log of the mean + .5 with 3, weekdays normal around it, counts negative binomial.
    """
    counts = np.array([one.count for one in past])
    weekdays = np.array([one.day.weekday() for one in past])
    centre = np.log(counts.mean() + 0.5)
    at = np.linspace(centre - 5, centre + 5, 1201)
    logs, tails, means = [], [], []
    for spread in (0.1, 0.3, 0.6, 1.0):
        near = stats.norm.pdf(at[:, None], at, spread) * (at[1] - at[0])
        for dispersion in (0.003, 0.03, 0.1, 0.2, 0.4, 0.7, 1.0, 1.6):
            size = 1 / dispersion
            told = stats.nbinom(size, size / (size + np.exp(at)))
            level = stats.norm.logpdf(at, centre, 3.0)
            ahead = {}
            for weekday in range(7):
                log = sum((told.logpmf(one) for one in counts[weekdays == weekday]), np.zeros(at.size))
                likely = np.exp(log - log.max())
                inside = np.maximum(near @ likely, 1e-300)  # far from all that is likely it is no float
                level += np.log(inside) + log.max()
                if weekday == DAY.weekday():
                    for name, of in (("tail", told.sf(count - 1)), ("mean", np.exp(at))):
                        ahead[name] = near @ (likely * of) / inside
            logs.append(np.log(np.exp(level - level.max()).sum()) + level.max())
            weight = np.exp(level - level.max()) / np.exp(level - level.max()).sum()
            tails.append(weight @ ahead["tail"])
            means.append(weight @ ahead["mean"])
    of_all = np.exp(np.array(logs) - max(logs))
    return of_all @ tails / of_all.sum(), of_all @ means / of_all.sum()


@pytest.mark.parametrize(
    ("counts", "count"),
    [
        ([4, 6, 5, 3, 8, 2, 1] * 8, 1),
        ([4, 6, 5, 3, 8, 2, 1] * 8, 12),
        ([0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0], 3),
        ([30, 4, 3, 5, 2, 1, 0] * 6, 45),
        ([2, 19, 1, 0, 7, 40, 3] * 3, 30),
    ],
)
def test_the_tail_is_near_that_of_the_model_integrated(counts: list[int], count: int) -> None:
    past = history(counts)
    tail, mean = integrated(past, count)
    judged = judge_day(past, DayCount(DAY, count), RATE)
    # Laplace's approximation takes skewed posteriors for normal ones.
    assert judged.tail == pytest.approx(tail, rel=0.5)
    assert judged.expected == pytest.approx(mean, rel=0.1, abs=0.06)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=14, max_size=56), st.integers(0, 80))
def test_the_limit_is_the_smallest_count_that_raises_an_alert(counts: list[int], count: int) -> None:
    past = history(counts)
    judged = judge_day(past, DayCount(DAY, count), RATE)
    assert judged.limit is not None
    assert judged.is_alert == (count >= judged.limit)
    assert judge_day(past, DayCount(DAY, judged.limit), RATE).is_alert
    assert not judge_day(past, DayCount(DAY, judged.limit - 1), RATE).is_alert


def test_the_order_of_the_days_does_not_matter() -> None:
    past = history([2, 0, 7, 1, 3, 3, 9] * 8)
    assert judge_day(past[::-1], DayCount(DAY, 8), RATE).tail == pytest.approx(
        judge_day(past, DayCount(DAY, 8), RATE).tail, rel=1e-9
    )


@pytest.mark.parametrize(("rate", "count"), [(0.0, 1), (1.0, 1), (0.01, -1)])
def test_impossible_input_is_refused(rate: float, count: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        judge_day(history([1] * 20), DayCount(DAY, count), rate)
