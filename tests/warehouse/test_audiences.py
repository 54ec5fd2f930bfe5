"""Audiences in the warehouse: facts with history, and reach only where they allow it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawlers.outlets import Audience
from warehouse import counting, flattening, reaching
from warehouse.load_audiences import SCHEMA

LATER = datetime(2026, 1, 25, tzinfo=UTC)


def record(outlet, audience, unit="week", base="người lớn", day=1, known_from=LATER, population=100):
    """Give an imported record: so many of a hundred."""
    return {
        "outlet": outlet,
        "audience": audience,
        "population": population,
        "base": base,
        "time_unit": unit,
        "source": "Viện Đo",
        "source_url": None,
        "as_of_date": date(2026, 1, day),
        "known_from": known_from,
    }


@pytest.fixture
def take(newsroom):
    def taken(*records, name="1"):
        newsroom.write(f"audiences/imported/{name}.audiences.parquet", SCHEMA, records)
        newsroom.load(LATER)

    return taken


def test_the_newest_audience_counts_and_a_corrected_one_keeps_its_history(newsroom, take):
    take(record("mot", 30), record("mot", 40, day=9))
    take(record("mot", 50, day=9, known_from=LATER + timedelta(days=1)), name="2")
    newsroom.load(LATER)
    assert newsroom.rows("select share from rpt_audiences") == [0.5]
    known = newsroom.rows("select share, known_to is null from audiences order by share")
    assert known == [(0.3, True), (0.4, False), (0.5, True)]


def test_audiences_of_the_register_are_known_too_and_go_with_it(newsroom):
    measured = Audience(0.2, "week", "người lớn", "Viện Đo", date(2026, 1, 1))
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], audience=(measured,))
    newsroom.load()
    assert newsroom.rows("select outlet, share, via from rpt_audiences") == [("mot", 0.2, "register")]
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], audience=())
    newsroom.load(LATER)
    assert newsroom.rows("select count(*) from rpt_audiences") == [0]


def _band(row):
    return None if row is None else round(row, 6)


def test_reach_is_a_band_per_segment_and_the_curve_ends_where_it_stands(newsroom, take, at):
    newsroom.outlets["hai"] = replace(newsroom.outlets["hai"], kind="magazine")
    newsroom.put(
        "c1",
        newsroom.article("mot", "a", at(2)),
        newsroom.article("mot", "b", at(16)),
        newsroom.article("hai", "c", at(11)),
        newsroom.article("ba", "d", at(20)),
        newsroom.article("bon", "e", at(20), placement="sponsored"),
    )
    seen = {"scanned_at": at(31), "oldest_at": at(1), "newest_at": at(30)}
    newsroom.put_scans("links", *(seen | {"outlet": name} for name in ("mot", "hai", "ba")))
    take(record("mot", 40), record("hai", 25), record("mot", 10, "day"), record("ba", 5, "day"))
    flattening.flatten(newsroom.connection)
    reaching.store(newsroom.connection, newsroom.january(), ["truoc", "trong"], LATER)
    # Its view was made a table for this connection before anything was stored.
    stored = newsroom.rows(
        "select kind, name, time_unit, low, high, known_outlets, outlets, status "
        "from lantoa.main.rpt_reach order by all"
    )
    assert [row for row in stored if row[2] == "week"] == [
        ("all", "all", "week", 0.4, None, 2, 3, "ok"),
        ("outlet_kind", "magazine", "week", 0.25, 0.25, 1, 1, "ok"),
        ("outlet_kind", "newspaper", "week", 0.4, None, 1, 2, "ok"),
        ("phase", "trong", "week", 0.4, None, 1, 2, "ok"),
        ("phase", "truoc", "week", 0.4, 0.65, 2, 2, "ok"),
    ]
    assert ("outlet_kind", "newspaper", "day", 0.1, 0.15, 2, 2, "ok") in [
        (*row[:3], *map(_band, row[3:5]), *row[5:]) for row in stored
    ]
    ends = newsroom.rows(
        "select kind, name, time_unit, low, high, known_outlets, outlets from rpt_reach_curve "
        "qualify row_number() over (partition by kind, name, time_unit order by day_date desc) = 1 "
        "order by all"
    )
    shown = {row[:3]: row[3:7] for row in stored if row[7] == "ok"}
    compared = {row[:3]: row[3:] for row in ends if row[:3] in shown and row[3] is not None}
    assert compared == {key: shown[key] for key in compared} and len(compared) >= 5
    curve = "select day_date, outlets, stories, low, high from rpt_reach_curve where kind = 'all'"
    assert newsroom.rows(f"{curve} and time_unit = 'week' order by day_date") == [
        (date(2026, 1, 2), 1, 1, None, None),
        (date(2026, 1, 11), 2, 2, 0.4, 0.65),
        (date(2026, 1, 16), 2, 3, 0.4, 0.65),
        (date(2026, 1, 20), 3, 4, 0.4, None),
    ]
    before = newsroom.all_rows()
    reaching.store(newsroom.connection, newsroom.january(), ["truoc", "trong"], LATER + timedelta(days=1))
    assert newsroom.all_rows() == before


PLAN = """
[[workstreams]]
id = "truong-hoc"
name = { vi = "Trường học", en = "Schools" }
terms = ["trường học"]

