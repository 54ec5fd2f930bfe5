"""The steps: what they leave, alone and together, once and again, whole or killed."""

import dataclasses
import json
import random
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from crawlers import archive
from crawlers.links import LinkTable
from crawlers.outlets import Outlet, RegisterError
from lantoa import batches, drill, known_outlets, scoring, settings, steps
from lantoa.batches import BatchError
from lantoa.cli import app
from lantoa.press.server import Press
from lantoa.settings import Home
from warehouse import campaign as campaigns
from warehouse import codings
from warehouse.batch_files import BatchFiles
from warehouse.campaign import CampaignError
from warehouse.load import LoadError
from warehouse.measures import Measure
from warehouse.reader import NotPublishedError, Reader
from warehouse.storage import WarehouseError

ENTRY = ("outlet", "canonical_url", "title_hash")
"""What an entry is known by."""


def rows(home, query, *values):
    with duckdb.connect(home.warehouse / "lantoa.duckdb", read_only=True) as connection:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        found = connection.execute(query, list(values)).fetchall()
    return [row[0] for row in found] if found and len(found[0]) == 1 else found


def content(home):
    """Give every row of every table."""
    tables = rows(home, "select table_name from duckdb_tables() where not internal order by all")
    return {table: rows(home, f"select * from {table} order by all") for table in tables}


def entries(home):
    """Give every entry that feeds announced, and how often one body held it."""
    found = []
    for path in home.raw.glob("*/links.sqlite"):
        with sqlite3.connect(path) as links:
            found += links.execute(f"select {', '.join(ENTRY)}, seen from entries").fetchall()
    return found


def pages(home):
    return [page for path in sorted(home.raw.glob("*/*/*.warc.gz")) for page in archive.read(path)]


def requested(home):
    """Give the address of each article page in the archive, as often as it was fetched."""
    return sorted(page.link for page in pages(home) if page.link is not None)


def selection(campaign_file, press, **more):
    return steps.Selection((campaign_file,), press=press.url, **more)


def fill(home, campaign_file):
    """Take the steps from the archive to the warehouse."""
    steps.extract(home)
    steps.score(home, (campaign_file,))
    return steps.load(home, (campaign_file,))


def finish(home, campaign_file):
    """Take all steps that need no press."""
    fill(home, campaign_file)
    steps.measure(home, (campaign_file,))
    steps.watch(home, (campaign_file,))
    return steps.publish(home)


def test_every_entry_is_an_item_or_rejected_with_a_reason(complete_run, items):
    home, result = complete_run
    accounted = rows(
        home,
        "select site, canonical_url, title_hash from stg_items union "
        "select outlet, canonical_url, title_hash from stg_rejected where reason <> 'duplicate' order by all",
    )
    assert accounted == sorted(entry[:3] for entry in entries(home))
    assert sum(entry[3] for entry in entries(home)) == len(items)
    assert rows(home, "select reason, count(*) from stg_rejected group by all order by all") == [
        ("duplicate", 1),
        ("impossible date", 1),
        ("no date", 1),
    ]
    loaded = result.loaded
    assert (loaded.items, loaded.rejected) == (len(items) - 3, 3)
    assert sum(one.fetched for one in result.crawled) == len(items) - 1
    assert [(one.pending, one.problem) for one in result.crawled] == [(0, None)] * 4


def test_a_scenario_is_found_in_items_that_are_not_on_the_campaign(complete_run):
    query = "select title, responsible, text, is_on_campaign from rpt_prepared order by title"
    answered = ("Sở Nước", "Xe chở nước đến trong ngày.", False)
    assert rows(complete_run[0], query) == [
        ("Chợ hoa ngày 11/1", *answered),
        ("Chợ hoa ngày 12/1", *answered),
    ]


def test_published_times_are_those_of_the_items(complete_run, items):
    found = dict(
        rows(
            complete_run[0], "select url, strftime(published_at at time zone 'UTC', '%Y%m%d%H%M') from items"
        )
    )
    first = {item["url"]: item["published"] for item in items}
    assert found["https://baothanhxuan.example/truong-hoc.html"] == "202601111025"
    assert first["https://baothanhxuan.example/truong-hoc.html"].startswith("1/11/2026")
    assert found["https://baothoisumoi.example/voi-nuoc.html"] == "202601110015"


def test_wire_copies_are_one_story_whose_origin_their_credit_names(complete_run):
    story = rows(
        complete_run[0],
        "select items, outlets, first_outlet, origin, origin_method from int_stories where items > 1",
    )
    assert story == [(3, 3, "thong-tan-viet", "TTXVN", "credit")]
    roles = rows(
        complete_run[0],
        "select outlet, role from rpt_story_items join (select story_id from int_stories where items > 1) "
        "using (story_id) order by published_at",
    )
    assert roles == [("thong-tan-viet", "original"), ("thoi-su", "reprint"), ("tong-hop-247", "reprint")]


