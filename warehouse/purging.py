"""Texts whose time is over: the warehouse is made anew with excerpts in their place."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from nlp.text import LONGEST_EXCERPT
from warehouse import db, searchable, storage, touched
from warehouse.batch_files import BatchFiles
from warehouse.beside import Beside
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
    if not storage.exists(warehouse):
        return []
    with storage.locked(warehouse), storage.connected(warehouse, read_only=True) as connection:
        db.require_schema(connection)
        (query,) = db.statements("purge/texts_before")
        return connection.execute(query, {"before": before_at, "longest": LONGEST_EXCERPT}).fetchall()


def shorten(warehouse: Path, sketches: Path, before_at: datetime, at: datetime) -> None:
    """Cut texts fetched before an instant down to excerpts.

    What was learnt of the texts stays: hashes, tones, what was found in them, and the sketches by which a
    copy that comes later is told. A new file takes the old one's place in one instant, since a database keeps
    the bytes of what it no longer shows; a lake writes anew those of its files that held some.

    Args:
        warehouse: The warehouse folder.
        sketches: The folder of sketches; those of these texts are completed first, and then kept.
        before_at: Aware.
        at: The instant of the purge, aware.

    Raises:
        WarehouseError: The warehouse is another version's.
    """
    with db.writer(warehouse, at) as connection:
        with db.transaction(connection):
            _complete_sketches(connection, sketches, before_at)
            db.run(connection, "purge/captures")
        if storage.lake():
            with db.transaction(connection):
                _shorten(connection, before_at, at)
            storage.settle(connection)
            return
    with db.rewritten(warehouse, at) as connection, db.transaction(connection):
        _shorten(connection, before_at, at)


def is_unpublished(warehouse: Path, published: Path) -> bool:
    """Tell whether a snapshot may hold texts that were purged from the warehouse since.

    Args:
        warehouse: The warehouse folder.
        published: The folder of snapshots.
    """
    if not storage.exists(warehouse):
        return False
    with storage.locked(warehouse):  # who publishes takes snapshots away
        with storage.connected(warehouse, read_only=True) as connection:
            purges = db.purges(connection)
        for snapshot in published.glob("*.duckdb") if purges else ():
            with duckdb.connect(snapshot, read_only=True) as connection:
                # By their number: two of one day take what was fetched before the same instant.
                if db.purges(connection) < purges:
                    return True
    return False


def note_batches(warehouse: Path, home: Path, shortened: Sequence[Path], at: datetime) -> None:
    """Note the hashes of batches whose texts were cut off, so that they are not loaded again.

    Args:
        warehouse: The warehouse folder.
        home: The folder that the batches' names begin at.
        shortened: Their files.
        at: The instant of the purge, aware.
    """
    files = BatchFiles(home)
    rows = [(files.content(path).sha256, path.relative_to(home).as_posix()) for path in shortened]
    if not rows or not storage.exists(warehouse):
        return
    batch = pa.table({"sha256": [row[0] for row in rows], "batch": [row[1] for row in rows]})
    with db.writer(warehouse, at) as connection:
        db.run(connection, "purge/batches", batch)
    files.note()


def _complete_sketches(connection: duckdb.DuckDBPyConnection, folder: Path, before_at: datetime) -> None:
    (query,) = db.statements("purge/days_before")
    days = [row["day"] for row in db.rows(connection, query, parameters={"before": before_at})]
    Sketches(connection, folder).complete(days)


def _shorten(connection: duckdb.DuckDBPyConnection, before_at: datetime, at: datetime) -> None:
    touched.begin(connection)
    db.run(
        connection, "purge/shorten", parameters={"before": before_at, "longest": LONGEST_EXCERPT, "at": at}
    )
    touched.settle(connection)
    searchable.finish(connection, searchable.begin(connection, Beside()))
    touched.end(connection)
