"""What the operator is told where a disk, a file or a process fails, and what to do about it."""

import re
import sqlite3
from concurrent.futures.process import BrokenProcessPool
from typing import Final

import duckdb

from warehouse.reader import NotPublishedError

_ADVICE: Final = (
    (
        r"No space left|disk is full|Disk quota exceeded|File too large|max_temp_directory_size",
        "make room on that disk (`df -h`) and run it again: what was there is as it was",
    ),
    (
        r"Read-only file system|readonly database|Permission denied|Operation not permitted"
        r"|unable to open database file",
        "let this account write there (mount, owner, permissions) and run it again",
    ),
    (
        r"Could not set lock on file",
        "another program has it open, such as a shell of DuckDB: end that one and run it again",
    ),
    (
        r"not a valid DuckDB database file|Corrupt database|Could not read enough bytes|Serialization Error"
        r"|file is not a database|disk image is malformed",
        "the file is damaged: move it away and run what makes it (`lantoa crawl`, `load` or `publish`), "
        "or restore a backup",
    ),
    (
        r"disk I/O error|Input/output error",
        "is the disk full (`df -h`) or failing (`dmesg`)? Then run it again",
    ),
    (
        r"process pool was terminated",
        "a process of this step was killed, mostly for want of memory (`dmesg`): run it again",
    ),
)


def told(error: Exception) -> str | None:
    """Say what failed of the machine, and what to do; None of what is no trouble of the machine.

    Args:
        error: Ours, whose message may tell of such trouble too, or one of the system or of a database.
    """
    text = _text(error)
    if isinstance(error, NotPublishedError):  # which says what to do
        return None
    advice = next((advice for form, advice in _ADVICE if re.search(form, text, re.I)), "")
    if advice:
        return f"{text}: {advice}"
    return text if isinstance(error, OSError) and error.filename is not None else None


def _text(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split())


TROUBLES: Final = (OSError, duckdb.Error, sqlite3.Error, BrokenProcessPool)
"""Errors of others that `told` is asked about."""
