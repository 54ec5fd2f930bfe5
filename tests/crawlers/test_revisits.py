"""Articles are asked for again, and what became of them is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from crawlers import archive
from crawlers.links import LinkTable
from crawlers.revisits import Fetch, is_due, outcome

START = datetime(2026, 8, 8, 2, tzinfo=UTC)
PAGE = "https://a.example/tin-1.html"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("answers", "followed", "hours", "due"),
    [
        ([(0, "page")], True, 1.9, False),
        ([(0, "page")], True, 2, True),
        ([(0, "page")], False, 2, False),
        ([(0, "page")], False, 24, True),
        ([(0, "page"), (2, "same")], True, 23, False),
        ([(0, "page"), (2, "same")], True, 24, True),
        ([(0, "page"), (3, "same"), (25, "page")], True, 7 * 24 - 1, False),
        ([(0, "page"), (3, "same"), (25, "page")], True, 7 * 24, True),
        ([(0, "page"), (7 * 24, "same")], True, 8 * 24, False),
        ([(0, "page")], True, 8 * 24, True),  # crawls were off for a week: once, not three times
        ([(0, "page"), (8 * 24, "page")], True, 9 * 24, False),
        ([(0, "page")], True, 14 * 24, False),
        ([(0, "page"), (24, "gone")], False, 47, False),
        ([(0, "page"), (24, "gone")], False, 48, True),
        ([(0, "page"), (24, "gone"), (48, "gone")], True, 7 * 24, False),
        ([(0, "page"), (24, "gone"), (48, "page")], False, 7 * 24, True),
    ],
)
def test_when_an_article_is_due(answers, followed, hours, due):
    assert is_due([Fetch(at(hour), what) for hour, what in answers], followed, at(hours)) is due


@pytest.mark.parametrize(
    ("status", "answered", "what"),
    [
        (200, PAGE, "page"),
        (200, "https://a.example/tin-1-doi-ten.html", "page"),
        (200, "https://a.example/", "gone"),
        (304, PAGE, "same"),
        (404, PAGE, "gone"),
        (410, PAGE, "gone"),
        (403, PAGE, None),
        (503, PAGE, None),
    ],
)
def test_what_an_answer_means(status, answered, what):
    assert outcome(status, PAGE, answered) == what


def links(tmp_path) -> LinkTable:
    return LinkTable(tmp_path / "raw" / "a" / "links.sqlite")


def answers(tmp_path) -> list[tuple[str, str]]:
    with links(tmp_path) as table:
        rows = table.frame_of("fetches").to_pylist()
    return [(row["canonical_url"].rpartition("/")[2], row["outcome"]) for row in rows]


def test_a_changed_page_is_another_record_and_an_unchanged_one_costs_no_body(
    site, record, crawl, tmp_path, answer
):
    def page(text: str, tag: str):
        html = f"<!doctype html><title>Tin</title><p>{text}</p>".encode()
        return answer(html, headers={"Content-Type": "text/html", "ETag": tag})

    sent = []

    def same(handler):
        sent.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        answer(b"", 304)(handler)

    record("a")
    site.put_feed("a.example", "https://a.example/tin-1", "https://a.example/tin-2")
    site.put("a.example", "/tin-1", page("Bản đầu.", '"mot"'))
    site.put("a.example", "/tin-2", page("Không đổi.", '"hai"'))
    crawl("a", now=at(0))
    site.put("a.example", "/tin-1", page("Bản đã sửa.", '"ba"'))
    site.put("a.example", "/tin-2", same)
    followed = ("https://a.example/tin-1", "https://a.example/tin-2")
    site.asked.clear()
    again = crawl("a", now=at(2), followed=followed, visits="again")["a"]
    assert (again.fetched, again.revisited, again.pending, again.problem) == (0, 2, 0, None)
    assert ("a.example", "/rss") not in site.asked
    assert sent == [('"hai"', None)]
    assert answers(tmp_path) == [
        ("tin-1", "page"), ("tin-2", "page"), ("tin-1", "page"), ("tin-2", "same")
    ]  # fmt: skip
    bodies = [
        page.body
        for path in sorted((tmp_path / "raw").glob("a/*/*.warc.gz"))
        for page in archive.read(path)
        if page.link == "https://a.example/tin-1"
    ]
    assert len(bodies) == 2 and "Bản đã sửa.".encode() in bodies[1]
    assert crawl("a", now=at(2), followed=followed)["a"].revisited == 0


@pytest.mark.slow
def test_a_page_that_is_gone_is_tried_once_more_a_day_later(site, record, crawl, tmp_path, answer):
    record("a")
    site.put_feed("a.example", "https://a.example/tin-1")
    site.put_page("a.example", "/tin-1")
    crawl("a", now=at(0))
    site.put("a.example", "/tin-1", answer(b"", 404))
    revisited = [crawl("a", now=at(hours))["a"].revisited for hours in (24, 30, 48, 72, 7 * 24)]
    assert revisited == [1, 0, 1, 0, 0]
    assert answers(tmp_path) == [("tin-1", "page"), ("tin-1", "gone"), ("tin-1", "gone")]


def test_a_visit_that_fails_takes_nothing_away(site, record, crawl, tmp_path, answer):
    record("a")
    site.put_feed("a.example", "https://a.example/tin-1", "https://a.example/tin-2")
    site.put_page("a.example", "/tin-1")
    site.put_page("a.example", "/tin-2")
    crawl("a", now=at(0))
    site.put("a.example", "/tin-1", answer(b"", 403))
    site.put("a.example", "/robots.txt", answer(b"User-agent: *\nDisallow: /tin-2"))
    later = crawl("a", now=at(24))["a"]
    assert (later.revisited, later.rejected) == (0, {})
    with links(tmp_path) as table:
        assert table.states() == {"done": 2}


def test_answers_of_a_lost_file_are_forgotten_and_its_pages_fall_back(site, record, crawl, tmp_path):
    record("a")
    site.put_feed("a.example", "https://a.example/tin-1")
    site.put_page("a.example", "/tin-1", "Bản đầu.")
    crawl("a", now=at(0))
    site.put_page("a.example", "/tin-1", "Bản sau.")
    crawl("a", now=at(24))
    with links(tmp_path) as table:
        first, second = sorted((tmp_path / "raw" / "a").glob("*/*.warc.gz"))
        table.rebuild(second.relative_to(tmp_path / "raw" / "a").as_posix(), [])
        (row,) = table.links_frame().to_pylist()
    assert answers(tmp_path) == [("tin-1", "page")]
    assert (row["state"], row["warc"]) == ("done", first.relative_to(tmp_path / "raw" / "a").as_posix())
