"""Reach, consensus and disagreements by segment, as reports and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards import words
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.counting import parameters_of
from warehouse.reader import Filter, Reader

SHOWN_DISAGREEMENTS = 20
"""Disagreements that are shown; how many there are is said."""

_KINDS = {
    "all": "segment.all",
    "phase": "term.phase",
    "workstream": "term.workstream",
    "activity": "term.activity",
    "outlet_kind": "field.kind",
    "province": "field.province",
    "message": "term.message",
}
_MEASURES = ("agreement", "opposed_pairs", "agreement_of_items", "inflation_by_copying")
_SIDES = ("positive", "neutral", "negative", "carried", "missing")


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes:
        caption: What it shows.
        head: Names of its columns, the first that of the rows.
        rows: Cells, the first of each the row's name.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Disagreement:
    """An event on which independent texts differ.

    Attributes:
        label: Headline of the event, as published.
        about: What they differ in.
        sides: Each side in words, with its stories (title, url, outlet_name, published_at) by time.
    """

    label: str
    about: str
    sides: tuple[tuple[str, tuple[Row, ...]], ...]


def reach_now(reader: Reader, which: Filter) -> list[Row]:
    """Give the reach of a filter for which none is stored, as rows of rpt_reach."""
    return [
        {"kind": "all", "name": "all", "base": one.base, "time_unit": one.time_unit}
        | {"sources": list(one.sources), "oldest_date": one.oldest_date, "newest_date": one.newest_date}
        | {"known_outlets": one.reach.known, "outlets": one.reach.outlets}
        | {key: getattr(one.reach, key) for key in ("low", "high", "random_duplication", "status", "reason")}
        for one in reader.reach(which)
    ]


def reach(reader: Reader, which: Filter) -> list[Row]:
    """Give rows of rpt_reach, of the phase where the filter has one, by population, unit and segment."""
    frame = reader.shown("reach", parameters_of(which))
    found = rows(frame, "oldest_date", "newest_date", "from_date", "to_date")
    found = [row | {"sources": list(row["sources"])} for row in found]
    return sorted(found, key=lambda row: (row["base"], row["time_unit"], *_place(row)))


def curve(reader: Reader, which: Filter) -> list[Row]:
    """Give rows of rpt_reach_curve, of the whole or of the filter's phase, by population, unit and day."""
    return rows(reader.shown("reach_curve", parameters_of(which)), "day_date")


def consensus(reader: Reader, which: Filter) -> list[Row]:
    """Give rows of rpt_consensus, of the phase where the filter has one, by segment and measure."""
    found = rows(reader.shown("consensus", parameters_of(which)))
    return sorted(found, key=lambda row: (*_place(row), row["measure"]))


def disagreements(reader: Reader, which: Filter) -> list[Row]:
    """Give rows of rpt_disagreements within the filter, the opposed and the newest first."""
    return _by_event(rows(reader.shown("disagreements", parameters_of(which)), "published_date"))


def first_disagreements(reader: Reader, which: Filter) -> list[Row]:
    """Give rows as above of `SHOWN_DISAGREEMENTS` events, with found: how many there are."""
    parameters = parameters_of(which) | {"most": SHOWN_DISAGREEMENTS}
    return _by_event(rows(reader.shown("disagreements_first", parameters), "published_date"))


def _by_event(told: Sequence[Row]) -> list[Row]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in told:
        groups.setdefault((row["event_id"], row["kind"], row["message"] or ""), []).append(row)
    differing = [group for group in groups.values() if len({row["side"] for row in group}) > 1]
    for group in differing:
        group.sort(key=lambda row: (_SIDES.index(row["side"]), row["published_at"], row["story_id"]))
    newest = sorted(differing, key=lambda group: (group[0]["event_id"], group[0]["message"] or ""))
    newest.sort(key=lambda group: max(row["published_at"] for row in group), reverse=True)
    newest.sort(key=lambda group: not group[0]["is_opposed"])
    return [row for group in newest for row in group]


def reach_tables(found: Sequence[Row], lang: Lang) -> list[Table]:
    """Give a table of net reach for each population and unit of time."""
    keys = ("field.segment", "field.outlets", "field.known", "term.net_reach", "field.random")
    head = tuple(words.text(key, lang) for key in keys)
    tables: list[Table] = []
    for (base, unit), group in groupby(found, lambda row: (row["base"], row["time_unit"])):
        members = list(group)
        sources = sorted({source for row in members for source in row["sources"]})
        days = [row[end] for row in members for end in ("oldest_date", "newest_date") if row[end]]
        caption = words.text(
            "report.reach.caption",
            lang,
            base=base,
            unit=words.text(f"unit.{unit}", lang),
            sources="; ".join(sources) or "–",
            measured=words.period(min(days), max(days), lang) if days else "–",
        )
        tables.append(Table(caption, head, tuple(_reach_row(row, lang) for row in members)))
    return tables


