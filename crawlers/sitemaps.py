"""Sitemaps: which files of an index are worth a visit, and which bare addresses announce articles."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawlers import dates, discover
from crawlers.discover import Link
from crawlers.sections import is_article

# Files whose names tell no time: a host can name one a month, back to its first year.
MOST_UNNAMED = 10
# Files whose names tell a month or a year of the wanted days: three years of one a day.
MOST_NAMED = 1100
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_MONTH = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?:(?:[-_/.]|&[a-z]{1,6}=)(?P<month>0?[1-9]|1[0-2])|(?P<joined>0[1-9]|1[0-2])(?:\d\d)?)?(?!\d)"
)
_SAME_CHANGE = 50  # addresses with one time of change between them, beyond which it is that of the file


@dataclass(frozen=True)
class Named:
    """A sitemap that an index names.

    Attributes:
        url: Its address.
        is_dated: Whether its name says that it holds wanted days.
    """

    url: str
    is_dated: bool


def wanted(body: bytes, via: str, since: datetime, until: datetime) -> list[Named]:
    """Give the sitemaps of an index that can hold articles of some days, the newest first.

    A file whose name tells a month or a year ("sitemap-2026-7.xml") is chosen by that, at most 1100; any
    other by the time of its last change, at most ten. One that did not change since holds nothing wanted.

    Args:
        body: The index, content-decoded.
        via: Its address, to which relative ones are relative.
        since: Aware time from which articles are wanted.
        until: Aware time before which they are.

    Raises:
        FeedError: See `discover.document`.
    """
    root = discover.document(body)
    first, last = _day(since), _day(until - timedelta(microseconds=1))
    named: list[tuple[date, str]] = []
    others: list[tuple[bool, datetime, str]] = []
    for sitemap in root.iter(f"{_SITEMAP}sitemap"):
        changed_at = dates.read(sitemap.findtext(f"{_SITEMAP}lastmod") or "")
        try:
            url = urljoin(via, (sitemap.findtext(f"{_SITEMAP}loc") or "").strip())
            days = _days(url)
        except ValueError:
            continue
        if changed_at is not None and changed_at < since:
            continue
        if days is None:
            others.append((changed_at is not None, changed_at or since, url))
        elif days[0] <= last and days[1] >= first:
            named.append((days[1], url))
    # Stable sorts: where an index tells no more, its order stands.
    named.sort(key=lambda found: found[0], reverse=True)
    others.sort(key=lambda found: found[:2], reverse=True)
    return [
        *(Named(url, is_dated=False) for *_, url in others[:MOST_UNNAMED]),
        *(Named(url, is_dated=True) for _, url in named[:MOST_NAMED]),
    ]


def announcing(links: Sequence[Link], since: datetime, is_dated: bool) -> list[Link]:
    """Keep the entries of a source that announce something, in their order.

    An entry with headline or time does, as does one that can't be used, which is counted, and one of a
    section page, where articles were told from other links already. A sitemap's bare address does where it
    is an article's and was changed since the first wanted day; without a time of change, or with the same
    one as most of a long list, only in a file whose name says that it holds wanted days.

    Args:
        links: The entries.
        since: Aware time from which articles are wanted.
        is_dated: See `Named`.
    """
    changes = Counter(link.changed_at for link in links if link.changed_at is not None)
    most = max(changes.values(), default=0)
    tells_changes = most <= max(_SAME_CHANGE, len(links) // 2)

    def announces(link: Link) -> bool:
        if not link.is_pointer or link.via_kind == "section":
            return True
        if link.changed_at is not None and link.changed_at < since:
            return False
        return is_article(link.url) and (is_dated or (link.changed_at is not None and tells_changes))

    return [link for link in links if announces(link)]


def _days(url: str) -> tuple[date, date] | None:
    """Give first and last day of the month or year that an address names last, None where it names none."""
    parts = urlsplit(url)
    found = list(_MONTH.finditer(f"{parts.path}?{parts.query}"))
    if not found:
        return None
    year, month = int(found[-1]["year"]), found[-1]["month"] or found[-1]["joined"]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])


def _day(at: datetime) -> date:
    """Give the Vietnam day of a time; the ends of time have no zone to be moved to."""
    return at.date() if at.year in (1, 9999) else at.astimezone(_VIETNAM).date()
