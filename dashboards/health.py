"""Whether lantoa itself works: what it holds, what was not collected, how long its steps take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any, Final

import pandas as pd

from dashboards import step_log, words
from dashboards.rows import Row, rows
from dashboards.step_log import Run
from warehouse.reader import NotPublishedError, Reader, published_at

MOST_AGE: Final = timedelta(hours=26)
"""Once a day everything is collected and published; two hours are for the run itself."""

GAP_DAYS: Final = 7
"""Vietnam days, today's included, whose gaps are shown."""

RUNS: Final = 20
"""So many of a step's newest runs are looked at."""


@dataclass(frozen=True)
class Step:
    """The newest runs of a step, `RUNS` at most.

    Attributes:
        step: Its name, as the command's.
        ended_at: When it ended last, aware; None where none of them did.
        seconds: How long it took then.
        median_seconds: The middle one of its durations.
        longest_seconds: The longest.
        runs: How many runs there are.
        failed: How many of these ended with an error, or never.
        problem: Name of the error with which the last one ended, "killed" where it never did, "" where it did
            what it should.
        killed_at: When the last one began, aware, where it never ended; else None.
    """

    step: str
    ended_at: datetime | None
    seconds: float | None
    median_seconds: float | None
    longest_seconds: float | None
    runs: int
    failed: int
    problem: str
    killed_at: datetime | None


@dataclass(frozen=True)
class Health:
    """What there is to say of an installation at an instant.

    Attributes:
        at: The instant, aware.
        snapshot: Name of the snapshot that readers see, None where nothing is published.
        published_at: When it was published.
        items: Items in it.
        rejected: Entries in it that are no item.
        items_1d: Items first seen in the day before the instant.
        outlets: outlet, name, last_readable_at, feed_state, items_7d and gap_days of each outlet that was
            visited, alphabetically.
        gaps: outlet, name, day_date and reason of the gaps of the last `GAP_DAYS`, the newest first.
        steps: By name.
    """

    at: datetime
    snapshot: str | None
    published_at: datetime | None
    items: int
    rejected: int
    items_1d: int
    outlets: Sequence[Row]
    gaps: Sequence[Row]
    steps: Sequence[Step]

    @property
    def late(self) -> list[str]:
        """Ids of outlets that could not be read within `MOST_AGE`."""
        limit = self.at - MOST_AGE
        return [row["outlet"] for row in self.outlets if (row["last_readable_at"] or _NEVER) < limit]

    @property
    def troubles(self) -> list[str]:
        """What is not as it should be: not_published, old_snapshot, late_outlets, failed_step."""
        known = {
            "not_published": self.snapshot is None,
            "old_snapshot": self.published_at is not None and self.at - self.published_at > MOST_AGE,
            "late_outlets": bool(self.late),
            "failed_step": any(step.problem for step in self.steps),
        }
        return [name for name, is_so in known.items() if is_so]


_NEVER = datetime.min.replace(tzinfo=UTC)
_OF_OUTLETS = ("outlet", "name", "last_readable_at", "feed_state", "items_7d", "gap_days")


def read(published: Path, at: datetime) -> Health:
    """Look at the published warehouse and at the log of steps; neither has to be there.

    Args:
        published: The folder of snapshots.
        at: The present instant, aware.
    """
    try:
        with Reader(published) as reader, reader.held() as snapshot:
            return of_reader(reader, snapshot, at)
    except NotPublishedError:
        return Health(at, None, None, 0, 0, 0, (), (), steps(published))


def of_reader(reader: Reader, snapshot: str, at: datetime) -> Health:
    """Look at the snapshot that a reader holds, and at the log of steps beside it; as `read`."""
    (counts,) = rows(reader.shown("health", {"at": at}))
    outlets = sorted(rows(reader.frame("rpt_outlet_health")), key=lambda row: words.alphabetical(row["name"]))
    since = (pd.Timestamp(at).tz_convert("Asia/Ho_Chi_Minh") - timedelta(days=GAP_DAYS - 1)).date()
    gaps = rows(reader.shown("gaps_since", {"since": since}), "day_date")
    gaps.sort(key=lambda row: (-row["day_date"].toordinal(), row["name"]))
    return Health(
        at=at,
        snapshot=snapshot,
        published_at=published_at(snapshot),
        items=int(counts["items"]),
        rejected=int(counts["rejected"]),
        items_1d=int(counts["items_1d"]),
        outlets=[{key: row[key] for key in _OF_OUTLETS} for row in outlets],
        gaps=gaps,
        steps=steps(reader.published),
    )


def as_facts(health: Health) -> dict[str, Any]:
    """Give the same for a monitor, of types that become JSON; instants are ISO 8601, days Vietnam days."""
    published = health.published_at
    return {
        "state": _state(health),
        "troubles": health.troubles,
        "at": health.at.isoformat(),
        "snapshot": {
            "name": health.snapshot,
            "published_at": published.isoformat() if published else None,
            "age_seconds": max((health.at - published).total_seconds(), 0.0) if published else None,
        },
        "items": health.items,
        "items_1d": health.items_1d,
        "rejected": health.rejected,
        "late_outlets": health.late,
        "outlets": [_plain(row) for row in health.outlets],
        "gaps": [_plain(row) for row in health.gaps],
        "steps": [_plain(vars(step)) for step in health.steps],
    }


def _state(health: Health) -> str:
    if health.snapshot is None or (health.outlets and len(health.late) == len(health.outlets)):
        return "fault"
    return "warning" if health.troubles else "ok"


def steps(published: Path) -> list[Step]:
    """Give what the log beside the folder of snapshots tells of each step, by name."""
    found: list[Step] = []
    runs = sorted(step_log.read(published), key=lambda one: one.step)
    for name, group in groupby(runs, key=lambda one: one.step):
        newest = list(group)[-RUNS:]
        last = newest[-1]
        ended = [one for one in newest if one.ended_at is not None]
        seconds = [one.seconds for one in ended if one.seconds is not None]
        found.append(
            Step(
                step=name,
                ended_at=ended[-1].ended_at if ended else None,
                seconds=seconds[-1] if seconds else None,
                median_seconds=round(median(seconds), 3) if seconds else None,
                longest_seconds=max(seconds, default=None),
                runs=len(newest),
                failed=sum(bool(one.problem) for one in newest),
                problem=last.problem,
                killed_at=_killed_at(last),
            )
        )
    return found


def _killed_at(last: Run) -> datetime | None:
    return last.began_at if last.ended_at is None else None


def _plain(row: Row) -> Row:
    return {key: cell.isoformat() if isinstance(cell, datetime | date) else cell for key, cell in row.items()}
