"""Crawls of a press that misbehaves: what is archived, what is counted, and that nothing else is lost."""

import gzip
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from filelock import FileLock

from crawlers import archive, run
from crawlers.handlers import breaks_off
from crawlers.links import LinkTable
from crawlers.run import ConfigError, CrawlError

TIN = "https://a.example/tin-{}".format


def pages(raw: Path, outlet: str) -> list[archive.Page]:
    return [page for path in sorted((raw / outlet).glob("*/*.warc.gz")) for page in archive.read(path)]


def put_news(site, count: int, host: str = "a.example") -> None:
    site.put_feed(host, *(f"https://{host}/tin-{number}" for number in range(count)))
    for number in range(count):
        site.put_page(host, f"/tin-{number}", f"Tin số {number} về ngày hội đọc sách.")


def assert_consistent(raw: Path, outlet: str) -> None:
    """A link is done if and only if its record lies at its place in the archive."""
    held = {
        (path.parent.name + "/" + path.name, page.offset, page.link)
        for path in (raw / outlet).glob("*/*.warc.gz")
        for page in archive.read(path)
        if page.link is not None
    }
    with LinkTable(raw / outlet / "links.sqlite") as table:
        done = [row for row in table.links_frame().to_pylist() if row["state"] == "done"]
    assert {(row["warc"], row["offset"], row["canonical_url"]) for row in done} == held


def test_feed_and_pages_are_archived_and_a_second_crawl_fetches_no_page_twice(
    site, record, crawl, table, tmp_path
):
    record("a")
    put_news(site, 5)
    told: list[tuple[str, int, int]] = []

    first = crawl("a", progress=lambda *told_now: told.append(told_now))["a"]

    assert (first.discovered, first.fetched, first.pending, first.scans_ok) == (5, 5, 0, 1)
    assert (first.rejected, first.scans_failed, first.problem) == ({}, 0, None)
    assert told[-1] == ("a", 5, 5)
    assert site.agents == {"lantoa/" + run_version()}
    stored = pages(tmp_path / "raw", "a")
    assert Counter(page.link is None for page in stored) == {True: 2, False: 5}  # robots.txt and the feed
    assert "Tin số 3".encode() in next(page.body for page in stored if page.link == TIN(3))
    (warc,) = (tmp_path / "raw" / "a").glob("*/*.warc.gz")
    assert warc.parent.name == "2026-08-09"
    assert_consistent(tmp_path / "raw", "a")

    second = crawl("a")["a"]

    assert (second.discovered, second.fetched, second.pending) == (0, 0, 0)
    assert set(site.pages_asked().values()) == {1}
    assert_consistent(tmp_path / "raw", "a")


def run_version() -> str:
    from importlib.metadata import version

    return version("lantoa")


def test_a_killed_crawl_is_taken_up_where_the_archive_ends(site, record, crawl, table, tmp_path):
    record("a")
    put_news(site, 40)
    raw = tmp_path / "raw"
    plain = site.routes["a.example", "/tin-20"], site.routes["a.example", "/tin-30"]

    def wait_for_the_archive(handler: BaseHTTPRequestHandler) -> None:
        with LinkTable(raw / "a" / "links.sqlite") as links:
            while not links.states()["done"]:
                threading.Event().wait(0.05)
        plain[0](handler)

    def kill(handler: BaseHTTPRequestHandler) -> None:
        for child in children():
            os.kill(child, signal.SIGKILL)

    site.put("a.example", "/tin-20", wait_for_the_archive)
    site.put("a.example", "/tin-30", kill)
    with pytest.raises(CrawlError, match="status -9"):
        crawl("a")
    done_before = table("a").states()["done"]
    assert 0 < done_before < 40
    (torn,) = (raw / "a").glob("*/*.warc.gz")
    with torn.open("ab") as file:
        file.write(torn.read_bytes()[:100])  # as a crash of the machine within a record would leave it
    asked_before = site.pages_asked()

    site.put("a.example", "/tin-30", plain[1])
    second = crawl("a")["a"]

    assert table("a").states() == {"done": 40}
    assert done_before + second.fetched <= 40
    assert {page.link for page in pages(raw, "a")} - {None} == {TIN(number) for number in range(40)}
    assert_consistent(raw, "a")
    assert torn.with_name(torn.name + ".tail").stat().st_size >= 100
    again = site.pages_asked() - asked_before
    assert sum(again.values()) == second.fetched


