"""Statements: which quotes of the warehouse are one, across the stories of an event and their versions."""

from datetime import datetime
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from nlp import statements
from warehouse import db
from warehouse.stretch import Stretch

_CHANGED = (
    "select exists (select 1 from campaigns where $at in (known_from, known_to)) as is_campaign_changed"
)
_ALL = """
select
    min(published_at) as first,
    max(published_at) as last,
    min(published_at) as near_first,
    max(published_at) as near_last
from grouped_items
"""
_QUOTED = """
select min(published_at) as first, max(published_at) as last
from current_items
where item_id in (select item_id from quotes)
"""
_STATEMENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("campaign", "item_id", "sha256")),
        ("position", pa.int32()),
        ("statement_id", pa.string()),
    ]
)


def align(connection: duckdb.DuckDBPyConnection, at: datetime, stretch: Stretch) -> None:
    """Bring the statements up to date with the quotes; they are a function of the quotes and their events.

    Only the events that a load may have changed are looked at. The new state is known from the instant at
    which the newest quote became known. Rows that stay as they are keep the time from which they were known.

    Args:
        connection: The writer's connection, with the tables of `touched`, settled.
        at: The instant from which campaign files that changed in this load are known.
        stretch: What grouping changed lies in it; touched items that have quotes are added.
    """
    newest = _newest_quote(connection)
    if newest is None:
        return
    (changed,) = db.rows(connection, _CHANGED, parameters={"at": at})
    within = _within(connection, stretch, is_campaign_changed=changed["is_campaign_changed"])
    if within["first"] is None:
        return
    newest_item = db.latest(connection, "items", "known_from")
    db.run(connection, "load/requoted", parameters=changed | within | {"newest": newest_item})
    touched = db.rows(
        connection,
        "select item_id from requoted union "
        "select item_id from quotes where item_id in (select item_id from touched_items)",
    )
    (query,) = db.statements("load/statement_quotes")
    found: list[dict[str, Any]] = []
    for _, same in groupby(db.rows(connection, query), key=lambda row: (row["campaign"], row["event_id"])):
        event = list(same)
        ids = statements.align([(row["office"], row["words"]) for row in event])
        found += [row | {"statement_id": one} for row, one in zip(event, ids, strict=True)]
    table = pa.Table.from_pylist(found, schema=_STATEMENTS)
    items = {row["item_id"] for row in touched}
    db.replace_rows(connection, "quote_statements", table, newest, of=("item_id", items))
    connection.execute("drop table requoted")


def _within(
    connection: duckdb.DuckDBPyConnection, stretch: Stretch, *, is_campaign_changed: bool
) -> dict[str, datetime | None]:
    """Give the ends of the stretches that `load/requoted` names; None where no quotes may be others."""
    if is_campaign_changed:
        (all_items,) = db.rows(connection, _ALL)
        return all_items
    for row in db.rows(connection, _QUOTED):
        stretch.cover(time for time in row.values() if time)
    near = {f"near_{name}": time for name, time in stretch.of_firsts().items()}
    return near | stretch.of_events()


def _newest_quote(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give when the newest quote of a current revision became known."""
    latest = db.latest(connection, "quotes", "known_from", "known_to is null")
    if latest is None:
        return None
    quick, whole = db.statements("load/newest_quote")
    (row,) = db.rows(connection, quick, parameters={"newest": latest})
    return row["at"] or db.rows(connection, whole)[0]["at"]
