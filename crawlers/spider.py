"""The spider: each outlet's feeds and sitemaps, then their pages, into archive and links table."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawlers import archive, discover, revisits, sections, sitemaps
from crawlers.archive import Exchange, Writer
from crawlers.budget import Manners, PutOffError, allowed
from crawlers.discover import FeedError, FeedState, Link
from crawlers.guard import RefusedError
from crawlers.handlers import HeadTooLargeError, TooSlowError
from crawlers.links import LinkTable, Period, ScanState, Stored, Visit
from crawlers.outlets import Feed, Outlet
from crawlers.robots import RobotsUnreachableError, describe
from crawlers.settings import FEED_BYTES, PAGE_BYTES, Plan, Visits
from crawlers.sitemaps import Named

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SYNC_SECONDS = 1.0
# Where no first day is wanted: as far back as a crawl that was stopped over the holidays has to look.
_RECENT = timedelta(days=14)
_DEEPEST = 2  # an index of years, of months, then the sitemaps
_STATES: dict[FeedState, ScanState] = {
    "malformed": "malformed",
    "challenge": "challenge",
    "too_large": "too_large",
    "unsupported": "malformed",
}
_PRIORITY = {"cookie": 300, "feed": 300, "sitemap": 200, "section": 200, "page": 0, "revisit": -100}


@dataclass
class Desk:
    """What the spider holds for one outlet while it crawls it.

    Attributes:
        outlet: Its record.
        folder: Its folder of raw pages.
        table: Its links.
        writer: Its file of the archive.
        manners: What is remembered of its hosts.
        period: Wanted days of publication.
        now: Time of the crawl.
        asked: Links and sources requested by this crawl.
        unsynced: Pages written but not yet surely on the disk.
        begun: Whether the file of the archive was announced in the table.
        discovered: Links that were not known before.
        fetched: Pages of links that had none, on the disk.
        followed: Canonical addresses of articles on a campaign.
        visits: As of the plan.
        due: Links whose article this crawl asks for again.
        revisited: Answers to that, on the disk.
        scans: Visits by whether something could be read.
        problems: Why sources could not be read.
        fault: An error of the program itself.
    """

    outlet: Outlet
    folder: Path
    table: LinkTable
    writer: Writer
    manners: Manners
    period: Period
    now: datetime
    asked: set[str] = field(default_factory=set)
    unsynced: list[Stored] = field(default_factory=list)
    begun: bool = False
    discovered: int = 0
    fetched: int = 0
    followed: frozenset[str] = frozenset()
    visits: Visits = "all"
    due: set[str] = field(default_factory=set)
    revisited: int = 0
    scans: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    problems: list[str] = field(default_factory=list)
    fault: str | None = None

    @property
    def since(self) -> datetime:
        """Time from which sitemaps without headlines are looked through, UTC."""
        return self.period.start_at if self.period.first else self.now - _RECENT

    @property
    def warc(self) -> str:
        """The file of the archive, relative to the folder."""
        return self.writer.path.relative_to(self.folder).as_posix()

    def visit(
        self, meta: dict[str, Any], state: ScanState, reason: str = "", links: Sequence[Link] = ()
    ) -> None:
        """Write what came of a source, with its links, before any of them is requested."""
        visit = Visit(self.outlet.id, meta["source"], meta["kind"], self.now, state, reason)
        self.discovered += self.table.record_visit(visit, links, self.period)
        self._count(state, reason)

    def unchanged(self, meta: dict[str, Any], reason: str) -> None:
        """Write that a source shows what it showed at the last visit."""
        visit = Visit(self.outlet.id, meta["source"], meta["kind"], self.now, "not_modified", reason)
        self.table.record_unchanged(visit)
        self._count("not_modified", reason)

    def _count(self, state: ScanState, reason: str) -> None:
        readable = state in ("ok", "empty", "not_modified")
        self.scans[readable] += 1
        if not readable:
            self.problems.append(reason or state)

    def store(self, response: Response, link: str | None = None) -> None:
        """Put a response into the archive; its link is done only after the next `sync`."""
        if not self.begun:
            self.table.open_crawl(self.warc)
            self.begun = True
        request = response.request
        assert request is not None
        offset = self.writer.write(
            Exchange(
                url=response.url,
                fetched_at=self.now,
                status=response.status,
                headers=_headers(response),
                body=response.body,
                # A cookie is used for this crawl and kept nowhere.
                request_headers=tuple(one for one in _headers(request) if one[0].lower() != "cookie"),
                link=link,
            )
        )
        if link is not None:
            headers = {name.lower(): value for name, value in _headers(response)}
            answer = _answer(link, response.status, response.url, headers)
            self.unsynced.append(Stored(link, self.warc, offset, self.now, *answer))

    def sync(self) -> bool:
        """Bring the archive onto the disk, then mark its links as done; tell whether there were any."""
        self.writer.sync()
        self.manners.save()
        pages, self.unsynced = self.unsynced, []
        if pages:
            self.table.done(pages)
            again = sum(page.canonical_url in self.due for page in pages)
            self.fetched += len(pages) - again
            self.revisited += again
        return bool(pages)

    def close(self) -> None:
        """Sync, and note that the file of the archive is whole."""
        self.sync()
        self.writer.close()
        self.manners.close()
        self.table.close_crawl(self.warc)


def open_desk(plan: Plan, outlet: Outlet, crawl_id: str) -> Desk:
    """Open an outlet's table and archive; whatever an earlier crawl left half done is put right first."""
    folder = plan.raw / outlet.id
    table = LinkTable(folder / "links.sqlite")
    for warc in table.open_crawls():
        recover(folder, table, warc)
    table.select(plan.period)
    day = plan.now.astimezone(_VIETNAM).date().isoformat()
    budget = allowed(outlet.politeness.requests_per_hour, plan.pace)
    manners = Manners(folder / "manners.sqlite", plan.now, budget)
    desk = Desk(outlet, folder, table, Writer(folder / day, crawl_id), manners, plan.period, plan.now)
    desk.followed = frozenset(plan.followed)
    desk.visits = plan.visits
    return desk


