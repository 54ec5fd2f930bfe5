"""Politeness: robots.txt as RFC 9309 has it, the delays of a host, and how to try again."""

import asyncio
from datetime import datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from crawlers.budget import Manners, PutOffError, Robots, asked_to_wait
from crawlers.guard import RefusedError
from crawlers.settings import FEED_BYTES, ROBOTS_NAME

# RFC 9309, 2.5: a crawler must read at least 500 KiB.
_READ_BYTES = 512 * 1024
# A host that wants a longer pause can't be read within a day's crawl: it is left alone.
_LONGEST_DELAY_SECONDS = 60.0
_LONGEST_WAIT_SECONDS = 120.0


class RobotsUnreachableError(Exception):
    """The rules of a host could not be had, so nothing is fetched from it now (RFC 9309, 2.3.1.4)."""


class Hears(Protocol):
    """What the middleware expects of the spider."""

    def heard_robots(self, request: Request, response: Response) -> None:
        """Take note of an answer to robots.txt that was fetched because of a request."""
        ...

    def named_sitemaps(self, request: Request, sitemaps: list[str]) -> None:
        """Take note of the sitemaps that robots.txt names, read because of a request."""
        ...

    def manners(self, request: Request) -> Manners:
        """Give what is remembered of the hosts of a request's outlet."""
        ...

    def held_until(self, host: str) -> datetime | None:
        """Give the time before which a host wants to be left alone."""
        ...


class RobotsMiddleware:
    """Asks each host's robots.txt before the first request to it.

    2xx: its rules hold. 4xx: the host has none. Anything else, an error or a redirect that was refused:
    nothing is fetched from the host. An answer is used for 24 hours, in later crawls too.

    A host that wants to be left alone is, and an outlet whose requests of this hour are used up.

    A request tells by its meta key `delay_seconds` the least delay of its outlet.

    Args:
        crawler: The running crawler.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pace = crawler.settings.getfloat("LANTOA_PACE")
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        """Make it as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass once its host's rules allow it, in its host's slot.

        Raises:
            RefusedError: The rules forbid it.
            RobotsUnreachableError: The rules can't be had.
            PutOffError: It is for a later crawl.
        """
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        # Set here and not by Scrapy, which would leave a redirected request in its first host's slot.
        request.meta["download_slot"] = host
        least = float(request.meta["delay_seconds"]) * self._pace
        if request.meta["kind"] == "robots":
            self._spend(request, host)
            return self._keep_delay(request, host, least)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request))
        rules = await asyncio.shield(self._rules[origin])
        if rules is not None:
            if not rules.can_fetch(request.url, ROBOTS_NAME):
                raise RefusedError("robots disallow", request.url)
            asked = rules.crawl_delay(ROBOTS_NAME) or 0.0
            if asked > _LONGEST_DELAY_SECONDS:
                raise RefusedError("robots disallow", f"Crawl-delay of {asked:g} s, read up to 60")
            least = max(least, asked * self._pace)
        self._spend(request, host)
        return self._keep_delay(request, host, least)

    @property
    def _spider(self) -> Hears:
        return cast("Hears", self._crawler.spider)

    def _spend(self, request: Request, host: str) -> None:
        if until := self._spider.held_until(host):
            raise asked_to_wait(until)
        self._spider.manners(request).spend()

    async def _fetch(self, origin: str, cause: Request) -> Protego | None:
        manners = self._spider.manners(cause)
        robots = manners.robots(origin)
        if robots is None:
            robots = await self._ask(origin, cause)
            manners.keep_robots(origin, robots)
        if robots.status >= 400:
            return None
        rules = Protego.parse(robots.body.decode("utf-8-sig", errors="replace"))
        self._spider.named_sitemaps(cause, list(rules.sitemaps))
        return rules

    async def _ask(self, origin: str, cause: Request) -> Robots:
        meta = {name: cause.meta[name] for name in ("outlet", "delay_seconds")}
        request = Request(
            f"{origin}/robots.txt",
            meta=meta | {"kind": "robots", "download_maxsize": FEED_BYTES, "dont_merge_cookies": True},
            priority=1000,
            dont_filter=True,
        )
        engine = self._crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(request)
        except PutOffError:
            raise
        except Exception as error:
            raise RobotsUnreachableError(describe(error)) from error
        self._spider.heard_robots(cause, response)
        if not 200 <= response.status < 300 and not 400 <= response.status < 500:
            raise RobotsUnreachableError(f"HTTP {response.status}")
        return Robots(response.status, response.body[:_READ_BYTES])

    def _keep_delay(self, request: Request, host: str, least: float) -> None:
        request.meta["least_delay"] = least
        engine = self._crawler.engine
        assert engine is not None
        downloader = engine.downloader
        # A slot is dropped when idle and made again from these settings.
        known = downloader.per_slot_settings.setdefault(host, {"concurrency": 1, "delay": least})
        known["delay"] = max(least, known["delay"])
        if slot := downloader.slots.get(host):
            slot.delay = max(slot.delay, known["delay"])


class PoliteThrottle(AutoThrottle):
    """AutoThrottle that never goes below a host's own delay."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        _, slot = self._get_slot(request, spider)
        if slot is not None:
            slot.delay = max(slot.delay, float(request.meta["least_delay"]))


class PoliteRetryMiddleware(RetryMiddleware):
    """Tries again on errors that pass, and holds the host's slot for as long as its Retry-After says."""

    def process_response(  # pyright: ignore[reportIncompatibleMethodOverride] the spider argument is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Give the response, or the request to send again.

        Raises:
            PutOffError: Retry-After asks for more than a crawl waits: the host is left alone until then.
        """
        if response.status not in self.retry_http_codes:
            return response
        wait = retry_after(response)
        if wait is not None:
            seconds = wait * self.crawler.settings.getfloat("LANTOA_PACE")
            if wait > _LONGEST_WAIT_SECONDS:
                manners = cast("Hears", self.crawler.spider).manners(request)
                raise asked_to_wait(manners.hold(request.meta["download_slot"], seconds))
            self._hold(request, seconds)
        return self._retry(request, f"HTTP {response.status}") or response

    def _hold(self, request: Request, seconds: float) -> None:
        engine = self.crawler.engine
        assert engine is not None
        if slot := engine.downloader.slots.get(request.meta["download_slot"]):
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def retry_after(response: Response) -> float | None:
    """Give the seconds that Retry-After asks for (RFC 9110, 10.2.3), None without one.

    A date is taken against the response's own Date, so the two clocks need not agree.
    """
    text = _header(response, "Retry-After")
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    until, sent = _http_date(text), _http_date(_header(response, "Date") or "")
    return max((until - sent).total_seconds(), 0.0) if until and sent else None


def describe(error: BaseException) -> str:
    """Say in a few words why a request failed."""
    if isinstance(error, RefusedError | PutOffError):
        return str(error)
    known: dict[str, str] = {
        "CannotResolveHostError": "host name not found",
        "DownloadConnectionRefusedError": "connection refused",
        "DownloadTimeoutError": "timed out",
        "ResponseDataLossError": "connection lost within the body",
        "DownloadFailedError": "connection lost",
        "DownloadCancelledError": "too large",
        "HeadTooLargeError": "too large",
        "TooSlowError": "too slow",
    }
    return known.get(type(error).__name__) or f"{type(error).__name__}: {error}".strip(": ")[:200]


def _header(response: Response, name: str) -> str | None:
    value: Any = response.headers.get(name)
    return value.decode("latin-1").strip() if value is not None else None


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else None