def test_measures_are_stored_for_the_whole_and_each_phase(complete_run):
    home, result = complete_run
    stored = rows(
        home, "select segment, name, value from rpt_measures where name in ('items', 'stories') order by all"
    )
    assert stored == [
        ("all", "items", 8),
        ("all", "stories", 6),
        ("trong", "items", 3),
        ("trong", "stories", 3),
        ("truoc", "items", 5),
        ("truoc", "stories", 3),
    ]
    which = result.measured["nuoc-sach"]
    assert (which.from_date, which.to_date) == (date(2026, 1, 10), date(2026, 1, 14))
    with Reader(home.published) as reader:
        live = reader.measures(which)
    assert all(isinstance(measure, Measure) for measure in live.values())
    assert live["items"].value == 8


def test_neighbouring_phases_are_compared_unplanned(complete_run):
    home, _ = complete_run
    with Reader(home.published) as reader:
        found = reader.frame("rpt_contrasts", "nuoc-sach").set_index("measure")
    assert sorted(found.index) == ["negative_share", "positive_share", "stories_per_day"]
    assert not found["is_planned"].any()
    assert found.loc["stories_per_day", "reason"] == "too few days with the same weekdays in both periods"
    assert found.loc["positive_share", "status"] == "uncorrected"


def test_messages_and_workstreams_are_found(complete_run):
    assert rows(complete_run[0], "select message, stories, items from rpt_messages order by position") == [
        ("an-toan", 1, 3),
        ("tiet-kiem", 1, 1),
    ]
    assert rows(
        complete_run[0], "select site from fct_mentions where list_contains(workstreams, 'truong-hoc')"
    ) == ["thanh-xuan"]


def test_the_snapshot_holds_the_same_and_reports_are_written_in_both_languages(complete_run):
    home, result = complete_run
    assert (home.published / "current").read_text("utf-8") == result.snapshot.name
    with Reader(home.published) as reader:
        assert reader.query("select count(*) as n from stg_items")["n"][0] == result.loaded.items
    assert [path.suffix for path in result.reports] == [".html", ".html"]
    assert all(path.stat().st_size > 1000 for path in result.reports)


def test_a_second_complete_run_adds_nothing(home, press, campaign_file):
    before, fetched, snapshot = content(home), requested(home), (home.published / "current").read_text()
    result = steps.run_all(home, selection(campaign_file, press))

    after = content(home)
    assert [one.fetched for one in result.crawled] == [0, 0, 0, 0]
    assert requested(home) == fetched
    assert len(set(fetched)) == len(fetched)
    assert {name for name in after if after[name] != before[name]} == set()
    assert result.snapshot.name == snapshot
    assert result.loaded.batches == 0


@pytest.mark.slow
def test_each_step_again_changes_nothing(home, campaign_file):
    before = content(home)
    files = sorted((path, path.stat().st_mtime_ns) for path in home.scores.rglob("*.parquet"))
    assert steps.extract(home) == (0, 0)
    assert steps.score(home, (campaign_file,)) == (0, 0)
    assert steps.load(home, (campaign_file,)).batches == 0
    steps.measure(home, (campaign_file,))
    assert steps.publish(home).name == (home.published / "current").read_text()
    assert content(home) == before
    assert sorted((path, path.stat().st_mtime_ns) for path in home.scores.rglob("*.parquet")) == files


@pytest.mark.slow
def test_a_later_edition_adds_just_its_new_items(empty_home, small_press_items, campaign_file, monkeypatch):
    with Press(items=small_press_items, now=datetime(2026, 1, 12, 4, tzinfo=UTC)) as press:
        monkeypatch.setenv("LANTOA_NOW", press.edition.now.isoformat())
        steps.crawl(empty_home, selection(campaign_file, press))
        finish(empty_home, campaign_file)
        forms = ("html", "json", "docx", "xlsx", "pdf")
        reported = {
            path.name: path.read_bytes()
            for path in steps.report(empty_home, (campaign_file,), steps.ReportRequest(formats=forms))
        }
    before, first = content(empty_home), requested(empty_home)
    with Press(items=small_press_items) as press:
        monkeypatch.setenv("LANTOA_NOW", datetime(2026, 1, 15, 1, tzinfo=UTC).isoformat())
        crawled = steps.crawl(empty_home, selection(campaign_file, press))
        finish(empty_home, campaign_file)

    after = content(empty_home)
    assert all(row in after["items"] for row in before["items"])
    assert len(after["items"]) == 21
    assert sum(one.fetched for one in crawled) == len(after["items"]) - len(before["items"])
    fetched = Counter(requested(empty_home))
    assert set(first) < set(fetched)
    # What was fetched three days before is asked for once more, what is new once.
    assert fetched == Counter(set(fetched)) + Counter(first)
    assert sum(one.revisited for one in crawled) == len(first)
    assert rows(empty_home, "select value from rpt_measures where name = 'items' and segment = 'all'") == [8]
    # Asked again as of its instant, the report has the same bytes in every form, though all of these are new.
    asked = steps.ReportRequest(as_of=datetime(2026, 1, 12, 4, tzinfo=UTC), formats=forms)
    again = {path.name: path.read_bytes() for path in steps.report(empty_home, (campaign_file,), asked)}
    assert len(again) == 2 * len(forms)
    assert [name for name in again if again[name] != reported[name]] == []


