"""Looks at sites that misbehave: what is asked, how often, and what is not."""

import re
import sys
from datetime import UTC, datetime

import pytest

from crawlers import child, survey
from crawlers.child import CrawlError
from crawlers.run import ConfigError, Plan

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
ARTICLE = """<!doctype html><html><head><meta charset="utf-8"><meta property="og:site_name" content="Báo A">
<meta property="article:published_time" content="2026-08-08T09:00:00+07:00"></head><body>
<h1>Xã đảo khánh thành bến tàu mới</h1><p>Sáng nay xã đảo tổ chức lễ khánh thành bến tàu mới ở thôn Bãi.</p>
<p>Công trình gồm cầu dẫn, bến cập tàu và một nhà chờ có mái che cho hành khách.</p></body></html>""".encode()


@pytest.fixture
def look(site, record, tmp_path):
    record("a", feeds=())

    def look(url="https://a.example/", **more):
        (tmp_path / "raw").mkdir(exist_ok=True)
        facts = {"now": NOW, "press": site.url, "delay_factor": 0.0} | more
        return survey.look(Plan(tmp_path / "raw", (tmp_path / "register",), ("a",), **facts), url)

    return look


def by_role(answers, role):
    return [one.url for one in answers if one.role == role]


def test_feeds_are_found_by_links_and_pages_of_feeds_and_the_newest_article_is_read(site, look, answer):
    home = b'<a href="/rss.html">RSS</a><link rel="alternate" type="application/rss+xml" href="/rss/xe.rss">'
    site.put("a.example", "/", answer(home))
    site.put("a.example", "/rss.html", answer(b'<html><a href="/rss/home.rss">Trang nhat</a></html>'))
    site.put_feed("a.example", "https://a.example/tin-1", "https://a.example/tin-2", path="/rss/home.rss")
    site.put_feed("a.example", "https://a.example/tin-2", path="/rss/xe.rss")
    site.put("a.example", "/tin-1", answer(ARTICLE))
    site.put("a.example", "/robots.txt", answer(b"Sitemap: https://a.example/s.xml"))

    answers = look()

    assert {"https://a.example/rss/home.rss", "https://a.example/rss/xe.rss"} <= set(by_role(answers, "feed"))
    assert by_role(answers, "article") == ["https://a.example/tin-1"]
    assert by_role(answers, "sitemap")[0] == "https://a.example/s.xml"
    assert by_role(answers, "robots") == ["https://a.example/robots.txt"]
    assert set(site.asked.values()) == {1}


def test_no_more_than_some_thirty_requests_are_made(site, look, answer):
    links = "".join(f'<a href="/rss/muc-{number}.rss">RSS</a>' for number in range(500))
    site.put("a.example", "/", answer(links.encode()))
    sitemaps = "\n".join(f"Sitemap: https://a.example/s{number}.xml" for number in range(50))
    site.put("a.example", "/robots.txt", answer(sitemaps.encode()))
    look()
    assert 10 < sum(site.asked.values()) <= survey.MOST_REQUESTS


def test_a_feed_that_wants_a_cookie_gets_the_home_pages(site, look, answer):
    site.put("a.example", "/", answer(b'<a href="/rss">RSS</a>', headers={"Set-Cookie": "khach=1"}))

    def feed(handler):
        body = (
            plain.body
            if "khach=1" in (handler.headers["Cookie"] or "")
            else b"<html>document.cookie=1</html>"
        )
        answer(body)(handler)

    site.put_feed("a.example", "https://a.example/tin-1")
    plain = site.routes["a.example", "/rss"]
    site.put("a.example", "/rss", feed)
    given = [one for one in look() if one.url == "https://a.example/rss"]
    assert [one.cookie_from for one in given] == ["", "https://a.example/"]
    assert given[1].body == plain.body


def test_rules_and_the_guard_hold(site, look, answer):
    site.put("a.example", "/robots.txt", answer(b"User-agent: *\nDisallow: /rss"))
    site.put("a.example", "/", answer(b"", 302, {"Location": "http://127.0.0.1/noi-bo"}))
    site.put("a.example", "/feed", answer(b"", 301, {"Location": "https://khac.example/feed"}))
    problems = {one.url: one.problem for one in look() if one.problem}
    assert "refused redirect" in problems["https://a.example/"]
    assert "robots disallow" in problems["https://a.example/rss"]
    assert "redirect to another host" in problems["https://a.example/feed"]
    assert {host for host, _ in site.asked} == {"a.example"}


def test_a_site_whose_rules_cannot_be_had_is_not_asked(site, look, answer):
    site.put("a.example", "/robots.txt", answer(b"", 503))
    assert all("HTTP 503" in one.problem for one in look() if one.role != "robots")
    assert {path for _, path in site.asked} == {"/robots.txt"}


def test_without_contact_and_press_nothing_is_asked(look):
    with pytest.raises(ConfigError, match=re.escape("LANTOA_CONTACT is not set")):
        look(press=None)


def test_a_process_that_was_killed_while_it_told_something_is_named_as_such():
    program = """import os
os.write(1, b'{"event": "whole"}\\n{"event": "to')
os.kill(os.getpid(), 9)"""
    told: list[object] = []

    def hear() -> None:
        with child.started((sys.executable, "-c", program), {}) as events:
            told.extend(events)

    with pytest.raises(CrawlError, match="status -9"):
        hear()
    assert told == [{"event": "whole"}]
