"""What the steps wrote about themselves, beside the folder of snapshots."""

import fcntl
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER: Final = "log"
"""Where the steps write, in the folder that also holds the snapshots' one."""
RUNNING: Final = ".running"
"""Ending of the file that a step keeps, and keeps locked, until it ends."""
KILLED: Final = "killed"
"""Problem of a run whose process ended before the step did."""

_MONTHS = 2
_MOST_BYTES = 1_000_000  # some 9,000 lines: four days of hourly crawls of a hundred outlets


class Run(BaseModel):
    """A run of a step, told when it had ended.

    Attributes:
        step: Its name, as the command's.
        began_at: Aware; known of one that never ended.
        ended_at: Aware; None of one that never ended.
        seconds: How long it took; None of one that never ended.
        problem: Name of the error with which it ended, `KILLED` where it never ended, "" where it did what it
            should.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    step: str
    began_at: datetime | None = None
    ended_at: datetime | None = None
    seconds: float | None = None
    problem: str


def read(published: Path) -> list[Run]:
    """Give the newest runs of steps, in the order in which they were written; a torn line is passed over.

    Those that never ended and were not written down yet come last.

    Args:
        published: The folder of snapshots.
    """
    found: list[Run] = []
    folder = published.with_name(FOLDER)
    for path in sorted(folder.glob("*.jsonl"))[-_MONTHS:]:
        with path.open("rb") as file:
            beginning = max(path.stat().st_size - _MOST_BYTES, 0)
            file.seek(beginning)
            lines = file.read().split(b"\n")
        for line in lines[1 if beginning else 0 :]:
            try:
                found.append(Run.model_validate_json(line))
            except ValidationError:
                continue
    killed = [one for path in folder.glob(f"*{RUNNING}") if (one := _killed(path)) is not None]
    return found + sorted(killed, key=lambda one: one.began_at or datetime.min.replace(tzinfo=UTC))


def _killed(path: Path) -> Run | None:
    """Give what the file of a run tells, None while the process that holds its lock works on."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return Run.model_validate_json(file.read())
    except (OSError, ValidationError):  # held, just ended, or not ours
        return None