def recover(folder: Path, table: LinkTable, warc: str) -> None:
    """Cut a file of the archive to its last whole record and make the table say what the file holds."""
    path = folder / warc
    stored: list[Stored] = []
    if path.exists():
        archive.repair(path)
        stored = [
            Stored(
                page.link,
                warc,
                page.offset,
                page.fetched_at,
                *_answer(page.link, page.status, page.url, page.headers),
            )
            for page in archive.read(path)
            if page.link is not None
        ]
    table.rebuild(warc, stored)


class PressSpider(scrapy.Spider):
    """Crawls the outlets of its desks in one process.

    Args:
        desks: By outlet id.
        report: Called with a desk when more of its pages lie on the disk.
    """

    name = "press"

    def __init__(self, desks: dict[str, Desk], report: Callable[[Desk], None]) -> None:
        super().__init__()
        self._desks = desks
        self._report = report
        self._timer = LoopingCall(self._tick)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PressSpider":  # noqa: ANN401
        """Make it as Scrapy does."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.opened, signal=signals.spider_opened)
        crawler.signals.connect(spider.ended, signal=signals.spider_closed)
        crawler.signals.connect(spider.broke, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the sources of every outlet, then for what earlier crawls left."""
        for desk in self._desks.values():
            for request in self._sources(desk):
                yield request
        for desk in self._desks.values():
            if desk.visits != "again":
                for request in self._pages(desk):
                    yield request
            if desk.visits in ("all", "again"):
                for request in self._revisits(desk):
                    yield request

    def opened(self) -> None:
        """Start to bring the archive onto the disk once a second."""
        self._timer.start(_SYNC_SECONDS, now=False)

    def ended(self) -> None:
        """Bring everything onto the disk."""
        if self._timer.running:
            self._timer.stop()
        for desk in self._desks.values():
            try:
                desk.close()
            except OSError as error:
                desk.fault = describe(error)

    def broke(self, failure: Failure, response: Response | Failure) -> None:
        """Keep an error of the program; the other outlets go on."""
        request = getattr(response, "request", None)
        desk = self._desks.get(request.meta["outlet"]) if request is not None else None
        for one in [desk] if desk else self._desks.values():
            one.fault = describe(_cause(failure))

    def heard_robots(self, request: Request, response: Response) -> None:
        """Archive an answer to robots.txt."""
        self._desks[request.meta["outlet"]].store(response)

    def manners(self, request: Request) -> Manners:
        """Give what is remembered of the hosts of a request's outlet."""
        return self._desks[request.meta["outlet"]].manners

    def held_until(self, host: str) -> datetime | None:
        """Give the time before which a host wants to be left alone, whichever outlet's request was told."""
        times = (desk.manners.held_until(host) for desk in self._desks.values())
        return max((one for one in times if one is not None), default=None)

    def named_sitemaps(self, request: Request, named: list[str]) -> None:
        """Take the sitemaps that robots.txt names, where the record names none."""
        desk = self._desks[request.meta["outlet"]]
        if request.meta["kind"] in ("feed", "cookie", "section") and not desk.outlet.sitemaps:
            self._later(desk, [Named(url, is_dated=False) for url in named[: sitemaps.MOST_UNNAMED]])

    def source(self, response: Response) -> Iterator[Request]:
        """Read a feed, sitemap or section page: write what it announces, then ask for what is queued."""
        meta = _meta(response)
        desk = self._desks[meta["outlet"]]
        desk.store(response)
        moved = _moved(response)
        if response.status == 304 and _is_conditional(response.request):
            desk.unchanged(meta, moved)
            return
        if response.status != 200:
            desk.visit(meta, "failed", f"HTTP {response.status}")
            return
        try:
            read = sections.links if meta["kind"] == "section" else discover.links
            links = read(response.body, desk.outlet, meta["source"], self._register)
        except FeedError as error:
            if error.state == "unsupported" and meta["kind"] == "sitemap" and meta["index_depth"] < _DEEPEST:
                yield from self._nested(desk, response)
            else:
                desk.visit(meta, _STATES[error.state], error.reason)
            return
        entries = sitemaps.announcing(links, desk.since, meta["is_dated"])
        bare = len(links) - len(entries)
        reasons = [moved, f"{bare} addresses without headline and time" if bare else ""]
        desk.visit(meta, "ok" if entries else "empty", "; ".join(filter(None, reasons)), entries)
        # Other days may be wanted next time: then what was passed over is to be read again.
        _remember(desk, response, bool(entries) and not bare)
        yield from self._pages(desk)

    def source_failed(self, failure: Failure) -> None:
        """Write why a feed or sitemap could not be had."""
        meta = failure.request.meta  # pyright: ignore[reportAttributeAccessIssue] Scrapy adds it
        state, reason = _scan_failure(_cause(failure))
        self._desks[meta["outlet"]].visit(meta, state, reason)

    def cookie(self, response: Response) -> Iterator[Request]:
        """Ask for a feed with the cookie that this answer has set."""
        meta = _meta(response)
        desk = self._desks[meta["outlet"]]
        yield self._source(desk, meta["source"], "feed", cookiejar=meta["cookiejar"])

    def cookie_failed(self, failure: Failure) -> None:
        """Write why a feed could not be asked for."""
        request = failure.request  # pyright: ignore[reportAttributeAccessIssue] Scrapy adds it
        state, reason = _scan_failure(_cause(failure))
        meta = request.meta | {"kind": "feed"}
        if state != "robots":  # its reason begins with what the warehouse tells it by
            reason = f"no cookie from {request.url}: {reason}"
        self._desks[meta["outlet"]].visit(meta, state, reason)

    def page(self, response: Response) -> None:
        """Archive a page, or say why it is none."""
        meta = _meta(response)
        desk, link = self._desks[meta["outlet"]], meta["link"]
        outcome = revisits.outcome(response.status, link, response.url)
        if outcome == "page":
            desk.store(response, link)
        elif outcome == "gone":
            where = "" if response.status != 200 else ", sent on to the front page"
            desk.table.reject(link, f"not found ({response.status}{where})", response.url, desk.now)
        else:
            desk.table.fail(link, f"HTTP {response.status}", desk.now)

    def page_failed(self, failure: Failure) -> None:
        """Give a link up, or leave it queued for the next crawl."""
        meta = failure.request.meta  # pyright: ignore[reportAttributeAccessIssue] Scrapy adds it
        desk, error = self._desks[meta["outlet"]], _cause(failure)
        if isinstance(error, RobotsUnreachableError | PutOffError):
            return  # nothing was asked of the host, so this crawl does not count against the link
        verdict = _verdict(error)
        if verdict is None:
            desk.table.fail(meta["link"], describe(error), desk.now)
        else:
            desk.table.reject(meta["link"], *verdict, desk.now)

    def revisited(self, response: Response) -> None:
        """Archive what became of an article; an answer that says nothing of it leaves it due."""
        meta = _meta(response)
        if revisits.outcome(response.status, meta["link"], response.url) is not None:
            self._desks[meta["outlet"]].store(response, meta["link"])

    def revisit_failed(self, failure: Failure) -> None:
        """Keep what is known of an article that could not be asked for again: it stays due."""
        self.logger.debug("not visited again: %s", describe(_cause(failure)))

    @property
    def _register(self) -> dict[str, Outlet]:
        return self.settings["LANTOA_OUTLETS"]

    def _tick(self) -> None:
        for desk in self._desks.values():
            try:
                changed = desk.sync()
            except OSError as error:
                desk.fault = describe(error)
                continue
            if changed:
                self._report(desk)

    def _nested(self, desk: Desk, response: Response) -> Iterator[Request]:
        meta = _meta(response)
        named = sitemaps.wanted(response.body, meta["source"], desk.since, desk.period.end_at)
        index = meta | {"kind": "sitemap_index"}
        desk.visit(index, "ok", f"an index, {len(named)} of its sitemaps are visited")
        yield from self._sitemaps(desk, named, meta["index_depth"] + 1)

    def _later(self, desk: Desk, named: Sequence[Named]) -> None:
        engine = self.crawler.engine
        assert engine is not None
        for request in self._sitemaps(desk, named):
            engine.crawl(request)

    def _sitemaps(self, desk: Desk, named: Sequence[Named], depth: int = 0) -> Iterator[Request]:
        """Ask for sitemaps that another file named, each once."""
        for one in named:
            if one.url in desk.asked:
                continue
            try:
                yield self._source(desk, one.url, "sitemap", depth=depth, is_dated=one.is_dated)
            except ValueError:
                desk.visit({"source": one.url, "kind": "sitemap"}, "failed", "not an address")

    def _feed(self, desk: Desk, feed: Feed) -> Request:
        if feed.cookie_from is None:
            return self._source(desk, feed.url, "feed")
        jar = desk.outlet.id
        return self._request(desk, feed.cookie_from, "cookie", source=feed.url, cookiejar=jar)

    def _source(
        self, desk: Desk, url: str, kind: str, depth: int = 0, is_dated: bool = False, **meta: str
    ) -> Request:
        desk.asked.add(url)
        request = self._request(desk, url, kind, source=url, index_depth=depth, is_dated=is_dated, **meta)
        # An index that did not change since names other files for other days.
        if desk.visits != "dated":
            request.headers.update(_conditions(*desk.table.validators(url)))
        return request

    def _sources(self, desk: Desk) -> Iterator[Request]:
        outlet = desk.outlet
        asks_all = desk.visits in ("all", "new")
        for feed in outlet.feeds if asks_all else ():
            yield self._feed(desk, feed)
        for sitemap in outlet.sitemaps if desk.visits != "again" else ():
            yield self._source(desk, sitemap.url, "sitemap")
        for section in outlet.sections if asks_all else ():
            yield self._source(desk, section.url, "section")

    def _pages(self, desk: Desk) -> Iterator[Request]:
        for link, url in desk.table.queued().items():
            if link in desk.asked:
                continue
            desk.asked.add(link)
            try:
                yield self._request(desk, url, "page", link=link)
            except ValueError as error:
                desk.table.reject(link, "refused address", str(error), desk.now)

    def _revisits(self, desk: Desk) -> Iterator[Request]:
        for link, due in desk.table.due(desk.period, desk.followed, desk.now).items():
            desk.due.add(link)
            request = self._request(desk, due.url, "revisit", link=link)
            request.headers.update(_conditions(due.etag, due.last_modified))
            yield request

    def _request(self, desk: Desk, url: str, kind: str, **meta: str | bool | int) -> Request:
        page = kind in ("page", "revisit")
        callback, errback = {
            "page": (self.page, self.page_failed),
            "revisit": (self.revisited, self.revisit_failed),
            "cookie": (self.cookie, self.cookie_failed),
        }.get(kind, (self.source, self.source_failed))
        return Request(
            url,
            callback=callback,
            errback=errback,
            priority=_PRIORITY[kind],
            dont_filter=True,  # the links table is what keeps a page from being fetched twice
            meta={
                "outlet": desk.outlet.id,
                "kind": kind,
                "delay_seconds": desk.outlet.politeness.delay_seconds,
                "download_maxsize": PAGE_BYTES if page else FEED_BYTES,
                "dont_merge_cookies": "cookiejar" not in meta,
                **meta,
            },
        )


