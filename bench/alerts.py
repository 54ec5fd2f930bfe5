"""How many false alarms do count alerts raise for one that is stated, when nothing changes? Simulated.

    python -m bench.alerts [--days 240] [--keep] [--json]

Each case is a series of days that are negative binomial with one mean, one dispersion and the same weekday
factors throughout. After the first 56 days every day is judged by the days before it. A day that raised an
alert leaves the baseline; with --keep it stays in it. One rule has the whole budget of one false alarm a
month, so that the cases hold enough of them. The interval is that of a Poisson count (Garwood 1936), 95 %.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from warehouse.measures.alerts import BASELINE_DAYS, DayCount, daily_rate, judge_day, poisson_interval

MEANS = (0.5, 3.0, 12.0, 60.0)
DISPERSIONS = (0.0, 0.1, 0.5)
WEEKDAYS = {
    "even": (1.0,) * 7,
    "quiet weekends": (1.15, 1.15, 1.15, 1.15, 1.15, 0.7, 0.55),
}
_FIRST = date(2026, 1, 5)


def alarms(
    mean: float, dispersion: float, factors: tuple[float, ...], days: int, seed: int, keep: bool
) -> int:
    """Count the alarms of one series, of which none is due."""
    chance = np.random.default_rng(seed)
    rate = daily_rate(1.0, 1)
    history: list[DayCount] = []
    found = 0
    for number in range(BASELINE_DAYS + days):
        day = _FIRST + timedelta(days=number)
        expected = mean * factors[day.weekday()]
        level = expected * chance.gamma(1 / dispersion, dispersion) if dispersion else expected
        count = int(chance.poisson(level))
        is_alert = (
            number >= BASELINE_DAYS
            and judge_day(history[-BASELINE_DAYS:], DayCount(day, count), rate).is_alert
        )
        found += is_alert
        history.append(DayCount(day, count, "alert" if is_alert and not keep else "complete"))
    return found


def row(case: dict[str, Any], observed: int, days: int) -> dict[str, Any]:
    """Hold the alarms observed in so many days against those stated."""
    stated = days * daily_rate(1.0, 1)
    low, high = poisson_interval(observed)
    ratios = {"ratio": observed / stated, "low": low / stated, "high": high / stated}
    return {
        **case,
        "days": days,
        "stated": round(stated, 1),
        "observed": observed,
        **{name: round(value, 2) for name, value in ratios.items()},
    }


def measure(days: int, keep: bool) -> Iterator[dict[str, Any]]:
    """Give a row a case, and one over all."""
    total = cases = 0
    for mean in MEANS:
        for dispersion in DISPERSIONS:
            for name, factors in WEEKDAYS.items():
                cases += 1
                observed = alarms(mean, dispersion, factors, days, cases, keep)
                total += observed
                yield row({"mean": mean, "dispersion": dispersion, "weekdays": name}, observed, days)
    yield row({"mean": "all", "dispersion": "all", "weekdays": "all"}, total, days * cases)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=240, help="days judged a case")
    parser.add_argument("--keep", action="store_true", help="days with an alert stay in the baseline")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = list(measure(arguments.days, arguments.keep))
    if arguments.json:
        print(json.dumps(rows))
        return
    print("| " + " | ".join(rows[0]) + " |")
    for one in rows:
        print("| " + " | ".join(map(str, one.values())) + " |")


if __name__ == "__main__":
    main()
