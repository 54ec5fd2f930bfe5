"""A campaign's comparisons: planned ones adjusted together, others explored, refused with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from tests.warehouse.conftest import outlet
from warehouse import contrasting

PLANNED = """
[[comparisons]]
id = "truoc-trong"
kind = "phase"
a = "truoc"
b = "trong"
measure = "stories_per_day"

[[comparisons]]
id = "tich-cuc"
kind = "phase"
a = "truoc"
b = "trong"
measure = "positive_share"

[[comparisons]]
id = "dong-thuan"
kind = "phase"
a = "truoc"
b = "trong"
measure = "agreement"

[[comparisons]]
id = "bao-tap-chi"
kind = "outlet_kind"
a = "newspaper"
b = "magazine"
measure = "negative_share"

[[comparisons]]
id = "luot-bao-tap-chi"
kind = "outlet_kind"
a = "newspaper"
b = "magazine"
measure = "items_per_day"
"""


@pytest.mark.slow
def test_comparisons_planned_explored_and_refused(newsroom, at):
    # Four weeks of one outlet: a story a day on the campaign, then two; another outlet came late.
    newsroom.campaign = newsroom.campaign_file(more=PLANNED)
    rows = [
        newsroom.article(
            "mot",
            f"{day}-{n}",
            at(day, 8 + n),
            tone="positive" if day >= 15 else "neutral",
            on_campaign=n < (1 if day < 15 else 2),
        )
        for day in range(1, 29)
        for n in range(3)
    ]
    newsroom.put("c1", *rows, newsroom.article("hai", "x", at(20)))
    seen = [
        {"outlet": "mot", "scanned_at": at(29), "oldest_at": at(1, 0), "newest_at": at(28, 20)},
        {"outlet": "hai", "scanned_at": at(29), "oldest_at": at(19, 0), "newest_at": at(28, 20)},
    ]
    newsroom.put_scans("links", *seen)
    newsroom.load(at(29))

    def store(when, **days):
        which = replace(newsroom.january(), **days)
        contrasting.store(newsroom.connection, newsroom.campaign, which, when)

    store(at(29))

    def found(name, columns):
        (row,) = newsroom.rows(f"select {columns} from rpt_contrasts where comparison = '{name}'")
        return row

    # Of the same outlets: the other one's story of the 20th is not in it.
    value, low, high, n, unit, status, p, adjusted = found(
        "truoc-trong", "value, low, high, n, unit, status, p_value, p_adjusted"
    )
    assert (unit, status, n) == ("ratio", "ok", 28)
    assert value == pytest.approx(2)
    assert 0.9 < low < value < high
    # Two of the planned ones have a p; the larger stays, the smaller doubles.
    shares = found("tich-cuc", "value, status, reason, p_value, p_adjusted")
    assert shares[0] == pytest.approx(1)
    assert shares[1:3] == ("uncorrected", "machine labels, not corrected with a hand-coded sample")
    assert shares[4] == pytest.approx(2 * shares[3], abs=1e-9)
    assert adjusted == pytest.approx(p)
    assert found("bao-tap-chi", "status, reason, p_adjusted") == (
        "not_estimable",
        "second period: no stories with a tone",
        None,
    )
    assert found("luot-bao-tap-chi", "reason") == "items_per_day is not compared between outlet_kinds"
    assert found("dong-thuan", "status") == "not_estimable"
    explored = newsroom.rows("select comparison, p_adjusted from rpt_contrasts where not is_planned")
    assert explored == [("truoc-trong-negative-share", None)]
    assert newsroom.rows("select change_date from rpt_change_points") == []

    before = newsroom.all_rows()
    store(at(30))
    assert newsroom.all_rows() == before

    # Two days that no visit covers are more than a tenth of the second phase.
    late = {"outlet": "mot", "scanned_at": at(31, 20), "oldest_at": at(31), "newest_at": at(31)}
    newsroom.put_scans("late", late)
    newsroom.load(at(31))
    store(at(31))
    assert found("truoc-trong", "status, value") == ("withheld", None)
    status, value, reason = found("tich-cuc", "status, value, reason")
    assert (status, value) == ("withheld", None)
    assert reason.startswith("second period: ")
    assert reason.endswith("of the expected items fall into gaps in collection")

    store(at(31), to_date=date(2026, 1, 14))
    assert found("tich-cuc", "status, reason") == ("not_estimable", "one of the phases has no days yet")


WORKSTREAMS = """
[[workstreams]]
id = "truong-hoc"
name = { vi = "Trường học", en = "Schools" }
terms = ["trường học"]

