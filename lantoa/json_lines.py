"""Files to which whole lines are added, one JSON object each, by whoever comes."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path


def add(path: Path, fact: Mapping[str, object]) -> None:
    """Add a line at the end of a file, which is made with its folder where it is missing.

    Raises:
        OSError: It can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        # Lines written at once stay apart: on a share a machine knows a file's end under a lock only.
        fcntl.flock(handle, fcntl.LOCK_EX)
        # A line begins where the last one did not end: what a crash cut off must not spoil the next.
        line = f"{'' if _ends_whole(path) else chr(10)}{json.dumps(fact, ensure_ascii=False)}\n"
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _ends_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:  # it is missing or empty
        return True
