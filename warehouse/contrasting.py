"""Comparisons, a campaign's own and those of any two periods: counted in SQL, judged by the pure measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any, get_args

import duckdb
import pyarrow as pa

from warehouse import counting, db, measures
from warehouse.campaign import Campaign, ComparedMeasure, Comparison
from warehouse.counting import MAX_GAP_SHARE
from warehouse.filters import Filter
from warehouse.measures import Measure
from warehouse.measures.contrasts import Contrast, Day, change_points, difference, holm, rate_ratio

RATES = {"stories_per_day": "stories", "items_per_day": "items", "share_of_attention": "items"}
"""Measures that are compared as a ratio, and what is counted for them."""
SHARES = {"positive_share": "positive", "neutral_share": "neutral", "negative_share": "negative"}
"""Measures that are compared as a difference of shares, and the tone."""
EXPLORED = ("stories_per_day", "positive_share", "negative_share")
"""What is compared between neighbouring phases without having been planned."""

_RATIO = "ratio of daily rates, same outlets and weekdays, per item published"
_DIFFERENCE = "difference of shares of stories"
_OF_AGREEMENT = "difference of agreement of stories"
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("campaign", "comparison", "kind", "a", "b", "measure", "unit")),
        ("is_planned", pa.bool_()),
        *((name, pa.float64()) for name in ("value", "low", "high", "p_value", "p_adjusted")),
        ("n", pa.int64()),
        *((name, pa.string()) for name in ("method", "status", "reason")),
    ]
)


_Days = tuple[date, date]
_Row = dict[str, Any]


def store(connection: duckdb.DuckDBPyConnection, campaign: Campaign, which: Filter, at: datetime) -> None:
    """Compute a campaign's comparisons and change points, and keep them as known from `at` on.

    Args:
        connection: The writer's connection.
        campaign: The campaign, whose file says what was planned.
        which: Its days.
        at: The instant from which they are known, UTC.
    """
    phases = _phases(campaign, which)

    @cache
    def pair(a: _Days, b: _Days) -> _Pair:
        return _pair(connection, campaign.id, a, b)

    def compare(one: Comparison) -> Contrast:
        if one.kind != "phase":
            return _between_segments(connection, which, one)
        if not {one.a, one.b} <= phases.keys():
            return _refused(_method(one.measure), "one of the phases has no days yet")
        return pair(phases[one.a], phases[one.b]).compared(one.measure)

    compared = [(one, compare(one)) for one in campaign.comparisons]
    known = [contrast.p for _, contrast in compared if contrast.p is not None]
    adjusted = iter(holm(known))
    rows = [
        _row(campaign.id, one, contrast, None if contrast.p is None else next(adjusted), is_planned=True)
        for one, contrast in compared
    ]
    rows += [_row(campaign.id, one, compare(one), None, is_planned=False) for one in _explored(campaign)]
    changes = [{"campaign": campaign.id, "change_date": day} for day in _changes(connection, which)]
    schema = pa.schema([("campaign", pa.string()), ("change_date", pa.date32())])
    with db.transaction(connection):
        of = ("campaign", [campaign.id])
        db.replace_rows(connection, "contrasts", pa.Table.from_pylist(rows, _SCHEMA), at, of)
        db.replace_rows(connection, "change_points", pa.Table.from_pylist(changes, schema), at, of)


def between(connection: duckdb.DuckDBPyConnection, campaign: str, a: _Days, b: _Days) -> dict[str, Contrast]:
    """Compare two periods by every measure of a `Comparison`, as phases are compared; it is exploratory.

    Args:
        connection: To the warehouse or a snapshot.
        campaign: Id.
        a: First and last Vietnam day of the first period.
        b: Of the second one, without a day of the first.

    Returns:
        By measure: the ratio b / a, or the difference b - a; refused with the reason.
    """
    pair = _pair(connection, campaign, a, b)
    return {measure: pair.compared(measure) for measure in get_args(ComparedMeasure)}


def unit(measure: str) -> str:
    """Give the unit of what two sides differ by: ratio, share or index."""
    return "ratio" if measure in RATES else "index" if measure == "agreement" else "share"


def _explored(campaign: Campaign) -> Iterator[Comparison]:
    planned = {(one.kind, one.a, one.b, one.measure) for one in campaign.comparisons}
    for first, second in pairwise(phase.id for phase in campaign.phases):
        for measure in EXPLORED:
            if ("phase", first, second, measure) not in planned:
                name = f"{first}-{second}-{measure.replace('_', '-')}"[:60].rstrip("-")
                yield Comparison(id=name, kind="phase", a=first, b=second, measure=measure)


def _row(
    campaign: str, one: Comparison, contrast: Contrast, p_adjusted: float | None, *, is_planned: bool
) -> dict[str, Any]:
    found = contrast.measure
    return {
        "campaign": campaign,
        "comparison": one.id,
        "is_planned": is_planned,
        "kind": one.kind,
        "a": one.a,
        "b": one.b,
        "measure": one.measure,
        "unit": unit(one.measure),
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "p_value": contrast.p,
        "p_adjusted": p_adjusted,
        "n": found.n,
        "method": found.method,
        "status": found.status,
        "reason": found.reason,
    }


def _phases(campaign: Campaign, which: Filter) -> dict[str, _Days]:
    """Give the days of each phase that has some within those measured."""
    days = {
        phase.id: (max(phase.from_date, which.from_date), min(phase.to_date, which.to_date))
        for phase in campaign.phases
    }
    return {phase: (first, last) for phase, (first, last) in days.items() if first <= last}


def _measure(compared: str) -> str:
    """Name of the measure that a share or index is compared by."""
    return f"tone_{SHARES[compared]}" if compared in SHARES else compared


def _method(measure: str) -> str:
    return _RATIO if measure in RATES else _DIFFERENCE if measure in SHARES else _OF_AGREEMENT


def _refused(method: str, reason: str) -> Contrast:
    return Contrast(Measure(None, None, None, 0, method, "not_estimable", reason), None)


def _unless_by_machine(agreement: Measure) -> Measure:
    if agreement.status != "uncorrected":
        return agreement
    reason = "machine labels carry no comparison of agreement"
    return Measure(None, None, None, agreement.n, agreement.method, "not_estimable", reason)


def _between_segments(connection: duckdb.DuckDBPyConnection, which: Filter, one: Comparison) -> Contrast:
    """Compare shares of a tone among the stories of two levels, kinds of outlets or workstreams."""
    if one.measure not in SHARES:
        return _refused(_method(one.measure), f"{one.measure} is not compared between {one.kind}s")
    a, b = (_side(connection, replace(which, **{one.kind: side})) for side in (one.a, one.b))
    tone = _measure(one.measure)
    return difference(a[tone], b[tone], _method(one.measure))


def _side(
    connection: duckdb.DuckDBPyConnection, which: Filter, stories: Sequence[str] | None = None
) -> dict[str, Measure]:
    """Give what one side's stories say, withheld where too much of it was not collected."""
    why = counting.collection(connection, which).why_withheld
    found = counting.comparable_tones(connection, which, stories)
    return {name: measures.withheld_if_told(one, why) for name, one in found.items()}


