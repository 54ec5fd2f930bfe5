"""A look at an outlet's site: its robots.txt, home page, feeds, sitemaps and one article.

It asks as a crawl does, with the same guard, rules and delays, and in a process of its own.
"""

import base64
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy import Request
from scrapy.http import Response

from crawlers import child, site
from crawlers.budget import Manners
from crawlers.outlets import Outlet, load
from crawlers.robots import describe
from crawlers.run import Progress
from crawlers.settings import FEED_BYTES, PAGE_BYTES, Plan, check, scrapy_settings
from crawlers.site import Answer, Source

_Tell = Callable[[Answer], None]

COMMAND = (sys.executable, "-m", "crawlers.survey")
MOST_REQUESTS = 32
_MOST_FEEDS, _MOST_SITEMAPS, _MOST_ARTICLES, _MOST_WITH_COOKIE = 13, 6, 3, 2


def look(plan: Plan, url: str, progress: Progress | None = None) -> list[Answer]:
    """Look at a site, in a process of its own.

    Args:
        plan: Its register holds one record, the outlet's, whose hosts are the ones that may be asked.
        url: Address of the site.
        progress: Called with the outlet's id, the answers so far and the most requests there can be.

    Returns:
        What was answered, in the order of asking; an article is the last of its role that could be read.

    Raises:
        ConfigError: The plan can't be carried out.
        CrawlError: The process broke.
    """
    check(plan)
    with child.started(COMMAND, {"plan": plan.to_json(), "url": url}) as events:
        answers: list[Answer] = []
        for event in events:
            answers.append(_answer(event))
            if progress is not None:
                progress(plan.outlets[0], len(answers), MOST_REQUESTS)
    return answers


def _answer(event: dict[str, Any]) -> Answer:
    body = base64.b64decode(event.pop("body"))
    del event["event"]
    return Answer(**event, body=body)


def main() -> None:
    """Carry out the look whose file is the first argument; answers go to standard output."""
    facts = child.told()
    if facts is None:
        return
    # A process can choose its reactor once, and it must be before anything of Twisted chooses another.
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    plan = Plan.from_json(facts["plan"])
    register = load(*plan.register)
    manners = Manners(plan.raw / "manners.sqlite", plan.now, MOST_REQUESTS)
    process = CrawlerProcess(scrapy_settings(plan, register))
    outlet = register[plan.outlets[0]]
    faults: list[Exception] = []
    process.crawl(SurveySpider, Look(outlet, facts["url"], plan.now, manners, _tell, faults.append))
    process.start()
    manners.close()
    if faults:
        raise faults[0]


def _tell(answer: Answer) -> None:
    child.say("answer", **(asdict(answer) | {"body": base64.b64encode(answer.body).decode()}))


@dataclass(frozen=True)
class Look:
    """What the spider is to look at, and whom it tells.

    Attributes:
        outlet: The record.
        url: Address of its home page.
        now: Aware time.
        manners: Counts the requests.
        tell: Called with each answer.
        break_off: Called with an error of the program itself.
    """

    outlet: Outlet
    url: str
    now: datetime
    manners: Manners
    tell: _Tell
    break_off: Callable[[Exception], None]


