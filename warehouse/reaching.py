"""Reach where audiences are known: outlets that covered, counted in SQL, and the band by the pure measure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

import duckdb
import pyarrow as pa

from warehouse import counting, db, measures
from warehouse.filters import Filter
from warehouse.measures import Reach

KINDS = ("workstream", "activity", "outlet_kind", "province")
"""Kinds of segments whose reach is stored, besides the whole and the phases."""

_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("campaign", "kind", "name", "base", "time_unit")),
        *((name, pa.float64()) for name in ("low", "high", "random_duplication", "opportunities")),
        *((name, pa.int64()) for name in ("outlets", "known_outlets")),
        ("sources", pa.list_(pa.string())),
        *((name, pa.date32()) for name in ("oldest_date", "newest_date")),
        *((name, pa.string()) for name in ("status", "reason")),
        *((name, pa.date32()) for name in ("from_date", "to_date")),
    ]
)


@dataclass(frozen=True)
class Audiences:
    """What a reach rests on.

    Attributes:
        base: The population, as its source names it.
        time_unit: day, week or month.
        sources: Who measured the audiences, each once.
        oldest_date: Day of the oldest of them; None without any.
        newest_date: Day of the newest.
        reach: What they give.
    """

    base: str
    time_unit: str
    sources: tuple[str, ...]
    oldest_date: date | None
    newest_date: date | None
    reach: Reach


def reach(connection: duckdb.DuckDBPyConnection, which: Filter) -> list[Audiences]:
    """Give the reach of a filter for each population and unit of time for which any audience is known.

    Nothing is given where none is known, or no outlet covered.
    """
    rows = counting.measure_rows(connection, "reach_outlets", counting.parameters_of(which))
    if not rows:
        return []
    why_open = counting.collection(connection, which).why_withheld
    found: list[Audiences] = []
    for (base, time_unit), group in groupby(rows, itemgetter("base", "time_unit")):
        outlets = list(group)
        known = [row for row in outlets if row["share"] is not None]
        days = [row["as_of_date"] for row in known]
        one = measures.net_reach(
            [row["share"] for row in outlets],
            [row["items"] for row in outlets],
            time_unit,
            outlets[0]["days"],
            why_open,
        )
        sources = tuple(sorted({row["source"] for row in known}))
        oldest, newest = min(days, default=None), max(days, default=None)
        found.append(Audiences(base, time_unit, sources, oldest, newest, one))
    return found


def store(connection: duckdb.DuckDBPyConnection, which: Filter, phases: Sequence[str], at: datetime) -> None:
    """Keep the reach of a campaign and of its segments as known from `at` on.

    Args:
        connection: The writer's connection.
        which: The campaign and its days.
        phases: Ids of the phases that have days in them.
        at: The instant from which it is known, UTC.
    """
    filters = {("all", "all"): which} | {("phase", phase): replace(which, phase=phase) for phase in phases}
    known = reach(connection, which)
    if known:
        filters |= counting.segments(connection, which, KINDS)
    rows = [
        _row(which, kind, name, one)
        for (kind, name), segment in filters.items()
        for one in (reach(connection, segment) if known else [])
    ]
    with db.transaction(connection):
        table = pa.Table.from_pylist(rows, _SCHEMA)
        db.replace_rows(connection, "reach", table, at, ("campaign", [which.campaign]))


def _row(which: Filter, kind: str, name: str, one: Audiences) -> dict[str, object]:
    return {
        "campaign": which.campaign,
        "kind": kind,
        "name": name,
        "base": one.base,
        "time_unit": one.time_unit,
        "low": one.reach.low,
        "high": one.reach.high,
        "random_duplication": one.reach.random_duplication,
        "opportunities": one.reach.opportunities,
        "outlets": one.reach.outlets,
        "known_outlets": one.reach.known,
        "sources": list(one.sources),
        "oldest_date": one.oldest_date,
        "newest_date": one.newest_date,
        "status": one.reach.status,
        "reason": one.reach.reason,
        "from_date": which.from_date,
        "to_date": which.to_date,
    }
