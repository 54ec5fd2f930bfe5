"""The links table: each entry is accounted for once, whatever is seen again."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers import urls
from crawlers.discover import Link
from crawlers.links import LinkTable, Period, Stored, Visit

NOW = datetime(2026, 8, 9, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 8, 10, 3, 0, tzinfo=UTC)
ALWAYS = Period()
FEED = "https://a.example/rss"
WARC = "2026-08-09/crawl.warc.gz"


def link(number: int = 1, title: str | None = None, hour: int = 2, **more: object) -> Link:
    title = f"Tin số {number}" if title is None else title
    url = f"https://a.example/tin-{number}"
    made = Link(
        url=url + "?utm_source=rss",
        canonical_url=url,
        outlet="a",
        title=title,
        title_hash=urls.title_hash(title),
        summary="Tóm tắt",
        published_raw="Sat, 08 Aug 2026 09:00:00 +0700",
        published_at=datetime(2026, 8, 8, hour, 0, tzinfo=UTC),
        via=FEED,
        via_kind="feed",
        scan_date=None,
        problem=None,
    )
    return replace(made, **more)  # pyright: ignore[reportArgumentType]


def visit(at: datetime = NOW, source: str = FEED) -> Visit:
    return Visit("a", source, "feed", at, "ok")


def rows(table: LinkTable) -> dict[str, dict]:
    return {row["canonical_url"]: row for row in table.links_frame().to_pylist()}


def rejected(table: LinkTable) -> list[tuple[str, str]]:
    return [(row["canonical_url"], row["reason"]) for row in table.frame_of("rejected").to_pylist()]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[LinkTable]:
    with LinkTable(tmp_path / "a" / "links.sqlite") as table:
        yield table


def test_an_entry_is_queued_with_what_the_feed_said(table: LinkTable):
    assert table.record_visit(visit(), [link()], ALWAYS) == 1
    assert table.queued() == {"https://a.example/tin-1": "https://a.example/tin-1?utm_source=rss"}
    (row,) = table.links_frame().to_pylist()
    assert (row["title"], row["summary"], row["via"]) == ("Tin số 1", "Tóm tắt", FEED)
    assert (row["published_at"], row["discovered_at"]) == (link().published_at, NOW)


def test_the_newest_items_come_first(table: LinkTable):
    table.record_visit(visit(), [link(1, hour=1), link(2, hour=3), link(3, hour=2)], ALWAYS)
    assert [url[-1] for url in table.queued()] == ["2", "3", "1"]


def test_an_entry_seen_again_adds_nothing(table: LinkTable):
    table.record_visit(visit(), [link()], ALWAYS)
    before = table.links_frame()
    assert table.record_visit(visit(LATER), [link()], ALWAYS) == 0
    assert table.record_visit(visit(LATER, "https://a.example/news.xml"), [link()], ALWAYS) == 0
    assert table.links_frame().equals(before)
    assert rejected(table) == []


def test_a_repeat_within_one_body_is_rejected_once(table: LinkTable):
    body = [link(1), link(2), link(1, url="https://a.example/tin-1?utm_source=x")]
    assert table.record_visit(visit(), body, ALWAYS) == 2
    table.record_visit(visit(LATER), body, ALWAYS)
    assert rejected(table) == [("https://a.example/tin-1", "duplicate")]
    assert table.rejections == {"duplicate": 1}
    assert table.states() == {"queued": 2}


def test_another_headline_of_a_known_address_is_rejected_once(table: LinkTable):
    table.record_visit(visit(), [link()], ALWAYS)
    for at in (NOW, LATER):
        table.record_visit(visit(at), [link(title="Tin đã sửa")], ALWAYS)
    assert rejected(table) == [("https://a.example/tin-1", "duplicate")]
    assert rows(table)["https://a.example/tin-1"]["title"] == "Tin số 1"


def test_an_imported_page_that_a_feed_announces_later_is_the_feeds(table: LinkTable):
    told = {"title": "", "title_hash": "", "summary": "", "published_raw": "", "published_at": None}
    imported = link(via="import:kho.warc.gz", via_kind="import", **told)
    stored = Stored(imported.canonical_url, WARC, 0, NOW)
    table.take([(imported, stored)])
    assert table.imported_in(WARC) == 1
    assert table.record_visit(visit(LATER), [link()], ALWAYS) == 0
    (row,) = table.links_frame().to_pylist()
    assert (row["via"], row["via_kind"], row["title"], row["summary"]) == (
        FEED,
        "feed",
        "Tin số 1",
        "Tóm tắt",
    )
    assert (row["published_at"], row["discovered_at"]) == (link().published_at, NOW)
    assert (row["state"], row["warc"], table.imported_in(WARC)) == ("done", WARC, 0)
    # Its headline is the link's own, not another one; nor does a further import take it back.
    assert rejected(table) == []
    table.take([(imported, stored)])
    assert rows(table)[imported.canonical_url]["via"] == FEED


def test_an_imported_feed_item_leaves_a_link_that_waits_for_its_page_in_the_queue(table: LinkTable):
    table.record_visit(visit(), [link()], ALWAYS)
    imported = link(via="import:kho.jsonl", via_kind="import")
    table.take([(imported, Stored(imported.canonical_url, WARC, 0, NOW, "item"))])
    assert table.queued() == {imported.canonical_url: imported.url}


SITEMAP = "https://a.example/news.xml"
TOLD = [
    link(),
    link(via="https://a.example/rss-2", title="Tin số 1, bản khác"),
    link(via=SITEMAP, via_kind="sitemap", title="Tin số 1 của sitemap", summary=""),
    link(via=SITEMAP, via_kind="sitemap", title="", published_raw="", published_at=None, summary=""),
    link(via="https://a.example/xa-hoi", via_kind="section", published_raw="", published_at=None, summary=""),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(TOLD)))))
def test_in_whichever_order_the_sources_of_a_crawl_answer_a_link_is_told_of_by_the_best(table, order):
    period = Period(first=date(2026, 8, 1), last=date(2026, 8, 31))
    for place in order:
        told = TOLD[place]
        table.record_visit(Visit("a", told.via, told.via_kind, NOW, "ok"), [told], period)
    (row,) = table.links_frame().to_pylist()
    assert (row["via"], row["title"], row["state"]) == (FEED, "Tin số 1", "queued")
    hashes = {(one["title_hash"], one["reason"]) for one in table.frame_of("rejected").to_pylist()}
    assert hashes == {(told.title_hash, "duplicate") for told in TOLD[1:3]}


def test_a_better_source_of_a_later_crawl_changes_nothing(table: LinkTable):
    table.record_visit(visit(), [TOLD[2]], ALWAYS)
    table.record_visit(visit(LATER), [TOLD[0]], ALWAYS)
    assert rows(table)[TOLD[0].canonical_url]["via"] == SITEMAP


def test_an_entry_with_a_problem_is_rejected_with_it(table: LinkTable):
    foreign = link(problem="foreign host", canonical_url="https://b.example/x")
    assert table.record_visit(visit(), [foreign, link(2)], ALWAYS) == 1
    assert rejected(table) == [("https://b.example/x", "foreign host")]
    assert list(table.queued()) == ["https://a.example/tin-2"]


def test_a_sub_site_keeps_its_own_outlet(table: LinkTable):
    table.record_visit(visit(), [link(outlet="a-nha-dat")], ALWAYS)
    assert rows(table)["https://a.example/tin-1"]["outlet"] == "a-nha-dat"


def test_days_of_a_period_are_vietnam_days(table: LinkTable):
    period = Period(date(2026, 8, 8), date(2026, 8, 8))
    inside = [datetime(2026, 8, 7, 17, 0, tzinfo=UTC), datetime(2026, 8, 8, 16, 59, 59, tzinfo=UTC)]
    outside = [datetime(2026, 8, 7, 16, 59, 59, tzinfo=UTC), datetime(2026, 8, 8, 17, 0, tzinfo=UTC)]
    body = [link(number, published_at=at) for number, at in enumerate([*inside, *outside, None])]
    table.record_visit(visit(), body, period)
    assert {url[-1] for url in table.queued()} == {"0", "1", "4"}
    assert rows(table)["https://a.example/tin-2"]["reason"] == "outside period"


def test_a_wider_period_queues_again_and_a_narrower_one_skips(table: LinkTable):
    table.record_visit(visit(), [link(1), link(2)], Period(date(2026, 8, 9)))
    assert table.queued() == {}
    table.select(Period(date(2026, 8, 8)))
    assert len(table.queued()) == 2
    table.done([Stored("https://a.example/tin-1", WARC, 0, NOW)])
    table.select(Period(None, date(2026, 8, 7)))
    assert table.states() == {"done": 1, "skipped": 1}
    table.select(ALWAYS)
    assert table.states() == {"done": 1, "queued": 1}


def test_three_failed_crawls_end_the_attempts(table: LinkTable):
    table.record_visit(visit(), [link()], ALWAYS)
    for attempts in (1, 2):
        table.fail("https://a.example/tin-1", "HTTP 503", NOW)
        row = rows(table)["https://a.example/tin-1"]
        assert (row["state"], row["attempts"], row["reason"]) == ("queued", attempts, "HTTP 503")
    table.fail("https://a.example/tin-1", "HTTP 503", NOW)
    (row,) = table.frame_of("rejected").to_pylist()
    assert (row["reason"], row["detail"], row["at"]) == ("fetch failed", "HTTP 503", NOW)
    assert table.queued() == {}


def test_visits_are_kept_with_the_span_of_their_entries(table: LinkTable):
    table.record_visit(visit(), [link(1, hour=1), link(2, hour=5), link(3, published_at=None)], ALWAYS)
    table.record_visit(Visit("a", FEED, "feed", LATER, "failed", "HTTP 500"), [], ALWAYS)
    first, second = table.frame_of("scans").to_pylist()
    assert (first["state"], first["entries"], first["scan_date"]) == ("ok", 3, None)
    assert [first["oldest_at"].hour, first["newest_at"].hour] == [1, 5]
    assert (second["state"], second["reason"], second["entries"]) == ("failed", "HTTP 500", 0)


def test_entries_of_impossible_times_do_not_widen_the_span_of_a_visit(table: LinkTable):
    wrong = [link(1, published_at=NOW.replace(year=1986)), link(2, published_at=NOW.replace(year=2099))]
    table.record_visit(visit(), [*wrong, link(3, hour=5)], ALWAYS)
    (scan,) = table.frame_of("scans").to_pylist()
    assert scan["oldest_at"] == scan["newest_at"] == link(3, hour=5).published_at
    assert scan["entries"] == 3


def test_archived_scans_get_a_row_a_day_once(table: LinkTable):
    body = [
        link(1, hour=1, scan_date=date(2026, 8, 8)),
        link(2, hour=5, scan_date=date(2026, 8, 8)),
        link(3, hour=3, scan_date=date(2026, 8, 7), published_at=None),
    ]
    for at in (NOW, LATER):
        table.record_visit(visit(at), body, ALWAYS)
    archived = [row for row in table.frame_of("scans").to_pylist() if row["source_kind"] == "archived_scan"]
    assert [(row["scan_date"], row["entries"]) for row in archived] == [
        (date(2026, 8, 7), 1),
        (date(2026, 8, 8), 2),
    ]
    assert archived[1]["scanned_at"] == datetime(2026, 8, 8, 5, 0, tzinfo=UTC)
    assert archived[0]["scanned_at"] == datetime(2026, 8, 6, 17, 0, tzinfo=UTC)
    assert table.frame_of("scans").num_rows == 4


def test_a_visit_is_written_whole_or_not_at_all(table: LinkTable):
    broken = link(2, title=None, summary=None)
    with pytest.raises(Exception, match="NOT NULL"):
        table.record_visit(visit(), [link(1), broken], ALWAYS)
    assert table.links_frame().num_rows == table.frame_of("scans").num_rows == 0
    assert table.record_visit(visit(), [link(1)], ALWAYS) == 1


def test_rebuilding_believes_the_archive(table: LinkTable):
    table.record_visit(visit(), [link(number) for number in range(4)], ALWAYS)
    table.open_crawl(WARC)
    lost, kept, unmarked, queued = (f"https://a.example/tin-{number}" for number in range(4))
    table.done([Stored(lost, WARC, 900, NOW), Stored(kept, WARC, 100, NOW)])

    assert table.open_crawls() == [WARC]
    table.rebuild(WARC, [Stored(kept, WARC, 100, NOW), Stored(unmarked, WARC, 500, NOW)])

    assert table.open_crawls() == []
    assert set(table.queued()) == {lost, queued}
    assert {row["canonical_url"]: row["offset"] for row in table.archived_in("crawl.warc.gz")} == {
        kept: 100,
        unmarked: 500,
    }


def test_the_table_is_there_after_it_was_closed(tmp_path: Path):
    path = tmp_path / "links.sqlite"
    with LinkTable(path) as table:
        table.record_visit(visit(), [link()], ALWAYS)
    with LinkTable(path) as table:
        assert len(table.queued()) == 1
