"""The doctor: what it sees of a sound home, and of each thing that can be wrong with one."""

import dataclasses
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from crawlers import archive
from lantoa import steps
from lantoa.doctor import checks, kept, machine, network
from warehouse import db

NOW = datetime(2026, 1, 15, 1, tzinfo=UTC)


def test_a_sound_home_has_no_fault(complete_run, home, monkeypatch):
    monkeypatch.setenv("LANTOA_CONTACT", "truc@lantoa.example")
    # Other tests may have failed in the home that all share, as they should: their steps are no part of this.
    shutil.rmtree(home.log)
    found = checks.examine(home, NOW)
    assert {check.name: check.saw for check in found if check.state == "fault"} == {}
    saw = {check.name: check.saw for check in found}
    assert saw["feeds"] == "4 of 4 outlets were read within 26 hours"
    assert saw["locks"] == "none is held"
    assert complete_run[1].snapshot.name in saw["snapshots"]
    # the fixed clock is told, since on a machine at work it would be a mistake
    assert {check.name for check in found if check.state == "warning"} <= {"environment", "packages", "clock"}


def test_before_the_first_run_it_says_what_to_do(empty_home):
    found = {check.name: check for check in checks.examine(empty_home, NOW)}
    assert found["contact"].state == "fault"
    assert "LANTOA_CONTACT" in found["contact"].fix
    assert found["permissions"].state == found["disk"].state == found["locks"].state == "ok"
    assert "lantoa run" in found["warehouse"].fix
    assert [check.name for check in found.values() if (check.state == "ok") == bool(check.fix)] == []
    assert not empty_home.folder.exists()


