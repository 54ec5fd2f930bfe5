"""Purging: no full text is left anywhere, and no figure changes."""

import logging
import os
import random
from datetime import UTC, date, datetime

import duckdb
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from crawlers import archive
from lantoa import purging, steps
from lantoa.press.server import Press
from lantoa.settings import SettingError
from nlp.text import LONGEST_EXCERPT
from warehouse.reader import Reader

LATER = "2026-06-01T06:00:00+07:00"


def longest(home):
    """Give the characters of the longest lead or body in the warehouse, the snapshots and the batches."""
    found = []
    for path in [home.warehouse / "lantoa.duckdb", *home.published.glob("*.duckdb")]:
        with duckdb.connect(path, read_only=True) as connection:
            found += connection.execute(
                "select max(greatest(length(lead), length(body))) from items"
            ).fetchone()
    for path in home.articles.glob("*/*.articles.parquet"):
        for row in pq.read_table(path, columns=["lead", "body"]).to_pylist():
            found.append(max(map(len, row.values())))
    return max(found)


def kept(home):
    """Give all that a purge does not take."""
    published = home.published / (home.published / "current").read_text()
    with duckdb.connect(published, read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        names = sorted({name for (name,) in tables} - {"batches", "purges", "searched_items", "items"})
        held = {name: connection.execute(f"select * from {name} order by all").fetchall() for name in names}
        query = "select * exclude (lead, body), left(lead, 300), left(body, 300) from items order by all"
        return held | {"items": connection.execute(query).fetchall()}


@pytest.fixture
def purged(home, monkeypatch):
    """A home whose texts were purged, with what it held before."""
    monkeypatch.setenv("LANTOA_NOW", LATER)
    before = kept(home)
    assert longest(home) > LONGEST_EXCERPT
    told = steps.purge(home, 90, dry_run=True)
    assert kept(home) == before
    assert steps.purge(home, 90, is_clock_right=True) == told
    return home, before, told


@pytest.mark.slow
def test_pages_and_full_texts_go_and_all_else_stays(purged, campaign_file):
    home, before, told = purged
    assert longest(home) == LONGEST_EXCERPT
    assert list(home.raw.rglob("*.warc.gz")) == []
    assert len(list(home.published.glob("*.duckdb"))) == 1
    assert kept(home) == before
    assert {one.month for one in told} == {"2026-01"}
    assert sum(one.texts for one in told) == sum(len(one[-1]) == 300 for one in before["items"])
    assert min(one.pages_bytes for one in told) > 0
    assert steps.purge(home, 90, is_clock_right=True) == []
    # nothing is read, scored or loaded again
    assert steps.extract(home) == (0, 0)
    assert steps.score(home, (campaign_file,)) == (0, 0)
    assert steps.load(home, (campaign_file,)).batches == 0
    steps.publish(home)
    assert kept(home) == before


@pytest.mark.slow
def test_a_report_of_before_says_the_same_after(home, campaign_file, monkeypatch):
    with Reader(home.published) as reader:
        (instant,) = reader.query("select max(known_from) as at from items")["at"]
    request = steps.ReportRequest(as_of=instant)
    asked = [path.with_suffix(".json").read_bytes() for path in steps.report(home, (campaign_file,), request)]
    monkeypatch.setenv("LANTOA_NOW", LATER)
    steps.purge(home, 90, is_clock_right=True)
    again = [path.with_suffix(".json").read_bytes() for path in steps.report(home, (campaign_file,), request)]
    assert asked
    assert again == asked


@pytest.mark.slow
def test_a_changed_campaign_keeps_what_was_found_in_texts_that_are_gone(
    purged, campaign_file, tmp_path, caplog
):
    home, before, _ = purged
    changed = tmp_path / campaign_file.name
    changed.write_text(campaign_file.read_text("utf-8").replace("từng giọt nước", "mọi giọt nước"), "utf-8")
    assert changed.read_bytes() != campaign_file.read_bytes()
    steps.score(home, (changed,))
    steps.load(home, (changed,))
    steps.publish(home)
    assert "stay as they were scored" in caplog.text
    assert kept(home)["mentions"] == before["mentions"]


@pytest.mark.slow
def test_a_page_that_was_purged_is_not_fetched_again(purged, campaign_file, small_press_items):
    home, _, _ = purged
    with Press(items=small_press_items) as press:
        crawled = steps.crawl(home, steps.Selection((campaign_file,), press=press.url))
    assert sum(one.fetched for one in crawled) == 0


@pytest.mark.slow
def test_a_second_purge_waits_and_finds_nothing_left(home, monkeypatch, caplog):
    monkeypatch.setenv("LANTOA_NOW", LATER)
    lock = FileLock(home.raw / ".lock")
    lock.acquire()
    first = []

    def end_first(_):  # once the second one waits
        lock.release()
        first.extend(steps.purge(home, 90, is_clock_right=True))

    listener = logging.Handler()
    listener.emit = end_first
    logging.getLogger("crawlers.links").addHandler(listener)
    try:
        assert steps.purge(home, 90, is_clock_right=True) == []
    finally:
        logging.getLogger("crawlers.links").removeHandler(listener)
    assert sum(one.texts for one in first) > 0
    assert "raw: another command is at it" in caplog.text
    with duckdb.connect(home.warehouse / "lantoa.duckdb", read_only=True) as connection:
        assert connection.execute("select count(*) from purges").fetchone() == (1,)


def test_half_a_batch_that_a_killed_process_left_goes_with_the_texts_of_its_time(empty_home, monkeypatch):
    monkeypatch.setenv("LANTOA_NOW", LATER)
    folder = empty_home.articles / "ban-mai"
    folder.mkdir(parents=True)
    for name, at in (("old", datetime(2026, 3, 1, tzinfo=UTC)), ("new", datetime(2026, 3, 4, tzinfo=UTC))):
        path = folder / f"{name}.articles.parquet.0123456789abcdef.partial"
        path.write_bytes(b"half")
        os.utime(path, (at.timestamp(), at.timestamp()))
    assert steps.purge(empty_home, 90, is_clock_right=True) == []
    assert [path.name[:3] for path in folder.iterdir()] == ["new"]


def test_texts_that_copies_are_found_by_can_not_be_purged(home):
    with pytest.raises(SettingError, match="expected at least 90"):
        steps.purge(home, 89)


def test_a_clock_that_is_ahead_of_what_was_collected_takes_nothing(home, monkeypatch):
    before = kept(home)
    monkeypatch.setenv("LANTOA_NOW", LATER)
    with pytest.raises(SettingError, match="the newest page was fetched on 2026-01-15: nothing was taken"):
        steps.purge(home, 90)
    assert kept(home) == before
    assert longest(home) > LONGEST_EXCERPT


def test_a_clock_that_is_ahead_of_outlets_clocks_takes_nothing(empty_home):
    """Also where the crawl goes on, and gives what it fetches the wrong day."""
    old = empty_home.raw / "ban-mai" / "2026-01-15" / "20260115T010000Z-00000000.warc.gz"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    now = datetime(2027, 1, 15, 1, tzinfo=UTC)
    writer = archive.Writer(empty_home.raw / "ban-mai" / "2027-01-15", "20270115T010000Z-00000000")
    date_then = (("Date", "Thu, 15 Jan 2026 01:00:00 GMT"),)
    writer.write(archive.Exchange("https://banmai.example/", now, 200, date_then, b""))
    writer.close()
    with pytest.raises(SettingError, match="outlets' clocks were -365 days from ours"):
        purging.purge(empty_home, date(2026, 10, 1), now)
    assert old.exists()
    purging.purge(empty_home, date(2026, 10, 1), now, is_clock_right=True)
    assert not old.exists()


@pytest.mark.slow
def test_a_purge_that_was_killed_at_any_instant_can_be_taken_up(home, processes, monkeypatch, tmp_path):
    monkeypatch.setenv("LANTOA_NOW", LATER)
    before = kept(home)
    chance = random.Random(4)
    for _ in range(8):
        child = processes.Process(target=steps.purge, args=(home, 90), kwargs={"is_clock_right": True})
        child.start()
        child.join(chance.uniform(0.05, 2.5))
        child.kill()
        child.join()
        assert kept(home) == before
    steps.purge(home, 90, is_clock_right=True)
    assert kept(home) == before
    assert longest(home) == LONGEST_EXCERPT
