"""The writer's connection to the warehouse, its schema, and statements."""

import hashlib
import os
import re
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import storage
from warehouse.placing import cloned, placed
from warehouse.storage import WarehouseError

SCHEMA_VERSION = 4
_LAYERS = (
    "10_tables",
    "15_outlets",
    "20_staging",
    "30_stories",
    "35_collection",
    "40_facts",
    "45_codings",
    "50_reports",
    "55_plan",
    "56_segments",
    "57_alerts",
    "60_macros",
    "70_columns",
)
HEADERS = 3 * 4096
"""Bytes of DuckDB's headers: of the file, and of its last two states."""
_OLD = "old"
_FORMAT = "v1.3.0"
"""Oldest DuckDB that reads a new file; one that was made before keeps its format."""
_VIEW = re.compile(r"^create or replace view (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^comment on ", re.MULTILINE)
_PACKED = " using compression zstd"
"""Said of texts, most of what a file holds; a DuckLake packs all that way and doesn't take it said."""


def statements(name: str, filled: Mapping[str, str] | None = None) -> list[str]:
    """Give the statements of `sql/<name>.sql`, in order, without comments between them.

    Args:
        name: Path below sql/, without its ending.
        filled: What stands for the names between braces, where the file has such.
    """
    query = text(name)
    for key, value in (filled or {}).items():
        query = query.replace(f"{{{key}}}", value)
    return [statement.query for statement in duckdb.extract_statements(query)]


@cache
def text(name: str) -> str:
    """Give what stands in `sql/<name>.sql`."""
    return files("warehouse").joinpath("sql", f"{name}.sql").read_text("utf-8")


def apply_schema(connection: duckdb.DuckDBPyConnection, at: datetime) -> bool:
    """Create tables, views and macros that are missing or differ; the same schema again changes nothing.

    Returns:
        Whether anything was made.

    Raises:
        WarehouseError: The warehouse was written by another version of lantoa.
    """
    version = require_schema(connection)
    # Asked first, since to make every view anew takes longer than to load a few items.
    if version is not None and is_applied(connection):
        return False
    make(connection, _LAYERS)
    sha256 = _sha256()
    if version is None:
        connection.execute("insert into schema_versions values (?, ?, ?)", [SCHEMA_VERSION, at, sha256])
    else:
        connection.execute("update schema_versions set sha256 = ? where version = ?", [sha256, version])
    return True


