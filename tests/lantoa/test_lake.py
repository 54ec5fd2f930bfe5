"""A warehouse in a DuckLake: the same snapshots, purges and backups as of a file, and one writer."""

import shutil
import tarfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from lantoa import backup as backups
from lantoa import settings, steps
from lantoa.doctor import kept
from nlp.text import LONGEST_EXCERPT
from warehouse import db, storage
from warehouse.storage import WarehouseError

AT = datetime(2026, 1, 15, 2, tzinfo=UTC)
LATER = "2026-06-01T06:00:00+07:00"


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.cluster)])
def lake(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The warehouse is a new, empty DuckLake from here on."""
    if request.param == "file":
        address = f"ducklake:{tmp_path}/lantoa.catalog"
    else:
        postgres = request.getfixturevalue("postgres")
        address = f"ducklake:postgres:{postgres.database()}"
    monkeypatch.setenv("LANTOA_WAREHOUSE", address)


def shown(home):
    """Give the rows of every table that readers see, in order."""
    published = home.published / (home.published / "current").read_text()
    with duckdb.connect(published, read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()
            for (name,) in sorted(tables)
        }


def longest(home):
    """Give the characters of the longest body that any file of the lake holds, whatever the catalog says."""
    found = [0]
    for path in storage.files(home.warehouse):
        with duckdb.connect() as connection:
            columns = [row[0] for row in connection.execute(f"describe from '{path}'").fetchall()]
            if "body" in columns:
                found += connection.execute(f"select max(length(body)) from '{path}'").fetchone() or ()
    return max(found)


@pytest.mark.slow
def test_a_lake_shows_readers_what_a_file_shows(lake, complete_run, campaign_file, tmp_path):
    home = settings.home(tmp_path / "home")
    for name in ("articles", "scores"):
        shutil.copytree(complete_run[0].folder / name, home.folder / name)
    assert kept.warehouse(home).state == "warning"
    steps.load(home, (campaign_file,))
    steps.measure(home, (campaign_file,))
    steps.watch(home, (campaign_file,))
    snapshot = steps.publish(home)
    assert shown(home) == shown(complete_run[0])
    assert steps.check(home) == []
    assert steps.check_kept(home) == []
    assert steps.load(home, (campaign_file,)).batches == 0
    assert steps.publish(home) == snapshot
    assert not storage.file(home.warehouse).exists()
    assert kept.warehouse(home).state == "ok"


def test_a_few_rows_keep_the_last_digit_of_their_numbers(lake, empty_home):
    numbers = [n / 238 for n in range(1, 238)]
    with db.writer(empty_home.warehouse, AT) as connection:
        for start in range(0, len(numbers), 5):
            with db.transaction(connection):
                connection.execute(
                    "insert into tones by name select 'a' || value as item_id, 'x' as sha256, "
                    "'fast' as tier, value as p_neutral, 'm' as method, 'ok' as status, 9 as words, "
                    "$at as known_from "
                    "from (select unnest($numbers) as value)",
                    {"numbers": numbers[start : start + 5], "at": AT},
                )
    with db.writer(empty_home.warehouse, AT) as connection:
        found = connection.execute("select p_neutral from tones order by all").fetchall()
    assert [value for (value,) in found] == numbers


@pytest.mark.slow
def test_a_lake_takes_over_a_file_is_purged_and_backed_up(lake, home, tmp_path, monkeypatch):
    before = shown(home)
    assert steps.load(home, ()).batches == 0
    storage.file(home.warehouse).unlink()
    backups.backup(home, tmp_path / "backup.tar.gz", AT)
    with tarfile.open(tmp_path / "backup.tar.gz") as tar:
        names = tar.getnames()
    assert "warehouse/lantoa.duckdb" in names
    assert not any("parquet" in name for name in names if name.startswith("warehouse/"))

    monkeypatch.setenv("LANTOA_NOW", LATER)
    assert longest(home) > LONGEST_EXCERPT
    assert sum(one.texts for one in steps.purge(home, 90, is_clock_right=True)) > 0
    assert longest(home) <= LONGEST_EXCERPT
    assert steps.purge(home, 90, is_clock_right=True) == []

    monkeypatch.delenv("LANTOA_WAREHOUSE")
    new = settings.home(tmp_path / "new")
    backups.restore(tmp_path / "backup.tar.gz", new)
    steps.publish(new)
    assert shown(new) == before


def test_a_second_writer_waits_for_the_first(lake, empty_home, caplog):
    ended = threading.Event()
    empty_home.warehouse.mkdir(parents=True)

    def write() -> None:
        with storage.locked(empty_home.warehouse):
            ended.set()

    with storage.locked(empty_home.warehouse):
        assert storage.is_being_written(empty_home.warehouse)
        other = threading.Thread(target=write)
        other.start()
        while "another lantoa is writing" not in caplog.text:
            other.join(0.01)
        assert not ended.is_set()
    other.join(20)
    assert ended.is_set()
    assert not storage.is_being_written(empty_home.warehouse)


@pytest.mark.parametrize(
    "address", ["lake.duckdb", "ducklake:", "ducklake:postgres:host=db", "ducklake:postgres:nonsense"]
)
def test_an_address_of_another_form_is_refused_with_the_right_one(monkeypatch, address):
    monkeypatch.setenv("LANTOA_WAREHOUSE", address)
    with pytest.raises(WarehouseError, match=r"expected: ducklake:postgres:host=db\.example dbname=lantoa"):
        storage.lake()


def test_a_catalog_that_can_not_be_reached_is_told_without_its_password(monkeypatch, empty_home):
    address = "ducklake:postgres:host=127.0.0.1 port=1 user=lantoa dbname=lantoa password=chin-con-trau"
    monkeypatch.setenv("LANTOA_WAREHOUSE", address)
    with pytest.raises(WarehouseError, match="server does not answer") as locked:
        steps.load(empty_home, ())
    with (
        pytest.raises(WarehouseError, match="can't be opened") as opened,
        storage.connected(empty_home.warehouse),
    ):
        pass
    empty_home.warehouse.joinpath("lake", "lantoa").mkdir(parents=True)
    seen = [str(locked.value), str(opened.value), repr(storage.lake()), kept.warehouse(empty_home).saw]
    assert not any("chin-con-trau" in one for one in seen)


@pytest.mark.cluster
def test_the_server_finds_out_when_the_machine_of_a_session_is_gone(postgres, monkeypatch, empty_home):
    address = f"ducklake:postgres:{postgres.database()} options='-c statement_timeout=70s'"
    monkeypatch.setenv("LANTOA_WAREHOUSE", address)
    with storage.connected(empty_home.warehouse) as connection:
        for name, value in (
            ("tcp_keepalives_idle", "20"),
            ("tcp_keepalives_interval", "10"),
            ("tcp_keepalives_count", "3"),
            ("tcp_user_timeout", "50000"),
            ("statement_timeout", "70s"),
        ):
            asked = f"select current_setting(''{name}'') as value"
            found = connection.execute(
                f"select value from postgres_query('__ducklake_metadata_lake', '{asked}')"
            ).fetchall()
            assert found == [(value,)], name
