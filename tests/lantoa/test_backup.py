"""Backup and restore: what comes back, what is refused, and what is left by one that was killed."""

import io
import json
import multiprocessing
import random
import shutil
import sqlite3
import tarfile
import threading
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crawlers import links
from lantoa import backup as backups
from lantoa import settings, steps
from lantoa.backup import BackupError
from lantoa.press.server import Press
from warehouse import storage

AT = datetime(2026, 1, 15, 2, tzinfo=UTC)


@pytest.fixture
def small_home(empty_home):
    """A home with a file of each kind, none of which can be loaded."""
    contents = {
        ".cluster": b"mark",
        "airflow-logs/dag_id=keep_house/attempt=1.log": b"{}\n",
        "warehouse/.writer.lock": b"",
        "articles/ban-mai/b.articles.parquet.partial": b"half",
        "codings/codes.jsonl": b"{}\n",
        "raw/ban-mai/2026-01-10/20260110T010000Z-00000000.warc.gz": b"pages",
        "published/current": b"x",
        "session.key": b"secret",
        "users.toml": b"# users\n",
    }
    for name, content in contents.items():
        path = empty_home.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with duckdb.connect(empty_home.warehouse / "lantoa.duckdb") as warehouse:
        warehouse.execute("create table items as select range as item, md5(range::text) from range(200_000)")
    pq.write_table(pa.table({"item": [1]}), empty_home.articles / "ban-mai" / "a.articles.parquet")
    empty_home.users.chmod(0o600)
    with sqlite3.connect(empty_home.raw / "ban-mai" / "links.sqlite") as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table links (url text)")
        database.execute("insert into links values ('https://banmai.example/1')")
    return empty_home


def contents(home):
    return {
        path.relative_to(home.folder).as_posix(): path.read_bytes()
        for path in home.folder.rglob("*")
        if path.is_file() and path.suffix != ".sqlite"
    }


def test_what_people_and_outlets_gave_comes_back(small_home, tmp_path):
    target, new = tmp_path / "backup.tar.gz", settings.home(tmp_path / "new")
    before = contents(small_home)
    manifest = backups.backup(small_home, target, AT)
    assert backups.restore(target, new) == manifest
    assert contents(new) == {
        "warehouse/lantoa.duckdb": before["warehouse/lantoa.duckdb"],
        "articles/ban-mai/a.articles.parquet": before["articles/ban-mai/a.articles.parquet"],
        "codings/codes.jsonl": b"{}\n",
        "raw/ban-mai/2026-01-10/20260110T010000Z-00000000.warc.gz": b"pages",
        "users.toml": b"# users\n",
    }
    with sqlite3.connect(new.raw / "ban-mai" / "links.sqlite") as database:
        assert database.execute("select * from links").fetchall() == [("https://banmai.example/1",)]
    assert (new.users.stat().st_mode & 0o777, target.stat().st_mode & 0o777) == (0o600, 0o600)
    assert new.warehouse.joinpath("lantoa.duckdb").stat().st_mtime == pytest.approx(
        small_home.warehouse.joinpath("lantoa.duckdb").stat().st_mtime, abs=1
    )


@pytest.mark.slow
def test_a_restored_home_gives_the_same_snapshot_and_report(complete_run, campaign_file, tmp_path):
    home, result = complete_run
    new = settings.home(tmp_path / "new")
    backups.backup(home, tmp_path / "backup.tar.gz", AT)
    backups.restore(tmp_path / "backup.tar.gz", new)
    assert steps.publish(new).name == result.snapshot.name
    twins = [path for path in steps.report(new, (campaign_file,)) if path.suffix == ".json"]
    assert [path.read_bytes() for path in twins] == [
        (home.reports / path.name).read_bytes() for path in twins
    ]


@pytest.mark.slow
def test_a_restored_home_goes_on_where_it_was(complete_run, campaign_file, small_press_items, tmp_path):
    new = settings.home(tmp_path / "new")
    backups.backup(complete_run[0], tmp_path / "backup.tar.gz", AT)
    backups.restore(tmp_path / "backup.tar.gz", new)
    with Press(items=small_press_items) as press:
        again = steps.run_all(new, steps.Selection((campaign_file,), press=press.url))
    assert (again.loaded.items, sum(one.fetched for one in again.crawled)) == (21, 0)


def test_nothing_is_overwritten(small_home, tmp_path):
    target = tmp_path / "backup.tar.gz"
    backups.backup(small_home, target, AT)
    before = target.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        backups.backup(small_home, target, AT)
    with pytest.raises(BackupError, match="is there already"):
        backups.restore(target, small_home)
    with pytest.raises(BackupError, match="lies in the home"):
        backups.backup(small_home, small_home.folder / "backup.tar.gz", AT)
    assert target.read_bytes() == before


