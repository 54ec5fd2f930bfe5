"""Counts in SQL, values from the pure measures: any filter gives the same figures by the same way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse import coded, db, measures
from warehouse.filters import SEGMENT_KINDS, Filter
from warehouse.measures import Beside, Measure

MAX_GAP_SHARE = 0.1
"""Part of the expected items that may be missing before volumes are withheld (docs/method.md)."""

UNITS = {
    "items": "items",
    "stories": "stories",
    "sponsored_items": "items",
    "outlets_covered": "outlets",
    "outlets_watched": "outlets",
    "share_of_outlets": "share",
    "share_of_attention": "share",
    "items_per_story": "items",
    "t50": "hours",
    "effective_outlets_q0": "outlets",
    "effective_outlets_q1": "outlets",
    "effective_outlets_q2": "outlets",
    "provinces": "provinces",
    "tone_negative": "share",
    "tone_neutral": "share",
    "tone_positive": "share",
    "adjusted_negative": "share",
    "adjusted_neutral": "share",
    "adjusted_positive": "share",
    "query_precision": "share",
    "coder_agreement": "index",
    "agreement": "index",
    "opposed_pairs": "share",
    "tastle_wierman": "index",
    "agreement_of_items": "index",
    "inflation_by_copying": "index",
    "gap_share": "share",
}
"""Every measure with the unit of its value, in the order of the report."""

COUNTED_BY = {
    **dict.fromkeys(("items", "stories", "sponsored_items", "outlets_covered", "items_per_story"), "totals"),
    **dict.fromkeys(("outlets_watched", "share_of_outlets", "gap_share"), "collection"),
    "share_of_attention": "attention",
    "provinces": "provinces",
    **dict.fromkeys(("t50", *(f"effective_outlets_q{order}" for order in range(3))), "outlet_items"),
    **dict.fromkeys((f"tone_{label}" for label in measures.TONES), "story_tones"),
    **dict.fromkeys((f"adjusted_{label}" for label in measures.TONES), "coded_strata"),
    "query_precision": "coded_strata",
    "coder_agreement": "first_codes",
    **dict.fromkeys(("agreement", "opposed_pairs", "tastle_wierman"), "story_tones"),
    **dict.fromkeys(("agreement_of_items", "inflation_by_copying"), "item_tones"),
}
"""File of `sql/measures/` with the counts that each of `UNITS` is computed from."""


CONSENSUS_KINDS = ("outlet_kind", "message")
"""Kinds of segments whose consensus is stored, besides the whole and the phases."""
READ = (
    "int_item_days",
    "int_expected_items",
    "int_concerned",
    "int_concerned_items",
    "int_read_outlets",
    "int_collection_days",
    "int_watched_output_days",
    "fct_mentions",
    "fct_stories",
    "fct_messages",
    "int_concerned_places",
    "int_main_places",
    "int_standing_codes",
    "int_first_codes",
    "int_settled_codes",
    "fct_codes",
    "rpt_scan_cap",
    "rpt_missing_scans",
    "int_activity_candidates",
    "fct_activity_coverage",
    "fct_story_activities",
    "int_activity_collection",
    "rpt_activities",
    "fct_item_segments",
    "int_coverage",
    "int_story_coverage",
)
"""Views that measures read, themselves or by way of others: made tables before all are computed."""


@dataclass(frozen=True)
class Collection:
    """How complete the collection is that a filter counts on.

    Attributes:
        watched_outlets: Outlets of which at least one feed or sitemap could be read.
        gap_share: Part of the expected items in hours that no visit covers; None where nothing was watched.
        cap: Entries at which archived scans were cut off, or None.
        missing_scans: Days without any scan between the first and the last archived scan.
    """

    watched_outlets: int
    gap_share: float | None
    cap: int | None
    missing_scans: int

    @property
    def why_withheld(self) -> str:
        """Why volumes are withheld, in one sentence; "" where they are not."""
        if self.gap_share is not None and self.gap_share <= MAX_GAP_SHARE:
            return ""
        if self.gap_share is None:
            return "collection of this period was not observed"
        reason = f"{self.gap_share:.0%} of the expected items fall into gaps in collection"
        if self.cap is not None:
            reason += f": scans are capped at {self.cap} entries, {self.missing_scans} scan days are missing"
        return reason


def period(
    connection: duckdb.DuckDBPyConnection, from_date: date | None, to_date: date | None
) -> tuple[date, date] | None:
    """Give the days asked for, else those of the items that are known; None without any item."""
    row = _row(connection, "period", {"from_date": from_date, "to_date": to_date})
    return None if row["from_date"] is None else (row["from_date"], row["to_date"])


def known_at(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give the instant of the newest item, tone, code, undone code or audience, or None without any item."""
    row = connection.execute(
        "select greatest("
        "max(known_from), (select max(known_from) from tones), "
        "(select max(known_from) from codes), (select max(known_from) from undos), "
        "(select max(known_from) from audiences)"
        ") from items"
    ).fetchone()
    return row[0] if row else None


