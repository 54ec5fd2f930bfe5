"""The links table: what an outlet announced, what became of each link, and when its sources were visited."""

import contextlib
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from crawlers import dates
from crawlers.discover import Link
from crawlers.revisits import LAST, Fetch, Outcome, is_due

if TYPE_CHECKING:
    import pyarrow as pa

logger = logging.getLogger(__name__)

ScanState = Literal[
    "ok", "empty", "malformed", "challenge", "failed", "robots", "too_large", "too_slow", "not_modified"
]

OUTSIDE_PERIOD = "outside period"
FEED_ITEM = "feed item without its page"
_CRAWLS_BEFORE_GIVING_UP = 3
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_SCHEMA = """
create table if not exists links (
    canonical_url text primary key, request_url text not null, outlet text not null, title text not null,
    title_hash text not null, summary text not null, published_raw text not null, published_at text,
    via text not null, via_kind text not null, scan_date text, discovered_at text not null,
    state text not null check (state in ('queued', 'done', 'rejected', 'skipped')),
    reason text not null default '', attempts integer not null default 0,
    warc text, "offset" integer, fetched_at text
) without rowid;
create index if not exists links_by_state on links (state);
create table if not exists entries (
    outlet text not null, canonical_url text not null, title_hash text not null, seen integer not null,
    primary key (outlet, canonical_url, title_hash)
) without rowid;
create table if not exists scans (
    outlet text not null, source text not null, source_kind text not null, scanned_at text not null,
    state text not null, reason text not null, entries integer not null, oldest_at text, newest_at text,
    scan_date text
);
create unique index if not exists scans_once
    on scans (outlet, source, source_kind, coalesce(scan_date, scanned_at));
create table if not exists rejected (
    outlet text not null, canonical_url text not null, title_hash text not null, url text not null,
    title text not null, published_at text, reason text not null, detail text not null, at text not null,
    primary key (outlet, canonical_url, title_hash, reason)
) without rowid;
create table if not exists crawls (warc text primary key, closed integer not null) without rowid;
create table if not exists fetches (
    canonical_url text not null, fetched_at text not null, outcome text not null,
    warc text not null, "offset" integer not null, etag text not null, last_modified text not null,
    primary key (canonical_url, fetched_at, warc, "offset")
) without rowid;
create index if not exists fetches_by_file on fetches (warc);
create table if not exists sightings (
    canonical_url text not null, source text not null, source_kind text not null,
    first_seen_at text not null, last_seen_at text not null,
    primary key (canonical_url, source)
) without rowid;
create index if not exists sightings_by_source on sightings (source);
create table if not exists validators (
    source text primary key, etag text not null, last_modified text not null
) without rowid;
"""

Kind = Literal["scans", "rejected", "fetches", "sightings"]
"""What a crawl hands on besides its pages."""


@dataclass(frozen=True)
class _Rows:
    """How the rows of a kind are read: their columns, from where, in which order, and their time.

    `changing` is what is another number in rows that changed, or came in the place of others.
    """

    columns: str
    source: str
    order: str
    at: str
    changing: str


_ROWS: Final[Mapping[Kind, _Rows]] = {
    "scans": _Rows("*", "scans", "source, source_kind, scanned_at", "scanned_at", "scans.rowid"),
    "rejected": _Rows("*", "rejected", "outlet, canonical_url, title_hash, reason", "at", "0"),
    "fetches": _Rows(
        "outlet, fetches.*",
        "fetches join links using (canonical_url)",
        "fetches.fetched_at, canonical_url",
        "fetches.fetched_at",
        "julianday(fetches.fetched_at)",
    ),
    "sightings": _Rows(
        "links.outlet, sightings.*",
        "sightings join links using (canonical_url)",
        "canonical_url, source",
        "first_seen_at",
        "julianday(last_seen_at)",
    ),
}