@pytest.mark.parametrize("damage", ["head", "middle", "cut", "batch"])
def test_a_damaged_warehouse_or_batch_is_named_and_not_backed_up(small_home, tmp_path, damage):
    warehouse = small_home.warehouse / "lantoa.duckdb"
    batch = small_home.articles / "ban-mai" / "a.articles.parquet"
    whole = warehouse.read_bytes()
    if damage == "batch":
        batch.write_bytes(batch.read_bytes()[:-20])
    elif damage == "cut":
        warehouse.write_bytes(whole[: len(whole) // 2])
    else:  # opened without a complaint where it is in the middle
        at = 0 if damage == "head" else len(whole) // 2
        warehouse.write_bytes(whole[:at] + random.Random(1).randbytes(4096) + whole[at + 4096 :])
    told = batch.name if damage == "batch" else warehouse.name
    with pytest.raises(BackupError, match=rf"{told}: .+"):
        backups.backup(small_home, tmp_path / "backup.tar.gz", AT)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_backup_waits_for_the_writer_and_for_the_crawl(small_home, tmp_path):
    for lock in (storage.locked(small_home.warehouse), links.locked(small_home.raw / "ban-mai")):
        target = tmp_path / f"{id(lock)}.tar.gz"
        at_work = threading.Thread(target=backups.backup, args=(small_home, target, AT))
        with lock:
            at_work.start()
            at_work.join(0.2)
            assert at_work.is_alive()
        at_work.join(30)
        assert target.exists()


@pytest.mark.parametrize("change", ["cut", "byte", "name", "link", "newer"])
def test_a_damaged_backup_is_refused_whole(small_home, tmp_path, change):
    target, new = tmp_path / "backup.tar.gz", settings.home(tmp_path / "new")
    backups.backup(small_home, target, AT)
    with tarfile.open(target) as tar:
        held = {name: tar.extractfile(name).read() for name in tar.getnames()}
    if change == "cut":
        target.write_bytes(target.read_bytes()[:-200])
    else:
        link = tarfile.TarInfo("raw/out")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        manifest = json.loads(held.pop("manifest.json"))
        if change == "byte":
            held["warehouse/lantoa.duckdb"] = b"Warehouse"
        if change == "name":
            held["../out"] = b"x"
        if change == "newer":
            manifest["schema"] += 1
        with tarfile.open(target, "w:gz") as tar:
            for name, content in [*held.items(), ("manifest.json", json.dumps(manifest).encode())]:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
                if change == "link":
                    tar.addfile(link)
                    change = "linked"
    with pytest.raises(BackupError, match="expected a whole backup"):
        backups.restore(target, new)
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("home", target.name)] == []


def kill_soon(step, *arguments, chance):
    child = multiprocessing.get_context("fork").Process(target=step, args=arguments)
    child.start()
    child.join(chance.uniform(0.0, 0.9))
    child.kill()
    child.join()


@pytest.fixture
def larger_home(small_home):
    """A home that takes half a second to write or read."""
    for number in range(40):
        noise = random.Random(number).randbytes(500_000)
        (small_home.articles / "ban-mai" / f"{number}.noise").write_bytes(noise)
    return small_home


@pytest.mark.slow
def test_a_backup_that_is_killed_is_not_there_or_whole(larger_home, tmp_path):
    chance = random.Random("backup")
    target, whole = tmp_path / "backup.tar.gz", settings.home(tmp_path / "whole")
    killed = 0
    for _ in range(12):
        kill_soon(backups.backup, larger_home, target, AT, chance=chance)
        if not target.exists():
            killed += 1
            continue
        backups.restore(target, whole)
        shutil.rmtree(whole.folder)
        target.unlink()
    assert killed > 0
    manifest = backups.backup(larger_home, target, AT)
    assert backups.restore(target, whole) == manifest


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_no_home_or_a_whole_one(larger_home, tmp_path):
    chance = random.Random("restore")
    target, new = tmp_path / "backup.tar.gz", settings.home(tmp_path / "new")
    manifest = backups.backup(larger_home, target, AT)
    killed = 0
    for _ in range(12):
        kill_soon(backups.restore, target, new, chance=chance)
        if not new.folder.exists():
            killed += 1
            continue
        assert contents(new).keys() | {"raw/ban-mai/links.sqlite"} == manifest.files.keys()
        shutil.rmtree(new.folder)
    assert killed > 0
    assert backups.restore(target, new) == manifest
