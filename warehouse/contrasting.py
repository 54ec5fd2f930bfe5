"""The comparisons of a campaign: counted in SQL, judged by the pure measures, stored with their refusals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import coded, counting, db, measures
from warehouse.campaign import Campaign, Comparison
from warehouse.counting import MAX_GAP_SHARE, Filter
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
        "unit": "ratio" if one.measure in RATES else "index" if one.measure == "agreement" else "share",
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
    method = _RATIO if one.measure in RATES else _DIFFERENCE if one.measure in SHARES else _OF_AGREEMENT
    refused = Measure(None, None, None, 0, method, "not_estimable")
    if one.kind == "workstream" or (one.kind != "phase" and one.measure not in SHARES):
        reason = f"{one.measure} is not compared between {one.kind}s"
        return Contrast(replace(refused, reason=reason), None)
    if one.kind == "phase" and not {one.a, one.b} <= measured.segments.keys():
        return Contrast(replace(refused, reason="one of the phases has no days yet"), None)
    if one.measure in RATES:
        first, second = (_phase_days(measured, phase) for phase in (one.a, one.b))
        found = _panel(measured.connection, measured.campaign.id, first, second, RATES[one.measure])
        return rate_ratio(found.a, found.b, found.gap_shares, method)
    a, b = (_measure(measured, one, side) for side in (one.a, one.b))
    return difference(a, b, method)


def _measure(measured: _Measured, one: Comparison, side: str) -> Measure:
    """One side of a difference: a tone share or the agreement."""
    if one.measure == "agreement":
        found = measured.segments[side]["agreement"]
        if found.status != "uncorrected":
            return found
        reason = "machine labels carry no comparison of agreement"
        return Measure(None, None, None, found.n, found.method, "not_estimable", reason)
    tone = SHARES[one.measure]
    if one.kind == "phase":
        return measured.segments[side][f"tone_{tone}"]
    sample = counting.coded_sample(measured.connection, replace(measured.which, **{one.kind: side}))
    if sample.why_not:
        totals = [sum(stratum.automatic[name] for stratum in sample.strata) for name in measures.TONES]
        return measures.tone_shares(totals)[tone]
    coders = counting.coder_agreement(measured.connection, measured.campaign.id)
    return coded.corrected_shares(sample, coders).shares[tone]


def _phase_days(measured: _Measured, name: str) -> tuple[date, date]:
    """Days of a phase within the days measured."""
    (phase,) = (phase for phase in measured.campaign.phases if phase.id == name)
    return max(phase.from_date, measured.which.from_date), min(phase.to_date, measured.which.to_date)


@dataclass(frozen=True)
class _Panel:
    """Days of two periods over the same outlets, and the part of expected items in gaps of each."""

    a: list[Day]
    b: list[Day]
    gap_shares: tuple[float, float]


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
    return _Panel(days["a"], days["b"], (gaps["a"], gaps["b"]))


def _gap_share(rows: list[dict[str, Any]]) -> float:
    expected = sum(row["expected"] for row in rows)
    return 1 - sum(row["covered"] for row in rows) / expected if expected else 0.0


def _changes(connection: duckdb.DuckDBPyConnection, which: Filter) -> list[date]:
    days = (which.from_date, which.to_date)
    found = _panel(connection, which.campaign, days, days, "stories")
    return [] if found.gap_shares[0] > MAX_GAP_SHARE else change_points(found.a)
