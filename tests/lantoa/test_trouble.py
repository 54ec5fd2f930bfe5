"""What an operator is told where the machine fails: one line that says what to do, and never a stack."""

import errno
import sqlite3
import sys

import duckdb
import pytest

from crawlers.child import CrawlError
from lantoa import cli, trouble

FULL = OSError(errno.ENOSPC, "No space left on device", "/data/x")


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (FULL, "make room on that disk"),
        (sqlite3.OperationalError("database or disk is full"), "make room on that disk"),
        (duckdb.IOException('Could not write file "/data/x": No space left on device'), "make room"),
        (CrawlError("ended with status 1: sqlite3.OperationalError: database or disk is full"), "make room"),
        (duckdb.OutOfMemoryException("limit was set by the 'max_temp_directory_size' setting"), "make room"),
        (OSError(errno.EROFS, "Read-only file system", "/data/x"), "let this account write there"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "let this account write there"),
        (sqlite3.DatabaseError("file is not a database"), "the file is damaged"),
        (duckdb.IOException('Could not set lock on file "/data/x"'), "another program has it open"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/data/x"), "/data/x: No such file"),
    ],
)
def test_each_trouble_of_the_machine_is_told_with_what_to_do(error, advice):
    told = trouble.told(error)
    assert told
    assert advice in told
    assert "\n" not in told


@pytest.mark.parametrize("error", [duckdb.BinderException("no such column"), OSError("of no file")])
def test_a_defect_of_ours_is_no_trouble_of_the_machine(error):
    assert trouble.told(error) is None


def test_a_command_tells_it_in_one_line_and_ends_with_1(monkeypatch, capsys):
    def full():
        raise FULL

    monkeypatch.setattr(cli, "app", full)
    monkeypatch.setattr(sys, "argv", ["lantoa"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("error: /data/x: No space left on device: make room on that disk")
    assert said.count("\n") == 1
