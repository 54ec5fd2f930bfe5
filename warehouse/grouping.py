"""Stories and events as rows, kept up to date as items come, change and go."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from nlp import events, stories
from nlp.stories import Assignment, Version
from nlp.windows import APART, WINDOW
from warehouse import db, touched
from warehouse.neighbours import Neighbours
from warehouse.sketches import Sketches
from warehouse.sketching import Ahead
from warehouse.stretch import Stretch

Row = dict[str, Any]

_CHUNK = 5_000
_READ = timedelta(days=3)
_STORIES = pa.schema(
    [
        *(
            (name, pa.string())
            for name in ("story_id", "first_item_id", "event_id", "origin", "origin_method")
        ),
        ("origin_evidence", pa.list_(pa.string())),
    ]
)
_STORY_ITEMS = pa.schema(
    [
        *((name, pa.string()) for name in ("item_id", "story_id", "role", "reuses")),
        ("containment", pa.float64()),
    ]
)


def regroup(
    connection: duckdb.DuckDBPyConnection,
    agencies: Collection[str],
    folder: Path,
    ahead: Ahead | None = None,
) -> Stretch:
    """Bring stories and events up to date with the items; they are a function of the set of items.

    Only items that came, changed or went, and what these touch, are looked at. The new state is known from
    the instant at which the newest item became known. Rows that stay as they are keep the time from which
    they were known.

    Args:
        connection: The writer's connection, in a transaction, with the tables of `touched`, settled, for
            all items that may have come, changed or gone since the last call.
        agencies: Standard names of news agencies; other photo credits say nothing of a text's origin.
        folder: Where the sketches lie.
        ahead: Sketches that are being made, of texts of some of the items.

    Returns:
        The stretch in which the items lie that have, or had, another story or event.
    """
    stretch = Stretch()
    newest = db.latest(connection, "items", "known_from", "known_to is null")
    if newest is None:
        return stretch
    db.run(connection, "load/grouping_changed", parameters=touched.stretch(connection).around())
    sketches = Sketches(connection, folder, ahead)
    leaving = db.rows(connection, "select * from leaving")
    gone = Stretch()
    gone.cover(row["old_published_at"] for row in leaving if row["old_published_at"])
    db.run(connection, "load/grouping_left", parameters=gone.around(WINDOW))
    renamed = db.rows(connection, "select item_id, published_at from renamed")
    if leaving or renamed:
        _regroup(connection, sketches, leaving, renamed, agencies, newest, stretch)
    db.run(connection, "load/grouping_done")
    sketches.prune()
    return stretch


def _regroup(
    connection: duckdb.DuckDBPyConnection,
    sketches: Sketches,
    leaving: list[Row],
    renamed: list[Row],
    agencies: Collection[str],
    at: datetime,
    stretch: Stretch,
) -> None:
    """Regroup; the stretch then covers all items that are in another place, or were."""
    stretch.cover(row["published_at"] for row in renamed)
    stretch.cover(row[name] for row in leaving for name in ("published_at", "old_published_at") if row[name])
    assigned = _assign(connection, sketches, leaving, stretch)
    before = _before(connection, leaving, assigned, stretch)
    _update_story_items(connection, assigned, before.keys(), stretch, at)
    event_of, left = _events(connection, sketches, leaving, before, assigned, stretch)
    _update_reported(connection, event_of, stretch)
    of_renamed = _grouped(connection, [row["item_id"] for row in renamed], stretch)
    touched = {
        *(one.story_id for one in (*before.values(), *assigned.values(), *of_renamed.values())),
        *event_of,
    }
    # Of those that would begin with an item that is new there are none yet.
    new = {row["item_id"] for row in leaving if row["old_story_id"] is None}
    _update_stories(connection, touched, new, agencies, stretch, at)
    _update_events(connection, sketches, left | set(event_of.values()), new, stretch, at)


@dataclass(frozen=True)
class _Before:
    """Where an item was.

    Attributes:
        story_id: Its story.
        event_id: The event of that, where the item was its first.
        published_at: Its time.
    """

    story_id: str
    event_id: str | None
    published_at: datetime


def _before(
    connection: duckdb.DuckDBPyConnection,
    leaving: list[Row],
    assigned: Mapping[str, Assignment],
    stretch: Stretch,
) -> dict[str, _Before]:
    """Give where those were that are assigned anew, and that are gone."""
    left = {
        row["item_id"]: _Before(row["old_story_id"], row["old_event_id"], row["old_published_at"])
        for row in leaving
        if row["old_story_id"]
    }
    return left | _grouped(connection, assigned.keys() - {row["item_id"] for row in leaving}, stretch)


def _grouped(
    connection: duckdb.DuckDBPyConnection, items: Collection[str], stretch: Stretch
) -> dict[str, _Before]:
    """Give where items of a stretch are, as known to grouped_items."""
    if not items:
        return {}
    (query,) = db.statements("load/grouping_places")
    rows = db.rows(connection, query, db.ids(items), stretch.around())
    return {row["item_id"]: _Before(row["story_id"], row["event_id"], row["published_at"]) for row in rows}


def _assign(
    connection: duckdb.DuckDBPyConnection, sketches: Sketches, leaving: list[Row], stretch: Stretch
) -> dict[str, Assignment]:
    """Assign what changed and what that touches; the stretch then covers all of these."""
    assigned: dict[str, Assignment] = {}
    changed = [row for row in leaving if row["is_here"]]
    neighbours = Neighbours(connection, sketches, [row["item_id"] for row in changed], assigned, stretch)
    left_behind = db.rows(connection, "select * from left_behind")
    stretch.cover(row["published_at"] for row in left_behind)
    behind = {row["item_id"] for row in left_behind}
    for start in range(0, len(changed), _CHUNK):
        chunk = changed[start : start + _CHUNK]
        neighbours.add(chunk)
        names = behind.union(row["item_id"] for row in chunk)
        assigned |= stories.update(names, neighbours.places)
        behind = set[str]()
    if behind:
        assigned |= stories.update(behind, neighbours.places)
    # By their texts nearly all were found already, but not where a purge has cut these since.
    while behind := _without_first(connection, assigned, stretch):
        assigned |= stories.update(behind, neighbours.places)
    return assigned


def _without_first(
    connection: duckdb.DuckDBPyConnection, assigned: Mapping[str, Assignment], stretch: Stretch
) -> set[str]:
    """Give the items that are not assigned anew, while the first of their story is, to another one."""
    moved = [one.id for one in assigned.values() if one.story_id != one.id]
    query = (
        "select item_id, published_at from grouped_items "
        "where published_at between $first and $last and story_id in (select id from batch)"
    )
    rows = db.rows(connection, query, db.ids(moved), stretch.around(WINDOW))
    left = [row for row in rows if row["item_id"] not in assigned]
    stretch.cover(row["published_at"] for row in left)
    return {row["item_id"] for row in left}


def _update_story_items(
    connection: duckdb.DuckDBPyConnection,
    assigned: Mapping[str, Assignment],
    known: Collection[str],
    stretch: Stretch,
    at: datetime,
) -> None:
    """Write assignments in place of what was said of the items among these that were known before."""
    rows = [
        {
            "item_id": one.id,
            "story_id": one.story_id,
            "role": one.role,
            "reuses": one.reuses,
            "containment": one.containment,
        }
        for one in assigned.values()
    ]
    table = pa.Table.from_pylist(rows, schema=_STORY_ITEMS)
    db.replace_rows(connection, "story_items", table, at, ("item_id", known), _known_since(stretch))
    db.run(connection, "load/grouping_assigned", table, stretch.around())


def _events(
    connection: duckdb.DuckDBPyConnection,
    sketches: Sketches,
    leaving: list[Row],
    before: Mapping[str, _Before],
    assigned: Mapping[str, Assignment],
    stretch: Stretch,
) -> tuple[dict[str, str], set[str]]:
    """Find the stories that report another event than before; the stretch then covers them.

    Returns:
        Their events by story, and the events that stories were in before.
    """
    was_first = {name for name, one in before.items() if name == one.story_id}
    is_first = {one.id for one in assigned.values() if one.id == one.story_id}
    changed = ({row["item_id"] for row in leaving} & (was_first | is_first)) | (was_first ^ is_first)
    # Of those that have another time both.
    times = [row["published_at"] for row in leaving if row["item_id"] in changed and row["is_here"]]
    times += [before[name].published_at for name in changed & before.keys()]
    left = {event_id for one in before.values() if (event_id := one.event_id)}
    if not times:
        return {}, left
    read: dict[str, tuple[datetime, str | None]] = {}
    docs = _event_docs(connection, sketches, min(times) - APART, changed)
    changed_events = {event_id for name in changed & was_first if (event_id := before[name].event_id)}
    found = events.regroup(_noted(docs, read), changed_events, min(times), max(times))
    stretch.cover(read[name][0] for name in found)
    return found, left | {event_id for name in found if (event_id := read[name][1])}


def _noted(
    docs: Iterator[events.EventDoc], read: dict[str, tuple[datetime, str | None]]
) -> Iterator[events.EventDoc]:
    """Give stories as they are asked for, and note the time and event of each."""
    for doc in docs:
        read[doc.id] = doc.published_at, doc.event
        yield doc


def _event_docs(
    connection: duckdb.DuckDBPyConnection, sketches: Sketches, start: datetime, changed: Collection[str]
) -> Iterator[events.EventDoc]:
    """Give the first items of stories from a time on, in order, read by parts as they are asked for."""
    (query,) = db.statements("load/grouping_firsts")
    end = db.latest(connection, "grouped_items", "published_at")
    while end and start <= end:
        after = start + _READ
        rows = db.rows(connection, query, parameters={"start": start, "after": after})
        if not rows:
            after = _next(connection, after) or after
        for row, terms in zip(rows, sketches.terms(rows), strict=True):
            event = None if row["item_id"] in changed else row["event_id"]
            yield events.EventDoc(row["item_id"], row["published_at"], terms, event)
        start = after


def _next(connection: duckdb.DuckDBPyConnection, start: datetime) -> datetime | None:
    """Give when the next item was published, from a time on."""
    query = "select min(published_at) as at from grouped_items where published_at >= $start"
    return db.rows(connection, query, parameters={"start": start})[0]["at"]


def _update_reported(
    connection: duckdb.DuckDBPyConnection, event_of: Mapping[str, str], stretch: Stretch
) -> None:
    columns = [pa.array(list(names), pa.string()) for names in (event_of.keys(), event_of.values())]
    table = pa.table(columns, names=["story_id", "event_id"])
    db.run(connection, "load/grouping_reported", table, stretch.around())


def _update_stories(
    connection: duckdb.DuckDBPyConnection,
    touched: Set[str],
    new: Set[str],
    agencies: Collection[str],
    stretch: Stretch,
    at: datetime,
) -> None:
    (query,) = db.statements("load/grouping_stories")
    versions: dict[str, list[Version]] = defaultdict(list)
    event: dict[str, str] = {}
    around = stretch.around(WINDOW) | {"since": _known_since(stretch)}
    db.run(connection, "load/grouping_members", db.ids(touched), around)
    for row in db.rows(connection, query):
        versions[row["story_id"]].append(_version(row, agencies))
        if row["event_id"]:
            event[row["story_id"]] = row["event_id"]
    rows = [_story_row(name, event[name], members) for name, members in versions.items()]
    table = pa.Table.from_pylist(rows, schema=_STORIES)
    db.replace_rows(connection, "stories", table, at, ("story_id", touched - new), _known_since(stretch))


def _version(row: Row, agencies: Collection[str]) -> Version:
    return Version(
        outlet=row["outlet"],
        outlet_name=row["outlet_name"],
        is_aggregator=row["is_aggregator"],
        published_at=row["published_at"],
        canonical_url=row["canonical_url"],
        credit=row["credit"],
        photo_agencies=tuple(name for name in row["photo_credit"] if name in agencies),
        containment=row["containment"],
        length=row["length"],
    )


def _story_row(story_id: str, event_id: str, members: list[Version]) -> dict[str, Any]:
    origin = stories.origin(members)
    return {
        "story_id": story_id,
        "first_item_id": story_id,
        "event_id": event_id,
        "origin": origin.name or "",
        "origin_method": origin.method,
        "origin_evidence": list(origin.evidence),
    }


def _update_events(
    connection: duckdb.DuckDBPyConnection,
    sketches: Sketches,
    event_ids: Set[str],
    new: Set[str],
    stretch: Stretch,
    at: datetime,
) -> None:
    (query,) = db.statements("load/grouping_events")
    members: dict[str, list[Row]] = defaultdict(list)
    around = stretch.of_firsts()
    for row in db.rows(connection, query, db.ids(event_ids), around):
        members[row["event_id"]].append(row)
    compared = [row for some in members.values() if len(some) > 2 for row in some]
    terms = dict(zip((row["item_id"] for row in compared), sketches.terms(compared), strict=True))
    # Of two stories each is as like the other: the first one by time.
    central = [
        events.central(
            [events.EventDoc(row["item_id"], row["published_at"], terms[row["item_id"]]) for row in some]
        )
        if len(some) > 2
        else some[0]["item_id"]
        for some in members.values()
    ]
    columns = [pa.array(list(members), pa.string()), pa.array(central, pa.string())]
    table = pa.table(columns, names=["event_id", "central_story_id"])
    db.replace_rows(connection, "events", table, at, ("event_id", event_ids - new), _known_since(stretch))


def _known_since(stretch: Stretch) -> datetime | None:
    """Give since when nearly all is known that was said of the items around: after they were published."""
    return stretch.of_firsts()["first"]
