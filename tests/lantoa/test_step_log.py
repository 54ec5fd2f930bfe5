"""The log of steps: a line a run, whatever its end."""

import errno
import fcntl
import json
import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboards import step_log as reading
from lantoa import json_lines
from lantoa.doctor import kept
from lantoa.settings import Home
from lantoa.step_log import timed


@timed
def works(home: Home, number: int) -> int:
    return 2 * number


@timed
def fails(home: Home) -> None:
    raise ValueError(home.folder)


def test_every_end_is_a_line_that_the_dashboard_reads(empty_home):
    assert works(empty_home, 4) == 8
    assert not empty_home.folder.exists()
    empty_home.folder.mkdir()
    assert works(empty_home, 4) == 8
    with pytest.raises(ValueError, match="home"):
        fails(empty_home)
    found = reading.read(empty_home.published)
    assert [(one.step, one.problem) for one in found] == [("works", ""), ("fails", "ValueError")]
    assert all(0 <= one.seconds < 60 for one in found)
    assert [path.name for path in empty_home.log.iterdir()] == ["2026-01.jsonl"]


def test_a_line_that_was_cut_off_spoils_no_other(empty_home):
    empty_home.folder.mkdir()
    works(empty_home, 1)
    (path,) = empty_home.log.iterdir()
    path.write_bytes(path.read_bytes() + b'{"step": "lo')
    works(empty_home, 1)
    assert [one.step for one in reading.read(empty_home.published)] == ["works", "works"]


def test_a_step_is_not_lost_where_its_line_can_not_be_written(empty_home):
    empty_home.folder.mkdir()
    empty_home.log.write_bytes(b"no folder")
    assert works(empty_home, 4) == 8


@timed
def dies(home: Home) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@timed
def looks(home: Home) -> list[reading.Run]:
    return reading.read(home.published)


def killed(home: Home) -> None:
    child = os.fork()
    if not child:
        dies(home)
    os.waitpid(child, 0)


def test_a_step_that_was_killed_is_told_at_once_and_has_its_line_from_the_next_step_on(empty_home):
    empty_home.folder.mkdir()
    killed(empty_home)
    told = reading.Run(step="dies", began_at=datetime(2026, 1, 15, 1, tzinfo=UTC), problem="killed")
    assert reading.read(empty_home.published) == [told]
    found = kept.steps(empty_home)
    assert (found.state, found.saw) == ("warning", "dies began at 2026-01-15 01:00:00 UTC and never ended")

    works(empty_home, 1)
    works(empty_home, 1)
    lines = reading.read(empty_home.published)
    assert lines[0] == told
    assert [one.step for one in lines] == ["dies", "works", "works"]
    assert [path.name for path in empty_home.log.iterdir()] == ["2026-01.jsonl"]


def test_a_step_that_runs_is_not_taken_for_one_that_was_killed(empty_home):
    empty_home.folder.mkdir()
    assert looks(empty_home) == []


def test_a_step_that_ended_since_is_sound_again(empty_home):
    empty_home.folder.mkdir()
    killed(empty_home)
    with pytest.raises(ValueError, match="home"):
        fails(empty_home)
    assert "fails ended with ValueError" in kept.steps(empty_home).saw
    (path,) = empty_home.log.iterdir()
    path.write_text(
        '{"step": "dies", "ended_at": "2026-01-15T01:00:00+00:00", "seconds": 1, "problem": ""}\n'
    )
    assert kept.steps(empty_home).state == "ok"


def test_a_killed_step_has_its_line_on_a_share_too(empty_home, monkeypatch):
    real = fcntl.flock

    def of_nfs(file, operation):
        """NFS makes a record lock of it, and gives an exclusive one to who may write alone: flock(2)."""
        handle = file if isinstance(file, int) else file.fileno()
        may_write = fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
        if operation & fcntl.LOCK_EX and not may_write:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        real(file, operation)

    monkeypatch.setattr(fcntl, "flock", of_nfs)
    empty_home.folder.mkdir()
    killed(empty_home)
    works(empty_home, 1)
    (path,) = empty_home.log.iterdir()
    assert [json.loads(line)["step"] for line in path.read_text().splitlines()] == ["dies", "works"]


def test_who_adds_a_line_waits_for_who_adds_one(tmp_path):
    path = tmp_path / "lines.jsonl"
    json_lines.add(path, {"number": 1})
    other = threading.Thread(target=json_lines.add, args=(path, {"number": 3}))
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        other.start()
        while not waits_for(path):
            other.join(0.01)
            assert other.is_alive()
        file.write('{"number": 2}\n')
    other.join(20)
    assert [json.loads(line)["number"] for line in path.read_text().splitlines()] == [1, 2, 3]


def waits_for(path):
    """Tell whether anybody waits for a lock of a file."""
    held = (line.split() for line in Path("/proc/locks").read_text("ascii").splitlines())
    waiting = {words[6].rpartition(":")[2] for words in held if words[1] == "->"}
    return str(path.stat().st_ino) in waiting