def test_a_report_bears_the_instant_of_what_it_knew_not_of_its_writing(home, campaign_file, monkeypatch):
    def told(request=steps.EVERY_REPORT):
        files = steps.report(home, [campaign_file], request)
        return {path.name: path.with_suffix(".json").read_bytes() for path in files}

    def at(hours):
        monkeypatch.setenv("LANTOA_NOW", (settings.now() + timedelta(hours=hours)).isoformat())

    (item, was), *_ = rows(home, "select item_id, tone from fct_mentions order by all")
    at(1)
    tone = "positive" if was != "positive" else "negative"
    why = {"why": "đọc lại bài", "role": "editor", "coder": "ma-1", "at": settings.now()}
    corrected = codings.Correction(campaign="nuoc-sach", item=item, was=was, tone=tone, **why)
    codings.append(home.codings, [corrected])
    at(1)
    # Coded already, and not loaded yet.
    before = told()
    known_at = datetime.fromisoformat(json.loads(next(iter(before.values())))["written_at"])
    assert known_at < corrected.at
    at(1)
    for step in (steps.load, steps.measure, steps.watch):
        step(home, [campaign_file])
    steps.publish(home)
    assert told() != before
    assert told(steps.ReportRequest(as_of=known_at)) == before


@pytest.mark.slow
def test_a_period_skips_what_lies_outside_and_a_wider_one_gets_it(empty_home, press, campaign_file):
    day = date(2026, 1, 11)
    crawled = steps.crawl(
        empty_home,
        selection(campaign_file, press, only=("thoi-su", "thanh-xuan"), from_date=day, to_date=day),
    )
    assert [one.outlet for one in crawled] == ["thoi-su", "thanh-xuan"]
    assert steps.extract(empty_home, ["thoi-su"]) == (1, 0)
    fill(empty_home, campaign_file)
    assert rows(empty_home, "select distinct site, published_date from stg_items order by all") == [
        ("thanh-xuan", day),
        ("thoi-su", day),
    ]
    once = requested(empty_home)

    steps.crawl(empty_home, selection(campaign_file, press))
    fill(empty_home, campaign_file)

    assert len(rows(empty_home, "select item_id from stg_items")) == 21
    both = requested(empty_home)
    assert set(once) < set(both)
    assert len(set(both)) == len(both)


def closed_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_an_unreachable_press_is_told_an_outlet_a_line_and_recorded(empty_home, campaign_file):
    nowhere = steps.Selection(
        (campaign_file,), ("thoi-su", "thanh-xuan"), press=f"http://127.0.0.1:{closed_port()}"
    )
    crawled = steps.crawl(empty_home, nowhere)
    assert [(one.outlet, one.problem is not None and "\n" not in one.problem) for one in crawled] == [
        ("thoi-su", True),
        ("thanh-xuan", True),
    ]
    with pytest.raises(
        steps.NothingCollectedError, match=r"(?s)thoi-su: no feed could be read.*thanh-xuan: "
    ):
        steps.require_something(crawled)
    fill(empty_home, campaign_file)
    assert rows(empty_home, "select outlet, scans_ok, scans_failed > 0 from rpt_collection order by all") == [
        ("thanh-xuan", 0, True),
        ("thoi-su", 0, True),
    ]


@pytest.mark.slow
def test_an_outlet_that_fails_after_good_days_is_a_gap(home, campaign_file, monkeypatch, press):
    monkeypatch.setenv("LANTOA_NOW", "2026-01-18T08:00:00+07:00")
    steps.crawl(home, selection(campaign_file, press, only=("thoi-su", "thanh-xuan", "tong-hop-247")))
    steps.crawl(
        home,
        steps.Selection((campaign_file,), ("thong-tan-viet",), press=f"http://127.0.0.1:{closed_port()}"),
    )
    fill(home, campaign_file)
    gaps = rows(home, "select outlet, min(day_date), max(day_date) from rpt_gaps group by outlet")
    assert gaps == [("thong-tan-viet", date(2026, 1, 15), date(2026, 1, 18))]