@dataclass(frozen=True)
class _Panel:
    """Days of two periods over the same outlets.

    Attributes:
        a: Of the first, rows of `sql/measures/contrast_days.sql`.
        b: Of the second.
        outlets: How many outlets these are, in words.
    """

    a: Sequence[_Row]
    b: Sequence[_Row]
    outlets: str

    @property
    def gap_shares(self) -> tuple[float, float]:
        """The part of expected items in gaps of each."""
        return _gap_share(self.a), _gap_share(self.b)


@dataclass(frozen=True)
class _Pair:
    """Two periods with what they are compared by.

    Attributes:
        panel: Their days over the same outlets.
        a: What the stories of these outlets say in the first, by name.
        b: In the second.
    """

    panel: _Panel
    a: Mapping[str, Measure]
    b: Mapping[str, Measure]

    def compared(self, measure: str) -> Contrast:
        """Compare them by a measure of a `Comparison`."""
        panel, method = self.panel, f"{_method(measure)}, {self.panel.outlets}"
        if measure in RATES:
            a, b = (_days(rows, RATES[measure]) for rows in (panel.a, panel.b))
            return rate_ratio(a, b, panel.gap_shares, method)
        if not panel.a:
            return _refused(method, "no outlet was watched in the same way throughout both periods")
        first, second = (side[_measure(measure)] for side in (self.a, self.b))
        if measure == "agreement":
            first, second = _unless_by_machine(first), _unless_by_machine(second)
        return difference(first, second, method)


def _pair(connection: duckdb.DuckDBPyConnection, campaign: str, a: _Days, b: _Days) -> _Pair:
    panel = _panel(connection, campaign, a, b)
    first, second = (
        _side(connection, Filter(campaign, *days), [story for row in rows for story in row["story_ids"]])
        for days, rows in ((a, panel.a), (b, panel.b))
    )
    return _Pair(panel, first, second)


def _panel(connection: duckdb.DuckDBPyConnection, campaign: str, a: _Days, b: _Days) -> _Panel:
    parameters = {"campaign": campaign, "from_a": a[0], "to_a": a[1], "from_b": b[0], "to_b": b[1]}
    found = counting.measure_rows(connection, "contrast_days", parameters)
    first, second = ([row for row in found if row["period"] == name] for name in ("a", "b"))
    known = f"{found[0]['outlets']} of {found[0]['watched']}" if found else "no"
    return _Panel(first, second, f"{known} outlets in both throughout")


def _days(rows: Sequence[_Row], counted: str) -> list[Day]:
    return [
        Day(
            row["day_date"], len(row["story_ids"]) if counted == "stories" else row["items"], row["all_items"]
        )
        for row in rows
    ]


def _gap_share(rows: Sequence[_Row]) -> float:
    expected = sum(row["expected"] for row in rows)
    return 1 - sum(row["covered"] for row in rows) / expected if expected else 0.0


def _changes(connection: duckdb.DuckDBPyConnection, which: Filter) -> list[date]:
    days = (which.from_date, which.to_date)
    found = _panel(connection, which.campaign, days, days)
    return [] if found.gap_shares[0] > MAX_GAP_SHARE else change_points(_days(found.a, "stories"))
