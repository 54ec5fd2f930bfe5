"""The schema, history that is never overwritten, and SQL that DuckLake runs too."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import duckdb_extension_ducklake
import pyarrow as pa
import pytest

from warehouse import db

AT = datetime(2026, 1, 20, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 21, 1, tzinfo=UTC)


def phases(*names):
    return pa.table(
        {
            "campaign": ["nuoc-sach"] * len(names),
            "phase": list(names),
            "name_vi": list(names),
            "name_en": list(names),
            "from_date": [date(2026, 1, 1)] * len(names),
            "to_date": [date(2026, 1, 31)] * len(names),
        }
    )


@pytest.fixture
def connection(tmp_path):
    with db.writer(tmp_path, AT) as connection:
        yield connection


def test_the_schema_applied_again_changes_nothing(tmp_path):
    for at in (AT, LATER):
        with db.writer(tmp_path, at) as connection:
            versions = connection.execute("select version, applied_at from schema_versions").fetchall()
    assert [(version, at.astimezone(UTC)) for version, at in versions] == [(1, AT)]


def test_a_newer_warehouse_is_refused_and_the_fix_is_named(tmp_path):
    with db.writer(tmp_path, AT) as connection:
        connection.execute("insert into schema_versions values (99, now())")
    with (
        pytest.raises(db.WarehouseError, match=r"schema 99.*install a newer lantoa"),
        db.writer(tmp_path, AT),
    ):
        pass


def test_replaced_rows_keep_their_history(connection):
    db.replace_rows(connection, "phases", phases("trước", "sau"), AT, "nuoc-sach")
    db.replace_rows(connection, "phases", phases("trước", "sau"), LATER, "nuoc-sach")
    db.replace_rows(connection, "phases", phases("trước"), LATER, "nuoc-sach")
    rows = connection.execute("select phase, known_from, known_to from phases order by phase").fetchall()
    assert [(phase, at.astimezone(UTC), to and to.astimezone(UTC)) for phase, at, to in rows] == [
        ("sau", AT, LATER),
        ("trước", AT, None),
    ]


def test_replacing_one_campaign_leaves_the_others(connection):
    db.replace_rows(connection, "phases", phases("trước"), AT, "nuoc-sach")
    db.replace_rows(connection, "phases", phases().slice(0, 0), LATER, "khac")
    assert connection.execute("select count(*) from phases where known_to is null").fetchone() == (1,)


def test_an_empty_warehouse_has_no_violations(connection):
    assert db.violations(connection) == []


def test_a_failed_transaction_leaves_what_was(connection):
    with pytest.raises(RuntimeError), db.transaction(connection):
        connection.execute("insert into batches values ('a', 'b', 1)")
        raise RuntimeError
    assert connection.execute("select count(*) from batches").fetchone() == (0,)


def test_tables_and_views_are_described(connection):
    undescribed = connection.execute(
        """
        select table_name from duckdb_tables() where not internal and comment is null
        union all
        select view_name from duckdb_views() where not internal and comment is null
        """
    ).fetchall()
    assert undescribed == []


def test_every_statement_runs_on_ducklake(tmp_path):
    extension = next(Path(duckdb_extension_ducklake.__file__).parent.rglob("ducklake.duckdb_extension"))
    with duckdb.connect(config={"extension_directory": str(tmp_path / "extensions")}) as connection:
        connection.execute(f"install '{extension}'")
        connection.execute("load ducklake")
        connection.execute(f"attach 'ducklake:{tmp_path}/catalog' as lake (data_path '{tmp_path}/lake')")
        connection.execute("use lake")
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        db.apply_schema(connection, AT)
        db.replace_rows(connection, "phases", phases("trước", "sau"), AT, "nuoc-sach")
        db.replace_rows(connection, "phases", phases("trước"), LATER, "nuoc-sach")
        assert db.violations(connection) == []
        assert connection.execute("select count(*) from phases").fetchone() == (2,)
        for (view,) in connection.execute(
            "select view_name from duckdb_views() where not internal"
        ).fetchall():
            connection.execute(f"select * from {view}").fetchall()
