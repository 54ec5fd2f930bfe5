"""Checks against what others say: the clock by the answers of outlets, and whether their hosts answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawlers import archive, outlets
from crawlers.outlets import Outlet
from lantoa import settings
from lantoa.doctor.checks import Check
from lantoa.press import REGISTERS
from lantoa.settings import Home
from warehouse import storage

MOST_OFF: Final = timedelta(minutes=5)
"""A clock further off gives items times and orders that are wrong."""

SET_CLOCK: Final = "set the machine's clock: `timedatectl set-ntp true`"

_OUTLETS, _ANSWERS = 9, 20
_SECONDS = 10
_AT_ONCE = 8


def clock(home: Home, now: datetime) -> Check:
    """Whether the clock goes with the files that were written, and with the clocks of outlets."""
    try:
        ZoneInfo("Asia/Ho_Chi_Minh")
    except ZoneInfoNotFoundError:
        return Check("clock", "fault", "the zone Asia/Ho_Chi_Minh is not known here", "install tzdata")
    for path in (*storage.files(home.warehouse), home.published / "current"):
        if not path.exists():
            continue
        then = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if settings.is_real_time() and then > now + MOST_OFF:
            saw = f"it is {now:%Y-%m-%d %H:%M} UTC, and {path} was written at {then:%Y-%m-%d %H:%M}"
            return Check("clock", "fault", saw, SET_CLOCK)
    off = others_clocks(home)
    if off is None:
        return Check("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC; no outlet's answer to compare with")
    seconds = off.total_seconds()
    saw = f"{now:%Y-%m-%d %H:%M} UTC; at the last crawl outlets' clocks were {seconds:+.0f} s from ours"
    if abs(off) > MOST_OFF:
        return Check("clock", "warning", saw, SET_CLOCK)
    return Check("clock", "ok", saw)


def others_clocks(home: Home) -> timedelta | None:
    """Give by how much outlets' clocks were before ours at the last crawl (median), None where none told."""
    off = [median(found) for path in _newest_files(home) if (found := list(_differences(path)))]
    return timedelta(seconds=median(off)) if off else None


def hosts(home: Home, press: str | None, now: datetime) -> Check:
    """Whether the outlets' hosts answer; each that was crawled and goes on is asked once, for its robots.txt.

    Args:
        home: The home, whose archive says which outlets are crawled; without one all of the register are.
        press: Address of a loopback press that answers in their place.
        now: The present instant, aware.
    """
    today = now.astimezone(outlets.VIETNAM).date()
    known = outlets.load(*(REGISTERS if press else REGISTERS[:1]))
    register = {name: outlet for name, outlet in known.items() if outlet.is_read_on(today)}
    crawled = sorted(path.name for path in home.raw.glob("*") if path.name in register)
    asked = [register[name] for name in crawled or sorted(register)]
    if settings.contact() is None and press is None:
        saw = "nobody was asked: an outlet is told who asks"
        return Check("hosts", "warning", saw, "set LANTOA_CONTACT, then ask again")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        silent = [said for said in pool.map(lambda outlet: _problem(outlet, press), asked) if said]
    saw = f"{len(asked) - len(silent)} of {len(asked)} outlets' hosts answer"
    if not silent:
        return Check("hosts", "ok", saw)
    state = "fault" if len(silent) == len(asked) else "warning"
    fix = "look at the network and DNS of this machine" if state == "fault" else "ask again in an hour"
    return Check("hosts", state, f"{saw}: {'; '.join(silent)}", fix)


def _problem(outlet: Outlet, press: str | None) -> str:
    """Ask a host for its robots.txt; "" where it answers, whatever that says."""
    host = outlet.domains[0].partition("/")[0]
    place = urlsplit(press).netloc if press else host
    kind = HTTPConnection if press else HTTPSConnection
    agent = f"lantoa/{version('lantoa')} (+{settings.contact()})"
    connection = kind(place, timeout=_SECONDS)
    try:
        connection.request("GET", "/robots.txt", headers={"Host": host, "User-Agent": agent})
        connection.getresponse()
    except (OSError, HTTPException) as error:
        return f"{outlet.id} ({' '.join(str(error).split()) or type(error).__name__})"
    finally:
        connection.close()
    return ""


def _newest_files(home: Home) -> list[Path]:
    """Give the archive's newest file of each of the outlets that were crawled last."""
    newest: dict[str, Path] = {}
    for path in sorted(home.raw.glob("*/*/*.warc.gz"), key=lambda path: path.name):
        newest[path.parent.parent.name] = path
    return sorted(newest.values(), key=lambda path: path.name)[-_OUTLETS:]


def _differences(path: Path) -> Iterator[float]:
    """Give by how many seconds a host's clock was before ours, for the first answers of a file."""
    try:
        for page in islice(archive.read(path), _ANSWERS):
            then = page.headers.get("date")
            if then:
                yield (parsedate_to_datetime(then) - page.fetched_at).total_seconds()
    except (OSError, ValueError, TypeError):  # a file that is being written; a header that is no date
        return