def test_something_collected_is_not_nothing(complete_run):
    crawled = complete_run[1].crawled
    failed = [dataclasses.replace(crawled[0], problem="no feed could be read: refused")]
    steps.require_something([*crawled, *failed])


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://127.0.0.1:abc", "nonsense", "http://[::1"])
def test_a_press_that_is_none_is_named(empty_home, campaign_file, address):
    with pytest.raises(steps.PressUnreachableError, match="expected a loopback press"):
        steps.crawl(empty_home, steps.Selection((campaign_file,), press=address))


def test_a_server_that_is_no_press_is_named(empty_home, campaign_file):
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer():
            client, _ = other.accept()
            with client:
                client.recv(1000)
                client.sendall(b"SSH-2.0-other\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(steps.PressUnreachableError, match="expected a loopback press"):
            steps.crawl(
                empty_home,
                steps.Selection((campaign_file,), press=f"http://127.0.0.1:{other.getsockname()[1]}"),
            )
        thread.join()


def test_a_mistake_in_a_campaign_is_told_before_anything_is_fetched(
    empty_home, press, campaign_file, tmp_path
):
    wrong = tmp_path / "nuoc-sach.toml"
    wrong.write_text(campaign_file.read_text("utf-8").replace("query =", "qery ="), "utf-8")
    with pytest.raises(CampaignError, match=r"nuoc-sach\.toml: qery: unknown key.*did you mean 'query'"):
        steps.run_all(empty_home, selection(wrong, press))
    assert not empty_home.folder.exists()


def test_an_unknown_watched_outlet_is_told_before_anything_is_fetched(
    empty_home, press, campaign_file, tmp_path
):
    wrong = tmp_path / "nuoc-sach.toml"
    wrong.write_text('watched_outlets = ["thoi-suu"]\n' + campaign_file.read_text("utf-8"), "utf-8")
    with pytest.raises(CampaignError, match=r"watched_outlets\[0\].*did you mean 'thoi-su'"):
        steps.run_all(empty_home, selection(wrong, press))
    assert not empty_home.folder.exists()


@pytest.mark.parametrize("place", ["raw", "articles"])
def test_an_outlet_whose_record_was_renamed_is_told_before_anything_is_fetched_or_loaded(
    empty_home, press, campaign_file, place
):
    (empty_home.folder / place / "bao-cu").mkdir(parents=True)
    for step in (
        lambda: steps.crawl(empty_home, selection(campaign_file, press)),
        lambda: steps.import_archive(empty_home, campaign_file.parent),
        lambda: steps.load(empty_home, [campaign_file]),
    ):
        with pytest.raises(RegisterError, match=r"bao-cu: .* no bao-cu\.toml any more.*`ended_on`"):
            step()
    assert not empty_home.warehouse.exists()


def test_a_watched_outlet_that_ended_is_told_with_what_goes_on(campaign_file, tmp_path, caplog):
    watching = tmp_path / "nuoc-sach.toml"
    watching.write_text('watched_outlets = ["mot"]\n' + campaign_file.read_text("utf-8"), "utf-8")
    one = {"id": "mot", "name": "Báo Một", "domains": ("mot.example",), "kind": "newspaper"}
    ended = Outlet(**one, ended_on=date(2026, 1, 10), successor="hai")
    campaign = campaigns.load(watching)
    known_outlets.tell_ended([campaign], {"mot": ended}, date(2026, 1, 11))
    assert not caplog.messages
    known_outlets.tell_ended([campaign], {"mot": ended}, date(2026, 1, 12))
    assert caplog.messages == ["nuoc-sach: watches 'mot', which ended on 2026-01-10: name 'hai' too to go on"]


def test_a_day_of_checking_still_to_come_is_told_before_anything_is_fetched_or_loaded(
    empty_home, press, campaign_file, tmp_path, monkeypatch
):
    wrong = tmp_path / "nuoc-sach.toml"
    wrong.write_text(campaign_file.read_text("utf-8").replace("2026-01-09", "9999-12-31"), "utf-8")
    # Of a trial, whose clock stands in the past, files may be newer.
    assert steps.outlets_to_crawl(selection(wrong, press))
    monkeypatch.delenv("LANTOA_NOW")
    named = r"nuoc-sach\.toml: scenarios\[0\]\.checked_at: the day of the last check .*, not 9999-12-31"
    for step in (
        lambda: steps.run_all(empty_home, selection(wrong, press)),
        lambda: steps.load(empty_home, [wrong]),
        lambda: drill.hold(wrong, "cho-hoa", settings.now()),
    ):
        with pytest.raises(CampaignError, match=named):
            step()
    assert steps.outlets_to_crawl(selection(campaign_file, press))
    assert not empty_home.warehouse.exists()


@pytest.mark.slow
def test_an_article_batch_that_a_crash_tore_is_made_again(home, campaign_file):
    before = content(home)
    torn = next(home.articles.glob("thoi-su/*.articles.parquet"))
    torn.write_bytes(torn.read_bytes()[:200])

    with pytest.raises(BatchError, match=rf"{torn.name}: .*run `lantoa extract`"):
        steps.score(home, (campaign_file,))
    assert steps.extract(home)[0] == 7
    finish(home, campaign_file)

    assert content(home) == before


def test_an_article_batch_with_damaged_text_is_named_before_it_is_scored(home, campaign_file):
    damaged = next(home.articles.glob("thoi-su/*.articles.parquet"))
    rows = pq.read_table(damaged)
    raw = pa.array([b"\xff\xfe"] * rows.num_rows, pa.binary())
    no_text = pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())
    place = rows.column_names.index("body")
    pq.write_table(rows.set_column(place, rows.schema.field(place), no_text), damaged)
    for made in home.scores.glob("thoi-su/*.parquet"):
        made.unlink()

    with pytest.raises(BatchError, match=rf"{damaged.name}: .*delete it and run `lantoa extract`"):
        steps.score(home, (campaign_file,))