# A table of a version that kept no answers but the page of each link.
_VERSION = 1
_FETCHES_OF_BEFORE = """
begin immediate;
insert or ignore into fetches
    select canonical_url, fetched_at, 'page', warc, "offset", '', '' from links where state = 'done';
pragma user_version = 1;
commit;
"""


@dataclass(frozen=True)
class Period:
    """Days of publication that are wanted, Vietnam time, both included; None leaves a side open."""

    first: date | None = None
    last: date | None = None

    @property
    def start_at(self) -> datetime:
        """First instant of the period, UTC."""
        return _midnight(self.first) if self.first else datetime.min.replace(tzinfo=UTC)

    @property
    def end_at(self) -> datetime:
        """First instant after the period, UTC."""
        return _midnight(self.last + timedelta(days=1)) if self.last else datetime.max.replace(tzinfo=UTC)

    def covers(self, published_at: datetime | None) -> bool:
        """Tell whether an item is wanted; one without a known time is, its page may tell the time."""
        return published_at is None or self.start_at <= published_at < self.end_at


@dataclass(frozen=True)
class Visit:
    """One visit of a feed, sitemap or section page.

    Attributes:
        outlet: Id of the outlet whose source it is.
        source: Address of the source.
        source_kind: "feed", "sitemap", "sitemap_index" or "section".
        at: UTC.
        state: What came of it.
        reason: Why nothing came of it; "" otherwise.
    """

    outlet: str
    source: str
    source_kind: str
    at: datetime
    state: ScanState
    reason: str = ""


@dataclass(frozen=True)
class Stored:
    """An answer that lies in the archive: to which link, and where.

    Attributes:
        canonical_url: The link.
        warc: File, relative to the outlet's folder of raw pages.
        offset: Where its record begins, in bytes.
        fetched_at: UTC.
        outcome: See `crawlers.revisits.outcome`.
        etag: The answer's ETag, "" without one.
        last_modified: The answer's Last-Modified, "" without one.
    """

    canonical_url: str
    warc: str
    offset: int
    fetched_at: datetime
    outcome: Outcome = "page"
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Due:
    """An article to be asked for again.

    Attributes:
        url: Address to request.
        etag: ETag of its page in the archive, "" without one.
        last_modified: Last-Modified of its page in the archive, "" without one.
    """

    url: str
    etag: str
    last_modified: str


class LinksError(Exception):
    """A file of a crawl can't be opened; the message names it."""


def opened(path: Path, schema: str) -> sqlite3.Connection:
    """Open a SQLite file of a crawl, made with its tables where it is missing; statements settle one by one.

    Raises:
        LinksError: It can't be opened, or is damaged.
    """
    try:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("pragma journal_mode = wal")
        database.executescript(schema)
    except sqlite3.Error as error:
        raise LinksError(f"{path}: {error}") from error
    return database