class SurveySpider(scrapy.Spider):
    """Asks for one thing after the other: what it asks for next depends on what it was told.

    Args:
        look: What to look at.
    """

    name = "survey"

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._named: list[str] = []
        self._has_cookies = False

    async def start(self) -> AsyncIterator[Request]:
        """Look at everything; no request is left to Scrapy's queue."""
        try:
            home = await self._ask(self._look.url, "home", with_cookies=True)
            feeds = await self._feeds(home)
            await self._article(home, feeds)
            await self._sitemaps(home)
        except Exception as error:  # Scrapy would only log it
            self._look.break_off(error)
        for request in ():
            yield request

    def heard_robots(self, request: Request, response: Response) -> None:
        """Tell an answer to robots.txt."""
        self._look.tell(Answer("robots", response.url, response.url, response.status, response.body))

    def manners(self, request: Request) -> Manners:
        """Give what is remembered of the outlet's hosts."""
        return self._look.manners

    def held_until(self, host: str) -> datetime | None:
        """Give the time before which a host wants to be left alone."""
        return self._look.manners.held_until(host)

    def named_sitemaps(self, request: Request, sitemaps: list[str]) -> None:
        """Keep the sitemaps that the home page's robots.txt names."""
        if request.meta["kind"] == "home":
            self._named = site.askable(sitemaps)

    async def _feeds(self, home: Answer) -> list[Source]:
        """Ask for the feeds that the home page and pages of feeds name, and for usual addresses."""
        outlet = self._look.outlet
        named = site.feed_addresses(home.body, home.final_url, outlet)
        index, *usual = (urljoin(home.final_url, path) for path in site.USUAL_FEEDS)
        waiting, asked = site.order([*named, index]), dict[str, Source]()
        waiting += usual
        while waiting and len(asked) < _MOST_FEEDS:
            url = waiting.pop(0)
            if url in asked:
                continue
            answer = await self._ask(url, "feed")
            asked[url] = site.read(answer, outlet)
            if answer.status == 200 and not asked[url].links:
                more = site.feed_addresses(answer.body, answer.final_url, outlet)
                named += more
                waiting = [*site.order(more), *waiting]
        return [
            *asked.values(),
            *await self._with_cookie([asked[url] for url in named if url in asked]),
        ]

    async def _with_cookie(self, named: Iterable[Source]) -> list[Source]:
        """Ask again for feeds that the site names and that gave nothing, with the home page's cookies."""
        found: list[Source] = []
        if not self._has_cookies:
            return found
        silent = [one for one in named if not one.links]
        for one in silent[:_MOST_WITH_COOKIE]:
            answer = await self._ask(one.url, "feed", with_cookies=True)
            found.append(site.read(answer, self._look.outlet))
        return found

    async def _article(self, home: Answer, feeds: Sequence[Source]) -> None:
        """Ask for the newest entry of the best feed whose page can be read, else for one of the home page."""
        best, _, _ = site.chosen_feeds(feeds)
        newest = [one for feed in best for one in site.newest(feed)]
        linked = site.article_addresses(home.body, home.final_url, self._look.outlet)
        for url in list(dict.fromkeys((*newest, *linked)))[:_MOST_ARTICLES]:
            answer = await self._ask(url, "article")
            if site.is_article(answer, self._look.outlet, self._look.now):
                return

    async def _sitemaps(self, home: Answer) -> None:
        """Ask for the sitemaps that robots.txt names and for usual addresses, and into their indexes."""
        usual = [urljoin(home.final_url, path) for path in site.USUAL_SITEMAPS]
        named = sorted(self._named, key=lambda url: "news" not in url.lower())
        for url in list(dict.fromkeys((*named, *usual)))[:_MOST_SITEMAPS]:
            answer = await self._ask(url, "sitemap")
            inner = site.nested(answer, self._look.outlet)
            if inner:
                await self._ask(inner, "sitemap")

    async def _ask(self, url: str, role: str, with_cookies: bool = False) -> Answer:
        engine = self.crawler.engine
        assert engine is not None
        outlet = self._look.outlet
        request = Request(
            url,
            meta={
                "outlet": outlet.id,
                "kind": role,
                "delay_seconds": outlet.politeness.delay_seconds,
                "download_maxsize": PAGE_BYTES if role in ("home", "article") else FEED_BYTES,
                "dont_merge_cookies": not with_cookies,
                "cookiejar": outlet.id,
            },
        )
        cookie_from = self._look.url if with_cookies and role != "home" else ""
        try:
            response = await engine.download_async(request)
        except Exception as error:
            answer = Answer(role, url, url, 0, problem=describe(error), cookie_from=cookie_from)
        else:
            answer = Answer(role, url, response.url, response.status, response.body, cookie_from=cookie_from)
            self._has_cookies = self._has_cookies or (with_cookies and "Set-Cookie" in response.headers)
        self._look.tell(answer)
        return answer


if __name__ == "__main__":
    main()