@pytest.mark.parametrize(
    ("name", "value", "state", "said"),
    [
        ("LANTOA_CONTCT", "x", "warning", "LANTOA_CONTACT"),
        ("LANTOA_PRESS_DELAY_FACTOR", "fast", "fault", "correct"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(monkeypatch, name, value, state, said):
    monkeypatch.setenv(name, value)
    found = machine.environment()
    assert (found.state, said in found.fix) == (state, True)
    assert name in found.saw


@pytest.mark.parametrize(
    ("address", "state"),
    [("truc@lantoa.example", "ok"), ("https://lantoa.example", "ok"), ("trực", "fault"), ("me", "warning")],
)
def test_the_contact_is_one_that_outlets_can_use(monkeypatch, address, state):
    monkeypatch.setenv("LANTOA_CONTACT", address)
    assert machine.contact().state == state


def test_a_model_that_is_not_the_one_described_is_a_fault(monkeypatch, tmp_path):
    shutil.copytree(machine._MODELS, tmp_path / "models")
    weights = tmp_path / "models" / "tone" / "weights.npz"
    expected = hashlib.sha256(weights.read_bytes()).hexdigest()[:8]
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(machine, "_MODELS", tmp_path / "models")
    found = machine.models()
    assert (found.state, f"expected {expected}" in found.saw) == ("fault", True)


def test_a_secret_that_others_may_read_is_a_fault(empty_home):
    empty_home.folder.mkdir()
    empty_home.session_key.write_bytes(b"secret")
    empty_home.session_key.chmod(0o644)
    found = machine.permissions(empty_home)
    assert (found.state, found.fix) == ("fault", f"run `chmod 600 {empty_home.session_key}`")


def test_too_little_room_for_the_next_snapshot_is_a_fault(complete_run, monkeypatch):
    usage = shutil.disk_usage(complete_run[0].folder)
    for free, state in ((1000, "fault"), (10**12, "ok")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert machine.disk(complete_run[0]).state == state


def test_a_lock_names_its_process_and_one_that_is_stopped_is_a_fault(empty_home):
    empty_home.warehouse.mkdir(parents=True)
    lock = empty_home.warehouse / ".writer.lock"
    program = (
        "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); "
        "print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        working = kept.locks(empty_home)
        holder.send_signal(signal.SIGSTOP)
        os.waitpid(holder.pid, os.WUNTRACED)
        stopped = kept.locks(empty_home)
        holder.kill()
    assert (working.state, str(holder.pid) in working.saw) == ("ok", True)
    assert (stopped.state, f"kill {holder.pid}" in stopped.fix) == ("fault", True)
    assert kept.locks(empty_home).saw == "none is held"


def test_a_lock_of_another_machine_names_no_process(empty_home):
    # Who is in a namespace of processes sees none of those outside, as on a share none of other machines.
    program = (
        "import sys; from pathlib import Path; from lantoa import settings; from lantoa.doctor import kept; "
        "print(kept.locks(settings.home(Path(sys.argv[1]))))"
    )
    namespace = ("unshare", "--map-root-user", "--pid", "--fork", "--mount-proc")
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], check=False).returncode:
        pytest.skip("namespaces can't be made here")
    empty_home.warehouse.mkdir(parents=True)
    with FileLock(empty_home.warehouse / ".writer.lock"):
        said = subprocess.run(
            [*namespace, sys.executable, "-c", program, str(empty_home.folder)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert "state='ok'" in said
    assert "warehouse/.writer.lock is held by a process of another machine" in said


def test_a_warehouse_in_use_is_not_opened_and_a_broken_one_is_told(empty_home):
    empty_home.warehouse.mkdir(parents=True)
    (empty_home.warehouse / "lantoa.duckdb").write_bytes(b"no warehouse")
    with FileLock(empty_home.warehouse / ".writer.lock"):
        assert kept.warehouse(empty_home).state == "ok"
    assert kept.warehouse(empty_home).state == "fault"


def test_a_snapshot_with_what_was_fetched_in_a_time_to_come_is_told(home):
    with db.writer(home.warehouse, NOW) as connection:
        connection.execute(
            "update tones set known_from = ? where known_to is null", [NOW + timedelta(days=99)]
        )
    steps.publish(home)
    told = kept.snapshots(home, NOW)
    assert (told.state, "a clock that was ahead" in told.saw) == ("warning", True)


def test_snapshots_that_are_old_missing_or_behind_are_told(home):
    (snapshot,) = home.published.glob("*.duckdb")
    assert kept.snapshots(home, NOW + timedelta(hours=27)).state == "warning"
    ahead = kept.snapshots(home, NOW - timedelta(days=2))
    assert (ahead.state, "was published 48 hours from now" in ahead.saw) == ("warning", True)
    pointer = home.published / "current"
    os.utime(pointer, (0, 0))
    behind = kept.snapshots(home, NOW)
    assert (behind.state, "after it was published" in behind.saw) == ("warning", True)
    snapshot.unlink()
    assert kept.snapshots(home, NOW).state == "fault"


def test_outlets_that_were_not_read_for_a_day_are_named(complete_run):
    found = kept.feeds(complete_run[0], NOW + timedelta(days=4))
    assert (found.state, "thoi-su (4 days ago)" in found.saw) == ("fault", True)


def test_a_clock_that_differs_from_those_of_outlets_is_told(empty_home):
    writer = archive.Writer(empty_home.raw / "ban-mai" / "2026-01-15", "20260115T010000Z-00000000")
    page = archive.Exchange(
        "https://banmai.example/", NOW, 200, (("Date", "Thu, 15 Jan 2026 00:00:00 GMT"),), b""
    )
    writer.write(page)
    writer.write(dataclasses.replace(page, headers=(("Date", "hôm qua".encode().decode("latin-1")),)))
    writer.close()
    found = network.clock(empty_home, NOW)
    assert (found.state, "-3600 s from ours" in found.saw) == ("warning", True)


def test_hosts_are_asked_only_when_told_to(complete_run, press):
    found = network.hosts(complete_run[0], press.url, NOW)
    assert (found.state, found.saw) == ("ok", "4 of 4 outlets' hosts answer")
    assert network.hosts(complete_run[0], "http://127.0.0.1:9", NOW).state == "fault"
    assert "hosts" not in {check.name for check in checks.examine(complete_run[0], NOW)}


@pytest.mark.parametrize(("slots", "state"), [(None, "fault"), (4, "fault"), (1, "ok")])
def test_airflows_pool_has_one_slot(monkeypatch, tmp_path, slots, state):
    pytest.importorskip("airflow")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    with sqlite3.connect(tmp_path / "airflow.db") as database:
        database.execute("create table slot_pool (pool text, slots integer)")
        if slots:
            database.execute("insert into slot_pool values ('warehouse_writer', ?)", [slots])
    found = machine.airflow()
    assert found is not None
    assert found.state == state
