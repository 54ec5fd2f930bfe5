"""When each step ended, and how long it took: one JSON object a line, added at the end."""

import json
import logging
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from lantoa import settings
from lantoa.settings import Home

logger = logging.getLogger(__name__)

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def timed(
    step: Callable[Concatenate[Home, _Given], _Made],
) -> Callable[Concatenate[Home, _Given], _Made]:
    """Let a step write a line about itself when it ends, however it ends; one that is killed leaves none.

    The file is that of the month (UTC), `log/<year>-<month>.jsonl` in the home: old ones can be deleted.
    A home that is not there is not made for it.
    """

    @wraps(step)
    def noted(home: Home, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        began_at, began = settings.now(), time.perf_counter()
        problem = ""
        try:
            return step(home, *args, **kwargs)
        except BaseException as error:
            problem = type(error).__name__
            raise
        finally:
            _add(home, step.__name__, began_at, time.perf_counter() - began, problem)

    return noted


def _add(home: Home, step: str, began_at: datetime, seconds: float, problem: str) -> None:
    ended_at = (began_at + timedelta(seconds=seconds)).astimezone(UTC)
    fact = {
        "step": step,
        "ended_at": ended_at.isoformat(timespec="milliseconds"),
        "seconds": round(seconds, 3),
        "problem": problem,
    }
    if not home.folder.is_dir():
        return
    path = home.log / f"{ended_at:%Y-%m}.jsonl"
    # A line begins where the last one did not end: what a crash cut off must not spoil the next.
    line = f"{'' if _ends_whole(path) else chr(10)}{json.dumps(fact)}\n".encode()
    try:
        path.parent.mkdir(exist_ok=True)
        # In one call at the end of the file: lines of steps that end at once stay apart.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
    except OSError as error:  # such as a full disk: the step did what it did
        logger.warning("%s: can't be written: %s", path, error.strerror)


def _ends_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:  # it is missing or empty
        return True
