"""When each step ended, and how long it took: one JSON object a line, added at the end."""

import fcntl
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import uuid4

from dashboards.step_log import KILLED, RUNNING
from lantoa import json_lines, settings
from lantoa.settings import Home

logger = logging.getLogger(__name__)

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def timed(
    step: Callable[Concatenate[Home, _Given], _Made],
) -> Callable[Concatenate[Home, _Given], _Made]:
    """Let a step write a line about itself when it ends, however it ends.

    While it runs it keeps a file of its own locked. A lock ends with its process, so a killed step leaves a
    file without one, for which the next step writes the line.

    The file of lines is that of the month (UTC), `log/<year>-<month>.jsonl` in the home: old ones can be
    deleted. A home that is not there is not made for it.
    """

    @wraps(step)
    def noted(home: Home, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        began_at, began = settings.now(), time.perf_counter()
        problem = ""
        with _running(home, step.__name__, began_at):
            try:
                return step(home, *args, **kwargs)
            except BaseException as error:
                problem = type(error).__name__
                raise
            finally:
                seconds = time.perf_counter() - began
                ended_at = (began_at + timedelta(seconds=seconds)).astimezone(UTC)
                fact = {
                    "step": step.__name__,
                    "ended_at": ended_at.isoformat(timespec="milliseconds"),
                    "seconds": round(seconds, 3),
                    "problem": problem,
                }
                _add(home, ended_at, fact)

    return noted


@contextmanager
def _running(home: Home, step: str, began_at: datetime) -> Iterator[None]:
    """Keep a locked file that says what began when, and first write down the runs that never ended."""
    path = home.log / f"{step}-{uuid4().hex}{RUNNING}"
    partial = path.with_suffix(".partial")
    handle = None
    try:
        if home.folder.is_dir():
            home.log.mkdir(exist_ok=True)
            _write_down_killed(home, began_at)
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT, 0o644)
            fcntl.flock(handle, fcntl.LOCK_EX)
            fact = {"step": step, "began_at": began_at.isoformat(timespec="milliseconds"), "problem": KILLED}
            os.write(handle, json.dumps(fact).encode())
            partial.rename(path)  # only now others see it, whole and locked
    except OSError as error:  # such as a full disk: the step does what it can
        logger.warning("%s: can't be written: %s", path, error.strerror)
    try:
        yield
    finally:
        for one in (path, partial):
            with suppress(OSError):
                one.unlink()
        if handle is not None:
            os.close(handle)


def _write_down_killed(home: Home, at: datetime) -> None:
    """Give each run that never ended its line, once, however many steps begin at the same time."""
    for path in sorted(home.log.glob(f"*{RUNNING}")):
        try:
            with path.open("r+b") as file:  # NFS gives this lock to who may write alone
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if path.exists():  # nobody else has written it down meanwhile
                    _add(home, at, json.loads(file.read()))
                    path.unlink()
        except (OSError, ValueError):  # it is running, or ended just now
            continue


def _add(home: Home, at: datetime, fact: dict[str, Any]) -> None:
    if not home.folder.is_dir():
        return
    path = home.log / f"{at.astimezone(UTC):%Y-%m}.jsonl"
    try:
        json_lines.add(path, fact)
    except OSError as error:  # such as a full disk: the step did what it did
        logger.warning("%s: can't be written: %s", path, error.strerror)
