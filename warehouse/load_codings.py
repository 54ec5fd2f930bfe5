"""Loading what people decided: lines of `codings/` become rows, or are rejected with their reason."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import codings, db
from warehouse.codings import (
    Acknowledgement,
    Comment,
    Correction,
    Draw,
    DrawnStory,
    Read,
    StoryCode,
    Undo,
    Unread,
)

_Row = dict[str, Any]
_TEXT = ("campaign", "item_id")
_DRAWN = (*_TEXT, "draw", "story_id", "stratum")
_NUMBER, _YES, _AT = pa.float64(), pa.bool_(), pa.timestamp("us", "UTC")


def _schema(texts: Sequence[str], **others: pa.DataType) -> pa.Schema:
    return pa.schema([*((name, pa.string()) for name in texts), *others.items()])


_SCHEMAS = {
    "draws": _schema(
        (*_DRAWN, "guide"),
        from_date=pa.date32(),
        to_date=pa.date32(),
        seed=pa.int64(),
        inclusion_probability=_NUMBER,
        is_double=_YES,
        position=pa.int32(),
        known_from=_AT,
    ),
    "codes": _schema(
        (*_DRAWN, "code", "coder"), inclusion_probability=_NUMBER, is_third_look=_YES, known_from=_AT
    ),
    "corrections": _schema((*_TEXT, "was", "tone", "why", "role", "coder"), known_from=_AT),
    "acknowledgements": _schema(("campaign", "alert", "action", "finding", "why", "who"), known_from=_AT),
    "comments": _schema(("campaign", "period", "figure", "office", "text"), written_at=_AT, known_from=_AT),
    "undos": _schema((*_TEXT, "undone", "draw", "coder", "who"), made_at=_AT, known_from=_AT),
}
_ORDER = {"draw": 0, "undo": 2}
_REJECTED = _schema(("file", "reason", "text"), line=pa.int32())


def load_codings(connection: duckdb.DuckDBPyConnection, folder: Path, at: datetime) -> None:
    """Load the lines of `folder` that are new; what is not known yet is tried again at every load.

    Args:
        connection: The writer's connection, in a transaction.
        folder: The folder of codings; it may be missing.
        at: The instant of the load, UTC; what is of more than a day later is not known yet.

    Raises:
        CodingsError: A file can't be opened.
    """
    read, rejected = codings.read(folder)
    lines = [line for line in read if line.entry.at <= at + codings.AHEAD]
    later = (line for line in read if line.entry.at > at + codings.AHEAD)
    rejected += [
        _rejected(one, f"it is of {one.entry.at.isoformat()}, which is still to come") for one in later
    ]
    items = _known_items(connection, lines)
    alerts = {
        (row["campaign"], row["alert"]) for row in db.rows(connection, "select campaign, alert from alerts")
    }
    drawn: dict[tuple[str, str], tuple[str, DrawnStory]] = {}
    written: set[codings.Place] = set()
    rows: dict[str, list[_Row]] = {table: [] for table in _SCHEMAS}
    # Whatever the names of the files: codes are of what was drawn, and what is taken back was written.
    for line in sorted(lines, key=lambda line: _ORDER.get(line.entry.kind, 1)):
        entry = line.entry
        if isinstance(entry, Draw):
            rows["draws"] += _drawn(line, entry, items, drawn, rejected)
            continue
        if isinstance(entry, Acknowledgement):
            why = _unknown_alert(entry, alerts)
        elif isinstance(entry, Undo):
            why = _nothing_undone(entry, written)
        elif isinstance(entry, Comment):
            why = ""
        else:
            why = _why_not(entry, items, drawn)
        if why:
            rejected.append(_rejected(line, why))
        else:
            if isinstance(entry, StoryCode | Correction):
                written.add(codings.place(entry))
            rows[f"{entry.kind}s"].append(_row(entry))
    for table, found in rows.items():
        if found:
            _add(connection, table, pa.Table.from_pylist(found, _SCHEMAS[table]))
    list_of = pa.Table.from_pylist([vars(one) for one in rejected], _REJECTED)
    db.replace_rows(connection, "rejected_codings", list_of, at)


def _known_items(connection: duckdb.DuckDBPyConnection, lines: Sequence[Read]) -> set[str]:
    named = {story.item for line in lines if isinstance(line.entry, Draw) for story in line.entry.stories}
    named |= {line.entry.item for line in lines if isinstance(line.entry, StoryCode | Correction)}
    query = "select distinct item_id from items where item_id in (select id from batch)"
    return {row["item_id"] for row in db.rows(connection, query, db.ids(named))} if named else set()


def _drawn(
    line: Read,
    draw: Draw,
    items: set[str],
    drawn: dict[tuple[str, str], tuple[str, DrawnStory]],
    rejected: list[Unread],
) -> list[_Row]:
    """Give the stories of a draw that are known, and note them as drawn."""
    if any(name == draw.draw for name, _ in drawn):
        rejected.append(_rejected(line, f"there is another draw {draw.draw!r}"))
        return []
    rows: list[_Row] = []
    for position, story in enumerate(draw.stories, 1):
        if story.item not in items:
            rejected.append(_rejected(line, f"no item has the id {story.item!r}, which was drawn"))
            continue
        if (draw.draw, story.item) in drawn:
            rejected.append(_rejected(line, f"item {story.item!r} was drawn twice"))
            continue
        drawn[draw.draw, story.item] = draw.campaign, story
        rows.append(_row(draw, story.model_dump()) | {"position": position})
    return rows


def _why_not(
    entry: StoryCode | Correction,
    items: set[str],
    drawn: Mapping[tuple[str, str], tuple[str, DrawnStory]],
) -> str:
    """Say why a line does not count; "" if it does."""
    if entry.item not in items:
        return f"no item has the id {entry.item!r}"
    if not isinstance(entry, StoryCode):
        return ""
    campaign, story = drawn.get((entry.draw, entry.item), ("", None))
    if story is None or campaign != entry.campaign:
        return f"draw {entry.draw!r} of campaign {entry.campaign!r} has no item {entry.item!r}"
    for key in ("story", "stratum", "inclusion_probability"):
        said, told = getattr(entry, key), getattr(story, key)
        if said != told:
            return f"draw {entry.draw!r} has {key} {told!r} of item {entry.item!r}, not {said!r}"
    return ""


def _unknown_alert(entry: Acknowledgement, alerts: set[tuple[str, str]]) -> str:
    known = (entry.campaign, entry.alert) in alerts
    return "" if known else f"campaign {entry.campaign!r} has no alert {entry.alert!r}"


def _nothing_undone(entry: Undo, written: Set[codings.Place]) -> str:
    at = f"of {entry.coder!r} at {entry.made_at.isoformat()}"
    known = codings.undone_by(entry) in written
    return "" if known else f"campaign {entry.campaign!r}, item {entry.item!r}: no {entry.undone} {at}"


def _row(entry: codings.Entry, more: _Row | None = None) -> _Row:
    row = entry.model_dump(exclude={"kind", "stories"}) | (more or {})
    names = {"story": "story_id", "item": "item_id", "at": "known_from"}
    return {names.get(key, key): value for key, value in row.items()}


def _rejected(line: Read, reason: str) -> Unread:
    return Unread(line.file, line.line, reason, line.entry.model_dump_json()[:1000])


def _add(connection: duckdb.DuckDBPyConnection, table: str, batch: pa.Table) -> None:
    names: list[str] = batch.column_names
    same = " and ".join(f"{table}.{name} is not distinct from batch.{name}" for name in names)
    db.run(connection, "load/added", batch, filled={"table": table, "same": same})
