"""Sessions of Airflow's commands on SQLite: what is read, then written while others write is not refused."""

import sqlite3

import pytest

sqlalchemy = pytest.importorskip("sqlalchemy")

from sqlalchemy.orm import sessionmaker  # noqa: E402

from lantoa.airflow_sqlite import sessions  # noqa: E402


@pytest.fixture
def engine(tmp_path):
    """A file as Airflow keeps its own."""
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'airflow.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql("create table runs (day text)")
    yield engine
    engine.dispose()


def make_days(session, meanwhile):
    """Do what a backfill does for each day, and something else between its reading and its writing."""
    for day in ("2026-07-20", "2026-07-21"):
        with session.begin_nested():
            session.execute(sqlalchemy.text("select * from runs")).all()
            meanwhile()
            session.execute(sqlalchemy.text("insert into runs values (:day)"), {"day": day})
    session.commit()


def test_days_are_made_in_one_transaction_beside_another_writer(engine):
    refused = []

    def write() -> None:
        try:
            with sqlite3.connect(engine.url.database, timeout=0) as other:
                other.execute("insert into runs values ('other')")
        except sqlite3.OperationalError as error:
            refused.append(str(error))

    with sessions(engine)() as session:
        make_days(session, write)
        assert session.execute(sqlalchemy.text("select day from runs")).scalars().all() == [
            "2026-07-20",
            "2026-07-21",
        ]
    assert refused == ["database is locked"] * 2  # another one waits: here it was told not to


def test_without_it_sqlite_refuses_what_another_has_written_before(engine):
    with (
        sessionmaker(engine)() as session,
        sqlite3.connect(engine.url.database, isolation_level=None) as other,
        pytest.raises(sqlalchemy.exc.OperationalError, match="locked"),
    ):
        make_days(session, lambda: other.execute("insert into runs values ('other')"))
