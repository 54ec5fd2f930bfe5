"""Stories and events of all items the warehouse holds, as rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from nlp import events, stories
from nlp.event_terms import Text
from nlp.events import EventDoc
from nlp.stories import Assignment, Version
from warehouse import db

Row = Mapping[str, Any]

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
        *((name, pa.string()) for name in ("item_id", "story_id", "role")),
        ("containment", pa.float64()),
    ]
)


def regroup(connection: duckdb.DuckDBPyConnection, agencies: Collection[str]) -> None:
    """Bring stories and events up to date with the items; they are a function of the set of items.

    The new state is known from the instant at which the newest item became known. Rows that stay as they
    are keep the time from which they were known.

    Args:
        connection: The writer's connection.
        agencies: Standard names of news agencies; other photo credits say nothing of a text's origin.
    """
    query = files("warehouse").joinpath("sql", "load", "grouping_items.sql").read_text("utf-8")
    rows: Sequence[Row] = connection.execute(query).to_arrow_table().to_pylist()
    if not rows:
        return
    at = max(row["known_from"] for row in rows)
    by_id = {row["item_id"]: row for row in rows}
    assignments = stories.group([_doc(row) for row in rows])
    firsts = [by_id[assigned.id] for assigned in assignments if assigned.id == assigned.story_id]
    docs = [_event_doc(row) for row in firsts]
    event_of = events.group(docs)
    db.replace_rows(connection, "stories", _story_rows(assignments, by_id, event_of, agencies), at)
    db.replace_rows(connection, "story_items", _story_item_rows(assignments), at)
    db.replace_rows(connection, "events", _event_rows(docs, event_of), at)


def _doc(row: Row) -> stories.Doc:
    return stories.Doc(
        row["item_id"], row["published_at"], row["canonical_url"], row["title"], row["lead"], row["body"]
    )


def _event_doc(row: Row) -> EventDoc:
    text = Text(row["title"], row["lead"], row["body"])
    return EventDoc(row["item_id"], row["published_at"], text)


def _version(row: Row, assigned: Assignment, agencies: Collection[str]) -> Version:
    return Version(
        outlet=row["outlet"],
        outlet_name=row["outlet_name"],
        is_aggregator=row["is_aggregator"],
        published_at=row["published_at"],
        canonical_url=row["canonical_url"],
        credit=row["credit"],
        photo_agencies=tuple(name for name in row["photo_credit"] if name in agencies),
        containment=assigned.containment,
    )


def _story_rows(
    assignments: Sequence[Assignment],
    by_id: Mapping[str, Row],
    event_of: Mapping[str, str],
    agencies: Collection[str],
) -> pa.Table:
    members: dict[str, list[Version]] = defaultdict(list)
    for assigned in assignments:
        members[assigned.story_id].append(_version(by_id[assigned.id], assigned, agencies))
    rows: list[dict[str, Any]] = []
    for story_id, versions in members.items():
        origin = stories.origin(versions)
        rows.append(
            {
                "story_id": story_id,
                "first_item_id": story_id,
                "event_id": event_of[story_id],
                "origin": origin.name or "",
                "origin_method": origin.method,
                "origin_evidence": list(origin.evidence),
            }
        )
    return pa.Table.from_pylist(rows, schema=_STORIES)


def _story_item_rows(assignments: Sequence[Assignment]) -> pa.Table:
    rows = [
        {
            "item_id": assigned.id,
            "story_id": assigned.story_id,
            "role": assigned.role,
            "containment": assigned.containment,
        }
        for assigned in assignments
    ]
    return pa.Table.from_pylist(rows, schema=_STORY_ITEMS)


def _event_rows(docs: Sequence[EventDoc], event_of: Mapping[str, str]) -> pa.Table:
    members: dict[str, list[EventDoc]] = defaultdict(list)
    for doc in docs:
        members[event_of[doc.id]].append(doc)
    central = [events.central(stories_of) for stories_of in members.values()]
    columns = [pa.array(list(members), pa.string()), pa.array(central, pa.string())]
    return pa.table(columns, names=["event_id", "central_story_id"])
