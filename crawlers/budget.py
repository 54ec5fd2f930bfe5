"""What is remembered of an outlet's hosts between crawls: their robots.txt, their wishes, what was asked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from time import monotonic

from scrapy.exceptions import IgnoreRequest

from crawlers.links import opened

# RFC 9309, 2.4: a cached copy should not be used for more than 24 hours.
_ROBOTS_LAST = timedelta(hours=24)

_SCHEMA = """
create table if not exists robots (
    origin text primary key, fetched_at text not null, status integer not null, body blob not null
) without rowid;
create table if not exists holds (host text primary key, until_at text not null) without rowid;
create table if not exists requests (hour_at text primary key, count integer not null) without rowid;
"""


class PutOffError(IgnoreRequest):
    """A request that this crawl does not send; nothing is held against its link, which waits for the next."""


@dataclass(frozen=True)
class Robots:
    """An answer to robots.txt.

    Attributes:
        status: Its HTTP status, 2xx or 4xx.
        body: Its body, as far as it is read.
    """

    status: int
    body: bytes


class Manners:
    """Robots.txt, holds and counts of requests of one outlet, in one SQLite file.

    Args:
        path: The file, made when it does not exist.
        now: Aware time of the crawl.
        per_hour: Requests allowed in an hour of the clock, None for any number.

    Attributes:
        per_hour: As given.
        used_up: Whether a request was put off because the hour's were used up.
    """

    def __init__(self, path: Path, now: datetime, per_hour: int | None) -> None:
        self._database = opened(path, _SCHEMA)
        self._now = now
        self._begun = monotonic()
        self._holds = {
            host: datetime.fromisoformat(until)
            for host, until in self._database.execute("select host, until_at from holds")
            if datetime.fromisoformat(until) > now
        }
        self._spent = {
            datetime.fromisoformat(hour): int(count)
            for hour, count in self._database.execute("select hour_at, count from requests")
        }
        self._unsaved = False
        self.per_hour = per_hour
        self.used_up = False

    def robots(self, origin: str) -> Robots | None:
        """Give the answer of an origin to robots.txt, None where it is unknown or 24 hours old."""
        row = self._database.execute(
            "select fetched_at, status, body from robots where origin = ?", (origin,)
        ).fetchone()
        if row is None or not timedelta(0) <= self._now - datetime.fromisoformat(row[0]) < _ROBOTS_LAST:
            return None
        return Robots(row[1], row[2])

    def keep_robots(self, origin: str, robots: Robots) -> None:
        """Remember an answer."""
        self._database.execute(
            "insert or replace into robots values (?, ?, ?, ?)",
            (origin, _text(self._now), robots.status, robots.body),
        )

    def hold(self, host: str, seconds: float) -> datetime:
        """Ask nothing of a host in the rest of this crawl, nor in later ones before the time it gave."""
        until = self._clock() + timedelta(seconds=seconds)
        self._holds[host] = until
        self._database.execute("insert or replace into holds values (?, ?)", (host, _text(until)))
        return until

    def held_until(self, host: str) -> datetime | None:
        """Give the time (UTC) before which a host wants to be left alone, None without one.

        What holds at the beginning of a crawl, or was asked for in it, holds until its end.
        """
        return self._holds.get(host)

    def spend(self) -> None:
        """Count one request.

        Raises:
            PutOffError: The requests of this hour are used up.
        """
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        spent = self._spent.get(hour, 0)
        if self.per_hour is not None and spent >= self.per_hour:
            self.used_up = True
            raise PutOffError(f"request budget of {self.per_hour} an hour used up")
        self._spent[hour] = spent + 1
        self._unsaved = True

    def save(self) -> None:
        """Write the counts; a crash loses those since the last call."""
        if self._unsaved:
            latest = max(self._spent)
            self._database.execute("begin immediate")
            self._database.execute("delete from requests")
            self._database.execute("insert into requests values (?, ?)", (_text(latest), self._spent[latest]))
            self._database.execute("commit")
            self._unsaved = False

    def close(self) -> None:
        """Save, and close the file."""
        self.save()
        self._database.close()

    def _clock(self) -> datetime:
        # The crawl's own time goes on while it runs.
        return (self._now + timedelta(seconds=monotonic() - self._begun)).astimezone(UTC)


def allowed(requests_per_hour: int, pace: float) -> int | None:
    """Give the requests of an hour where delays are shortened by a factor, towards a press: 0 bounds none."""
    return ceil(requests_per_hour / pace) if pace else None


def asked_to_wait(until: datetime) -> PutOffError:
    """Say until when a host wants to be left alone."""
    return PutOffError(f"asked to wait until {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC")


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
