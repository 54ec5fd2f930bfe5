"""Stories and events as rows, kept up to date as items come, change and go."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from nlp import events, stories
from nlp.stories import Assignment, Version
from warehouse import db
from warehouse.neighbours import Neighbours
from warehouse.sketches import Sketches

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


def regroup(connection: duckdb.DuckDBPyConnection, agencies: Collection[str], folder: Path) -> None:
    """Bring stories and events up to date with the items; they are a function of the set of items.

    Only items that came, changed or went, and what these touch, are looked at. The new state is known from
    the instant at which the newest item became known. Rows that stay as they are keep the time from which
    they were known.

    Args:
        connection: The writer's connection, in a transaction, with the table touched_items (item_id) of all
            items that may have come, changed or gone since the last call.
        agencies: Standard names of news agencies; other photo credits say nothing of a text's origin.
        folder: Where the sketches lie.
    """
    (newest,) = db.rows(connection, "select max(known_from) as at from items where known_to is null")
    if newest["at"] is None:
        return
    db.run(connection, "load/grouping_items")
    db.run(connection, "load/grouping_changed")
    sketches = Sketches(connection, folder)
    leaving = db.rows(connection, "select * from leaving")
    assigned = _assign(connection, sketches, leaving)
    items = assigned.keys() | {row["item_id"] for row in leaving}
    before = _story_of(connection, items)
    _update_story_items(connection, assigned, items, newest["at"])
    event_of = _events(connection, sketches, leaving, before, assigned)
    touched = {*before.values(), *(one.story_id for one in assigned.values()), *event_of}
    told = _events_of(connection, touched) | set(event_of.values())
    renamed = {row["item_id"] for row in db.rows(connection, "select item_id from renamed")}
    touched |= set(_story_of(connection, renamed).values())
    _update_stories(connection, touched, event_of, agencies, newest["at"])
    _update_events(connection, sketches, told, newest["at"])
    db.run(connection, "load/grouping_done")
    sketches.prune()


def _story_of(connection: duckdb.DuckDBPyConnection, items: Collection[str]) -> dict[str, str]:
    query = (
        "select story_items.item_id, story_items.story_id from story_items "
        "inner join batch on batch.id = story_items.item_id where story_items.known_to is null"
    )
    return {row["item_id"]: row["story_id"] for row in db.rows(connection, query, db.ids(items))}


def _assign(
    connection: duckdb.DuckDBPyConnection, sketches: Sketches, leaving: list[Row]
) -> dict[str, Assignment]:
    assigned: dict[str, Assignment] = {}
    changed = [row["item_id"] for row in leaving if row["is_here"]]
    neighbours = Neighbours(connection, sketches, changed, assigned)
    behind = {row["item_id"] for row in db.rows(connection, "select item_id from left_behind")}
    for start in range(0, len(changed), _CHUNK):
        chunk = changed[start : start + _CHUNK]
        neighbours.add(chunk)
        assigned |= stories.update(behind.union(chunk), neighbours.places)
        behind = set[str]()
    return assigned | (stories.update(behind, neighbours.places) if behind else {})


def _update_story_items(
    connection: duckdb.DuckDBPyConnection,
    assigned: Mapping[str, Assignment],
    items: Collection[str],
    at: datetime,
) -> None:
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
    db.replace_rows(connection, "story_items", table, at, of=("item_id", items))


def _events(
    connection: duckdb.DuckDBPyConnection,
    sketches: Sketches,
    leaving: list[Row],
    before: Mapping[str, str],
    assigned: Mapping[str, Assignment],
) -> dict[str, str]:
    """Give the events of the stories that report another one than before, by story."""
    was_first = {name for name, story_id in before.items() if name == story_id}
    is_first = {one.id for one in assigned.values() if one.id == one.story_id}
    changed = ({row["item_id"] for row in leaving} & (was_first | is_first)) | (was_first ^ is_first)
    query = "select published_at from grouped_items inner join batch on batch.id = grouped_items.item_id "
    times = [row["published_at"] for row in db.rows(connection, query, db.ids(changed))]
    # Of those that changed both times.
    times += [row["old_published_at"] for row in leaving if row["item_id"] in was_first]
    if not times:
        return {}
    left = _events_of(connection, changed & was_first)
    docs = _event_docs(connection, sketches, min(times) - events.APART, changed)
    return events.regroup(docs, left, min(times), max(times))


def _event_docs(
    connection: duckdb.DuckDBPyConnection, sketches: Sketches, start: datetime, changed: Collection[str]
) -> Iterator[events.EventDoc]:
    """Give the first items of stories from a time on, in order, read by parts as they are asked for."""
    (query,) = db.statements("load/grouping_firsts")
    end = db.rows(connection, "select max(published_at) as at from grouped_items")[0]["at"]
    while start <= end:
        after = start + _READ
        rows = db.rows(connection, query, parameters={"start": start, "after": after})
        for row, terms in zip(rows, sketches.terms(rows), strict=True):
            event = None if row["item_id"] in changed else row["event_id"]
            yield events.EventDoc(row["item_id"], row["published_at"], terms, event)
        start = after


def _update_stories(
    connection: duckdb.DuckDBPyConnection,
    touched: Collection[str],
    event_of: Mapping[str, str],
    agencies: Collection[str],
    at: datetime,
) -> None:
    (query,) = db.statements("load/grouping_stories")
    versions: dict[str, list[Version]] = defaultdict(list)
    event: dict[str, str] = {}
    for row in db.rows(connection, query, db.ids(touched)):
        versions[row["story_id"]].append(_version(row, agencies))
        event[row["story_id"]] = event_of.get(row["story_id"]) or row["event_id"]
    rows = [_story_row(name, event[name], members) for name, members in versions.items()]
    table = pa.Table.from_pylist(rows, schema=_STORIES)
    db.replace_rows(connection, "stories", table, at, of=("story_id", touched))


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


def _events_of(connection: duckdb.DuckDBPyConnection, story_ids: Collection[str]) -> set[str]:
    query = (
        "select distinct stories.event_id from stories inner join batch on batch.id = stories.story_id "
        "where stories.known_to is null"
    )
    return {row["event_id"] for row in db.rows(connection, query, db.ids(story_ids))}


def _update_events(
    connection: duckdb.DuckDBPyConnection, sketches: Sketches, event_ids: Collection[str], at: datetime
) -> None:
    (query,) = db.statements("load/grouping_events")
    rows = db.rows(connection, query, db.ids(event_ids))
    members: dict[str, list[events.EventDoc]] = defaultdict(list)
    for row, terms in zip(rows, sketches.terms(rows), strict=True):
        members[row["event_id"]].append(events.EventDoc(row["item_id"], row["published_at"], terms))
    central = [events.central(docs) for docs in members.values()]
    columns = [pa.array(list(members), pa.string()), pa.array(central, pa.string())]
    table = pa.table(columns, names=["event_id", "central_story_id"])
    db.replace_rows(connection, "events", table, at, of=("event_id", event_ids))