def test_a_torn_batch_of_scores_is_named_with_what_to_do(home, campaign_file):
    torn = next(home.scores.glob("thoi-su/*.scores.parquet"))
    whole = torn.read_bytes()
    torn.write_bytes(whole[:200])
    with pytest.raises(LoadError, match=torn.name):
        steps.load(home, (campaign_file,))
    steps.score(home, (campaign_file,))
    assert torn.read_bytes() == whole


@pytest.mark.slow
def test_pages_that_a_killed_crawl_had_stored_but_not_listed_are_read_later(home, press, campaign_file):
    """Such a page lies in the archive, and the next crawl lists it; batches of its file may exist by then."""
    reference = content(home)
    for place in (home.articles, home.scores, home.warehouse):
        shutil.rmtree(place)
    with sqlite3.connect(home.raw / "thoi-su" / "links.sqlite") as links:
        links.execute(
            "update links set state = 'queued', warc = null where canonical_url like '%xet-nghiem%'"
        )
        links.execute("delete from fetches where canonical_url like '%xet-nghiem%'")
        links.execute("update crawls set closed = 0")
    fill(home, campaign_file)
    assert len(rows(home, "select item_id from stg_items")) == 20

    steps.crawl(home, selection(campaign_file, press))
    fill(home, campaign_file)

    after = content(home)
    for table in ("items", "tones", "mentions", "rejected"):
        assert after[table] == reference[table], table


def test_a_campaign_that_was_never_loaded_is_not_counted_as_nothing(home, campaign_file, tmp_path):
    other = tmp_path / "cho-hoa.toml"
    text = campaign_file.read_text("utf-8").replace('id = "nuoc-sach"', 'id = "cho-hoa"')
    other.write_text(text, "utf-8")
    for step in (steps.measure, steps.watch):
        with pytest.raises(WarehouseError, match="cho-hoa: this campaign was never loaded; run"):
            step(home, [campaign_file, other])
    steps.publish(home)
    with (
        Reader(home.published) as reader,
        pytest.raises(NotPublishedError, match="cho-hoa: not published; run `lantoa load`"),
    ):
        reader.replay(campaigns.load(other))


def test_a_period_without_a_day_is_refused_and_no_measure_of_it_is_stored(home, campaign_file):
    for days in ((date(2026, 1, 12), date(2026, 1, 10)), (date(2027, 1, 1), None), (None, date(2025, 1, 1))):
        with pytest.raises(WarehouseError, match=r"is empty: expected --from <= --to"):
            steps.measure(home, [campaign_file], *days)


@pytest.mark.slow
def test_a_second_campaign_is_found_in_what_was_collected_before(home, campaign_file, tmp_path):
    other = tmp_path / "cho-hoa.toml"
    text = campaign_file.read_text("utf-8").replace('id = "nuoc-sach"', 'id = "cho-hoa"')
    other.write_text(text.replace('\'"nước sạch" OR "vòi nước công cộng"\'', "'\"chợ hoa\"'"), "utf-8")
    files = (campaign_file, other)

    assert steps.score(home, files) == (0, 2)
    steps.load(home, files)
    measured = steps.measure(home, files)

    assert set(measured) == {"nuoc-sach", "cho-hoa"}
    assert rows(home, "select campaign, count(*) from fct_mentions group by all order by all") == [
        ("cho-hoa", 2),
        ("nuoc-sach", 9),
    ]


def test_measures_of_a_period_can_be_asked_for(home, campaign_file):
    measured = steps.measure(home, (campaign_file,), date(2026, 1, 12), date(2026, 1, 13))
    which = measured["nuoc-sach"]
    assert (which.from_date, which.to_date) == (date(2026, 1, 12), date(2026, 1, 13))
    assert rows(home, "select segment, value from rpt_measures where name = 'items' order by all") == [
        ("all", 3),
        ("trong", 3),
    ]