def _answer(
    link: str, status: int, url: str, headers: Mapping[str, str]
) -> tuple[revisits.Outcome, str, str]:
    """Give outcome, ETag and Last-Modified of an answer for a link; headers by lower-case name."""
    outcome = revisits.outcome(status, link, url) or "page"
    return outcome, headers.get("etag", ""), headers.get("last-modified", "")


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    """Give the headers by which a server may answer "not modified" (RFC 9110, 13.1)."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _is_conditional(request: Request | None) -> bool:
    return request is not None and (
        "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    )


def _remember(desk: Desk, response: Response, has_entries: bool) -> None:
    """Keep the validators of a body with entries, had from the source's own address, for the next visit."""
    headers = {name.lower(): value for name, value in _headers(response)}
    if not has_entries or response.meta.get("redirect_urls"):
        headers = {}
    source = response.meta["source"]
    desk.table.remember_validators(source, headers.get("etag", ""), headers.get("last-modified", ""))


def _moved(response: Response) -> str:
    """Say where a source has moved for good, "" when it has not."""
    addresses = [*response.meta.get("redirect_urls", ()), response.url]
    for_good = list(takewhile(lambda status: status in (301, 308), response.meta.get("redirect_reasons", ())))
    return f"moved permanently to {addresses[len(for_good)]}: update the record" if for_good else ""


