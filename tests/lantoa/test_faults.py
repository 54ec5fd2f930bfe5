"""The press that misbehaves: what each fault looks like to a client, and a crawl through all of them."""

import gzip
import http.client
import json
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from bench import crawl as through_faults
from lantoa.press import faults
from lantoa.press.server import Press

NOW = datetime(2026, 8, 9, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """Thirty outlets, so that each fault of an outlet is there, with forty articles each."""
    register, items = through_faults.invent(tmp_path_factory.mktemp("faults"), 30, 40)
    with Press(items, now=NOW, everything=True, registers=(register,), faulty=True) as press:
        yield press


def host_with(press, fault):
    outlet = next(outlet for outlet, found in press.edition.faults.outlets.items() if found == fault)
    return f"{outlet}.example"


def page_with(press, fault):
    """Give an article with a fault, at an outlet without one."""
    return next(
        (host, target)
        for outlet in press.edition.outlet_ids
        if outlet not in press.edition.faults.outlets
        for host in [f"{outlet}.example"]
        for target in (f"/xa-hoi/bai-{outlet[-2:]}{number:05d}.html" for number in range(49))
        if faults.page_fault(f"{host}{target}") == fault
    )


def ask(press, host, target):
    connection = http.client.HTTPConnection(press.url.removeprefix("http://"), timeout=30)
    connection.request("GET", target, headers={"Host": host})
    return connection.getresponse()


def test_every_fault_is_there_and_the_same_every_time(press):
    outlets = press.edition.outlet_ids
    assert list(press.edition.faults.outlets.values()) == list(faults._OUTLET_FAULTS)
    assert faults.outlet_faults(reversed(outlets)) == press.edition.faults.outlets
    found = {faults.page_fault(f"bao-{n}.example/tin-{n}") for n in range(20_000)}
    assert found == {"", *faults._PAGE_FAULTS}


def test_robots_forbid_and_fail(press):
    forbidden = ask(press, host_with(press, "robots forbid"), "/robots.txt").read()
    assert b"Disallow: /\n" in forbidden
    assert ask(press, host_with(press, "robots fail"), "/robots.txt").status == 500
    assert press.edition.faults.why_not(host_with(press, "robots silent"), "/x") == "robots silent"


def test_feeds_that_are_too_large_bombs_or_break_off(press):
    large = ask(press, host_with(press, "feed too large"), "/tin-moi")
    packed = large.read()
    assert len(packed) < 1_000_000 < 20_000_000 < len(gzip.decompress(packed))
    assert b"<!ENTITY" in ask(press, host_with(press, "XML bomb"), "/tin-moi").read()
    assert b"</rss>" not in ask(press, host_with(press, "feed breaks off"), "/tin-moi").read()


def test_odd_bytes_and_headers(press):
    assert ask(press, host_with(press, "byte order mark"), "/tin-moi").read().startswith(b"\xef\xbb\xbf<")
    wrong = ask(press, host_with(press, "wrong charset"), "/tin-moi")
    assert wrong.headers["Content-Type"].endswith("charset=iso-8859-1")
    assert "Báo" in wrong.read().decode("utf-8")
    ahead = ask(press, host_with(press, "clock a day ahead"), "/tin-moi")
    assert parsedate_to_datetime(ahead.headers["Date"]) - NOW == faults.AHEAD
    assert b"2026-08-10T" in ahead.read()


def test_faults_that_pass_when_asked_again(press):
    burst = page_with(press, "burst of 503")
    assert [ask(press, *burst).status for _ in range(3)] == [503, 503, 200]
    reset = page_with(press, "reset")
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        ask(press, *reset).read()
    assert b"</html>" in ask(press, *reset).read()
    broken = page_with(press, "broken gzip")
    with pytest.raises((EOFError, zlib.error)):
        gzip.decompress(ask(press, *broken).read())
    assert b"</html>" in ask(press, *broken).read()


def test_pages_that_nobody_can_fetch(press):
    host, target = page_with(press, "redirect loop")
    assert ask(press, host, target).headers["Location"] == target
    endless = ask(press, *page_with(press, "endless"))
    assert sum(len(endless.read(1_000_000)) for _ in range(30)) == 30_000_000
    endless.close()
    assert press.edition.faults.why_not(host, target) == "redirect loop"


@pytest.mark.slow
def test_a_crawl_through_all_of_it_gets_what_can_be_had_and_says_why_of_the_rest(tmp_path: Path):
    register, items = through_faults.invent(tmp_path, 35, 12)
    place = {"now": NOW, "everything": True, "registers": (register,), "faulty": True}
    with Press(items, **place) as press:
        whole = through_faults.crawl(press, items, register, tmp_path / "whole", 0, 0.0)
        against, least = through_faults.impolite(press)
    assert whole.pages.keys() == whole.fetchable
    assert whole.pages.total() == len(whole.pages)
    assert against == 0
    assert least >= through_faults.LEAST_SECONDS
    assert whole.reasons["too many redirects"] > 0
    states = {(row[1].partition("/")[2], row[4]) for row in whole.rows["scans"]}
    assert {state for _, state in states} >= {"ok", "malformed", "too_large", "robots"}, json.dumps(
        sorted(states)
    )

    with Press(items, **place) as press:
        killed = through_faults.crawl(press, items, register, tmp_path / "killed", 6, 8.0)
    assert killed.killed == 6
    assert killed.pages.keys() == whole.pages.keys()
    assert killed.rows == whole.rows