def test_steps_without_anything_before_them_do_nothing_or_say_what_is_missing(empty_home, campaign_file):
    assert steps.extract(empty_home) == (0, 0)
    assert steps.score(empty_home, (campaign_file,)) == (0, 0)
    loaded = steps.load(empty_home, (campaign_file,))
    assert (loaded.batches, loaded.items, loaded.stories) == (0, 0, 0)
    assert steps.measure(empty_home, (campaign_file,)) == {}


@pytest.mark.slow
def test_archived_scans_are_recognised_and_withhold_volumes(
    empty_home, write_items, make_item, campaign_file
):
    """One scan a day at half past five with the newest four entries of each outlet; none on the 13th."""
    hosts = {"baothoisumoi": "thoi-su", "thongtanviet": "thong-tan-viet"}
    seen = [
        make_item(
            host,
            f"{day}-{number}",
            f"Nước sạch ở thôn {number} xã {day} {host}",
            "Nước sạch về đến từng nhà.",
            f"2026-01-{day}T0{number + 1}:20",
            scan_day=f"2026-01-{day}",
        )
        for host in hosts
        for day in (10, 11, 12, 14, 15)
        for number in range(4)
    ]
    with Press(items=write_items(seen), everything=True) as press:
        steps.run_all(empty_home, selection(campaign_file, press))

    assert rows(empty_home, "select cap, scans_at_cap from rpt_scan_cap") == [(4, 10)]
    assert rows(empty_home, "select scan_date from rpt_missing_scans") == [date(2026, 1, 13)]
    assert rows(empty_home, "select distinct reason from rpt_gaps where day_date = '2026-01-13'") == [
        "no scan on this day"
    ]
    withheld = rows(
        empty_home,
        "select name, reason from rpt_measures where status = 'withheld' and segment = 'all' order by all",
    )
    assert [name for name, _ in withheld] == ["share_of_attention", "t50"]
    assert all("capped at 4 entries, 1 scan days are missing" in reason for _, reason in withheld)
    report = next(empty_home.reports.glob("*-en.html")).read_text("utf-8")
    assert "13" in report


# Killing a step at any instant. The step runs in a process of its own that was forked from one in which
# everything is imported, so that the kill falls into the step and not into the imports.


@pytest.fixture(scope="module")
def homes(complete_run, campaign_file, copied, tmp_path_factory):
    """The home before each step of one that went through whole, by the step's name, and at "end" after all.

    Readers have a snapshot from before the measures on.
    """
    folder = tmp_path_factory.mktemp("homes")
    home = settings.home(folder / "end")
    copied(complete_run[0].raw, home.raw)
    for name in STEPS:
        shutil.copytree(home.folder, folder / name)
        function, arguments = run_step(name, home, campaign_file)
        function(*arguments)
        if name == "load":
            steps.publish(home)  # what readers have while the later steps are killed
    return folder


def children(process):
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []


def all_end(processes):
    """Wait until processes have ended; False after half a minute."""
    for _ in range(3000):
        if not any(Path("/proc", one).exists() for one in processes):
            return True
        time.sleep(0.01)
    return False


def run_step(name, home, campaign_file):
    arguments = {
        "extract": (home,),
        "score": (home, (campaign_file,)),
        "load": (home, (campaign_file,)),
        "measure": (home, (campaign_file,)),
        "watch": (home, (campaign_file,)),
        "publish": (home,),
    }
    return getattr(steps, name), arguments[name]


STEPS = ("extract", "score", "load", "measure", "watch", "publish")


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_a_step_killed_at_any_instant_can_be_taken_up(name, homes, campaign_file, processes, tmp_path):
    home = settings.home(Path(shutil.copytree(homes / name, tmp_path / "home")))
    function, arguments = run_step(name, home, campaign_file)
    chance = random.Random(name)

    for _ in range(5):
        child = processes.Process(target=function, args=arguments)
        child.start()
        workers = []
        ends = time.monotonic() + chance.uniform(0.005, 0.4)
        while child.is_alive() and time.monotonic() < ends:
            workers = children(child.pid) or workers
            child.join(0.005)
        child.kill()
        child.join()
        assert all_end(workers)
        if name in ("measure", "watch", "publish"):
            with Reader(home.published) as reader:
                assert len(reader.frame("rpt_stories")) == 6
    finish(home, campaign_file)

    uninterrupted = content(settings.home(homes / "end"))
    assert content(home) == uninterrupted
    with Reader(home.published) as reader:
        assert reader.query("select count(*) as n from stg_items")["n"][0] == len(uninterrupted["items"])


