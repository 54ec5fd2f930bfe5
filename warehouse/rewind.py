"""A snapshot set back to what was known at an instant, so that a past report can be asked again."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import db, flattening, kept, storage
from warehouse.placing import cloned


def rewind(published: Path, snapshot: str, folder: Path, instant: datetime) -> None:
    """Make a folder of snapshots whose only one holds what was known at an instant.

    Facts bear the time from which they were known and that until which they were, so that what was learnt
    later can be left out: every view and stored measure is then as it was.

    Args:
        published: The folder of snapshots.
        snapshot: Name of the one to begin with.
        folder: Where the copy goes, an empty folder.
        instant: The instant, aware.
    """
    copy = folder / snapshot
    cloned(published / snapshot, copy)
    with storage.opened_beside(copy) as connection, storage.copy_in_use(connection, copy):
        flattening.restore_views(connection)
        parameters = {"instant": instant}
        for statement, column in (("rewind", "known_from"), ("rewind_closed", "known_to")):
            for table in _tables_with(connection, column):
                db.run(connection, statement, parameters=parameters, filled={"table": table})
        db.run(connection, "rewind_visits", parameters=parameters)
        # A report asks some hundred questions, each of which would go through all views below it.
        db.make(connection, ["10_tables"])
        kept.bring_up(connection)
        flattening.flatten_for_good(connection)
    db.fill_up(copy)
    (folder / "current").write_text(snapshot, "utf-8")


def known_at(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give the newest instant at which anything of a snapshot came to be known, or stopped being so.

    Args:
        connection: A connection to the snapshot.

    Returns:
        The instant, UTC; None of a warehouse that knows nothing yet.
    """
    times = [
        (table, column) for column in ("known_from", "known_to") for table in _tables_with(connection, column)
    ]
    times += [("scans", "scanned_at"), ("fetches", "fetched_at"), ("sightings", "last_seen_at")]
    newest = " union all ".join(f"select max({column}) as newest from {table}" for table, column in times)  # noqa: S608
    (row,) = db.rows(connection, f"select max(newest) as newest from ({newest})")  # noqa: S608 (our tables)
    return row["newest"] and row["newest"].astimezone(UTC)


def _tables_with(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    query = (
        "select table_name from duckdb_columns() inner join duckdb_tables() using (table_name) "
        "where column_name = $column and not duckdb_tables.internal order by all"
    )
    return [row["table_name"] for row in db.rows(connection, query, parameters={"column": column})]