def all_measures(connection: duckdb.DuckDBPyConnection, which: Filter) -> dict[str, Measure]:
    """Compute every measure of `UNITS` for one filter."""
    return {**_volumes(connection, which), **evidence(connection, which)}


def coded_sample(connection: duckdb.DuckDBPyConnection, which: Filter) -> coded.Sample:
    """Give the stories of a filter with those coded by hand."""
    return coded.sample(measure_rows(connection, "coded_strata", parameters_of(which)))


def coder_agreement(connection: duckdb.DuckDBPyConnection, campaign: str) -> Measure:
    """Compute the agreement of a campaign's coders under the guide of its newest draw."""
    return coded.coder_agreement(measure_rows(connection, "first_codes", {"campaign": campaign}))


def segments(
    connection: duckdb.DuckDBPyConnection, which: Filter, kinds: Sequence[str]
) -> dict[tuple[str, str], Filter]:
    """Give a filter for each segment of some `SEGMENT_KINDS` in which `which` has items, by kind and name."""
    rows = measure_rows(connection, "segments", parameters_of(which) | {"kinds": list(kinds)})
    return {(row["kind"], row["name"]): replace(which, **{row["kind"]: row["name"]}) for row in rows}


def collection(connection: duckdb.DuckDBPyConnection, which: Filter) -> Collection:
    """Give how complete the collection is that a filter counts on."""
    row = _row(connection, "collection", parameters_of(which))
    share = 1 - row["covered_items"] / row["expected_items"] if row["expected_items"] else None
    return Collection(row["watched_outlets"], share, row["cap"], row["missing_scans"])


def beside_plan(connection: duckdb.DuckDBPyConnection, which: Filter) -> list[Beside]:
    """Give the share of each planned activity beside its intended weight; the last is what falls to none.

    Only activities that are due and whose days were collected are held against their weights.
    """
    parameters = parameters_of(which)
    rows = measure_rows(connection, "plan_parts", parameters)
    weights = {
        row["activity"]: row["intended_weight"]
        for row in rows
        if row["intended_weight"] is not None and row["status"] in ("covered", "no coverage")
    }
    stories = {row["activity"]: float(row["stories"]) for row in rows}
    withheld = collection(connection, which).why_withheld
    return measures.coverage_beside_plan(stories, weights, withheld)


def parameters_of(which: Filter) -> dict[str, Any]:
    """Give a filter as the parameters of `measure_rows`."""
    return {
        "campaign": which.campaign,
        "from_date": which.from_date,
        "to_date": which.to_date,
        "phase": which.phase,
        **{kind: getattr(which, kind) for kind in SEGMENT_KINDS},
    }


def store(
    connection: duckdb.DuckDBPyConnection,
    which: Filter,
    segments: dict[str, dict[str, Measure]],
    at: datetime,
) -> None:
    """Keep the measures of a campaign's segments ("all", a phase, or "kind:name") as known from `at` on."""
    with db.transaction(connection):
        db.replace_rows(connection, "measures", _rows(which, segments), at, ("campaign", [which.campaign]))


def measured_at(
    connection: duckdb.DuckDBPyConnection,
    which: Filter,
    segments: dict[str, dict[str, Measure]],
    data_at: datetime,
    now: datetime,
) -> datetime:
    """Give the instant from which measures are known: the newest of what they are made from.

    Where other ones of that instant were kept already (of other days, or of another campaign file), these
    stay what was known then, and the new ones are known from now on.

    Args:
        connection: To the warehouse.
        which: The campaign and its days.
        segments: All measures by segment, as `store` takes them.
        data_at: From `known_at`.
        now: The present instant, aware.
    """
    kept = "select max(known_from) as at from measures where known_to is null and campaign = $campaign"
    ((newest,),) = connection.execute(kept, {"campaign": which.campaign}).fetchall()
    if newest is None or newest < data_at:
        return data_at
    is_kept = db.has_state(connection, "measures", _rows(which, segments), ("campaign", [which.campaign]))
    return newest if is_kept else max(now, newest)


def _rows(which: Filter, segments: dict[str, dict[str, Measure]]) -> pa.Table:
    rows = [
        {
            "campaign": which.campaign,
            "name": name,
            "segment": segment,
            "unit": UNITS[name],
            "value": measure.value,
            "low": measure.low,
            "high": measure.high,
            "n": measure.n,
            "method": measure.method,
            "status": measure.status,
            "reason": measure.reason,
            "from_date": which.from_date,
            "to_date": which.to_date,
        }
        for segment, found in segments.items()
        for name, measure in found.items()
    ]
    return pa.Table.from_pylist(rows, _SCHEMA)