class LinkTable:
    """An outlet's links, entries, scans and rejected entries, in one SQLite file.

    One process writes to it at a time (see `crawlers.run`); any may read. Every method that writes is one
    transaction. Times are aware and kept in UTC.

    Args:
        path: The file, made when it does not exist.

    Attributes:
        rejections: Rejected rows that this object added, by reason.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Autocommit, so that `with self._database` alone would not be a transaction: see _transaction.
        self._database = opened(path, _SCHEMA)
        self._database.row_factory = sqlite3.Row
        if self._database.execute("pragma user_version").fetchone()[0] < _VERSION:
            self._database.executescript(_FETCHES_OF_BEFORE)
        self.rejections: Counter[str] = Counter()

    def __enter__(self) -> "LinkTable":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def record_visit(self, visit: Visit, links: Sequence[Link], period: Period) -> int:
        """Write a visit and what it announced, all or nothing.

        Args:
            visit: The visit.
            links: Its entries in their order.
            period: Links published outside it are skipped for now.

        Returns:
            How many links were not known before.
        """
        counts = Counter((link.outlet, link.canonical_url, link.title_hash) for link in links)
        first = {(link.outlet, link.canonical_url, link.title_hash): link for link in reversed(links)}
        with _Transaction(self._database):
            self._add_scan(visit, links)
            return sum(self._add_entry(first[key], seen, visit.at, period) for key, seen in counts.items())

    def record_unchanged(self, visit: Visit) -> None:
        """Write a visit whose answer was "not modified": the source still shows what it last showed."""
        with _Transaction(self._database):
            self._database.execute(
                "insert or ignore into scans "
                "select outlet, source, source_kind, ?, 'not_modified', ?, entries, oldest_at, newest_at, "
                "null from scans where source = ? and source_kind = ? "
                "and state in ('ok', 'not_modified') order by scanned_at desc limit 1",
                (_text(visit.at), visit.reason, visit.source, visit.source_kind),
            )
            self._database.execute(
                "update sightings set last_seen_at = ?1 where source = ?2 and last_seen_at = "
                "(select max(last_seen_at) from sightings where source = ?2)",
                (_text(visit.at), visit.source),
            )

    def validators(self, source: str) -> tuple[str, str]:
        """Give ETag and Last-Modified of the last body of a source whose entries are in this table, or ""."""
        row = self._database.execute(
            "select etag, last_modified from validators where source = ?", (source,)
        ).fetchone()
        return (row["etag"], row["last_modified"]) if row else ("", "")

    def remember_validators(self, source: str, etag: str, last_modified: str) -> None:
        """Keep ETag and Last-Modified ("" without) of a body, once its entries are in this table."""
        with _Transaction(self._database):
            self._database.execute(
                "insert or replace into validators values (?, ?, ?)", (source, etag, last_modified)
            )

    def select(self, period: Period) -> None:
        """Skip queued links outside a period, and queue again the skipped ones inside it."""
        start, end = _text(period.start_at), _text(period.end_at)
        outside = "published_at is not null and not (published_at >= ? and published_at < ?)"
        with _Transaction(self._database):
            self._database.execute(
                f"update links set state = 'queued', reason = '' "  # noqa: S608 no value from outside
                f"where state = 'skipped' and reason = ? and not ({outside})",
                (OUTSIDE_PERIOD, start, end),
            )
            self._database.execute(
                f"update links set state = 'skipped', reason = ? where state = 'queued' and {outside}",  # noqa: S608
                (OUTSIDE_PERIOD, start, end),
            )

    def queued(self) -> dict[str, str]:
        """Give the links to fetch: address to request by canonical address, newest item first."""
        rows = self._database.execute(
            "select canonical_url, request_url from links where state = 'queued' "
            "order by published_at desc, canonical_url"
        )
        return {row["canonical_url"]: row["request_url"] for row in rows}

    def due(self, period: Period, followed: Collection[str], now: datetime) -> dict[str, Due]:
        """Give the articles to be asked for again, by canonical address, those first seen last first.

        Args:
            period: Wanted days of publication.
            followed: Canonical addresses of articles on a campaign.
            now: Time of the crawl.
        """
        rows = self._database.execute(
            "select fetches.*, links.request_url from fetches join links using (canonical_url) "
            "where links.state = 'done' and (links.published_at is null "
            "or links.published_at >= ? and links.published_at < ?) and canonical_url in "
            "(select canonical_url from fetches where outcome <> 'item' "
            "group by canonical_url having min(fetched_at) > ?) and fetches.outcome <> 'item' "
            "order by canonical_url, fetches.fetched_at",
            (_text(period.start_at), _text(period.end_at), _text(now - LAST)),
        )
        found: list[tuple[str, str, Due]] = []
        for link, group in groupby(rows, key=lambda row: row["canonical_url"]):
            answers = list(group)
            fetches = [Fetch(datetime.fromisoformat(one["fetched_at"]), one["outcome"]) for one in answers]
            if is_due(fetches, link in followed, now):
                page = [one for one in answers if one["outcome"] == "page"][-1]
                due = Due(page["request_url"], page["etag"], page["last_modified"])
                found.append((answers[0]["fetched_at"], link, due))
        return {link: due for _, link, due in sorted(found, key=lambda one: one[:2], reverse=True)}

    def take(self, pages: Iterable[tuple[Link, Stored]]) -> None:
        """Note what came from another archive; a link that is known keeps what is known of it.

        A feed item is no page: a link that only imports know waits for a live source to announce it.
        """
        found = list(pages)
        with _Transaction(self._database):
            for link, stored in found:
                self._add_link(link, stored.fetched_at, Period())
            self._add_fetches(stored for _, stored in found)
            self._database.executemany(
                "update links set state = 'skipped', reason = ? "
                "where canonical_url = ? and state = 'queued' and via_kind = 'import'",
                [(FEED_ITEM, stored.canonical_url) for _, stored in found if stored.outcome == "item"],
            )

    def refuse(self, entries: Iterable[tuple[Link, str, str, datetime]]) -> None:
        """Note entries of another archive that are no page: the link, a reason, a detail and an instant."""
        with _Transaction(self._database):
            for link, reason, detail, at in entries:
                self._reject_entry(link, reason, detail, at)

    def done(self, pages: Iterable[Stored]) -> None:
        """Note answers that lie whole in the archive; the links of pages are done."""
        with _Transaction(self._database):
            self._add_fetches(pages)

    def reject(self, canonical_url: str, reason: str, detail: str, at: datetime) -> None:
        """Give a link up for a reason that trying again would not change."""
        with _Transaction(self._database):
            self._reject_link(canonical_url, reason, detail, at)

    def fail(self, canonical_url: str, detail: str, at: datetime) -> None:
        """Count a crawl in which a link could not be fetched; after three it is given up."""
        with _Transaction(self._database):
            row = self._database.execute(
                "update links set attempts = attempts + 1, reason = ? where canonical_url = ? "
                "returning attempts",
                (detail, canonical_url),
            ).fetchone()
            if row is not None and row["attempts"] >= _CRAWLS_BEFORE_GIVING_UP:
                self._reject_link(canonical_url, "fetch failed", detail, at)

    def open_crawl(self, warc: str) -> None:
        """Note that a file of the archive is about to be written."""
        with _Transaction(self._database):
            self._database.execute("insert into crawls values (?, 0) on conflict do nothing", (warc,))

    def close_crawl(self, warc: str) -> None:
        """Note that a file of the archive is whole and its pages are in this table."""
        with _Transaction(self._database):
            self._database.execute("update crawls set closed = 1 where warc = ?", (warc,))

    def open_crawls(self) -> list[str]:
        """Give the files of the archive whose crawl did not end."""
        rows = self._database.execute("select warc from crawls where closed = 0 order by warc")
        return [row["warc"] for row in rows]

    def rebuild(self, warc: str, pages: Iterable[Stored]) -> None:
        """Make what is known of one file of the archive what the file says, whatever the table said."""
        with _Transaction(self._database):
            self._database.execute("delete from fetches where warc = ?", (warc,))
            # A link whose page was lost is queued again, or done by the page of an earlier crawl.
            self._database.execute(
                "update links set state = 'queued', warc = null, \"offset\" = null, fetched_at = null "
                "where state = 'done' and warc = ?",
                (warc,),
            )
            earlier = self._database.execute(
                "select fetches.* from fetches join links using (canonical_url) "
                "where links.state = 'queued' and fetches.outcome = 'page' order by fetches.fetched_at"
            ).fetchall()
            self._point(_stored(row) for row in earlier)
            self._add_fetches(pages)
            self._database.execute("insert or replace into crawls values (?, 1)", (warc,))

    def states(self) -> Counter[str]:
        """Count the links by state."""
        rows = self._database.execute("select state, count(*) as n from links group by state")
        return Counter({row["state"]: row["n"] for row in rows})

    def stored_in(self, warc: str) -> int:
        """Count the answers for links that lie in one file of the archive."""
        query = "select count(*) from fetches where warc = ?"
        return int(self._database.execute(query, (warc,)).fetchone()[0])

    def imported_in(self, warc: str) -> int:
        """Count the links of one file of the archive that no live source has announced."""
        query = (
            "select count(distinct canonical_url) from fetches join links using (canonical_url) "
            "where fetches.warc = ? and links.via_kind = 'import'"
        )
        return int(self._database.execute(query, (warc,)).fetchone()[0])

    def archived_in(self, name: str) -> list[dict[str, Any]]:
        """Give the links with a page or feed item in one file of the archive.

        They are rows of `links_frame` with the `outcome` of the answer, "page" or "item".

        Args:
            name: The file's name, such as "20260809T220000Z-1f2e.warc.gz".
        """
        # Of two columns of one name a row gives the first.
        query = (
            'select fetches.warc, fetches."offset", fetches.fetched_at, fetches.outcome, links.* '
            "from fetches join links using (canonical_url) where fetches.outcome in ('page', 'item') "
            "and substr(fetches.warc, instr(fetches.warc, '/') + 1) = ?"
        )
        return self._frame("archived", query, name).to_pylist()

    def months(self, kind: Kind) -> dict[str, str]:
        """Give a mark for each UTC month (2026-11) of which rows are kept; it changes with any of them."""
        of = _ROWS[kind]
        mark = f"count(*) || ' ' || total({of.changing})"
        query = f"select substr({of.at}, 1, 7), {mark} from {of.source} group by 1"  # noqa: S608 (ours)
        return dict(self._database.execute(query).fetchall())

    def frame_of(self, kind: Kind, month: str = "") -> "pa.Table":
        """Give rows of a kind as a table.

        Args:
            kind: "scans" are visits and archived scans, "rejected" refused entries, "fetches" answers to
                requests for articles, "sightings" what each source announced, with the first and the last
                visit that saw it there.
            month: The UTC month (2026-11) of a visit, answer, refusal or first sighting; all, without.
        """
        of = _ROWS[kind]
        of_month = f"substr({of.at}, 1, length(?1)) = ?1"
        query = f"select {of.columns} from {of.source} where {of_month} order by {of.order}"  # noqa: S608 (ours)
        return self._frame(kind, query, month)

    def links_frame(self) -> "pa.Table":
        """Give all links as a table, by canonical address."""
        return self._frame("links", "select * from links order by canonical_url")

    def _frame(self, columns: str, query: str, *values: str) -> "pa.Table":
        from crawlers.link_frames import frame  # a crawl, which starts often, has no use for Arrow

        return frame(self._database, columns, query, *values)

    def _add_fetches(self, answers: Iterable[Stored]) -> None:
        stored = list(answers)
        self._database.executemany(
            "insert into fetches values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            [
                (one.canonical_url, _text(one.fetched_at), one.outcome, one.warc, one.offset, one.etag,
                 one.last_modified)
                for one in stored
            ],
        )  # fmt: skip
        self._point(one for one in stored if one.outcome == "page")

    def _point(self, pages: Iterable[Stored]) -> None:
        """Make links done by their page, unless they are by a later one."""
        self._database.executemany(
            "update links set state = 'done', reason = '', warc = ?, \"offset\" = ?, fetched_at = ? "
            "where canonical_url = ? and (fetched_at is null or fetched_at <= ?)",
            [
                (page.warc, page.offset, _text(page.fetched_at), page.canonical_url, _text(page.fetched_at))
                for page in pages
            ],
        )

    def _add_scan(self, visit: Visit, links: Sequence[Link]) -> None:
        self._insert_scan(visit.source_kind, visit, links, None)
        days = sorted({link.scan_date for link in links if link.scan_date is not None})
        for day in days:
            seen = [link for link in links if link.scan_date == day]
            self._insert_scan("archived_scan", visit, seen, day)

    def _insert_scan(self, kind: str, visit: Visit, links: Sequence[Link], day: date | None) -> None:
        stated = (link.published_at for link in links if link.published_at is not None)
        # One entry of 1986 would have the source reach back to that year, without a gap.
        times = sorted(time for time in stated if dates.check(time, visit.at) is None)
        newest = times[-1] if times else None
        # An archived scan was made when its newest entry was out, not when this crawl read of it.
        at = visit.at if day is None else newest or _midnight(day)
        self._database.execute(
            "insert or replace into scans values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                visit.outlet,
                visit.source,
                kind,
                _text(at),
                visit.state,
                visit.reason,
                len(links),
                _text(times[0]) if times else None,
                _text(newest),
                day.isoformat() if day else None,
            ),
        )

    def _add_entry(self, link: Link, seen: int, at: datetime, period: Period) -> bool:
        """Add one entry of a body; tell whether its link is new."""
        if link.problem is None:
            self._see(link, at)
        if link.is_pointer:
            return self._announce(link, False, at, period)
        fresh = self._database.execute(
            "insert into entries values (?, ?, ?, 0) on conflict do nothing",
            (link.outlet, link.canonical_url, link.title_hash),
        ).rowcount
        self._database.execute(
            "update entries set seen = max(seen, ?) "
            "where outlet = ? and canonical_url = ? and title_hash = ?",
            (seen, link.outlet, link.canonical_url, link.title_hash),
        )
        if seen > 1:
            self._reject_entry(link, "duplicate", f"{seen} times in {link.via}", at)
        if link.problem is not None:
            self._reject_entry(link, link.problem, f"announced by {link.via}", at)
            return False
        return self._announce(link, bool(fresh), at, period)

    def _announce(self, link: Link, fresh: bool, at: datetime, period: Period) -> bool:
        """Add the link of an entry, whose headline may be new; tell whether the link is."""
        if self._add_link(link, at, period):
            return True
        before = self._adopt(link, at, period)
        other = before or link
        # The address has its item already, so a second headline can't become another one.
        if not other.is_pointer and (other.title_hash != link.title_hash if before else fresh):
            self._reject_entry(other, "duplicate", f"address known by another headline, in {other.via}", at)
        return False

    def _see(self, link: Link, at: datetime) -> None:
        self._database.execute(
            "insert into sightings values (?, ?, ?, ?, ?) on conflict do update set "
            "last_seen_at = max(last_seen_at, excluded.last_seen_at)",
            (link.canonical_url, link.via, link.via_kind, _text(at), _text(at)),
        )

    def _add_link(self, link: Link, at: datetime, period: Period) -> bool:
        return bool(
            self._database.execute(
                "insert into links (canonical_url, outlet, request_url, title, title_hash, "
                "summary, published_raw, published_at, via, via_kind, scan_date, "
                "discovered_at, state, reason) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                (
                    link.canonical_url,
                    link.outlet,
                    *_as_told(link),
                    _text(at),
                    *_wish(link, period),
                ),
            ).rowcount
        )

    def _adopt(self, link: Link, at: datetime, period: Period) -> Link | None:
        """Let a known link be told of by a better source than so far; give what was told before, or None.

        Any live source is better than an import. Of those of one crawl, whose answers come in any order,
        feeds are better than sitemaps, and these than pointers; else the address decides.
        """
        row = self._database.execute(
            "select * from links where canonical_url = ? and (via_kind = 'import' or discovered_at = ?)",
            (link.canonical_url, _text(at)),
        ).fetchone()
        if row is None or _rank(before := _told(row)) <= _rank(link):
            return None
        self._database.execute(
            "update links set request_url = ?, title = ?, title_hash = ?, summary = ?, published_raw = ?, "
            "published_at = ?, via = ?, via_kind = ?, scan_date = ? where canonical_url = ?",
            (*_as_told(link), link.canonical_url),
        )
        self._database.execute(
            "update links set state = ?, reason = ? "
            "where canonical_url = ? and state in ('queued', 'skipped')",
            (*_wish(link, period), link.canonical_url),
        )
        return before

    def _reject_link(self, canonical_url: str, reason: str, detail: str, at: datetime) -> None:
        row = self._database.execute(
            "update links set state = 'rejected', reason = ? where canonical_url = ? returning *",
            (reason, canonical_url),
        ).fetchone()
        if row is not None:
            self._insert_rejected(dict(row) | {"url": row["request_url"]}, reason, detail, at)

    def _reject_entry(self, link: Link, reason: str, detail: str, at: datetime) -> None:
        self._insert_rejected(
            {
                "outlet": link.outlet,
                "canonical_url": link.canonical_url,
                "title_hash": link.title_hash,
                "url": link.url,
                "title": link.title,
                "published_at": _text(link.published_at),
            },
            reason,
            detail,
            at,
        )

    def _insert_rejected(self, entry: Mapping[str, Any], reason: str, detail: str, at: datetime) -> None:
        names = ("outlet", "canonical_url", "title_hash", "url", "title", "published_at")
        added = self._database.execute(
            "insert into rejected values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            (*(entry[name] for name in names), reason, detail, _text(at)),
        ).rowcount
        if added:
            self.rejections[reason] += 1


@contextlib.contextmanager
def locked(folder: Path, waits: Callable[[], None] | None = None) -> Iterator[None]:
    """Keep all others out of a folder, such as an outlet's raw pages; whoever is at it is waited for.

    Args:
        folder: The folder, made where it is missing.
        waits: Called when somebody else is at it; without, a line is logged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waits is None:
            logger.warning("%s: another command is at it, waiting for its end", folder.name)
        else:
            waits()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