def children() -> list[int]:
    own = Path("/proc/self/task")
    return [int(pid) for task in own.iterdir() for pid in (task / "children").read_text().split()]


def gone(pid: int) -> bool:
    with suppress(ProcessLookupError, FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    return True


def test_the_crawl_ends_with_whoever_asked_for_it(site, record, tmp_path):
    record("a")
    put_news(site, 1)
    asked, let_go = threading.Event(), threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        let_go.wait(60)

    site.put("a.example", "/tin-0", hang)
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path), site.url])
    try:
        assert asked.wait(60)
        task = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        (child,) = map(int, task.read_text().split())
        parent.kill()
        parent.wait()
        while not gone(child):
            threading.Event().wait(0.02)
    finally:
        let_go.set()
        parent.kill()


PARENT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from crawlers import run
home = Path(sys.argv[1])
now = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
run.crawl(run.Plan(home / "raw", (home / "register",), ("a",), now, press=sys.argv[2], delay_factor=0.0))
"""


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response_only(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"<p>tin</p>" * 10_000)


def flooding(handler: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-Tin: " + b"x" * 1_000 + b"\r\n")


def continuing(handler: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response_only(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b".")
            threading.Event().wait(0.1)


ZIPPED = {"Content-Encoding": "gzip"}

# Without this a test of "too slow" would last the whole minute that is allowed.
HASTY = (
    sys.executable,
    "-c",
    "from crawlers import settings; settings.RESPONSE_SECONDS = 6.0\nfrom crawlers import run; run.main()",
)


def test_a_compressed_body_that_breaks_off_is_told_from_a_whole_one():
    whole = gzip.compress(b"<p>Tin</p>" * 9_999)
    assert [breaks_off(whole[:cut], 10**6) for cut in (None, -1, -9, 20, 0)] == [
        False,
        True,
        True,
        True,
        True,
    ]
    assert not breaks_off(b"no gzip at all", 10**6)
    assert not breaks_off(gzip.compress(bytes(10**6))[:-20], 10**4)  # too large is another reason


def test_each_hostile_page_has_its_reason_and_loses_nothing_else(
    site, record, crawl, table, tmp_path, monkeypatch, answer
):
    monkeypatch.setattr(run, "COMMAND", HASTY)
    record("a")
    record("b")
    put_news(site, 3)
    bomb = gzip.compress(bytes(30_000_000))
    busy = iter([answer(b"busy", 503, {"Retry-After": "5"})])

    def recovers(handler: BaseHTTPRequestHandler) -> None:
        next(busy, answer(b"<p>Tin</p>"))(handler)

    torn = iter([answer(gzip.compress(b"<p>Tin</p>" * 99)[:-20], headers=ZIPPED)])

    def mended(handler: BaseHTTPRequestHandler) -> None:
        next(torn, answer(gzip.compress(b"<p>Tin</p>" * 99), headers=ZIPPED))(handler)

    def to(url: str):
        return answer(b"", 302, {"Location": url})

    hostile = {
        "endless": (endless, "too large"),
        "long": (answer(b"x", headers={"Content-Length": "50000000"}), "too large"),
        "bomb": (answer(bomb, headers={"Content-Encoding": "gzip"}), "too large"),
        "headers": (flooding, "too large"),
        "continues": (continuing, "too large"),
        "drip": (dripping, "too slow"),
        "inwards": (to("http://127.0.0.1:1/"), "refused redirect"),
        "metadata": (to("http://169.254.169.254/latest/meta-data"), "refused redirect"),
        "spelled": (to("http://2130706433/"), "refused redirect"),
        "file": (to("file:///etc/passwd"), "HTTP 302"),
        "elsewhere": (to("https://unknown.example/"), "redirect to another host"),
        "loop": (to("https://a.example/tin-loop"), "too many redirects"),
        "gone": (answer(b"", 410), "not found (410)"),
        "missing": (answer(b"", 404), "not found (404)"),
        "reset": (
            answer(b"<p>", headers={"Content-Length": "900", "Connection": "close"}),
            "connection lost",
        ),
        "down": (answer(b"", 500), "HTTP 500"),
        "garbled": (answer(b"no gzip", headers={"Content-Encoding": "gzip"}), None),
        "cut": (answer(gzip.compress(b"<p>Tin</p>" * 99)[:-20], headers=ZIPPED), "connection lost"),
        "mended": (mended, "done"),
        "recovers": (recovers, "done"),
        "moved": (to("https://www.b.example/tin-new"), "done"),
    }
    for name, (reply, _) in hostile.items():
        site.put("a.example", f"/tin-{name}", reply)
    site.put_page("www.b.example", "/tin-new")
    private = ["http://127.0.0.1/tin", "http://user@a.example/tin-0", "https://a.example:8080/tin-0"]
    site.put_feed("a.example", *map(TIN, hostile), *map(TIN, range(3)), *private, "https://x.example/tin")

    result = crawl("a", delay_factor=0.01)["a"]

    states = {row["canonical_url"]: row for row in table("a").links_frame().to_pylist()}
    got = {name: (states[TIN(name)]["state"], states[TIN(name)]["reason"]) for name in hostile}
    for name, (_, expected) in hostile.items():
        state, reason = got[name]
        if expected == "done":
            assert state == "done", (name, reason)
        elif expected is None or expected.startswith(("HTTP", "connection")):
            assert state == "queued", (name, state, reason)
            assert states[TIN(name)]["attempts"] == 1
            assert reason.startswith(expected or ""), (name, reason)
        else:
            assert (state, reason) == ("rejected", expected), name
    assert all(states[TIN(number)]["state"] == "done" for number in range(3))
    assert result.fetched == 6
    assert result.pending == sum(state == "queued" for state, _ in got.values()) == 5
    assert result.rejected["too large"] == 5
    assert result.rejected["refused redirect"] == 3
    assert result.rejected["foreign host"] == 2  # the loopback address and the host of no outlet
    assert (
        sum(result.rejected.values()) + result.fetched + result.pending == len(hostile) + 3 + len(private) + 1
    )
    assert site.asked["a.example", "/tin-recovers"] == 2
    assert site.asked["a.example", "/tin-loop"] == 6
    assert_consistent(tmp_path / "raw", "a")


def test_each_hostile_feed_has_its_state_and_loses_nothing_else(site, record, crawl, table, answer):
    page = b"<html><script>document.cookie='a=1';location.reload()</script><body></body></html>"
    feeds = {
        "/malformed": (answer(b"<rss><channel><item><title>Tin"), "malformed"),
        "/html": (
            answer(b"<!doctype html><html><body><p>Trang ch\xe1\xbb\xa7</p></body></html>"),
            "malformed",
        ),
        "/empty": (answer(b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'), "empty"),
        "/challenge": (answer(page), "challenge"),
        "/endless": (endless, "too_large"),
        "/bomb": (
            answer(gzip.compress(bytes(30_000_000)), headers={"Content-Encoding": "gzip"}),
            "too_large",
        ),
        "/headers": (flooding, "too_large"),
        "/missing": (answer(b"", 404), "failed"),
        "/broken": (answer(b"", 500), "failed"),
        "/elsewhere": (answer(b"", 302, {"Location": "https://unknown.example/rss"}), "failed"),
    }
    record("a", feeds=("/rss", *feeds))
    record("b")
    put_news(site, 2)
    put_news(site, 2, "b.example")
    for path, (reply, _) in feeds.items():
        site.put("a.example", path, reply)

    results = crawl("a", "b")

    scans = {row["source"]: row for row in table("a").frame_of("scans").to_pylist()}
    assert {path: scans[f"https://a.example{path}"]["state"] for path in feeds} == {
        path: state for path, (_, state) in feeds.items()
    }
    assert all(row["reason"] for row in scans.values() if row["state"] not in ("ok", "empty"))
    assert (results["a"].fetched, results["a"].scans_ok, results["a"].scans_failed) == (2, 2, 9)
    assert results["a"].problem is None
    assert (results["b"].fetched, results["b"].problem) == (2, None)


def test_an_outlet_that_can_not_be_read_is_one_line(site, record, crawl):
    record("a")
    record("nofeed", feeds=())
    site.put("a.example", "/rss", lambda handler: handler.connection.shutdown(socket.SHUT_RDWR))
    results = crawl("a", "nofeed")
    assert results["a"].problem == "no feed could be read: connection lost"
    assert results["nofeed"].problem == "no feed could be read: its record names none"


def test_without_a_network_there_is_one_line_an_outlet(site, record, crawl):
    record("a")
    record("b")
    with socket.socket() as silent:  # bound, so that nobody else has the port, and not listening
        silent.bind(("127.0.0.1", 0))
        results = crawl("a", "b", press=f"http://127.0.0.1:{silent.getsockname()[1]}")
    for result in results.values():
        assert result.problem == "no feed could be read: robots unreachable: connection refused"
        assert (result.fetched, result.scans_ok, result.scans_failed) == (0, 0, 1)


def test_sitemaps_of_record_and_index_and_what_is_outside_the_period(site, record, crawl, table, answer):
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    news = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    record(
        "a",
        '[[sitemaps]]\nurl = "https://a.example/index.xml"\nkind = "index"\n'
        'evidence = "test"\nstatus = "seen"\n',
    )
    entry = (
        "<url><loc>https://a.example/tin-{0}</loc><n:news><n:publication_date>2026-08-0{0}T09:00:00+07:00"
        "</n:publication_date><n:title>Tin {0}</n:title></n:news></url>"
    )
    site.put(
        "a.example",
        "/index.xml",
        answer(
            f"<sitemapindex {ns}><sitemap><loc>https://a.example/old.xml</loc><lastmod>2020-01-01</lastmod>"
            "</sitemap><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>".encode()
        ),
    )
    site.put(
        "a.example",
        "/news.xml",
        answer(
            f"<urlset {ns} {news}>{entry.format(2)}{entry.format(5)}"
            "<url><loc>https://a.example/chuyen-muc</loc></url></urlset>".encode()
        ),
    )
    site.put_feed("a.example", TIN(5))
    site.put_page("a.example", "/tin-2")
    site.put_page("a.example", "/tin-5")

    result = crawl("a", from_date=date(2026, 8, 4))["a"]

    assert (result.discovered, result.fetched, result.scans_ok) == (2, 1, 3)
    assert {path for _, path in site.asked} == {"/robots.txt", "/rss", "/index.xml", "/news.xml", "/tin-5"}
    assert table("a").states() == {"done": 1, "skipped": 1}

    assert crawl("a")["a"].fetched == 1
    assert table("a").states() == {"done": 2}

    # A day gone by: its sitemaps are read again, whatever the last crawl saw, and nothing else.
    site.asked.clear()
    past = crawl("a", from_date=date(2026, 8, 2), to_date=date(2026, 8, 2), visits="dated")["a"]
    assert (past.problem, past.scans_ok) == (None, 2)
    assert {path for _, path in site.asked} - {"/robots.txt"} == {"/index.xml", "/news.xml"}


def test_files_of_the_wanted_month_and_section_pages_lead_to_articles_without_headline_or_time(
    site, record, crawl, table, answer
):
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    source = 'evidence = "test"\nstatus = "seen"\n'
    record(
        "a",
        f'[[sitemaps]]\nurl = "https://a.example/index.xml"\nkind = "index"\n{source}'
        f'[[sections]]\nurl = "https://a.example/xa-hoi"\n{source}',
        feeds=(),
    )
    files = "".join(f"<sitemap><loc>/sitemap-2026-{month}.xml</loc></sitemap>" for month in (6, 7, 8))
    site.put("a.example", "/index.xml", answer(f"<sitemapindex {ns}>{files}</sitemapindex>".encode()))
    listed = "".join(f"<url><loc>https://a.example/{path}</loc></url>" for path in ("tin-100001", "xa-hoi"))
    site.put("a.example", "/sitemap-2026-7.xml", answer(f"<urlset {ns}>{listed}</urlset>".encode()))
    teasers = "".join(f"<h3><a href='/tin-{n}'>Chuyện trong ngày số {n}</a></h3>" for n in (100001, 100002))
    site.put("a.example", "/xa-hoi", answer(f"<html><body>{teasers}</body></html>".encode()))
    site.put_page("a.example", "/tin-100001")
    site.put_page("a.example", "/tin-100002")

    july = {"from_date": date(2026, 7, 1), "to_date": date(2026, 7, 31)}
    result = crawl("a", **july)["a"]

    assert (result.discovered, result.fetched, result.scans_ok, result.problem) == (2, 2, 3, None)
    assert {path for _, path in site.asked if path.startswith("/sitemap")} == {"/sitemap-2026-7.xml"}
    first = datetime(2026, 8, 9, 3, tzinfo=UTC)
    later = first + timedelta(hours=1)
    assert crawl("a", now=later, **july)["a"].discovered == 0
    seen = {
        (
            row["canonical_url"][-6:],
            row["source"],
            row["source_kind"],
            row["first_seen_at"],
            row["last_seen_at"],
        )
        for row in table("a").frame_of("sightings").to_pylist()
    }
    section, month = (
        ("https://a.example/xa-hoi", "section"),
        ("https://a.example/sitemap-2026-7.xml", "sitemap"),
    )
    assert seen == {
        (number, *source, first, later)
        for number, source in (("100001", section), ("100002", section), ("100001", month))
    }


def test_a_feed_entry_without_headline_and_time_is_an_entry(site, record, crawl, answer):
    record("a")
    feed = "<rss><channel><item><link>https://a.example/tin-1</link></item></channel></rss>"
    site.put("a.example", "/rss", answer(feed.encode()))
    site.put_page("a.example", "/tin-1")
    result = crawl("a")["a"]
    assert (result.discovered, result.fetched, result.problem) == (1, 1, None)


def test_a_second_crawl_of_an_outlet_waits_with_a_message(site, record, crawl, tmp_path, caplog):
    record("a")
    put_news(site, 1)
    folder = tmp_path / "raw" / "a"
    folder.mkdir(parents=True)
    lock = FileLock(folder / ".lock", thread_local=False)
    lock.acquire()
    listener = logging.Handler()
    listener.emit = lambda record: lock.release()  # the first crawl ends once the second one waits
    logging.getLogger("crawlers.run").addHandler(listener)
    try:
        result = crawl("a")["a"]
    finally:
        logging.getLogger("crawlers.run").removeHandler(listener)
    assert result.fetched == 1
    assert "a: another crawl is at it" in caplog.text


def test_a_live_crawl_names_the_setting_it_lacks(record, crawl):
    record("a")
    with pytest.raises(ConfigError, match="LANTOA_CONTACT"):
        crawl("a", press=None)
    with pytest.raises(ConfigError, match="LANTOA_CONTACT"):
        crawl("a", press=None, contact="me@a.example\r\nX: y")


INWARDS = """
import pathlib, socket

