"""Stories and events as rows, kept up to date as items come, change and go."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from nlp import events, stories
from nlp.event_terms import Text
from nlp.stories import Assignment, Version
from warehouse import db
from warehouse.sketches import Index

Row = dict[str, Any]

_CHUNK = 5_000
_READ = timedelta(days=7)
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


def regroup(connection: duckdb.DuckDBPyConnection, agencies: Collection[str]) -> None:
    """Bring stories and events up to date with the items; they are a function of the set of items.

    Only items that came, changed or went, and what these touch, are looked at. The new state is known from
    the instant at which the newest item became known. Rows that stay as they are keep the time from which
    they were known.

    Args:
        connection: The writer's connection, in a transaction.
        agencies: Standard names of news agencies; other photo credits say nothing of a text's origin.
    """
    db.run(connection, "load/grouping_items")
    at = db.rows(connection, "select max(known_from) as at from grouping_items")[0]["at"]
    if at is None:
        return
    db.run(connection, "load/grouping_changed")
    leaving = db.rows(connection, "select * from leaving")
    assigned = _assign(connection, leaving)
    items = assigned.keys() | {row["item_id"] for row in leaving}
    before = _story_of(connection, items)
    _update_story_items(connection, assigned, items, at)
    event_of = _events(connection, _times_of_change(connection, leaving, before, assigned))
    renamed = {row["item_id"] for row in db.rows(connection, "select item_id from renamed")}
    touched = {*before.values(), *(one.story_id for one in assigned.values()), *event_of}
    touched |= set(_story_of(connection, renamed).values())
    told = _events_of(connection, touched) | set(event_of.values())
    _update_stories(connection, touched, event_of, agencies, at)
    _update_events(connection, told, at)
    db.run(connection, "load/grouping_done")


def _story_of(connection: duckdb.DuckDBPyConnection, items: Collection[str]) -> dict[str, str]:
    query = (
        "select story_items.item_id, story_items.story_id from story_items "
        "inner join batch on batch.id = story_items.item_id where story_items.known_to is null"
    )
    return {row["item_id"]: row["story_id"] for row in db.rows(connection, query, db.ids(items))}


def _assign(connection: duckdb.DuckDBPyConnection, leaving: list[Row]) -> dict[str, Assignment]:
    assigned: dict[str, Assignment] = {}
    changed = [row["item_id"] for row in leaving if row["is_here"]]
    index = Index(connection, set(changed), assigned)
    behind = {row["item_id"] for row in db.rows(connection, "select item_id from left_behind")}
    for start in range(0, len(changed), _CHUNK):
        chunk = changed[start : start + _CHUNK]
        index.add(chunk)
        assigned |= stories.update(behind.union(chunk), index.places)
        behind = set[str]()
    return assigned | (stories.update(behind, index.places) if behind else {})


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


def _times_of_change(
    connection: duckdb.DuckDBPyConnection,
    leaving: list[Row],
    before: Mapping[str, str],
    assigned: Mapping[str, Assignment],
) -> list[datetime]:
    """List the times of the stories that came, went or changed; of those that changed both times."""
    was_first = {name for name, story_id in before.items() if name == story_id}
    is_first = {one.id for one in assigned.values() if one.id == one.story_id}
    changed = {row["item_id"] for row in leaving} & (was_first | is_first)
    query = "select published_at from grouped_items inner join batch on batch.id = grouped_items.item_id "
    rows = db.rows(connection, query, db.ids(changed | (was_first ^ is_first)))
    times = [row["published_at"] for row in rows]
    return times + [row["old_published_at"] for row in leaving if row["item_id"] in was_first]


def _events(connection: duckdb.DuckDBPyConnection, times: list[datetime]) -> dict[str, str]:
    """Give the events of the stories that a change touches, by story."""
    if not times:
        return {}
    first, last = min(times), max(times)
    query = (
        "select stories.story_id, stories.event_id from stories "
        "inner join grouped_items on grouped_items.item_id = stories.first_item_id "
        "where stories.known_to is null and grouped_items.published_at >= $from"
    )
    rows = db.rows(connection, query, parameters={"from": first - events.APART})
    known = {row["story_id"]: row["event_id"] for row in rows}
    return events.regroup(_event_docs(connection, first - events.APART), known, first, last)


def _event_docs(connection: duckdb.DuckDBPyConnection, start: datetime) -> Iterator[events.EventDoc]:
    """Give the first items of stories from a time on, in order, read by parts as they are asked for."""
    (query,) = db.statements("load/grouping_firsts")
    end = db.rows(connection, "select max(published_at) as at from grouped_items")[0]["at"]
    while start <= end:
        after = start + _READ
        for row in db.rows(connection, query, parameters={"start": start, "after": after}):
            text = Text(row["title"], row["lead"], row["body"])
            yield events.EventDoc(row["item_id"], row["published_at"], text)
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


def _update_events(connection: duckdb.DuckDBPyConnection, event_ids: Collection[str], at: datetime) -> None:
    query = (
        "select stories.event_id, items.item_id, items.published_at, items.title, items.lead, items.body "
        "from stories inner join batch on batch.id = stories.event_id "
        "inner join grouping_items as items on items.item_id = stories.first_item_id "
        "where stories.known_to is null order by items.published_at, items.item_id"
    )
    members: dict[str, list[events.EventDoc]] = defaultdict(list)
    for row in db.rows(connection, query, db.ids(event_ids)):
        text = Text(row["title"], row["lead"], row["body"])
        members[row["event_id"]].append(events.EventDoc(row["item_id"], row["published_at"], text))
    central = [events.central(docs) for docs in members.values()]
    columns = [pa.array(list(members), pa.string()), pa.array(central, pa.string())]
    table = pa.table(columns, names=["event_id", "central_story_id"])
    db.replace_rows(connection, "events", table, at, of=("event_id", event_ids))
