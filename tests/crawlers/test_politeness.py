"""A host's wishes through whole crawls: rules, waits, budgets, validators, cookies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.budget import Manners, PutOffError, Robots, allowed

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
FEED = "https://a.example/rss"


def put_news(site, count: int = 2) -> None:
    site.put_feed("a.example", *(f"https://a.example/tin-{number}" for number in range(count)))
    for number in range(count):
        site.put_page("a.example", f"/tin-{number}")


def scans(table) -> list[tuple[str, str]]:
    rows = sorted(table("a").frame_of("scans").to_pylist(), key=lambda row: row["scanned_at"])
    return [(row["state"], row["reason"]) for row in rows if row["source"] == FEED]


@pytest.fixture
def manners(tmp_path: Path):
    def start(now: datetime = NOW, per_hour: int | None = None) -> Manners:
        return Manners(tmp_path / "manners.sqlite", now, per_hour)

    return start


def test_robots_txt_is_remembered_for_less_than_24_hours(manners):
    manners().keep_robots("https://a.example", Robots(200, b"User-agent: *"))
    day = timedelta(hours=24)
    ages = {timedelta(0): True, day - timedelta(seconds=1): True, day: False, -timedelta(hours=1): False}
    for age, known in ages.items():
        assert (manners(NOW + age).robots("https://a.example") is not None) == known, age
    assert manners().robots("http://a.example") is None


def test_the_requests_of_an_hour_are_counted_across_crawls(manners):
    first = manners(per_hour=3)
    first.spend()
    first.spend()
    first.close()
    second = manners(NOW + timedelta(minutes=30), per_hour=3)
    second.spend()
    with pytest.raises(PutOffError, match="request budget of 3 an hour used up"):
        second.spend()
    assert second.used_up
    second.close()
    manners(NOW + timedelta(hours=1), per_hour=3).spend()


@pytest.mark.parametrize(("pace", "expected"), [(1.0, 600), (0.01, 60_000), (0.0, None)])
def test_a_budget_stretches_as_delays_shrink(pace, expected):
    assert allowed(600, pace) == expected


def test_a_host_is_left_alone_until_the_time_it_gave(manners):
    crawl = manners()
    until = crawl.hold("a.example", 3600)
    assert crawl.held_until("a.example") == until
    assert crawl.held_until("b.example") is None
    assert manners(NOW + timedelta(minutes=59)).held_until("a.example") == until
    assert manners(NOW + timedelta(minutes=62)).held_until("a.example") is None


@pytest.mark.slow
def test_robots_txt_is_asked_once_a_day_and_when_it_fails_then_nothing_is_fetched(
    site, record, crawl, table, answer
):
    record("a")
    put_news(site)
    site.put("a.example", "/robots.txt", answer(b"User-agent: *\nDisallow: /tin-1\n"))
    crawl("a")
    site.put("a.example", "/robots.txt", answer(b"", 503))
    crawl("a", now=NOW + timedelta(hours=20))
    assert site.asked["a.example", "/robots.txt"] == 1
    assert site.asked["a.example", "/tin-1"] == 0

    site.put_feed("a.example", "https://a.example/tin-0", "https://a.example/tin-2")
    before = site.asked["a.example", "/rss"]
    failed = crawl("a", now=NOW + timedelta(hours=25))["a"]

    assert site.asked["a.example", "/rss"] == before
    assert failed.problem == "no feed could be read: robots unreachable: HTTP 503"
    assert scans(table)[-1] == ("robots", "robots unreachable: HTTP 503")
    site.put("a.example", "/robots.txt", answer(b"", 404))
    site.put_page("a.example", "/tin-2")
    assert crawl("a", now=NOW + timedelta(hours=26))["a"].fetched == 1


def test_robots_txt_on_another_registered_host_counts(site, record, crawl, answer):
    record("a")
    record("b")
    put_news(site)
    site.put("a.example", "/robots.txt", answer(b"", 301, {"Location": "https://b.example/robots.txt"}))
    site.put("b.example", "/robots.txt", answer(b"User-agent: *\nDisallow: /tin-1\n"))
    assert crawl("a")["a"].rejected == {"robots disallow": 1}
    assert site.asked["a.example", "/tin-1"] == 0


@pytest.mark.slow
def test_a_long_retry_after_holds_the_host_in_this_crawl_and_the_next(site, record, crawl, table, answer):
    record("a")
    put_news(site, 4)
    site.put("a.example", "/tin-1", answer(b"", 429, {"Retry-After": "36000"}))

    # Far enough apart that a busy machine has read the answer before it asks again.
    first = crawl("a", delay_factor=0.1)["a"]

    assert site.pages_asked() == {("a.example", "/tin-0"): 1, ("a.example", "/tin-1"): 1}
    assert (first.fetched, first.pending) == (1, 3)
    assert {row["attempts"] for row in table("a").links_frame().to_pylist()} == {0}
    asked = site.asked.total()
    second = crawl("a", delay_factor=0.01, now=NOW + timedelta(minutes=30))["a"]
    assert site.asked.total() == asked
    assert second.problem == "no feed could be read: asked to wait until 2026-08-09 04:00 UTC"
    assert scans(table)[-1] == ("failed", "asked to wait until 2026-08-09 04:00 UTC")
    put_news(site, 4)
    assert crawl("a", delay_factor=0.01, now=NOW + timedelta(minutes=62))["a"].fetched == 3


@pytest.mark.slow
def test_what_is_beyond_the_budget_waits_for_the_next_hour(site, record, crawl):
    record("a", "[politeness]\nrequests_per_hour = 1")
    put_news(site, 140)

    first = crawl("a", delay_factor=0.01)["a"]  # a hundredth of the delay, a hundred times the requests

    assert site.asked.total() == 100
    assert (first.fetched, first.pending) == (98, 42)
    assert first.problem == "request budget of 100 an hour used up, 42 links wait for the next run"
    crawl("a", delay_factor=0.01, now=NOW + timedelta(minutes=20))
    assert site.asked.total() == 100
    last = crawl("a", delay_factor=0.01, now=NOW + timedelta(hours=1))["a"]
    assert (last.fetched, last.pending, last.problem) == (42, 0, None)
    assert set(site.pages_asked().values()) == {1}


def test_an_unchanged_feed_is_not_sent_again_and_still_counts_as_seen(site, record, crawl, table, answer):
    record("a")
    put_news(site)
    body = site.routes["a.example", "/rss"].body
    asked: list[tuple[str | None, str | None]] = []

    def rss(handler) -> None:
        headers = handler.headers
        asked.append((headers["If-None-Match"], headers["If-Modified-Since"]))
        if headers["If-None-Match"] == '"1"':
            answer(status=304)(handler)
        else:
            answer(body, headers={"ETag": '"1"', "Last-Modified": "Sun, 09 Aug 2026 02:00:00 GMT"})(handler)

    site.put("a.example", "/rss", rss)
    crawl("a")
    second = crawl("a", now=NOW + timedelta(hours=3))["a"]

    assert asked == [(None, None), ('"1"', "Sun, 09 Aug 2026 02:00:00 GMT")]
    assert (second.scans_ok, second.scans_failed, second.problem) == (1, 0, None)
    seen, unchanged = table("a").frame_of("scans").to_pylist()
    assert (seen["state"], unchanged["state"]) == ("ok", "not_modified")
    for column in ("entries", "oldest_at", "newest_at"):
        assert unchanged[column] == seen[column] is not None, column


def test_no_validator_is_kept_of_a_body_that_could_not_be_read(site, record, crawl, table, answer):
    record("a")
    asked: list[str | None] = []

    def rss(handler) -> None:
        asked.append(handler.headers["If-None-Match"])
        answer(b"<rss><channel><item><title>Tin", headers={"ETag": '"1"'})(handler)

    site.put("a.example", "/rss", rss)
    crawl("a")
    crawl("a", now=NOW + timedelta(hours=3))
    assert asked == [None, None]


def test_an_unasked_for_304_is_a_failure(site, record, crawl, table, answer):
    record("a")
    site.put("a.example", "/rss", answer(status=304))
    crawl("a")
    assert scans(table) == [("failed", "HTTP 304")]


def test_a_feed_that_wants_a_cookie_gets_the_one_of_its_outlet_in_this_crawl(
    site, record, crawl, tmp_path, answer
):
    record("a", '[[feeds]]\nurl = "https://a.example/tin.rss"\nevidence = "test"\nstatus = "needs_cookie"\n'
           'cookie_from = "https://a.example/cua"\n', feeds=())  # fmt: skip
    put_news(site)
    plain, sent = site.routes["a.example", "/rss"], []

    def rss(handler) -> None:
        sent.append(handler.headers["Cookie"])
        known = handler.headers["Cookie"] == "D1N=abc"
        (plain if known else answer(b"<html><script>document.cookie</script>"))(handler)

    def page(handler) -> None:
        assert handler.headers["Cookie"] is None
        answer(b"<p>Tin</p>")(handler)

    site.put("a.example", "/cua", answer(b"<p>1</p>", headers={"Set-Cookie": "D1N=abc; Path=/"}))
    site.put("a.example", "/tin.rss", rss)
    site.put("a.example", "/tin-0", page)

    assert crawl("a")["a"].fetched == 2
    assert sent == ["D1N=abc"]
    assert crawl("a", now=NOW + timedelta(hours=1))["a"].problem is None
    assert site.asked["a.example", "/cua"] == 2  # nothing of the first crawl's cookie was left
    assert not [path for path in tmp_path.rglob("*.sqlite") if b"D1N" in path.read_bytes()]


def test_robots_txt_holds_for_the_cookie_too(site, record, crawl, answer):
    record("a", '[[feeds]]\nurl = "https://a.example/tin.rss"\nevidence = "test"\nstatus = "needs_cookie"\n'
           'cookie_from = "https://a.example/cua"\n', feeds=())  # fmt: skip
    site.put("a.example", "/robots.txt", answer(b"User-agent: lantoa\nDisallow: /cua\n"))
    assert "robots disallow" in str(crawl("a")["a"].problem)
    assert set(site.asked) == {("a.example", "/robots.txt")}


def test_a_javascript_challenge_is_named(site, record, crawl, answer):
    record("a")
    page = b"<html><body><script>document.cookie='a=1';location.reload()</script></body></html>"
    site.put("a.example", "/rss", answer(page))
    assert "JavaScript challenge in place of the source" in str(crawl("a")["a"].problem)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (308, "moved permanently to https://www.a.example/new: update the record"),
        (302, ""),
    ],
)
def test_a_feed_that_moved_is_followed_and_told(site, record, crawl, table, answer, status, reason):
    record("a")
    put_news(site)
    site.put("www.a.example", "/new", site.routes["a.example", "/rss"])
    site.put("a.example", "/rss", answer(b"", status, {"Location": "https://www.a.example/new"}))
    assert crawl("a")["a"].fetched == 2
    assert scans(table) == [("ok", reason)]


def test_the_contact_is_told_to_the_outlet(site, record, crawl):
    record("a")
    put_news(site)
    crawl("a", contact="toasoan@vensong.example")
    assert all(agent.startswith("lantoa/") for agent in site.agents)
    assert all(agent.endswith(" (+toasoan@vensong.example)") for agent in site.agents)
