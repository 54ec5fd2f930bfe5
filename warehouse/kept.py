"""Rows of views that are kept from one run to the next, and what is made tables for those who read much.

Whoever asks how a year was collected goes through every visit of it, and who asks of the items on a campaign
through all items. So the spans and days of collection, and these items, are kept in tables of the writer, and
after a load only those are worked out again that it may have changed.
"""

import hashlib
from datetime import datetime
from typing import Any, Final

import duckdb

from warehouse import db

TABLES: Final = {
    "int_visit_days": "kept_visit_days",
    "int_scan_spans": "kept_scan_spans",
    "int_watched_outlets": "kept_watched_outlets",
    "int_outlet_days": "kept_outlet_days",
    "int_concerned_items": "kept_concerned_items",
}
"""Tables by the view whose rows they hold."""
STATES: Final = ("kept_from", "kept_items_from")
"""Tables that tell what these were worked out from."""


def bring_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the tables of `TABLES` hold what their views show; where nothing changed, nothing is written.

    Args:
        connection: The writer's connection, in Vietnam time, outside a transaction.
    """
    _bring_up_visits(connection)
    _bring_up_items(connection)


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Let all that is kept be worked out anew when it is brought up next.

    Args:
        connection: The writer's connection, outside a transaction.
    """
    with db.transaction(connection):
        for table in STATES:  # their rows go where these are not known
            connection.execute(f"delete from {table}")  # noqa: S608 (our tables)


def differing(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tell which tables of a snapshot differ from what their views give, each with a row.

    A view is asked of the tables below it as they are, so that what is wrong is told where it begins.

    Args:
        connection: A connection to a snapshot of this version, in Vietnam time.
    """
    found: list[str] = []
    for view in TABLES:
        db.make_once_more(connection, view, "given")
        (query,) = db.statements("kept/difference", {"view": view})
        row = connection.execute(query).fetchone()
        if row is not None:
            what = "its view does not give" if row[-1] > 0 else "it lacks, as its view gives it"
            found.append(f"{view}: a row that {what}: {row[:-1]}")
    return found


def _bring_up_visits(connection: duckdb.DuckDBPyConnection) -> None:
    now = _state(connection)
    scans, state = connection.execute("select scans, state from kept_from").fetchone() or (0, "")
    if state == now["state"]:
        return
    with db.transaction(connection):
        if not _is_grown(connection, scans, state, **now):
            db.run(connection, "kept/forget")
            scans = 0
        db.run(connection, "kept/changed", parameters={"known_scans": scans})
        db.run(connection, "kept/bring_up", parameters=now | _since(connection))


def _bring_up_items(connection: duckdb.DuckDBPyConnection) -> None:
    (query,) = db.statements("kept/items_state")
    (row,) = db.rows(connection, query)
    state = f"{row['state']} {_hashed(row['sha256'], 'bring_up_items')}"
    with db.transaction(connection):
        if connection.execute("select state from kept_items_from").fetchone() != (state,):
            db.run(connection, "kept/forget_items", parameters={"state": state})
        db.run(connection, "kept/bring_up_items")


def _hashed(schema: str, *names: str) -> str:
    """Give a hash of the statements that rows are worked out by: of the schema, and of files of sql/kept/."""
    queries = [query for name in names for query in db.statements(f"kept/{name}")]
    return hashlib.sha256("".join([schema, *queries]).encode()).hexdigest()


def _state(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Give how many visits there are, and what rows depend on: at its end a hash of the statements."""
    (query,) = db.statements("kept/state")
    (row,) = db.rows(connection, query)
    how = _hashed(row.pop("sha256"), "changed", "bring_up")
    return row | {"state": f"{row['state']} {how}"}


def _since(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime | None]:
    """Give from when on visits are read of the outlets of which a part is worked out again."""
    (row,) = db.rows(connection, "select min(since_at) as since from changed where not is_whole")
    return row


def _is_grown(
    connection: duckdb.DuckDBPyConnection, known_scans: int, known_state: str, scans: int, state: str
) -> bool:
    """Tell whether visits were added behind those that were known, by the same views as now."""
    if known_state.rpartition(" ")[2] != state.rpartition(" ")[2]:
        return False
    query = "select count(*) from scans where rowid >= ?"
    return connection.execute(query, [known_scans]).fetchone() == (scans - known_scans,)