[[workstreams]]
id = "cho"
name = { vi = "Chợ", en = "Markets" }
terms = ["chợ"]

[[comparisons]]
id = "truong-cho"
kind = "workstream"
a = "truong-hoc"
b = "cho"
measure = "positive_share"

[[comparisons]]
id = "luot-truong-cho"
kind = "workstream"
a = "truong-hoc"
b = "cho"
measure = "items_per_day"
"""


def _stored(newsroom):
    return lambda when: contrasting.store(newsroom.connection, newsroom.campaign, newsroom.january(), when)


def test_workstreams_are_compared_by_their_shares_of_tones(newsroom, at):
    newsroom.campaign = newsroom.campaign_file(more=WORKSTREAMS)
    streams = [["truong-hoc"]] * 6 + [["cho"]] * 4 + [["truong-hoc", "cho"]]
    rows = [
        newsroom.article(
            "mot", f"s{n}", at(1 + n), workstreams=stream, tone="positive" if "cho" in stream else "neutral"
        )
        for n, stream in enumerate(streams)
    ]
    newsroom.put("c1", *rows)
    newsroom.load(at(29))
    _stored(newsroom)(at(29))
    # Of what was not collected nobody knows what is missing on either side.
    query = "select status, reason from rpt_contrasts where comparison = 'truong-cho'"
    assert newsroom.rows(query) == [("withheld", "first period: collection of this period was not observed")]
    seen = {"outlet": "mot", "scanned_at": at(29), "oldest_at": at(1, 0), "newest_at": at(28, 20)}
    newsroom.put_scans("links", seen)
    newsroom.load(at(29))
    _stored(newsroom)(at(30))
    ((value, n, status),) = newsroom.rows(
        "select value, n, status from rpt_contrasts where comparison = 'truong-cho'"
    )
    # The story that is on both stands on both sides: 1 of 7 against 5 of 5.
    assert (value, n, status) == (pytest.approx(1 - 1 / 7), 12, "uncorrected")
    (reason,) = newsroom.rows("select reason from rpt_contrasts where comparison = 'luot-truong-cho'")
    assert reason == "items_per_day is not compared between workstreams"


def test_outlets_that_were_read_by_other_sources_than_before_are_not_compared(newsroom, at):
    rows = [newsroom.article(site, f"{day}", at(day, 8)) for site in ("mot", "hai") for day in range(1, 29)]
    newsroom.put("c1", *rows)
    known = {"scanned_at": at(15, 0), "oldest_at": at(1, 0), "newest_at": at(14, 20)}
    later = {"scanned_at": at(29), "oldest_at": at(15, 0), "newest_at": at(28, 20)}
    seen = [{"outlet": site} | times for site in ("mot", "hai") for times in (known, later)]
    newsroom.put_scans("links", *seen)
    newsroom.load(at(29))
    days = (date(2026, 1, 1), date(2026, 1, 14)), (date(2026, 1, 16), date(2026, 1, 28))

    def compared():
        found = contrasting.between(newsroom.connection, "nuoc-sach", *days)["stories_per_day"].measure
        return found.method.rpartition(", ")[2]

    assert compared() == "2 of 2 outlets in both throughout"
    # From the middle of the month on another one tells what the feed does not hold.
    newsroom.put_scans("map", {"outlet": "hai", "source_kind": "sitemap"} | later)
    newsroom.load(at(29))
    assert compared() == "1 of 2 outlets in both throughout"


def test_any_two_periods_are_compared_exactly_as_phases_are(newsroom, at):
    rows = [
        newsroom.article(
            "mot",
            f"{day}-{n}",
            at(day, 8 + n),
            tone="positive" if day >= 15 else "neutral",
            on_campaign=n < (1 if day < 15 else 2),
        )
        for day in range(1, 29)
        for n in range(3)
    ]
    newsroom.put("c1", *rows)
    newsroom.put_scans(
        "links", {"outlet": "mot", "scanned_at": at(29), "oldest_at": at(1, 0), "newest_at": at(28, 20)}
    )
    newsroom.load(at(29))
    _stored(newsroom)(at(29))

    def between(*days):
        first, second = ((date(2026, 1, a), date(2026, 1, b)) for a, b in days)
        return contrasting.between(newsroom.connection, "nuoc-sach", first, second)

    stored = newsroom.rows("select measure, value, low, high, p_value, n, status from rpt_contrasts")
    assert {row[0] for row in stored} == {"stories_per_day", "positive_share", "negative_share"}
    found = between((1, 14), (15, 31))
    for measure, *known in stored:
        one = found[measure]
        assert [
            one.measure.value,
            one.measure.low,
            one.measure.high,
            one.p,
            one.measure.n,
            one.measure.status,
        ] == known
    assert found["stories_per_day"].measure.value == pytest.approx(2)
    assert found["share_of_attention"].measure.status == "ok"
    assert found["agreement"].measure.status == "not_estimable"
    # The other way round a ratio is turned over, and a difference changes its sign.
    back = between((15, 31), (1, 14))
    assert back["stories_per_day"].measure.value == pytest.approx(1 / 2)
    assert back["positive_share"].measure.value == pytest.approx(-found["positive_share"].measure.value)
    # Neither phase has to be told: weeks across them are refused for too few days, not for what they are.
    assert between((8, 14), (15, 21))["items_per_day"].measure.reason.startswith("too few days")


def _days_of(newsroom, at, site="mot", phases=("neutral", "positive")):
    """Give a story a day of an outlet, of one tone in each phase, and another off the campaign."""
    return [
        newsroom.article(
            site,
            f"{site}-{day}-{n}",
            at(day, 8 + n),
            tone=phases[day >= 15],
            on_campaign=n == 0,
        )
        for day in range(1, 29)
        for n in range(2)
    ]


def _seen(at, site, since=1):
    return {"outlet": site, "scanned_at": at(29), "oldest_at": at(since, 0), "newest_at": at(28, 20)}


def _between_phases(newsroom):
    days = (date(2026, 1, 1), date(2026, 1, 14)), (date(2026, 1, 15), date(2026, 1, 28))
    return contrasting.between(newsroom.connection, "nuoc-sach", *days)


def test_tones_of_two_periods_are_compared_over_the_outlets_that_were_watched_throughout_both(newsroom, at):
    # Another outlet, watched from the second period on alone, writes nothing but negative stories.
    late = [newsroom.article("hai", f"x{n}", at(16, 6 + n / 2), tone="negative") for n in range(14)]
    newsroom.put("c1", *_days_of(newsroom, at), *late)
    newsroom.put_scans("links", _seen(at, "mot"), _seen(at, "hai", 15))
    newsroom.load(at(29))
    found = _between_phases(newsroom)
    # Of all that was collected half of the later stories are negative; of the same outlet none is.
    assert found["negative_share"].measure.value == pytest.approx(0)
    assert found["positive_share"].measure.value == pytest.approx(1)
    assert found["positive_share"].measure.n == 28
    for measure in ("positive_share", "stories_per_day"):
        assert found[measure].measure.method.endswith(", 1 of 2 outlets in both throughout")


def test_tones_are_not_compared_where_no_outlet_was_watched_throughout_both_periods(newsroom, at):
    newsroom.put("c1", *_days_of(newsroom, at))
    newsroom.put_scans("links", _seen(at, "mot", 15))
    newsroom.load(at(29))
    found = _between_phases(newsroom)["positive_share"].measure
    assert (found.status, found.value) == ("not_estimable", None)
    assert found.reason == "no outlet was watched in the same way throughout both periods"


def test_an_imported_archive_gives_no_comparison(newsroom, at):
    newsroom.put("c1", *_days_of(newsroom, at))
    newsroom.put_scans("links", _seen(at, "mot"))
    newsroom.load(at(29))
    before = _between_phases(newsroom)
    assert before["stories_per_day"].measure.value == pytest.approx(1)
    archive = [
        newsroom.article("mot", f"old{n}", at(16, 6 + n / 2), tone="negative", via="import:kho")
        for n in range(14)
    ]
    newsroom.put("kho", *archive)
    newsroom.load(at(29))
    assert newsroom.rows("select count(*) from fct_stories") == [28 + 14]
    assert _between_phases(newsroom) == before


def test_outlet_kinds_are_compared_without_imported_archives(newsroom, at):
    newsroom.campaign = newsroom.campaign_file(more=PLANNED)
    newsroom.outlets["hai"] = outlet("hai", "magazine")
    rows = [*_days_of(newsroom, at), *_days_of(newsroom, at, "hai", ("negative", "neutral"))]
    archive = [
        newsroom.article("mot", f"old{n}", at(16, 6 + n / 2), tone="negative", via="import:kho")
        for n in range(14)
    ]
    newsroom.put("c1", *rows)
    newsroom.put("kho", *archive)
    newsroom.put_scans("links", _seen(at, "mot"), _seen(at, "hai"))
    newsroom.load(at(29))
    _stored(newsroom)(at(29))
    query = "select value, n from rpt_contrasts where comparison = 'bao-tap-chi'"
    assert newsroom.rows(query) == [(pytest.approx(14 / 28), 56)]
