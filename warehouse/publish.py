"""Publishing: an immutable copy for readers, and a pointer to it that changes in one instant."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import duckdb

from warehouse import db, flattening, kept, storage
from warehouse.placing import placed

KEPT = 3
"""Snapshots that stay: the current one and those that a slow reader may still have open."""

_VIEWS = "select sql from duckdb_views() where not internal order by view_name"
_SIZES = "select table_name, estimated_size from duckdb_tables() where not internal order by table_name"
_SMALL = 100_000
_STATE = (
    _VIEWS,
    _SIZES,
    "select count(*), sum(cast(hash(batches) as hugeint)) from batches",
)


class PublishError(Exception):
    """There is nothing to publish."""


def publish(warehouse: Path, published: Path, at: datetime) -> Path:
    """Copy the warehouse to a new snapshot and point readers to it; the same state again adds nothing.

    In the copy, what reports read are tables rather than views, so that readers don't wait for them.

    Args:
        warehouse: The warehouse folder.
        published: The folder of snapshots; made where it is missing.
        at: The instant that names the snapshot, UTC.

    Returns:
        The snapshot that readers now see.

    Raises:
        PublishError: There is no warehouse yet.
        WarehouseError: The warehouse is another version's, or another writer did not end in time.
    """
    if not storage.exists(warehouse):
        raise PublishError(f"{storage.described(warehouse)}: expected a warehouse: run `lantoa load` first")
    published.mkdir(parents=True, exist_ok=True)
    with db.writer(warehouse, at) as connection:
        kept.bring_up(connection)  # what else each snapshot would work out again
        # The lock stays held. In the connection that wrote to a table, DuckDB counts its rows otherwise than
        # in one that opens the file, which would give another digest.
        connection.close()
        for torn in published.glob("*.partial*"):  # with what a killed publish had no room for in memory
            rmtree(torn) if torn.is_dir() else torn.unlink()
        digest = _settled_state(warehouse)
        known = [one for one in sorted(published.glob(f"*-{digest}.duckdb")) if _is_sound(one)]
        snapshot = known[-1] if known else published / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest}.duckdb"
        if not known:
            _place(warehouse, snapshot, at)
        _point(published / "current", snapshot.name)
        for old in sorted(published.glob("*.duckdb"))[:-KEPT]:
            if old != snapshot:
                old.unlink()
    return snapshot


def keep_current_alone(warehouse: Path, published: Path) -> None:
    """Take away all snapshots but the one that readers see; who reads another has it open and can go on."""
    with storage.locked(warehouse):  # else the one that somebody publishes meanwhile would go
        current = (published / "current").read_text("utf-8")
        for old in published.glob("*.duckdb"):
            if old.name != current:
                old.unlink()


def _settled_state(warehouse: Path) -> str:
    """Take into the files what a killed writer left in its log, and give a hash that another state has not.

    DuckDB counts in a file's header each time that it writes, and writes nothing where nothing changed. Two
    files that parted (one was put back from a backup, or made anew) can have come to the same count: so how
    many rows tables have, which batches were loaded and what small tables hold belongs to it. What large
    tables hold, which follows from batches, is read of a lake alone.
    """
    digest = hashlib.sha256()
    with storage.connected(warehouse) as connection:
        storage.settle(connection)
        known = (_VIEWS, *_held(connection)) if storage.lake() else (*_STATE, *_held(connection, _SMALL))
        for query in known:
            digest.update(repr(connection.execute(query).fetchall()).encode())
    if storage.lake() is None:
        with storage.file(warehouse).open("rb") as file:
            digest.update(file.read(db.HEADERS))
    return digest.hexdigest()[:12]


def _held(connection: duckdb.DuckDBPyConnection, rows: int | None = None) -> list[str]:
    """Give the queries of all that tables hold; of those of at most so many rows alone where that is told."""
    sizes: dict[str, int] = dict(connection.execute(_SIZES).fetchall())
    return [
        f"select '{table}', count(*), sum(cast(hash({table}) as hugeint)) from {table}"  # noqa: S608 (our tables)
        for table in db.tables(connection)
        if rows is None or sizes[table] <= rows
    ]


def _is_sound(snapshot: Path) -> bool:
    """Tell whether a snapshot opens and is whole: one that was damaged since is made anew."""
    try:
        with duckdb.connect(snapshot, read_only=True) as connection:
            is_whole = not db.is_cut_off(connection, snapshot)
            return is_whole and db.schema_version(connection) == db.SCHEMA_VERSION
    except duckdb.Error:
        return False


def _place(warehouse: Path, target: Path, at: datetime) -> None:
    with placed(target.with_suffix(".partial"), target) as partial:
        with storage.opened_beside(partial) as connection:
            _copy(connection, warehouse, partial, at)
            with storage.copy_in_use(connection, partial):
                flattening.flatten_for_good(connection)
                with db.transaction(connection):
                    db.describe_columns(connection)
        db.fill_up(partial)
        db.settle(partial)


def _copy(connection: duckdb.DuckDBPyConnection, warehouse: Path, target: Path, at: datetime) -> None:
    """Copy the warehouse; meanwhile the processor, which a file's copy leaves idle, begins its tables."""
    if storage.lake() is not None:
        db.copy(warehouse, target, at)
        return
    with ThreadPoolExecutor(1) as pool:
        copied = pool.submit(db.copy, warehouse, target, at)
        with storage.file_in_use(connection, warehouse):
            flattening.begin(connection, copied.done)
        copied.result()


def _point(pointer: Path, name: str) -> None:
    with placed(pointer.with_suffix(".partial"), pointer) as partial:
        partial.write_text(name, "utf-8")
        db.settle(partial)
