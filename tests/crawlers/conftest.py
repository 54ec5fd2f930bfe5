"""A press that misbehaves, told apart by the Host header, and crawls of it."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from crawlers import run
from crawlers.links import LinkTable
from crawlers.run import OutletCrawl, Plan

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)


@dataclass
class Answer:
    """A status, headers and a body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(self.status)
        for name, value in {"Content-Length": str(len(self.body)), **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        with suppress(OSError):  # a client may hang up on a body it does not want
            handler.wfile.write(self.body)


class Site:
    """Every host's answers, and what was asked.

    Attributes:
        routes: What to do by host and path; all else is answered 404.
        asked: Requests by host and path.
        agents: User agents seen.
        url: Address of the press.
    """

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.agents: set[str] = set()
        self.url = ""

    def put(self, host: str, path: str, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.routes[host, path] = answer

    def put_page(self, host: str, path: str, text: str = "Tin ngắn trong ngày.") -> None:
        html = f"<!doctype html><html lang=vi><title>Tin</title><p>{text}</p></html>"
        self.put(host, path, Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))

    def put_feed(self, host: str, *links: str, path: str = "/rss") -> None:
        self.put(host, path, Answer(feed(*links), headers={"Content-Type": "application/rss+xml"}))

    def pages_asked(self) -> Counter[tuple[str, str]]:
        return Counter({key: n for key, n in self.asked.items() if key[1].startswith("/tin")})


def feed(*links: str, day: int = 8) -> bytes:
    """Give an RSS feed; each link is an address, or an address and a headline joined by a space."""
    items = ""
    for link in links:
        url, _, title = link.partition(" ")
        items += (
            f"<item><title>{escape(title or 'Tin ' + url)}</title><link>{escape(url)}</link>"
            f"<pubDate>Sat, {day:02d} Aug 2026 09:00:00 +0700</pubDate></item>"
        )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'.encode()
    )


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            key = self.headers["Host"], self.path
            site.asked[key] += 1
            site.agents.add(self.headers["User-Agent"])
            site.routes.get(key, Answer(b"no such page", 404))(self)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., None]:
    """Write an outlet's record: `record("a", more TOML)` has the domain a.example and the feed /rss."""
    folder = tmp_path / "register"
    folder.mkdir()

    def write(name: str, more: str = "", feeds: tuple[str, ...] = ("/rss",)) -> None:
        tables = "".join(
            f'[[feeds]]\nurl = "https://{name}.example{path}"\nevidence = "test"\nstatus = "seen"\n'
            for path in feeds
        )
        text = f'name = "{name}"\ndomains = ["{name}.example"]\nkind = "newspaper"\n{more}\n{tables}'
        (folder / f"{name}.toml").write_text(text)

    return write


@pytest.fixture
def crawl(tmp_path: Path, site: Site, record: Callable[..., None]) -> Callable[..., dict[str, OutletCrawl]]:
    """Crawl outlets of the register against the site, without delays."""

    def start(*outlets: str, **more: Any) -> dict[str, OutletCrawl]:
        facts: dict[str, Any] = {"now": NOW, "press": site.url, "delay_factor": 0.0} | more
        progress = facts.pop("progress", None)
        plan = Plan(tmp_path / "raw", (tmp_path / "register",), outlets, **facts)
        return {result.outlet: result for result in run.crawl(plan, progress)}

    return start


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Callable[[str], LinkTable]]:
    """Open an outlet's links table."""
    opened: list[LinkTable] = []

    def open_table(outlet: str) -> LinkTable:
        opened.append(LinkTable(tmp_path / "raw" / outlet / "links.sqlite"))
        return opened[-1]

    yield open_table
    for one in opened:
        one.close()


@pytest.fixture
def answer() -> type[Answer]:
    """A status, headers and a body to answer with."""
    return Answer
