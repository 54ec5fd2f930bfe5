"""Where the warehouse lies: a DuckDB file, or a DuckLake that machines share; opening it, and its lock."""

import logging
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final, TypeVar

from filelock import FileLock, Timeout

# Who only asks where the warehouse lies, as a step that has nothing to do, should not wait for DuckDB.
if TYPE_CHECKING:
    import duckdb
    from psycopg2.extensions import cursor

logger = logging.getLogger(__name__)
_Given = TypeVar("_Given")

SETTING: Final = "LANTOA_WAREHOUSE"
LAKE: Final = "lake"
"""Name under which connections have the DuckLake."""

_FORM = (
    "ducklake:postgres:host=db.example dbname=lantoa user=lantoa, or ducklake:/path/of/catalog on one machine"
)
_EXTRA = "install lantoa with the extra `cluster`"
_WAIT_SECONDS = 600
_FILE = "lantoa"  # name under which connections have the file
# Rows that are packed together. DuckDB packs what a transaction adds apart, then anew with what lies before
# it, until so many are together: with its usual 122,880 a load of many articles writes each several times.
_ROW_GROUP = 8192
# What is less than a group waits for the checkpoint, which packs it with one thread.
_COPY_ROW_GROUP = 16_384
_SPILLED = "spilled"  # what there is no room for in memory, until the connection ends
# Of sessions: one whose machine went away lets go of its lock after 50 s. The server is what has to find that
# out; by itself it asks after two hours, and for what it said last it waits a quarter of an hour.
_ALIVE = {
    "tcp_keepalives_idle": 20,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 50_000,
}
_SECONDS_TO_CONNECT = 20
_LOCK_KEY = 0x6C616E746F61  # "lantoa"; such locks are a database's own
# Under the lock nobody reads an older state, so that none has to be kept; the times of facts are in the rows.
_OPTIONS = {"expire_older_than": "0 seconds", "delete_older_than": "0 seconds", "rewrite_delete_threshold": 0}


class WarehouseError(Exception):
    """The warehouse can't be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Lake:
    """A DuckLake.

    Attributes:
        catalog: Its catalog as DuckLake takes it; it may hold a password, and is never shown.
        name: Of the catalog's database or file; its data lie in a folder of this name.
        postgres: How libpq connects to the catalog, None where it is a file.
    """

    catalog: str
    name: str
    postgres: str | None

    def __repr__(self) -> str:
        return f"DuckLake {self.name} in {'Postgres' if self.postgres else 'a file'}"


def lake() -> Lake | None:
    """Give the DuckLake that LANTOA_WAREHOUSE names; None where the warehouse is a file in its folder.

    Raises:
        WarehouseError: It names none.
    """
    address = os.environ.get(SETTING)
    if not address:
        return None
    kind, _, catalog = address.partition(":")
    if kind != "ducklake" or not catalog:
        raise WarehouseError(f"{SETTING} has another form than expected: {_FORM}")
    if not catalog.startswith("postgres:"):
        return Lake(catalog, Path(catalog).stem, None)
    if find_spec("psycopg2") is None:
        raise WarehouseError(f"{SETTING} needs the package psycopg2: {_EXTRA}")
    from psycopg2 import ProgrammingError
    from psycopg2.extensions import make_dsn, parse_dsn

    try:
        asked = parse_dsn(catalog.removeprefix("postgres:"))
        name = asked["dbname"]
    except (ProgrammingError, KeyError):
        raise WarehouseError(f"{SETTING} has another form than expected: {_FORM}") from None
    there = [f"-c {setting}={number}" for setting, number in _ALIVE.items()]
    options = " ".join([*there, asked.pop("options", "")]).strip()
    here = {setting.replace("tcp_keep", "keep"): number for setting, number in _ALIVE.items()}
    usual = {"connect_timeout": _SECONDS_TO_CONNECT, **here}
    postgres = make_dsn(None, **(usual | asked), options=options)
    return Lake(f"postgres:{postgres}", name, postgres)


def file(folder: Path) -> Path:
    """Give the writer's file of a warehouse folder, where the warehouse is one."""
    return folder / "lantoa.duckdb"


def exists(folder: Path) -> bool:
    """Tell whether a warehouse was begun."""
    of = lake()
    return _data(folder, of).is_dir() if of else file(folder).exists()


def files(folder: Path) -> list[Path]:
    """Give the files in which the warehouse's rows lie."""
    of = lake()
    return sorted(_data(folder, of).rglob("*.parquet") if of else folder.glob(f"{file(folder).name}*"))


def described(folder: Path) -> str:
    """Give what messages call the warehouse."""
    of = lake()
    return f"{of!r}, data in {_data(folder, of)}" if of else str(file(folder))