def resolve(name):
    pathlib.Path({asked!r}).write_text(name)
    return "127.0.0.1"

socket.gethostbyname = resolve
from crawlers import run
run.main()
"""


def test_a_name_that_resolves_inwards_is_not_connected_to(record, crawl, monkeypatch, tmp_path):
    asked = tmp_path / "asked"
    monkeypatch.setattr(run, "COMMAND", (sys.executable, "-c", INWARDS.format(asked=str(asked))))
    record("a")
    result = crawl("a", press=None, contact="press@a.example")["a"]
    assert asked.read_text() == "a.example"
    # A connection to 127.0.0.1 would have been tried and, at best, refused by its peer.
    assert result.problem == "no feed could be read: robots unreachable: host name not found"


@pytest.mark.parametrize(
    "press", ["http://10.0.0.1:80", "https://127.0.0.1:1", "http://127.0.0.1", "x", "http://[::1"]
)
def test_a_press_is_on_this_machine(record, crawl, press):
    record("a")
    with pytest.raises(ConfigError, match="--press"):
        crawl("a", press=press)


def test_an_unknown_outlet_is_answered_with_the_nearest(record, crawl):
    record("tuoitre")
    with pytest.raises(ConfigError, match="did you mean 'tuoitre'"):
        crawl("tuoitr")
    with pytest.raises(ConfigError, match="at least one"):
        crawl()
