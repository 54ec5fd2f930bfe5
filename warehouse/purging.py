"""Texts whose time is over: the writer's file is made anew with excerpts in their place."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from nlp.text import LONGEST_EXCERPT
from warehouse import db
from warehouse.sketches import KEPT, Sketches

LEAST_DAYS = KEPT.days
"""Days that texts are kept at least: so long a load can need them to find copies and events."""


def texts_before(warehouse: Path, before_at: datetime) -> list[tuple[str, str, int]]:
    """Count what `shorten` would cut off: outlet, month of fetching ("2026-01") and number of revisions.

    Args:
        warehouse: The warehouse folder.
        before_at: Texts fetched before this instant are meant, aware.

    Raises:
        WarehouseError: The warehouse is another version's.
    """
    if not (warehouse / "lantoa.duckdb").exists():
        return []
    with db.locked(warehouse), duckdb.connect(warehouse / "lantoa.duckdb", read_only=True) as connection:
        db.require_schema(connection)
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        (query,) = db.statements("purge/texts_before")
        return connection.execute(query, {"before": before_at, "longest": LONGEST_EXCERPT}).fetchall()


def shorten(warehouse: Path, sketches: Path, before_at: datetime, at: datetime) -> None:
    """Cut texts fetched before an instant down to excerpts.

    What was learnt of the texts stays: hashes, tones, what was found in them, and the sketches by which a
    copy that comes later is told. A new file takes the old one's place in one instant, since a database keeps
    the bytes of what it no longer shows.

    Args:
        warehouse: The warehouse folder.
        sketches: The folder of sketches; those of these texts are completed first, and then kept.
        before_at: Aware.
        at: The instant of the purge, aware.

    Raises:
        WarehouseError: The warehouse is another version's.
    """
    source = warehouse / "lantoa.duckdb"
    with db.writer(warehouse, at) as connection, db.transaction(connection):
        _complete_sketches(connection, sketches, before_at)
    with db.locked(warehouse), db.made_anew(warehouse, at) as connection:
        connection.execute(f"attach '{source}' as old (read_only)")
        with db.transaction(connection):
            _copy(connection, before_at, at)
        connection.execute("detach old")


def is_unpublished(warehouse: Path, published: Path) -> bool:
    """Tell whether a snapshot may hold texts that were purged from the warehouse since.

    Args:
        warehouse: The warehouse folder.
        published: The folder of snapshots.
    """
    written = warehouse / "lantoa.duckdb"
    if not written.exists():
        return False
    with db.locked(warehouse):
        purged = _purged_before(written)
    if purged is None:
        return False
    known = [_purged_before(snapshot) for snapshot in published.glob("*.duckdb")]
    return any(before is None or before < purged for before in known)


def _purged_before(file: Path) -> datetime | None:
    with duckdb.connect(file, read_only=True) as connection:
        try:
            row = connection.execute("select max(before_at) from purges").fetchone()
        except duckdb.CatalogException:  # made before there were purges
            return None
    return row[0] if row else None


def note_batches(warehouse: Path, home: Path, shortened: Sequence[Path], at: datetime) -> None:
    """Note the hashes of batches whose texts were cut off, so that they are not loaded again.

    Args:
        warehouse: The warehouse folder.
        home: The folder that the batches' names begin at.
        shortened: Their files.
        at: The instant of the purge, aware.
    """
    rows = [
        (hashlib.sha256(path.read_bytes()).hexdigest(), path.relative_to(home).as_posix())
        for path in shortened
    ]
    if not rows or not (warehouse / "lantoa.duckdb").exists():
        return
    batch = pa.table({"sha256": [row[0] for row in rows], "batch": [row[1] for row in rows]})
    with db.writer(warehouse, at) as connection:
        db.run(connection, "purge/batches", batch)


def _complete_sketches(connection: duckdb.DuckDBPyConnection, folder: Path, before_at: datetime) -> None:
    (query,) = db.statements("purge/days_before")
    days = [row["day"] for row in db.rows(connection, query, parameters={"before": before_at})]
    Sketches(connection, folder).complete(days)


def _copy(connection: duckdb.DuckDBPyConnection, before_at: datetime, at: datetime) -> None:
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'old' and not internal order by all"
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"delete from {table}")  # noqa: S608 (our tables)
        connection.execute(f"insert into {table} by name select * from old.{table}")  # noqa: S608
    db.run(
        connection, "purge/shorten", parameters={"before": before_at, "longest": LONGEST_EXCERPT, "at": at}
    )
    db.run(connection, "load/searched")
    connection.execute("drop table touched_items")