def _reach_row(row: Row, lang: Lang) -> tuple[str, ...]:
    known = words.text(
        "reach.known",
        lang,
        known=words.decimal(row["known_outlets"], lang),
        outlets=words.decimal(row["outlets"], lang),
    )
    band = words.interval(row["low"], row["high"], "share", lang)
    if not band:
        band = words.text(f"status.{row['status']}", lang)
    # How many are known stands beside it.
    is_told = row["status"] == "ok" and row["known_outlets"] < row["outlets"]
    why = f" ({words.reason(row['reason'], lang)})" if row["reason"] and not is_told else ""
    random = row["random_duplication"]
    return (
        name(row, lang),
        words.decimal(row["outlets"], lang),
        known,
        band + why,
        "–" if random is None else words.percent(random, lang),
    )


def consensus_table(found: Sequence[Row], lang: Lang) -> Table | None:
    """Give A and what stands beside it by segment, refused with its reason; None without a segment."""
    parts = consensus_parts(found)
    if not parts:
        return None
    table = [
        (
            name(cells["agreement"], lang),
            _refused(cells["agreement"], lang) or _measured(cells["agreement"], lang),
            *(_measured(cells[measure], lang) for measure in _MEASURES[1:]),
        )
        for cells in parts.values()
    ]
    head = ("field.segment", *(f"measure.{measure}" for measure in _MEASURES))
    caption = words.text("report.consensus.segments", lang, note=words.text("term.consensus.note", lang))
    return Table(caption, tuple(words.text(key, lang) for key in head), tuple(table))


def consensus_parts(found: Sequence[Row]) -> dict[tuple[str, str], dict[str, Row]]:
    """Give the rows of each segment by its kind and name and by their measure, in their order."""
    parts: dict[tuple[str, str], dict[str, Row]] = {}
    for row in found:
        if row["kind"] != "all" and row["measure"] in _MEASURES:
            parts.setdefault((row["kind"], row["name"]), {})[row["measure"]] = row
    return parts


def _refused(row: Row, lang: Lang) -> str:
    """Why a measure has no value, once for those that stand beside it; "" where it has one."""
    if row["value"] is not None:
        return ""
    status = words.text(f"status.{row['status']}", lang)
    return f"{status}: {words.reason(row['reason'], lang)}; {words.basis(row['measure'], row['n'], lang)}"


def _measured(row: Row, lang: Lang) -> str:
    basis = words.basis(row["measure"], row["n"], lang)
    if row["value"] is None:
        return f"–; {basis}"
    parts = [words.value(row["value"], row["unit"], lang)]
    parts += [between] if (between := words.interval(row["low"], row["high"], row["unit"], lang)) else []
    parts += [basis]
    parts += [] if row["status"] == "ok" else [words.text(f"status.{row['status']}", lang).lower()]
    return "; ".join(parts)


def differing(found: Sequence[Row], lang: Lang) -> list[Disagreement]:
    """Give the rows of `disagreements` as events with their sides in words."""
    return [
        _disagreement(list(group), lang)
        for _, group in groupby(found, lambda row: (row["event_id"], row["kind"], row["message"]))
    ]


def _disagreement(group: list[Row], lang: Lang) -> Disagreement:
    first = group[0]
    if first["kind"] == "message":
        about = words.text("disagreement.message", lang, message=first[f"message_{lang}"] or first["message"])
    else:
        about = words.text(f"disagreement.{'opposed' if first['is_opposed'] else 'tone'}", lang)
    side = "side" if first["kind"] == "message" else "tone"
    sides = groupby(group, lambda row: row["side"])
    told = tuple((words.text(f"{side}.{key}", lang), tuple(stories)) for key, stories in sides)
    return Disagreement(first["label"], about, told)


def name(row: Row, lang: Lang) -> str:
    """Give the name of a row's segment with its kind, such as "Phase: Before"."""
    kind = words.text(_KINDS[row["kind"]], lang)
    if row["kind"] == "all":
        return kind
    return f"{kind}: {own_name(row, lang)}"


def own_name(row: Row, lang: Lang) -> str:
    """Give the name of a row's segment alone; its id where it has none."""
    named = {"outlet_kind": "kind", "level": "level", "tone": "tone"}.get(row["kind"])
    return words.text(f"{named}.{row['name']}", lang) if named else row[f"name_{lang}"] or row["name"]


def _place(row: Row) -> tuple[int, int, str]:
    return list(_KINDS).index(row["kind"]), int(row["position"]), row["name"]