_IN_SEGMENT = {
    "workstream": "list_contains(workstreams, $workstream)",
    "activity": "list_contains(activities, $activity)",
    "outlet_kind": "outlet_kind = $outlet_kind",
    "level": "outlet_level = $level",
    "province": "list_contains(provinces, $province)",
    "message": "list_contains(messages, $message)",
    "tone": "story_tone = $tone",
    "is_collected": "not starts_with(via, 'import:')",
    "stories": "story_id in (select unnest(cast($stories as varchar[])))",
}
"""What rows of int_coverage and int_story_coverage fulfil that are in a segment, or that may be compared.

Stories are chosen in the latter alone.
"""
_IN_STORIES = """and story_id in (
        select story_id from int_story_coverage
        where campaign = $campaign {in_segments}
    )"""
_ON_CAMPAIGN = """and story_id not in (
            select story_id from fct_codes
            where campaign = $campaign and code = 'not_about_campaign'
        )"""
_IN_WORDS = """and story_id in (
            select story_id from rpt_stories
            where
                campaign = $campaign
                and len(list_filter(
                    $words,
                    lambda word: not contains(
                        replace(strip_accents(lower(title || ' ' || outlet_name)), 'đ', 'd'), word
                    )
                )) = 0
        )"""

_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("campaign", "name", "segment", "unit")),
        *((name, pa.float64()) for name in ("value", "low", "high")),
        ("n", pa.int64()),
        *((name, pa.string()) for name in ("method", "status", "reason")),
        *((name, pa.date32()) for name in ("from_date", "to_date")),
    ]
)


def _volumes(connection: duckdb.DuckDBPyConnection, which: Filter) -> dict[str, Measure]:
    parameters, collected = parameters_of(which), collection(connection, which)
    totals = _row(connection, "totals", parameters)
    attention = _row(connection, "attention", parameters)
    by_outlet = measure_rows(connection, "outlet_items", parameters)
    effective = measures.effective_outlets([row["items"] for row in by_outlet if row["items"]])
    reported = _row(connection, "provinces", parameters)
    why = collected.why_withheld
    found = {
        "items": _count(totals["items"], "items counted"),
        "stories": _count(totals["stories"], "stories counted"),
        "sponsored_items": _count(totals["sponsored"], "sponsored and owned items counted"),
        "outlets_covered": _count(totals["outlets"], "outlets counted"),
        "outlets_watched": _count(collected.watched_outlets, "outlets counted"),
        "share_of_outlets": _ratio(
            totals["watched_outlets"], collected.watched_outlets, "covering / watched outlets"
        ),
        "items_per_story": _ratio(totals["items"], totals["stories"], "items per story"),
        "provinces": _provinces(**reported),
        "share_of_attention": measures.withheld(
            measures.share_of_attention(attention["campaign_items"], attention["all_items"]), why
        ),
        "t50": measures.withheld(_t50(by_outlet), why),
        "gap_share": Measure(
            collected.gap_share,
            None,
            None,
            collected.watched_outlets,
            "expected items not covered / watched, over outlets",
            "not_estimable" if collected.gap_share is None else "ok",
            "nothing was watched" if collected.gap_share is None else "",
        ),
    }
    return found | {f"effective_outlets_{order}": measure for order, measure in effective.items()}


def evidence(connection: duckdb.DuckDBPyConnection, which: Filter) -> dict[str, Measure]:
    """Compute what a filter's stories say: shares of the tones, and consensus with what stands beside it."""
    parameters = parameters_of(which)
    told = _told(connection, parameters)
    tones = _row(connection, "item_tones", parameters)
    items = [tones[label] for label in measures.TONES]
    # Of items only machine labels are known, so that both sides are by these; refused with A.
    behind = told.by_machine if told.tones["agreement"].value is not None else told.tones["agreement"]
    of_tones = {
        **told.tones,
        "agreement_of_items": measures.agreement_of_items(items, behind),
        "inflation_by_copying": measures.inflation_by_copying(items, behind),
    }
    # Whoever chooses stories by their tone has settled what these would measure.
    why = "the stories were chosen by their tone" if which.tone else ""
    return {**{name: measures.withheld(one, why) for name, one in of_tones.items()}, **told.beside}


def comparable_tones(
    connection: duckdb.DuckDBPyConnection, which: Filter, stories: Sequence[str] | None = None
) -> dict[str, Measure]:
    """Compute the shares of the tones and the agreement that may be compared with those of others.

    Args:
        connection: To the warehouse or a snapshot.
        which: What is counted, without imported archives, of which nobody knows what is not in them.
        stories: Ids of those that count; None for all.
    """
    chosen = {"is_collected": True, "stories": None if stories is None else list(stories)}
    return dict(_told(connection, parameters_of(which) | chosen).tones)