def require_schema(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Give the version of a warehouse's schema, None of an empty one; nothing is changed.

    Raises:
        WarehouseError: The warehouse was written by another version of lantoa.
    """
    version = schema_version(connection)
    if version is not None and version > SCHEMA_VERSION:
        raise WarehouseError(
            f"the warehouse has schema {version}, this lantoa knows {SCHEMA_VERSION}: install a newer lantoa"
        )
    if version is not None and version < SCHEMA_VERSION:
        raise WarehouseError(
            f"the warehouse has schema {version}, this lantoa writes {SCHEMA_VERSION}: move articles/, "
            "scores/, warehouse/ and published/ away and run again; raw/ holds all that they are made from"
        )
    return version


def is_applied(connection: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the statements that were applied last are those of this version."""
    query = "select sha256 from schema_versions where version = ?"
    return connection.execute(query, [SCHEMA_VERSION]).fetchone() == (_sha256(),)


def _sha256() -> str:
    """Give a hash of the schema's statements."""
    return hashlib.sha256("".join(map(text, _LAYERS)).encode()).hexdigest()


def describe_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Give each column of tables and views its COMMENT, from `column_descriptions`, where it has another.

    Those of a DuckLake stay without: its views take none, and each statement there goes to its catalog.
    """
    (missing,) = statements("column_comments")
    queries = [query for (query,) in connection.execute(missing).fetchall()]
    if queries:
        with small_statements(connection):
            connection.execute(";".join(queries))


def make(connection: duckdb.DuckDBPyConnection, layers: Iterable[str]) -> None:
    """Run the statements of layers, files of sql/; an empty table hides each view that has its comment.

    As DuckDB makes a view it goes through all views below it; through tables it takes half the time.
    """
    hidden: list[str] = []
    made: str | None = None
    (of_lake,) = connection.execute("select current_database() = ?", [storage.LAKE]).fetchone() or (False,)
    for query in chain.from_iterable(map(statements, layers)):
        if made is not None and not _COMMENT.search(query):
            connection.execute(f"create temp table {made} as from {made} limit 0")
            hidden.append(made)
            made = None
        connection.execute(query.replace(_PACKED, "") if of_lake else query)
        if found := _VIEW.search(query):
            made = found[1]
    for view in hidden:
        connection.execute(f"drop table temp.{view}")


def made_by(layers: Iterable[str] = _LAYERS) -> dict[str, str]:
    """Give the views that layers make, in order, each with its statement."""
    made: dict[str, str] = {}
    for query in chain.from_iterable(map(statements, layers)):
        if found := _VIEW.search(query):
            made[found[1]] = query
    return made


def make_once_more(connection: duckdb.DuckDBPyConnection, view: str, name: str) -> None:
    """Make a view of the schema for this connection alone, under another name.

    It gives what its statement finds also where a table has the view's place.
    """
    connection.execute(_VIEW.sub(f"create or replace temp view {name}", made_by()[view]))


def schema_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Give the version of a warehouse's schema, None of an empty one."""
    known = (
        "select 1 from duckdb_tables() "
        "where table_name = 'schema_versions' and database_name = current_database() and not internal"
    )
    if connection.execute(known).fetchone() is None:
        return None
    row = connection.execute("select max(version) from schema_versions").fetchone()
    return row[0] if row else None


def is_cut_off(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Tell whether a connection's file ends before its last block: such a file can open all the same."""
    return file.stat().st_size < _whole_size(connection)


def fill_up(file: Path) -> None:
    """Give a written file the length of all its blocks: DuckDB can leave away free ones at its end."""
    with duckdb.connect(file, read_only=True) as connection:
        size = _whole_size(connection)
    if file.stat().st_size < size:
        os.truncate(file, size)


def _whole_size(connection: duckdb.DuckDBPyConnection) -> int:
    """Give the bytes of a file's headers and blocks."""
    (size,) = connection.execute(
        "select block_size * total_blocks from pragma_database_size() "
        "where database_name = current_database()"
    ).fetchone() or (0,)
    return HEADERS + size


@contextmanager
def writer(
    folder: Path, at: datetime, doing: AbstractContextManager[None] | None = None
) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the one writer's connection on the warehouse with its schema in place.

    Another writer's end is waited for, ten minutes at most. Sessions run in Vietnam time, so that a cast of
    a time to a date gives the Vietnam day.

    Args:
        folder: The warehouse folder; made where it is missing.
        at: The instant to note where the schema is applied for the first time.
        doing: Is held around the connection, with the lock.

    Raises:
        WarehouseError: Another writer did not end in time, or the warehouse has another schema.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with storage.locked(folder), doing or nullcontext():
        if storage.lake() is None and not storage.exists(folder):
            with made_anew(folder, at):
                pass
        with ExitStack() as opened:
            connection = opened.enter_context(storage.connected(folder))
            if schema_version(connection) is None:
                _begin_lake(connection, folder, at)
            elif _bring_up_to_date(connection, at):
                # DuckDB (1.5.5) adds no rows to a table that lost a column before the file is opened again.
                opened.close()
                connection = opened.enter_context(storage.connected(folder))
            yield connection


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, at: datetime) -> bool:
    """Apply the schema; tell whether anything was made."""
    with transaction(connection):  # one: to settle after each statement takes longer than they do
        return apply_schema(connection, at)


def _begin_lake(connection: duckdb.DuckDBPyConnection, folder: Path, at: datetime) -> None:
    """Give a new lake its schema, and what the file holds that it takes the place of."""
    before = storage.file(folder)
    with ExitStack() as begun:
        if before.exists():
            begun.enter_context(attached(connection, before))
        begun.enter_context(transaction(connection))
        storage.prepare_lake(connection)
        apply_schema(connection, at)
        if before.exists():
            take_tables(connection)
            require_schema(connection)


@contextmanager
def made_anew(folder: Path, at: datetime) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a new writer's file with its schema; it takes the place of `lantoa.duckdb` whole, or not at all.

    Args:
        folder: The warehouse folder, which is locked.
        at: The instant to note of the schema.
    """
    source = storage.file(folder)
    partial = source.with_name(f"{source.name}.partial")
    for torn in folder.glob(f"{partial.name}*"):  # with the log that a killed process left beside it
        torn.unlink()
    with placed(partial, source):
        with _new_file(partial, at) as connection:
            yield connection
        settle(partial)


@contextmanager
def rewritten(folder: Path, at: datetime) -> Generator[duckdb.DuckDBPyConnection]:
    """Open a new writer's file with the rows of the present one, as `made_anew` does.

    Args:
        folder: The warehouse folder; it is locked meanwhile.
        at: The present instant.
    """
    with (
        storage.locked(folder),
        made_anew(folder, at) as connection,
        attached(connection, storage.file(folder)),
    ):
        # Each by itself, since the file takes its place whole: in one transaction it would be a tenth larger.
        take_tables(connection)
        yield connection


def copy(folder: Path, target: Path, at: datetime) -> None:
    """Write the warehouse to a DuckDB file of its own.

    Args:
        folder: The warehouse folder, which is locked and settled.
        target: A file that does not exist yet.
        at: The present instant.
    """
    if storage.lake() is None:
        cloned(storage.file(folder), target)
        return
    with _new_file(target, at) as connection:
        storage.attach_lake(connection, folder, read_only=True)
        with transaction(connection):
            take_tables(connection, storage.LAKE)


@contextmanager
def attached(connection: duckdb.DuckDBPyConnection, source: Path) -> Generator[None]:
    """Let a connection see a DuckDB file as `old`."""
    said = str(source).replace("'", "''")
    connection.execute(f"attach '{said}' as {_OLD} (read_only)")
    yield
    connection.execute(f"detach {_OLD}")


def tables(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> list[str]:
    """Name the tables of a database that a connection sees, of the one in use without; in order."""
    query = (
        "select table_name from duckdb_tables() "
        "where database_name = coalesce(?, current_database()) and not internal order by all"
    )
    return [table for (table,) in connection.execute(query, [database]).fetchall()]


def take_tables(connection: duckdb.DuckDBPyConnection, source: str = _OLD) -> None:
    """Put the rows of another database's tables in the place of the connection's own.

    Columns that an earlier version had besides stay behind.

    Args:
        connection: The writer's connection, in a transaction or on a file that has not taken its place yet.
        source: Name under which it sees the other one.
    """
    for table in tables(connection, source):
        taken = ", ".join(_shared_columns(connection, table, source))
        connection.execute(f"delete from {table}")  # noqa: S608 (our tables)
        connection.execute(f"insert into {table} by name select {taken} from {source}.{table}")  # noqa: S608


def _shared_columns(connection: duckdb.DuckDBPyConnection, table: str, other: str) -> list[str]:
    """Name the columns that a table has in the database in use and in another one."""
    query = (
        "select column_name from duckdb_columns() "
        "where table_name = ? and database_name in (current_database(), ?) "
        "group by column_name having count(*) = 2"
    )
    return [column for (column,) in connection.execute(query, [table, other]).fetchall()]


@contextmanager
def _new_file(path: Path, at: datetime) -> Generator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(path, config={"storage_compatibility_version": _FORMAT}) as connection:
        storage.set_up(connection)
        _bring_up_to_date(connection, at)
        yield connection


@contextmanager
def small_statements(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Set up for statements of some milliseconds each: one thread, since to hand them to others takes longer.

    Up to some thousand rows that a join finds are read of the parts of a table that can hold them, not of all
    between the first and the last.
    """
    connection.execute("set threads = 1")
    connection.execute("set dynamic_or_filter_threshold = 5000")
    try:
        yield
    finally:
        connection.execute("reset threads")
        connection.execute("reset dynamic_or_filter_threshold")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Run a block so that all of it is kept, or nothing."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def run(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    batch: pa.Table | None = None,
    parameters: dict[str, Any] | None = None,
    filled: Mapping[str, str] | None = None,
) -> None:
    """Run every statement of `sql/<name>.sql`, filled in, with `batch` visible under that name."""
    run_statements(connection, statements(name, filled), batch, parameters)