def test_the_figures_of_a_run_are_facts_that_become_json(complete_run):
    from lantoa import summary

    facts = json.loads(json.dumps(summary.as_facts(complete_run[1]), default=str))
    assert facts["warehouse"]["items"] == 21
    assert [outlet["outlet"] for outlet in facts["outlets"]] == sorted(
        ["thanh-xuan", "thoi-su", "thong-tan-viet", "tong-hop-247"]
    )
    assert facts["measured"]["nuoc-sach"]["to_date"] == "2026-01-14"


def test_what_the_crawl_knows_is_handed_on_again_only_where_it_changed(home):
    steps.extract(home)
    written = {path: path.stat().st_mtime_ns for path in home.articles.rglob("links.*.parquet")}
    steps.extract(home)
    assert {path: path.stat().st_mtime_ns for path in written} == written

    lost, *_ = written
    lost.unlink()
    steps.extract(home)
    assert lost.exists()

    table = next(home.raw.glob("*/links.sqlite"))
    with closing(sqlite3.connect(table)) as database, database:
        database.execute("delete from sightings")
    steps.extract(home)
    emptied = list((home.articles / table.parent.name).glob("links.*.sightings.parquet"))
    assert emptied and {pq.read_metadata(path).num_rows for path in emptied} == {0}


def test_only_months_in_which_the_crawl_learnt_anything_are_handed_on_again(home):
    steps.extract(home)
    table = next(home.raw.glob("*/links.sqlite"))
    visits = home.articles / table.parent.name
    before = {path.name: path.read_bytes() for path in visits.glob("links.*.parquet")}
    (now,) = [name for name in before if name.endswith(".scans.parquet")]
    with closing(sqlite3.connect(table)) as database, database:
        database.execute(
            "insert into scans select outlet, source, source_kind, '2025-03-01T00:00:00.000000+00:00', "
            "state, reason, entries, oldest_at, newest_at, scan_date from scans "
            "where scan_date is null limit 1"
        )
    (visits / "links.scans.parquet").write_bytes(before[now])  # as it was written before there were months
    steps.extract(home)
    after = {path.name: path.read_bytes() for path in visits.glob("links.*.parquet")}
    assert {name for name in after if after[name] != before.get(name)} == {"links.2025-03.scans.parquet"}
    assert before.keys() <= after.keys()
    read = [pq.read_table(visits / name) for name in ("links.2025-03.scans.parquet", now)]
    with LinkTable(table) as links:
        assert sum(one.num_rows for one in read) == links.frame_of("scans").num_rows


def test_any_batch_that_is_lost_is_made_again(home, campaign_file):
    written = {
        path: path.read_bytes()
        for place in (home.articles, home.scores)
        for path in place.glob("thoi-su/2*.parquet")
    }
    assert {"rejected", "activities", "quotes"} <= {path.name.split(".")[-2] for path in written}
    for path, content in written.items():
        path.unlink()
        steps.extract(home)
        steps.score(home, (campaign_file,))
        assert path.read_bytes() == content, path.name


def test_the_card_of_each_model_that_gave_a_tone_is_in_the_warehouse(complete_run):
    used = (
        "select distinct method from tones where label is not null "
        "union select distinct method from campaign_tones where label is not null"
    )
    known = set(rows(complete_run[0], "select method, tier from tone_models where known_to is null"))
    assert set(rows(complete_run[0], used)) <= {method for method, _ in known}
    assert {tier for _, tier in known} == {"fast", "precise", "campaign"}


def test_a_check_names_kept_tables_that_differ_and_what_is_forgotten_is_made_anew(
    complete_run, campaign_file, tmp_path
):
    home = Home(shutil.copytree(complete_run[0].folder, tmp_path / "home"))
    assert steps.check_kept(home) == []
    with duckdb.connect(home.warehouse / "lantoa.duckdb") as connection:
        first = "select min(item_id) from kept_concerned_items"
        connection.execute(f"update kept_concerned_items set title = 'Khác' where item_id = ({first})")
        connection.execute("update kept_outlet_days set is_gap = not is_gap where outlet = 'thoi-su'")
    steps.publish(home)
    before = content(home)
    found = steps.check_kept(home)
    assert [one.partition(":")[0] for one in found] == ["int_outlet_days", "int_concerned_items"]
    assert "'thoi-su'" in found[0]
    assert all("lantoa check --forget" in one for one in found)
    assert content(home) == before
    result = CliRunner().invoke(app, ["check", "--forget", "--home", str(home.folder)])
    assert result.exit_code == 1
    assert result.output.count("what is kept is forgotten now") == len(found)
    steps.measure(home, (campaign_file,))
    steps.watch(home, (campaign_file,))
    steps.publish(home)
    assert steps.check_kept(home) == []
    kept = [f"kept_{name}" for name in ("outlet_days", "concerned_items", "visit_days", "scan_spans")]
    assert {table: content(home)[table] for table in kept} == {
        table: content(complete_run[0])[table] for table in kept
    }