@dataclass(frozen=True)
class _Told:
    """What stories say.

    Attributes:
        tones: Shares of the tones and consensus, corrected where a sample allows it.
        by_machine: Their agreement by machine label.
        beside: What a sample gives besides.
    """

    tones: Mapping[str, Measure]
    by_machine: Measure
    beside: Mapping[str, Measure]


def _told(connection: duckdb.DuckDBPyConnection, parameters: dict[str, Any]) -> _Told:
    by_event, origins = _stories(connection, parameters)
    machine = measures.consensus(by_event, origins)
    totals = by_event.sum(axis=0).tolist()
    sample = coded.sample(measure_rows(connection, "coded_strata", parameters))
    if not sample.why_not:
        by_event, origins = _stories(connection, parameters | {"on_campaign": True})
    hand = coded.corrected(sample, coder_agreement(connection, parameters["campaign"]), by_event, origins)
    consensus = hand.consensus or machine
    tones = {
        **{f"tone_{label}": share for label, share in measures.tone_shares(totals).items()},
        **hand.shares,
        "agreement": consensus.agreement,
        "opposed_pairs": consensus.opposed_pairs,
        "tastle_wierman": consensus.tastle_wierman,
    }
    return _Told(tones, machine.agreement, hand.beside)


def _stories(
    connection: duckdb.DuckDBPyConnection, parameters: dict[str, Any]
) -> tuple[NDArray[np.int64], int]:
    """Give stories (negative, neutral, positive) by event, shape (E, 3), and how many outlets wrote them."""
    like = measure_rows(connection, "story_tones", parameters)
    tones = np.array([[row[tone] for tone in measures.TONES] for row in like], np.int64).reshape(-1, 3)
    by_event = np.repeat(tones, [row["events"] for row in like], axis=0)
    return by_event, _row(connection, "origin_outlets", parameters)["outlets"]


def _t50(by_outlet: list[dict[str, Any]]) -> Measure:
    first = [row["first_hours"] for row in by_outlet]
    observed = max((row["observed_hours"] or 0 for row in by_outlet), default=0.0)
    found = measures.t50(first, max(observed, *first, 0.0) if first else 0.0)
    late = sum(row["is_watched_late"] for row in by_outlet)
    if found.value is None or late <= MAX_GAP_SHARE * len(by_outlet):
        return found
    reason = f"not watched from the beginning: {late} of {len(by_outlet)} outlets that covered"
    return replace(found, value=None, status="not_estimable", reason=reason)


def _count(number: int, method: str) -> Measure:
    return Measure(float(number), None, None, number, method, "ok")


def _ratio(part: int, whole: int, method: str) -> Measure:
    if whole == 0:
        return Measure(None, None, None, 0, method, "not_estimable", "nothing to divide by")
    return Measure(part / whole, None, None, whole, method, "ok")


def _provinces(covered: int, stories: int) -> Measure:
    method = "provinces reported on, over stories"
    if stories == 0:
        return Measure(None, None, None, 0, method, "not_estimable", "no story names a province")
    return Measure(float(covered), None, None, stories, method, "ok")


def filtered(name: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Give the query of `sql/<name>.sql`, and those of the parameters that it uses.

    The names between braces are filled in: the items of the filter, where items or stories must be in its
    segments, and stories hold some words, or are not coded as off the campaign.
    """
    chosen = [f"and {within}" for kind, within in _IN_SEGMENT.items() if parameters.get(kind) is not None]
    query = db.text(name)
    query = query.replace("{selected}", db.text("selected").strip())
    query = query.replace("{in_words}", _IN_WORDS if parameters.get("words") else "")
    query = query.replace("{on_campaign}", _ON_CAMPAIGN if parameters.get("on_campaign") else "")
    query = query.replace("{in_stories}", _IN_STORIES if chosen else "")
    query = query.replace("{in_segments}", " ".join(chosen))
    used = set(re.findall(r"\$(\w+)", query))
    return query, {key: value for key, value in parameters.items() if key in used}


def statement(name: str, which: Filter) -> str:
    """Give the query of `sql/<name>.sql` with a filter's values written into it, for an analyst to run."""
    query, parameters = filtered(name, parameters_of(which))
    return re.sub(r"\$(\w+)", lambda found: _literal(parameters[found[1]]), query)


def _literal(value: str | date | list[str] | None) -> str:
    """Write a value of `parameters_of` as SQL."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, date):
        return f"date '{value}'"
    return "'" + value.replace("'", "''") + "'"


def measure_rows(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> list[dict[str, Any]]:
    """Give the rows of `sql/measures/<name>.sql`."""
    cursor = connection.execute(*filtered(f"measures/{name}", parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _row(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    return measure_rows(connection, name, parameters)[0]