def run_statements(
    connection: duckdb.DuckDBPyConnection,
    queries: list[str],
    batch: pa.Table | None = None,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Run statements, each with those of the named parameters that it uses."""
    with _visible(connection, "batch", batch):
        for query in queries:
            used = {name: value for name, value in (parameters or {}).items() if f"${name}" in query}
            connection.execute(query, used or None)


def rows(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    batch: pa.Table | None = None,
    parameters: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Give the rows that a query finds, with `batch` visible under that name."""
    return table(connection, query, batch, parameters).to_pylist()


def table(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    batch: pa.Table | None = None,
    parameters: dict[str, Any] | None = None,
) -> pa.Table:
    """Give what a query finds as a table, with `batch` visible under that name."""
    with _visible(connection, "batch", batch):
        return connection.execute(query, parameters).to_arrow_table()


@contextmanager
def _visible(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table | None) -> Generator[None]:
    """Let statements read a table under a name; None shows nothing."""
    if table is None:
        yield
        return
    connection.register(name, table)
    try:
        yield
    finally:
        connection.unregister(name)


def read_whole(file: Path) -> None:
    """Read every value of every table, since a damaged block is told only when it is read.

    Raises:
        duckdb.Error: The file is damaged.
    """
    with duckdb.connect(file, read_only=True) as connection:
        for table in tables(connection):
            (query,) = statements("backup/whole", {"table": table})
            connection.execute(query).fetchone()


def settle(path: Path) -> None:
    """Bring a file onto the disk before it takes another one's place."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def ids(values: Collection[str]) -> pa.Table:
    """Give a table with one column `id`, in order, to be shown to a query."""
    return pa.table({"id": pa.array(sorted(values), pa.string())})


def replace_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: pa.Table,
    at: datetime,
    of: tuple[str, Collection[str]] | None = None,
    since: datetime | None = None,
) -> None:
    """Make `rows` the present state of a table, or of a part of it; history stays.

    Args:
        connection: The writer's connection.
        table: A table with known_from and known_to.
        rows: All other columns of the table.
        at: The instant from which the new state is known.
        of: Limits the state to the rows that have one of some values in a column.
        since: For nearly each of these values there is a row that became known since then, which is found
            far faster.
    """
    columns: list[str] = rows.column_names
    same = " and ".join(f"present.{name} is not distinct from batch.{name}" for name in columns)
    filled = {"table": table, "same": same, "columns": ", ".join(columns), **_scope(of, since)}
    present, older, gone, close, *add = statements("load/replace", filled)
    touched = None if of is None else ids(of[1])
    with _visible(connection, "touched", touched), _visible(connection, "batch", rows):
        run_statements(connection, [present, older], parameters={"since": since})
        is_gone = connection.execute(gone).fetchone() != (0,)
        run_statements(connection, [close, *add] if is_gone else add, parameters={"at": at})


def _scope(of: tuple[str, Collection[str]] | None, since: datetime | None) -> dict[str, str]:
    """Give conditions on rows: those to replace, those to look at first, and those lacking then."""
    scope = f"{of[0]} in (from touched)" if of else "true"
    if of is None or since is None:
        return {"scope": scope, "recent": "true", "lacking": "false"}
    lacking = f"{of[0]} in (select id from touched where id not in (select {of[0]} from present))"  # noqa: S608
    return {"scope": scope, "recent": "known_from >= $since", "lacking": lacking}


def has_state(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    state: pa.Table,
    of: tuple[str, Collection[str]] | None = None,
) -> bool:
    """Tell whether the rows of `state` are the present ones already: `replace_rows` would change nothing.

    Of the few hundred rows of a register that takes a quarter of the time of its statements.
    """
    scope, values = ("true", None) if of is None else (f"list_contains($values, {of[0]})", sorted(of[1]))
    columns = ", ".join(state.column_names)
    query = f"select {columns} from {table} where known_to is null and {scope}"  # noqa: S608 (our tables)
    present = rows(connection, query, parameters=None if values is None else {"values": values})
    return set(map(repr, present)) == set(map(repr, state.to_pylist()))


def latest(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, condition: str = "true"
) -> datetime | None:
    """Give the latest time that stands in a column, of rows by a condition; None without any.

    Its largest value would be looked for in all parts of a table: asked so, in the few that may hold it.
    """
    query = f"select {column} from {table} where {condition} order by {column} desc limit 1"  # noqa: S608 (ours)
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def purged_before(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give the latest instant before which fetched texts were purged; None where none were."""
    try:
        row = connection.execute("select max(before_at) from purges").fetchone()
    except duckdb.CatalogException:  # made before there were purges
        return None
    return row[0] if row else None


def purges(connection: duckdb.DuckDBPyConnection) -> int:
    """Give the number of purges there were."""
    try:
        row = connection.execute("select count(*) from purges").fetchone()
    except duckdb.CatalogException:  # made before there were purges
        return 0
    return row[0] if row else 0


def violations(connection: duckdb.DuckDBPyConnection, of: str = "is not null") -> list[str]:
    """Give the invariants of `sql/90_checks.sql` that do not hold, each with its first row.

    Args:
        connection: Any connection to a warehouse.
        of: The condition on ids of the items that are looked at; all, without.
    """
    found: list[str] = []
    for statement in statements("90_checks", {"checked": of}):
        row = connection.execute(statement).fetchone()
        if row is not None:
            found.append(f"{statement.strip()} -> {row}")
    return found
