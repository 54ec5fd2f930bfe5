"""What the command line says about two periods that somebody compares."""

from datetime import date
from typing import Any

from rich.console import Console

from dashboards import words
from dashboards.reporting import periods
from dashboards.reporting.periods import PeriodError
from dashboards.rows import rows
from warehouse.contrasting import unit
from warehouse.measures.contrasts import Contrast
from warehouse.reader import NotPublishedError, Reader

_SAID = "exploratory: nobody planned this comparison, so that it may suggest a sentence and prove none"


def compare(reader: Reader, campaign: str, first: str, second: str) -> dict[str, Any]:
    """Compare two periods of a campaign by every measure that phases are compared by.

    Args:
        reader: The published warehouse.
        campaign: Id.
        first: A phase, a week such as 2026-W10, or days such as 2026-03-02..2026-03-08.
        second: Another one, without a day of the first.

    Raises:
        PeriodError: A period is none, or they have days in common.
        NotPublishedError: There is no such campaign, or nothing is known of any day.
    """
    with reader.held():
        known = reader.period()
        if campaign not in set(reader.campaigns()["campaign"]) or known is None:
            raise NotPublishedError(
                f"{campaign}: not published; run `lantoa load`, `measure` and `publish` first"
            )
        a, b = (_days(reader, campaign, key, known) for key in (first, second))
        if max(a[0], b[0]) <= min(a[1], b[1]):
            raise PeriodError(f"{first} and {second} have days in common: expected two periods apart")
        found = reader.compare(campaign, a, b)
    return {
        "campaign": campaign,
        "a": {"period": first, "from_date": a[0], "to_date": a[1]},
        "b": {"period": second, "from_date": b[0], "to_date": b[1]},
        "is_planned": False,
        "note": _SAID,
        "contrasts": [_row(measure, contrast) for measure, contrast in found.items()],
    }


def _days(reader: Reader, campaign: str, key: str, known: tuple[date, date]) -> tuple[date, date]:
    """Give the days of a period; those of a phase as far as anything is known of them."""
    period = periods.read(reader, campaign, key, known)
    if period.kind == "days":
        return period.which.from_date, period.which.to_date
    if period.kind != "phase":
        raise PeriodError(
            f"period {key!r}: expected a phase, a week such as 2026-W10 or days such as "
            "2026-03-02..2026-03-08: other periods are not compared"
        )
    (phase,) = (row for row in rows(reader.phases(campaign), "from_date", "to_date") if row["phase"] == key)
    first, last = max(phase["from_date"], known[0]), min(phase["to_date"], known[1])
    if last < first:
        raise PeriodError(f"period {key!r}: the phase has no days yet of which anything is known")
    return first, last


def _row(measure: str, contrast: Contrast) -> dict[str, Any]:
    found = contrast.measure
    return {
        "measure": measure,
        "unit": unit(measure),
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "p_value": contrast.p,
        "n": found.n,
        "method": found.method,
        "status": found.status,
        "reason": found.reason,
    }


def print_compared(console: Console, found: dict[str, Any]) -> None:
    """Print what `compare` gives."""
    sides = [words.period(found[side]["from_date"], found[side]["to_date"], "en") for side in ("a", "b")]
    lines = [f"{found['campaign']}: {sides[0]} → {sides[1]}", *map(_line, found["contrasts"])]
    for line in [*lines, found["note"]]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _line(row: dict[str, Any]) -> str:
    name = words.text(f"compared.{row['measure']}", "en")
    status = words.text(f"status.{row['status']}", "en").lower()
    if row["value"] is None:
        return f"  {name}: {status}: {row['reason']}"
    unit = words.unit_of_difference(row["unit"])
    value = words.value(row["value"], unit, "en")
    between = words.interval(row["low"], row["high"], unit, "en")
    chance = "" if row["p_value"] is None else f", p {words.p_value(row['p_value'], 'en')}"
    marked = "" if row["status"] == "ok" else f"; {status}: {row['reason']}"
    return f"  {name}: {value} ({between}{chance}, n = {row['n']}; {row['method']}){marked}"