[[tasks]]
id = "le-ra-quan"
workstream = "truong-hoc"
name = "Lễ ra quân"
lead = "Bộ Y tế"

[[activities]]
id = "khai-mac"
task = "le-ra-quan"
date = 2026-01-10
title = "Khai mạc"
days_before = 0
days_after = 0

[[activities]]
id = "giao-luu"
task = "le-ra-quan"
date = 2026-01-12
title = "Giao lưu"
"""


def test_an_activity_has_reach_only_of_units_that_its_own_coverage_lasted(newsroom, take, at):
    file = newsroom.folder / "nuoc-sach.toml"
    file.write_text('offices = ["Bộ Y tế"]\n' + file.read_text("utf-8") + PLAN, "utf-8")
    newsroom.campaign = newsroom.reloaded()
    newsroom.put(
        "c1",
        newsroom.article("mot", "mot-ngay", at(10), activities=[("khai-mac", "khai mạc")]),
        newsroom.article("mot", "nhieu-ngay", at(14), activities=[("giao-luu", "giao lưu")]),
        newsroom.article("mot", "sau", at(29)),
    )
    newsroom.put_scans("l", {"outlet": "mot", "scanned_at": at(31), "oldest_at": at(1), "newest_at": at(30)})
    take(*(record("mot", 10 * place, unit) for place, unit in enumerate(("day", "week", "month"), 1)))
    reaching.store(newsroom.connection, newsroom.january(), ["truoc", "trong"], LATER)
    rows = newsroom.rows(
        "select name, time_unit, low, reason from rpt_reach where kind = 'activity' order by all"
    )
    assert rows == [
        # Three days before it until seven after it.
        ("giao-luu", "day", 0.1, ""),
        ("giao-luu", "month", None, "11 days are shorter than the month of the audiences"),
        ("giao-luu", "week", 0.2, ""),
        ("khai-mac", "day", 0.1, ""),
        ("khai-mac", "month", None, "1 days are shorter than the month of the audiences"),
        ("khai-mac", "week", None, "1 days are shorter than the week of the audiences"),
    ]
    whole = newsroom.rows("select low from rpt_reach where kind = 'all' and time_unit = 'month'")
    assert whole == [pytest.approx(0.3)]
    # Of a shorter period the days in common count.
    days = replace(newsroom.january(), from_date=date(2026, 1, 12), activity="giao-luu")
    found = {one.time_unit: one.reach for one in reaching.reach(newsroom.connection, days)}
    assert found["week"].low == pytest.approx(0.2)
    days = replace(days, from_date=date(2026, 1, 14))
    found = {one.time_unit: one.reach for one in reaching.reach(newsroom.connection, days)}
    assert found["week"].reason == "6 days are shorter than the week of the audiences"


def test_populations_of_one_name_are_not_combined(newsroom, take, at):
    newsroom.put("c1", *(newsroom.article(name, "a", at(2)) for name in ("mot", "hai", "ba")))
    take(record("mot", 40), record("hai", 25), record("ba", 20, population=50))
    found = reaching.reach(newsroom.connection, newsroom.january())
    assert [(one.base, one.reach.known, one.reach.low) for one in found] == [
        ("người lớn, 100", 2, 0.4),
        ("người lớn, 50", 1, 0.4),
    ]
    curve = "select distinct base from rpt_reach_curve where kind = 'all' order by base"
    assert newsroom.rows(curve) == ["người lớn, 100", "người lớn, 50"]


def test_without_audiences_there_is_no_band_and_the_curve_counts_outlets_and_stories(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(2)), newsroom.article("hai", "b", at(3)))
    newsroom.load()
    assert reaching.reach(newsroom.connection, newsroom.january()) == []
    reaching.store(newsroom.connection, newsroom.january(), ["truoc"], LATER)
    assert newsroom.rows("select count(*) from reach") == [0]
    assert newsroom.rows(
        "select day_date, outlets, stories, base, low, high from rpt_reach_curve where kind = 'all' "
        "order by all"
    ) == [(date(2026, 1, 2), 1, 1, None, None, None), (date(2026, 1, 3), 2, 2, None, None, None)]


def test_gaps_in_collection_leave_the_upper_limit_open(newsroom, take, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(2)))
    take(record("mot", 40))
    (found,) = reaching.reach(newsroom.connection, newsroom.january())
    assert (found.reach.low, found.reach.high) == (0.4, None)
    assert found.reach.reason == "collection of this period was not observed"
    assert (found.base, found.sources, found.oldest_date) == ("người lớn", ("Viện Đo",), date(2026, 1, 1))


def test_figures_are_known_from_their_newest_audience_on(newsroom, take, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(2)))
    take(record("mot", 40))
    assert counting.known_at(newsroom.connection) == LATER