class _Transaction:
    """All or nothing; sqlite3's own context manager would not begin one in autocommit mode."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._database.execute("commit" if kind is None else "rollback")


_RANKS = {"feed": 0, "sitemap": 1, "section": 2, "import": 4}


def _rank(link: Link) -> tuple[int, str]:
    """Give what sorts the sources of a link, the better one first."""
    return 3 if link.via_kind == "sitemap" and link.is_pointer else _RANKS[link.via_kind], link.via


def _wish(link: Link, period: Period) -> tuple[str, str]:
    """Give state and reason of a link without a page."""
    return ("queued", "") if period.covers(link.published_at) else ("skipped", OUTSIDE_PERIOD)


def _told(row: sqlite3.Row) -> Link:
    """Give the entry that a link is told of by."""
    return Link(
        url=row["request_url"],
        canonical_url=row["canonical_url"],
        outlet=row["outlet"],
        title=row["title"],
        title_hash=row["title_hash"],
        summary=row["summary"],
        published_raw=row["published_raw"],
        published_at=row["published_at"] and datetime.fromisoformat(row["published_at"]),
        via=row["via"],
        via_kind=row["via_kind"],
        scan_date=row["scan_date"] and date.fromisoformat(row["scan_date"]),
        problem=None,
    )


def _stored(row: sqlite3.Row) -> Stored:
    return Stored(
        row["canonical_url"],
        row["warc"],
        row["offset"],
        datetime.fromisoformat(row["fetched_at"]),
        row["outcome"],
        row["etag"],
        row["last_modified"],
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), _VIETNAM).astimezone(UTC)


def _as_told(link: Link) -> tuple[str | None, ...]:
    """Give what a source tells of a link: its columns from request_url to scan_date, in order."""
    return (
        link.url,
        link.title,
        link.title_hash,
        link.summary,
        link.published_raw,
        _text(link.published_at),
        link.via,
        link.via_kind,
        link.scan_date.isoformat() if link.scan_date else None,
    )


def _text(moment: datetime | None) -> str | None:
    """Write a time so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None
