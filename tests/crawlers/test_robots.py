"""robots.txt as RFC 9309 has it, through whole crawls, and how long to wait before trying again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from protego import Protego
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawlers.budget import Manners
from crawlers.robots import PoliteThrottle, RobotsMiddleware, retry_after


def refusal(**headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("https://a.example/", status=503, headers=named)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "30"}, 30.0),
        ({"Retry_After": " 7 "}, 7.0),
        ({"Retry_After": "Sun, 09 Aug 2026 03:01:30 GMT", "Date": "Sun, 09 Aug 2026 03:00:00 GMT"}, 90.0),
        ({"Retry_After": "Sun, 09 Aug 2026 02:00:00 GMT", "Date": "Sun, 09 Aug 2026 03:00:00 GMT"}, 0.0),
        ({"Retry_After": "Sun, 09 Aug 2026 03:01:30 GMT"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "bald"}, None),
        ({"Retry_After": "٣"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None):
    assert retry_after(refusal(**headers)) == seconds


class Downloader:
    """What the middlewares see of Scrapy's downloader: its slots, and the settings of slots to come."""

    def __init__(self, delay: float) -> None:
        self.slots = {"a.example": Slot(concurrency=1, delay=delay)}
        self.per_slot_settings: dict[str, dict[str, float]] = {}


def ask(downloader: Downloader, robots: str, pace: float = 1.0, delay: float = 0.5) -> Request:
    manners = Manners(Path(":memory:"), datetime(2026, 8, 9, tzinfo=UTC), per_hour=None)
    crawler = SimpleNamespace(
        settings=Settings({"LANTOA_PACE": pace}),
        engine=SimpleNamespace(downloader=downloader),
        spider=SimpleNamespace(held_until=manners.held_until, manners=lambda request: manners),
    )
    middleware = RobotsMiddleware(crawler)  # pyright: ignore[reportArgumentType]
    request = Request("https://a.example/tin-1", meta={"kind": "page", "delay_seconds": delay})

    async def run() -> None:
        async def rules() -> Protego:
            return Protego.parse(robots)

        middleware._rules["https://a.example"] = asyncio.ensure_future(rules())
        await middleware.process_request(request)

    asyncio.run(run())
    return request


@pytest.mark.parametrize(
    ("robots", "pace", "record", "expected"),
    [
        ("", 1.0, 0.5, 0.5),
        ("", 1.0, 4.0, 4.0),
        ("User-agent: *\nCrawl-delay: 3", 1.0, 0.5, 3.0),
        ("User-agent: *\nCrawl-delay: 3", 1.0, 10.0, 10.0),
        ("User-agent: *\nCrawl-delay: 3", 0.1, 0.5, 0.3),
        ("User-agent: *\nCrawl-delay: 3\n\nUser-agent: lantoa\nCrawl-delay: 7", 1.0, 0.5, 7.0),
    ],
)
def test_a_slot_waits_for_the_longer_of_record_and_crawl_delay(robots, pace, record, expected):
    downloader = Downloader(delay=0.0)
    request = ask(downloader, robots, pace, record)
    assert request.meta["download_slot"] == "a.example"
    assert downloader.slots["a.example"].delay == pytest.approx(expected)
    assert downloader.per_slot_settings["a.example"]["delay"] == pytest.approx(expected)


def test_a_slot_that_was_slowed_down_is_not_sped_up():
    downloader = Downloader(delay=20.0)
    ask(downloader, "User-agent: *\nCrawl-delay: 3")
    assert downloader.slots["a.example"].delay == 20.0


def test_fast_answers_do_not_bring_a_slot_below_its_delay():
    downloader = Downloader(delay=0.0)
    request = ask(downloader, "User-agent: *\nCrawl-delay: 3")
    request.meta["download_latency"] = 0.01
    crawler = get_crawler(settings_dict={"AUTOTHROTTLE_ENABLED": True, "DOWNLOAD_DELAY": 0.5})
    crawler.engine = SimpleNamespace(downloader=downloader)  # pyright: ignore[reportAttributeAccessIssue]
    throttle = PoliteThrottle(crawler)
    throttle._spider_opened(Spider("press"))
    for _ in range(5):
        throttle._response_downloaded(Response(request.url), request, Spider("press"))
    assert downloader.slots["a.example"].delay == 3.0


def test_rules_of_each_answer_to_robots_txt(site, record, crawl, table, answer):
    """2xx: its rules; 4xx: none; 5xx, an answer that breaks off, a refused redirect: nothing is fetched."""
    robots = {
        "rules": answer(
            b"User-agent: *\nDisallow: /tin-cam\nCrawl-delay: 2\n"
            b"Sitemap: https://rules.example/news.xml\nSitemap: http://127.0.0.1/news.xml\n"
        ),
        "named": answer(b"User-agent: *\nAllow: /\n\nUser-agent: lantoa\nDisallow: /\n"),
        "none": answer(b"gone", 404),
        "forbidden": answer(b"", 403),
        "broken": answer(b"", 503),
        "short": answer(b"User-agent", headers={"Content-Length": "500", "Connection": "close"}),
        "away": answer(b"", 302, {"Location": "http://169.254.169.254/robots.txt"}),
        "slowly": answer(b"User-agent: *\nCrawl-delay: 3600\n"),
    }
    for name, robot in robots.items():
        record(name)
        site.put(f"{name}.example", "/robots.txt", robot)
        site.put_feed(f"{name}.example", f"https://{name}.example/tin-1", f"https://{name}.example/tin-cam")
        site.put_page(f"{name}.example", "/tin-1")
        site.put_page(f"{name}.example", "/tin-cam")
    site.put_feed("rules.example", "https://rules.example/tin-2", path="/news.xml")
    site.put_page("rules.example", "/tin-2")

    results = crawl(*robots, delay_factor=0.01)

    assert {name: result.fetched for name, result in results.items()} == {
        "rules": 2,
        "named": 0,
        "none": 2,
        "forbidden": 2,
        "broken": 0,
        "short": 0,
        "away": 0,
        "slowly": 0,
    }
    asked = {host.removesuffix(".example") for host, path in site.asked if path != "/robots.txt"}
    assert asked == {"rules", "none", "forbidden"}
    assert results["rules"].rejected == {"robots disallow": 1}
    scans = {
        row["source"]: (row["state"], row["reason"])
        for name in robots
        for row in table(name).frame_of("scans").to_pylist()
    }
    assert scans["https://rules.example/rss"] == ("ok", "")
    assert scans["https://rules.example/news.xml"] == ("ok", "")
    assert scans["http://127.0.0.1/news.xml"][0] == "failed"
    assert scans["https://broken.example/rss"] == ("robots", "robots unreachable: HTTP 503")
    assert scans["https://short.example/rss"][0] == "robots"
    assert scans["https://away.example/rss"][1].startswith("robots unreachable: refused redirect")
    assert scans["https://named.example/rss"][1].startswith("robots disallow")
    assert "3600" in scans["https://slowly.example/rss"][1]
    assert results["broken"].problem == "no feed could be read: robots unreachable: HTTP 503"
    assert results["none"].problem is None
