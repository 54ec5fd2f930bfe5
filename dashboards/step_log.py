"""What the steps wrote about themselves, beside the folder of snapshots."""

from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER: Final = "log"
"""Where the steps write, in the folder that also holds the snapshots' one."""

_MONTHS = 2
_MOST_BYTES = 1_000_000  # some 9,000 lines: four days of hourly crawls of a hundred outlets


class Ended(BaseModel):
    """The end of a step.

    Attributes:
        step: Its name, as the command's.
        ended_at: Aware.
        seconds: How long it took.
        problem: Name of the error with which it ended, "" where it did what it should.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    step: str
    ended_at: datetime
    seconds: float
    problem: str


def read(published: Path) -> list[Ended]:
    """Give the newest ends of steps, in the order in which they were written; a torn line is passed over.

    Args:
        published: The folder of snapshots.
    """
    found: list[Ended] = []
    for path in sorted(published.with_name(FOLDER).glob("*.jsonl"))[-_MONTHS:]:
        with path.open("rb") as file:
            beginning = max(path.stat().st_size - _MOST_BYTES, 0)
            file.seek(beginning)
            lines = file.read().split(b"\n")
        for line in lines[1 if beginning else 0 :]:
            try:
                found.append(Ended.model_validate_json(line))
            except ValidationError:
                continue
    return found