def test_a_snapshot_of_another_version_is_not_compared_with_the_views_of_this_one(complete_run, tmp_path):
    home = Home(shutil.copytree(complete_run[0].folder, tmp_path / "home"))
    snapshot = home.published / (home.published / "current").read_text()
    with duckdb.connect(snapshot) as connection:
        connection.execute("update schema_versions set sha256 = 'of other statements'")
    before = content(home)
    (found,) = steps.check_kept(home, forget=True)
    assert "run `lantoa publish`, and check again" in found
    assert content(home) == before


def test_a_check_names_batches_whose_bytes_a_disk_lost(complete_run, tmp_path):
    """No test can change a file and leave its times: the notes are given the new ones."""
    home = Home(shutil.copytree(complete_run[0].folder, tmp_path / "home"))
    path = sorted(home.articles.glob("*/*.articles.parquet"))[0]
    files = BatchFiles(home.folder)
    files.read(path)
    files.note()
    assert steps.check(home) == []
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    notes = home.warehouse / "batches.parquet"
    known = pq.read_table(notes).to_pylist()
    now = path.stat()
    for row in known:
        if row["batch"] == path.relative_to(home.folder).as_posix():
            row |= {"modified_ns": now.st_mtime_ns, "changed_ns": now.st_ctime_ns}
    pq.write_table(pa.Table.from_pylist(known, pq.read_schema(notes)), notes)
    lost = [f"{path}: its bytes changed since it was loaded: put it back from a backup"]
    assert steps.check(home) == lost
    path.write_bytes(content[:700])
    assert steps.check(home) == lost


def test_load_and_measure_warn_of_a_campaigns_file_that_was_changed_since_it_was_scored(
    home, campaign_file, tmp_path
):
    campaign_file = Path(shutil.copy(campaign_file, tmp_path))

    def said(command):
        result = CliRunner().invoke(app, [command, str(campaign_file), "--home", str(home.folder)])
        assert result.exit_code == 0, result.output
        return result.output

    steps.load(home, [campaign_file])
    assert steps.unsearched(home, [campaign_file]) == {}
    batches_of_articles = len(list(home.articles.glob("*/*.articles.parquet")))
    campaign_file.write_text(campaign_file.read_text("utf-8").replace("nước công", "nước sạch công"), "utf-8")
    assert steps.unsearched(home, [campaign_file]) == {campaign_file: batches_of_articles}
    for command in ("load", "measure"):
        warned = f"{batches_of_articles} batches of articles were not searched by this file as it is now"
        assert warned in said(command)
        assert f"run `lantoa score {campaign_file}`" in said(command)
    steps.score(home, [campaign_file])
    assert "not searched" not in said("load")


def test_another_query_of_a_scenario_leaves_what_else_was_found_and_finds_what_a_whole_search_does(
    home, own_campaign, tmp_path, caplog
):
    text = own_campaign.read_text("utf-8")
    (query,) = re.findall("^query = .*$", text[text.index("[[scenarios]]") :], re.MULTILINE)[:1]
    own_campaign.write_text(text.replace(query, 'query = \'"nước" AND NOT "phim"\''), "utf-8")
    caplog.clear()
    steps.score(home, [own_campaign])
    assert "are searched anew for this alone, since this was changed: queries of" in caplog.text
    campaign = campaigns.load(own_campaign)
    scoring.score(home.articles, tmp_path / "anew", [own_campaign])
    anew = sorted((tmp_path / "anew").glob(f"*/*.{campaign.id}-*.parquet"))
    assert sum(pq.read_table(path).num_rows for path in anew if ".prepared." in path.name) > 3
    for path in anew:
        made = home.scores / path.parent.name / path.name
        assert pq.read_table(made).equals(pq.read_table(path)), path
        assert batches.source_of(made) == batches.source_of(path)


def test_score_says_which_part_of_a_campaigns_file_makes_it_search_anew(home, own_campaign, caplog):
    def said_after(old, new):
        text = own_campaign.read_text("utf-8")
        assert old in text
        own_campaign.write_text(text.replace(old, new, 1), "utf-8")
        caplog.clear()
        steps.score(home, [own_campaign])
        return caplog.messages

    said = "nuoc-sach: all articles are searched anew, since this was changed: {}"
    assert said_after("", "# the same campaign\n") == []
    assert said_after("nước công", "nước sạch công") == [said.format("query")]
    more = said_after('phrases = ["', 'phrases = ["ai cũng có nước", "')
    assert more == [said.format("phrases of messages (an-toan)")]
    assert said_after('vi = "', 'vi = "Cuộc ') == []