@contextmanager
def connected(folder: Path, *, read_only: bool = False) -> "Generator[duckdb.DuckDBPyConnection]":
    """Open the warehouse, in Vietnam time; who does holds its lock.

    Raises:
        WarehouseError: The DuckLake can't be opened.
    """
    import duckdb

    of = lake()
    with duckdb.connect() as connection:
        set_up(connection)
        spilled = folder / _SPILLED
        if not read_only:
            rmtree(spilled, ignore_errors=True)  # what a killed process left
            # What is more goes to its place as it is committed: by way of the log it would be written twice.
            connection.execute("set checkpoint_threshold = '1MB'")
        connection.execute(f"set temp_directory = '{_quoted(spilled)}'")
        if of:
            attach_lake(connection, folder, read_only=read_only)
        else:
            _attach_file(connection, folder, read_only=read_only)
        connection.execute(f"use {LAKE if of else _FILE}")
        yield connection


@contextmanager
def opened_beside(copy: Path) -> "Generator[duckdb.DuckDBPyConnection]":
    """Open a connection in Vietnam time that has nothing yet, to be used for a copy that is being made."""
    import duckdb

    with duckdb.connect() as connection:
        set_up(connection)
        connection.execute(f"set temp_directory = '{_quoted(copy)}.{_SPILLED}'")
        yield connection


@contextmanager
def copy_in_use(connection: "duckdb.DuckDBPyConnection", copy: Path) -> Generator[None]:
    """Let a connection of `opened_beside` work on a copy of the writer's file; settle it then.

    The copy is of use to nobody before it is whole: what a killed process leaves of it is nothing.
    """
    # Once, at the end: as a part of a commit it takes half as long again as apart.
    connection.execute("set checkpoint_threshold = '1TB'")
    # What lies in the copy stays as it is packed: opened so, all of it would be packed anew.
    connection.execute("set max_vacuum_tasks = 0")
    # By way of the log all would be written twice.
    options = f"recovery_mode no_wal_writes, row_group_size {_COPY_ROW_GROUP}"
    connection.execute(f"attach '{_quoted(copy)}' as {_FILE} ({options})")
    connection.execute(f"use {_FILE}")
    yield
    connection.execute("checkpoint")


@contextmanager
def file_in_use(connection: "duckdb.DuckDBPyConnection", folder: Path) -> Generator[None]:
    """Let a connection of `opened_beside` read the writer's file, which is locked and settled."""
    _attach_file(connection, folder, read_only=True)
    connection.execute(f"use {_FILE}")
    yield
    connection.execute("use memory")
    connection.execute(f"detach {_FILE}")


def another(connection: "duckdb.DuckDBPyConnection") -> "duckdb.DuckDBPyConnection":
    """Open a connection to the same, for another thread; temporary tables are each one's own."""
    (database,) = connection.execute("select current_database()").fetchone() or ("",)
    cursor = connection.cursor()
    set_up(cursor)
    cursor.execute(f"use {database}")
    return cursor


def _attach_file(connection: "duckdb.DuckDBPyConnection", folder: Path, *, read_only: bool) -> None:
    """Let a connection see the writer's file; what a killed writer left in its log is taken into it first.

    Of a dropped column's table that it reads from the log DuckDB (1.5.5) would make one that takes no rows.
    """
    options = "read_only" if read_only else f"row_group_size {_ROW_GROUP}"
    attach = f"attach '{_quoted(file(folder))}' as {_FILE} ({options})"
    if not read_only and file(folder).with_name(f"{file(folder).name}.wal").exists():
        connection.execute(attach)
        connection.execute(f"checkpoint {_FILE}")
        connection.execute(f"detach {_FILE}")
    connection.execute(attach)


def in_memory_of(size: int, connection: "duckdb.DuckDBPyConnection", do: Callable[[], _Given]) -> _Given:
    """Do something while DuckDB holds so many bytes in memory at most, and again with all where that fails.

    By itself it keeps each page that was read as long as four fifths of the machine's memory have room for
    it. What there is no room for lies in the folder `spilled` meanwhile. A limit that is lower already stays.

    Args:
        size: Bytes.
        connection: The writer's connection, outside a transaction.
        do: Can be done again: where it fails, it leaves what was, or some of its transactions whole.
    """
    import duckdb

    known = "select current_setting('memory_limit'), parse_formatted_bytes(current_setting('memory_limit'))"
    usual, most = connection.execute(known).fetchone() or ("", 0)
    if most <= size:
        return do()
    connection.execute(f"set memory_limit = '{size}B'")
    try:
        return do()
    except duckdb.OutOfMemoryException as error:
        said = str(error).partition("\n")[0]
        logger.warning("%d MB of memory are too little, again with up to %s: %s", size / 1e6, usual, said)
    finally:
        # RESET would tell of the usual limit and keep to the other one (DuckDB 1.5.5).
        connection.execute(f"set memory_limit = '{usual}'")
    return do()


def set_up(connection: "duckdb.DuckDBPyConnection") -> None:
    """Let a new connection work in Vietnam time and draw nothing."""
    connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
    # A spawned process is taken for a person's, and bars would be drawn on what it prints.
    connection.execute("set enable_progress_bar = false")


