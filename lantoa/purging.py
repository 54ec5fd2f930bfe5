"""Purging: after some days, of pages and full texts there remain hashes, scores, sketches and excerpts."""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from crawlers.links import locked
from lantoa import batches
from lantoa.doctor import network
from lantoa.settings import Home, SettingError
from warehouse import publish as publishing
from warehouse import purging

MOST_IDLE: Final = timedelta(days=7)
"""With nothing fetched for longer, either the crawl has stopped or the clock is ahead."""

MOST_OFF: Final = timedelta(days=1)
"""Outlets' clocks may differ from ours by so much."""

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Expired:
    """What is past its time of one outlet and month of fetching.

    Attributes:
        outlet: Id.
        month: Such as "2026-01".
        pages_bytes: Bytes of archived pages.
        batches: Batches of articles with full texts.
        texts: Revisions in the warehouse with full texts.
    """

    outlet: str
    month: str
    pages_bytes: int
    batches: int
    texts: int


def first_kept_day(now: datetime, keep_days: int) -> date:
    """Give the first Vietnam day of fetching whose pages and texts are kept.

    Raises:
        SettingError: Copies and events could not be found any more.
    """
    if keep_days < purging.LEAST_DAYS:
        raise SettingError(
            f"--keep-days {keep_days}: expected at least {purging.LEAST_DAYS}: so long texts are needed to "
            "find the copies of what comes in late"
        )
    return now.astimezone(_VIETNAM).date() - timedelta(days=keep_days)


def expired(home: Home, first_kept: date) -> list[Expired]:
    """Tell what a purge would take, by outlet and month of fetching, without taking anything.

    Args:
        home: The home.
        first_kept: From `first_kept_day`.
    """
    pages, of_batches, texts = (defaultdict[tuple[str, str], int](int) for _ in range(3))
    for folder in _days_before(home, first_kept):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        pages[folder.parent.name, folder.name[:7]] += size
    for path, newest in batches.full(home.articles, _instant(first_kept)):
        of_batches[path.parent.name, f"{newest.astimezone(_VIETNAM):%Y-%m}"] += 1
    for outlet, month, number in purging.texts_before(home.warehouse, _instant(first_kept)):
        texts[outlet, month] += number
    keys = sorted({*pages, *of_batches, *texts})
    return [Expired(*key, pages[key], of_batches[key], texts[key]) for key in keys]


def purge(home: Home, first_kept: date, now: datetime, *, is_clock_right: bool = False) -> list[Expired]:
    """Take away pages and full texts fetched before a day, and publish what remains.

    Killed at any instant it leaves what can be read as before, and the next call goes on. Of two at once the
    second waits for the first.

    Args:
        home: The home.
        first_kept: From `first_kept_day`.
        now: The instant of the purge, aware.
        is_clock_right: Somebody looked at the clock: nothing of ours is asked about it.

    Returns:
        What was taken, as `expired` told it.

    Raises:
        SettingError: Something is to go, and what was collected says that the clock may be ahead.
    """
    with locked(home.raw):  # the second of two at once takes what the first left
        found = expired(home, first_kept)
        if found and not is_clock_right:
            _require_right_clock(home, now)
        before_at = _instant(first_kept)
        if any(one.texts for one in found):
            purging.shorten(home.warehouse, home.sketches, before_at, now)
        # after the warehouse, which needs no text of theirs any more
        shortened = batches.shorten(home.articles, before_at)
        purging.note_batches(home.warehouse, home.folder, shortened, now)
        # asked of the snapshots: an earlier purge may have been killed before it came here
        if purging.is_unpublished(home.warehouse, home.published):
            publishing.publish(home.warehouse, home.published, now)
            publishing.keep_current_alone(home.warehouse, home.published)
        for folder in _days_before(home, first_kept):
            with locked(folder.parent):
                shutil.rmtree(folder)
        _drop_half_written(home, before_at)
        return found


def _drop_half_written(home: Home, before_at: datetime) -> None:
    """Take away what killed processes left of batches before an instant: these have texts too."""
    for folder in (home.articles, home.scores):
        for path in folder.rglob("*.partial"):
            with suppress(FileNotFoundError):  # of one that is at work
                if path.stat().st_mtime < before_at.timestamp():
                    path.unlink()


def _require_right_clock(home: Home, now: datetime) -> None:
    """Hold the clock against what was collected: what a purge takes by a wrong one does not come back.

    Raises:
        SettingError: It may be ahead.
    """
    today = now.astimezone(_VIETNAM).date()
    newest = max((date.fromisoformat(folder.name) for folder in _days(home)), default=None)
    off = network.others_clocks(home)
    if newest is None or today - newest > MOST_IDLE:
        saw = f"the newest page was fetched on {newest}" if newest else "no page is kept to compare that with"
    elif off is not None and abs(off) > MOST_OFF:
        saw = f"outlets' clocks were {off.total_seconds() / 86_400:+.0f} days from ours at the last crawl"
    else:
        return
    raise SettingError(
        f"by this machine's clock it is {today}, and {saw}: nothing was taken. If the clock is wrong, "
        f"{network.SET_CLOCK}; if it is right, run `lantoa purge` with --clock-is-right"
    )


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), _VIETNAM)


def _days_before(home: Home, first_kept: date) -> Sequence[Path]:
    """List the folders of archived pages of days before one."""
    return [folder for folder in _days(home) if date.fromisoformat(folder.name) < first_kept]


def _days(home: Home) -> Sequence[Path]:
    """List the folders of archived pages, one an outlet and day."""
    folders = sorted(home.raw.glob("*/20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]"))
    return [folder for folder in folders if folder.is_dir()]
