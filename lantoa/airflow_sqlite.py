"""Transactions of a command of Airflow beside its other parts, all on one SQLite file: for `dags/standalone`.

`airflow backfill create` reads and then writes within a SAVEPOINT for each day. In SQLite that begins a
transaction which sees the file as it was when it first read: where another part has written meanwhile, and
from the first day on the scheduler does, the write is refused at once as "database is locked", whatever the
time to wait. So the lock to write is taken before the first read, and all days are one transaction.
"""

from typing import Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, sessionmaker

MOST_SECONDS: Final = 60
"""A command waits so long for the others' writing to end."""


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Give Airflow's sessions, for its setting `sql_alchemy_session_maker`; on SQLite they write as above."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "savepoint", _take_lock)
    # as airflow.settings makes them
    return sessionmaker(engine, autocommit=False, autoflush=False, expire_on_commit=False)


def _take_lock(connection: Connection, _: str | None) -> None:
    """Begin to write before a savepoint that stands in no transaction yet."""
    opened = connection.connection.dbapi_connection
    if opened is not None and not opened.in_transaction:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {MOST_SECONDS * 1000}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