def attach_lake(connection: "duckdb.DuckDBPyConnection", folder: Path, *, read_only: bool) -> None:
    """Let a connection see the DuckLake as `lake`; nothing is fetched from the network.

    Raises:
        WarehouseError: It can't be opened.
    """
    import duckdb

    of = lake()
    assert of is not None
    for name in ("ducklake", *(["postgres_scanner"] if of.postgres else [])):
        connection.execute(f"load '{_extension(name)}'")
    data = _data(folder, of)
    # In the catalog, where a few rows would lie, numbers with fractions are other ones in their last digit.
    options = f"data_path '{_quoted(data)}/', data_inlining_row_limit 0" + (
        ", read_only" if read_only else ""
    )
    try:
        connection.execute(f"attach 'ducklake:{_quoted(of.catalog)}' as {LAKE} ({options})")
    except duckdb.Error as error:
        # It may repeat how it connects, with the password.
        said = " ".join(str(error).split()).replace(of.catalog, "...")
        said = said.replace(of.postgres, "...") if of.postgres else said
        raise WarehouseError(
            f"{described(folder)} can't be opened: {said}; look whether {SETTING} names the catalog that "
            "belongs to these data, and whether its server runs"
        ) from None


def prepare_lake(connection: "duckdb.DuckDBPyConnection") -> None:
    """Say of a new DuckLake how it is to be kept tidy."""
    for option, value in _OPTIONS.items():
        connection.execute(f"call {LAKE}.set_option('{option}', ?)", [value])


def settle(connection: "duckdb.DuckDBPyConnection") -> None:
    """Bring all that was written into the warehouse's own files; a lake's lose what is not shown any more."""
    connection.execute("checkpoint")


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Keep other writers out of a warehouse; one that is at it is waited for, with a message.

    A DuckLake with a catalog in Postgres is locked there, for all machines, by a session that ends with its
    process. Its own transactions would not do: of two loads at once each may add the same rows.

    Raises:
        WarehouseError: It did not end in ten minutes.
    """
    of = lake()
    with _locked_session(folder, of.postgres) if of and of.postgres else _locked_file(folder):
        yield


def is_being_written(folder: Path) -> bool:
    """Tell whether somebody holds the lock of a warehouse.

    Raises:
        WarehouseError: The catalog's server does not answer.
    """
    of = lake()
    if of and of.postgres:
        with _session(of.postgres) as session:
            return not _locks(session)
    return is_held(lock_file(folder))


def is_held(lock: Path) -> bool:
    """Tell whether a process of this machine holds a lock, by its file."""
    if not lock.exists():
        return False
    try:
        with FileLock(lock).acquire(timeout=0):
            return False
    except Timeout:
        return True


def lock_file(folder: Path) -> Path:
    """Give the file by which one machine's processes keep each other out."""
    return folder / ".writer.lock"


@contextmanager
def _locked_file(folder: Path) -> Generator[None]:
    lock = FileLock(lock_file(folder))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _tell_of_waiting(folder)
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except Timeout as error:
            raise _waited(folder) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _locked_session(folder: Path, postgres: str) -> Generator[None]:
    from psycopg2.errors import LockNotAvailable

    with _session(postgres) as session:
        if not _locks(session):
            _tell_of_waiting(folder)
            try:
                session.execute("set lock_timeout = %s", [f"{_WAIT_SECONDS}s"])
                session.execute("select pg_advisory_lock(%s)", [_LOCK_KEY])
            except LockNotAvailable as error:
                raise _waited(folder) from error
        yield


@contextmanager
def _session(postgres: str) -> Generator["cursor"]:
    """Give a session of the catalog's server."""
    import psycopg2

    try:
        connection = psycopg2.connect(postgres)
    except psycopg2.OperationalError as error:
        raise WarehouseError(
            f"the catalog's server does not answer: {' '.join(str(error).split())}; look whether it runs"
        ) from None
    try:
        connection.autocommit = True
        yield connection.cursor()
    finally:
        connection.close()


def _locks(session: "cursor") -> bool:
    session.execute("select pg_try_advisory_lock(%s)", [_LOCK_KEY])
    return session.fetchone() == (True,)


def _tell_of_waiting(folder: Path) -> None:
    logger.warning("%s: another lantoa is writing, waiting for its end", folder)


def _waited(folder: Path) -> WarehouseError:
    return WarehouseError(
        f"{folder}: another lantoa has been writing for {_WAIT_SECONDS} s: wait for it, or end it"
    )


def _data(folder: Path, of: Lake) -> Path:
    return folder / LAKE / of.name


def _extension(name: str) -> Path:
    """Give an extension of DuckDB out of its wheel."""
    import duckdb

    found = find_spec(f"duckdb_extension_{name}")
    for place in (found.submodule_search_locations or ()) if found else ():
        for path in Path(place).glob(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"):
            return path
    raise WarehouseError(
        f"{SETTING} needs the package duckdb-extension-{name.replace('_', '-')} {duckdb.__version__}: "
        f"{_EXTRA}"
    )


def _quoted(value: object) -> str:
    return str(value).replace("'", "''")