def _scan_failure(error: BaseException) -> tuple[ScanState, str]:
    if isinstance(error, RobotsUnreachableError):
        return "robots", f"robots unreachable: {error}"
    verdict = _verdict(error)
    if verdict is None:
        return "failed", describe(error)
    states: dict[str, ScanState] = {
        "robots disallow": "robots",
        "too large": "too_large",
        "too slow": "too_slow",
    }
    return states.get(verdict[0], "failed"), ": ".join(part for part in verdict if part)


def _verdict(error: BaseException) -> tuple[str, str] | None:
    """Give reason and detail of a failure that trying again would not change, or None."""
    if isinstance(error, RefusedError):
        return error.reason, error.detail
    if isinstance(error, TooSlowError):
        return "too slow", str(error)
    if isinstance(error, DownloadCancelledError):
        return "too large", str(error) if isinstance(error, HeadTooLargeError) else "body beyond the limit"
    if isinstance(error, IgnoreRequest):
        if "max redirections" in str(error):
            return "too many redirects", str(error)
        if "DOWNLOAD_MAXSIZE" in str(error):
            return "too large", "body beyond the limit after decompression"
    return None


def _cause(failure: Failure) -> BaseException:
    assert failure.value is not None
    return failure.value


def _meta(response: Response) -> dict[str, Any]:
    request = response.request
    assert request is not None
    return request.meta


def _headers(message: Request | Response) -> archive.Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values or ()
    )
