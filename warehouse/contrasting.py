"""Comparisons, a campaign's own and those of any two periods: counted in SQL, judged by the pure measures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any, get_args

import duckdb
import pyarrow as pa

from warehouse import coded, counting, db, measures
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


@dataclass(frozen=True)
class _Period:
    """One side of a comparison of two periods.

    Attributes:
        days: First and last Vietnam day.
        measures: What its stories say, by name, as `counting.evidence` gives it.
        why_withheld: Why nothing is compared by them, "" where they are.
    """

    days: tuple[date, date]
    measures: Mapping[str, Measure]
    why_withheld: str


@dataclass(frozen=True)
class _Measured:
    """What comparisons are made from.

    Attributes:
        connection: The writer's.
        campaign: The campaign.
        which: Its days.
        segments: All measures of each phase that has days in them.
    """

    connection: duckdb.DuckDBPyConnection
    campaign: Campaign
    which: Filter
    segments: Mapping[str, Mapping[str, Measure]]


def store(
    connection: duckdb.DuckDBPyConnection,
    campaign: Campaign,
    which: Filter,
    segments: Mapping[str, Mapping[str, Measure]],
    at: datetime,
) -> None:
    """Compute a campaign's comparisons and change points, and keep them as known from `at` on.

    Args:
        connection: The writer's connection.
        campaign: The campaign, whose file says what was planned.
        which: Its days.
        segments: All measures by phase, as `counting.store` takes them.
        at: The instant from which they are known, UTC.
    """
    measured = _Measured(connection, campaign, which, segments)
    compared = [(one, _compare(measured, one)) for one in campaign.comparisons]
    known = [contrast.p for _, contrast in compared if contrast.p is not None]
    adjusted = iter(holm(known))
    rows = [
        _row(campaign.id, one, contrast, None if contrast.p is None else next(adjusted), is_planned=True)
        for one, contrast in compared
    ]
    rows += [
        _row(campaign.id, one, _compare(measured, one), None, is_planned=False) for one in _explored(campaign)
    ]
    changes = [{"campaign": campaign.id, "change_date": day} for day in _changes(connection, which)]
    schema = pa.schema([("campaign", pa.string()), ("change_date", pa.date32())])
    with db.transaction(connection):
        of = ("campaign", [campaign.id])
        db.replace_rows(connection, "contrasts", pa.Table.from_pylist(rows, _SCHEMA), at, of)
        db.replace_rows(connection, "change_points", pa.Table.from_pylist(changes, schema), at, of)


def between(
    connection: duckdb.DuckDBPyConnection, campaign: str, a: tuple[date, date], b: tuple[date, date]
) -> dict[str, Contrast]:
    """Compare two periods by every measure of a `Comparison`, as phases are compared; it is exploratory.

    Args:
        connection: To the warehouse or a snapshot.
        campaign: Id.
        a: First and last Vietnam day of the first period.
        b: Of the second one, without a day of the first.

    Returns:
        By measure: the ratio b / a, or the difference b - a; refused with the reason.
    """
    first, second = (_period(connection, Filter(campaign, *days)) for days in (a, b))
    return {
        measure: _between_periods(connection, campaign, measure, first, second)
        for measure in get_args(ComparedMeasure)
    }


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


def _compare(measured: _Measured, one: Comparison) -> Contrast:
    connection, campaign = measured.connection, measured.campaign.id
    if one.kind == "phase":
        if not {one.a, one.b} <= measured.segments.keys():
            return _refused(one.measure, "one of the phases has no days yet")
        first, second = (_phase(measured, phase) for phase in (one.a, one.b))
        return _between_periods(connection, campaign, one.measure, first, second)
    if one.measure not in SHARES:
        return _refused(one.measure, f"{one.measure} is not compared between {one.kind}s")
    a, b = (_share(measured, replace(measured.which, **{one.kind: side}), one) for side in (one.a, one.b))
    return difference(a, b, _method(one.measure))


def _between_periods(
    connection: duckdb.DuckDBPyConnection, campaign: str, measure: str, a: _Period, b: _Period
) -> Contrast:
    if measure in RATES:
        found = _panel(connection, campaign, a.days, b.days, RATES[measure])
        return rate_ratio(found.a, found.b, found.gap_shares, f"{_method(measure)}, {found.outlets}")
    name = f"tone_{SHARES[measure]}" if measure in SHARES else measure
    first, second = (one.measures[name] for one in (a, b))
    if name == "agreement":
        first, second = _unless_by_machine(first), _unless_by_machine(second)
    return difference(
        measures.withheld_if_told(first, a.why_withheld),
        measures.withheld_if_told(second, b.why_withheld),
        _method(measure),
    )


def _method(measure: str) -> str:
    return _RATIO if measure in RATES else _DIFFERENCE if measure in SHARES else _OF_AGREEMENT


def _refused(measure: str, reason: str) -> Contrast:
    return Contrast(Measure(None, None, None, 0, _method(measure), "not_estimable", reason), None)


def _unless_by_machine(agreement: Measure) -> Measure:
    if agreement.status != "uncorrected":
        return agreement
    reason = "machine labels carry no comparison of agreement"
    return Measure(None, None, None, agreement.n, agreement.method, "not_estimable", reason)


def _share(measured: _Measured, which: Filter, one: Comparison) -> Measure:
    """Share of a tone among the stories of a level, kind of outlet or workstream."""
    why = counting.collection(measured.connection, which).why_withheld
    return measures.withheld_if_told(_share_of(measured, which, SHARES[one.measure]), why)


def _share_of(measured: _Measured, which: Filter, tone: str) -> Measure:
    sample = counting.coded_sample(measured.connection, which)
    if sample.why_not:
        totals = [sum(stratum.automatic[name] for stratum in sample.strata) for name in measures.TONES]
        return measures.tone_shares(totals)[tone]
    coders = counting.coder_agreement(measured.connection, measured.campaign.id)
    return coded.corrected_shares(sample, coders).shares[tone]


def _phase(measured: _Measured, name: str) -> _Period:
    """A phase within the days measured."""
    (phase,) = (phase for phase in measured.campaign.phases if phase.id == name)
    first, last = max(phase.from_date, measured.which.from_date), min(phase.to_date, measured.which.to_date)
    which = replace(measured.which, from_date=first, to_date=last)
    return _period(measured.connection, which, measured.segments[name])


def _period(
    connection: duckdb.DuckDBPyConnection, which: Filter, found: Mapping[str, Measure] | None = None
) -> _Period:
    """Give the days of a filter with what was `found` of their stories, or with what is found now."""
    why = counting.collection(connection, which).why_withheld
    days = (which.from_date, which.to_date)
    return _Period(days, counting.evidence(connection, which) if found is None else found, why)


@dataclass(frozen=True)
class _Panel:
    """Days of two periods over the same outlets.

    Attributes:
        a: Of the first.
        b: Of the second.
        gap_shares: The part of expected items in gaps of each.
        outlets: How many outlets these are, in words.
    """

    a: list[Day]
    b: list[Day]
    gap_shares: tuple[float, float]
    outlets: str


def _panel(
    connection: duckdb.DuckDBPyConnection,
    campaign: str,
    first: tuple[date, date],
    second: tuple[date, date],
    counted: str,
) -> _Panel:
    parameters = {"campaign": campaign, "from_a": first[0], "to_a": first[1]}
    found = counting.measure_rows(
        connection, "contrast_days", parameters | {"from_b": second[0], "to_b": second[1]}
    )
    periods = {name: [row for row in found if row["period"] == name] for name in ("a", "b")}
    days = {
        name: [Day(row["day_date"], row[counted], row["all_items"]) for row in rows]
        for name, rows in periods.items()
    }
    gaps = {name: _gap_share(rows) for name, rows in periods.items()}
    known = f"{found[0]['outlets']} of {found[0]['watched']}" if found else "no"
    return _Panel(days["a"], days["b"], (gaps["a"], gaps["b"]), f"{known} outlets in both throughout")


def _gap_share(rows: list[dict[str, Any]]) -> float:
    expected = sum(row["expected"] for row in rows)
    return 1 - sum(row["covered"] for row in rows) / expected if expected else 0.0


def _changes(connection: duckdb.DuckDBPyConnection, which: Filter) -> list[date]:
    days = (which.from_date, which.to_date)
    found = _panel(connection, which.campaign, days, days, "stories")
    return [] if found.gap_shares[0] > MAX_GAP_SHARE else change_points(found.a)
