"""Gaps from the evidence of visits, panels, suspect days and the health of outlets."""

import itertools
from datetime import date, timedelta

import pytest

from lantoa.outlet_health import to_do
from warehouse.counting import all_measures
from warehouse.filters import Filter

DAY = timedelta(days=1)


def ok(site, at, day, hour=8, reach=30.0, **more):
    """Give a visit of a feed that reaches some hours back."""
    seen = at(day, hour)
    return {
        "outlet": site,
        "scanned_at": seen,
        "oldest_at": seen - timedelta(hours=reach),
        "newest_at": seen,
    } | more


def bad(site, at, day, state, reason="", hour=8):
    return {"outlet": site, "scanned_at": at(day, hour), "state": state, "reason": reason, "entries": 0}


def gaps(newsroom, site="hai"):
    query = "select day_date, reason from rpt_gaps where outlet = ? order by day_date"
    return [(day.day, reason) for day, reason in newsroom.rows(query, site)]


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("robots", "robots unreachable: HTTP 503", "robots unreachable"),
        ("robots", "robots disallow: https://hai.example/rss", "robots disallow"),
        ("challenge", "an HTML page with 'document.cookie'", "challenge page"),
        ("failed", "connection refused", "fetch failed"),
        ("malformed", "found an HTML page", "no feed at its address"),
        ("too_large", "", "feed too large"),
        ("too_slow", "", "feed too slow"),
        ("empty", "", "empty feed"),
    ],
)
def test_days_without_a_readable_visit_are_gaps_with_their_reason(newsroom, at, state, reason, said):
    newsroom.put_scans("links", *(ok("mot", at, day) for day in range(10, 16)))
    newsroom.put_scans(
        "links", ok("hai", at, 10), *(bad("hai", at, day, state, reason) for day in (11, 12, 13))
    )
    newsroom.put_scans("later", *(ok("hai", at, day) for day in (14, 15)))
    newsroom.load()
    # The 10th was seen until 8 o'clock; the visit of the 14th reaches back to 2 o'clock of the 13th.
    assert gaps(newsroom) == [(day, said) for day in (10, 11, 12, 13)]
    assert gaps(newsroom, "mot") == []


def test_an_outlet_that_never_could_be_read_is_a_gap_from_the_first_try_on(newsroom, at):
    newsroom.put_scans("links", *(ok("mot", at, day) for day in (10, 11)))
    newsroom.put_scans("links", *(bad("hai", at, day, "challenge") for day in (10, 11)))
    newsroom.load()
    assert gaps(newsroom) == [(10, "challenge page"), (11, "challenge page")]
    hours = newsroom.rows(
        "select watched_hours, covered_hours from rpt_gaps where outlet = 'hai' order by day_date"
    )
    assert hours == [(24, 0), (8, 0)]


def test_an_unchanged_feed_is_a_visit_like_any_other(newsroom, at):
    again = ok("hai", at, 11, state="not_modified")
    newsroom.put_scans("links", ok("hai", at, 10), again, ok("mot", at, 10), ok("mot", at, 11))
    newsroom.load()
    assert gaps(newsroom) == gaps(newsroom, "mot")
    assert newsroom.rows("select max(to_at) from int_scan_spans where outlet = 'hai'") == [at(11)]


def test_a_section_page_reaches_back_to_the_middle_one_of_its_articles(newsroom, at):
    rows = [newsroom.article("hai", f"bai-{hour}", at(9, hour)) for hour in (0, 2, 4, 20, 22)]
    newsroom.put("c1", *rows)
    section = {
        "outlet": "hai",
        "source": "https://hai.example/xa-hoi",
        "source_kind": "section",
        "entries": 5,
    }
    newsroom.put_scans("links", section | {"scanned_at": at(9, 23)}, ok("mot", at, 9, hour=23))
    keys = {"source": section["source"], "source_kind": "section"} | dict.fromkeys(
        ("first_seen_at", "last_seen_at"), at(9, 23)
    )
    newsroom.put_sightings("links", *(row | keys for row in rows[1:]))
    newsroom.load()
    # Fewer than five articles with a time tell nothing.
    assert newsroom.rows("select count(*) from int_scan_spans where outlet = 'hai'") == [0]
    newsroom.put_sightings("later", rows[0] | keys)
    newsroom.load()
    assert newsroom.rows("select from_at, to_at from int_scan_spans where outlet = 'hai'") == [
        (at(9, 4), at(9, 23))
    ]
    assert newsroom.rows("select count(*) from stg_sightings where source_kind = 'section'") == [5]


def test_a_later_sighting_moves_the_last_time_and_never_back(newsroom, at):
    row = newsroom.article("hai", "bai", at(9)) | {"source": "https://hai.example/rss", "source_kind": "feed"}
    for name, last in (("links", 9), ("later", 11), ("late", 10)):
        newsroom.put_sightings(name, row | {"first_seen_at": at(9), "last_seen_at": at(last)})
        newsroom.load()
    assert newsroom.rows("select first_seen_at, last_seen_at from stg_sightings") == [(at(9), at(11))]


def test_days_after_the_last_visit_are_not_visited(newsroom, at):
    newsroom.put_scans("links", *(ok("mot", at, day) for day in range(10, 14)), ok("hai", at, 10))
    newsroom.load()
    # The 10th itself was seen until 8 o'clock only.
    assert gaps(newsroom) == [(day, "not visited") for day in (10, 11, 12, 13)]


def test_an_outlet_without_seven_good_days_in_fourteen_leaves_the_panel_and_comes_back(newsroom, at):
    bad_days = range(8, 16)
    newsroom.put_scans("links", *(ok("mot", at, day, hour=23.5) for day in range(1, 29)))
    newsroom.put_scans(
        "links",
        *(
            bad("hai", at, day, "failed") if day in bad_days else ok("hai", at, day, hour=23.5, reach=24)
            for day in range(1, 29)
        ),
    )
    newsroom.load()
    days = dict(
        newsroom.rows("select day_date, is_in_panel from int_outlet_days where outlet = 'hai' order by 1")
    )
    good = dict(newsroom.rows("select day_date, good_days from int_outlet_days where outlet = 'hai'"))
    known = dict(newsroom.rows("select day_date, days_known from int_outlet_days where outlet = 'hai'"))
    assert all(inside == (known[day] < 14 or good[day] >= 7) for day, inside in days.items())
    assert [day.day for day, inside in days.items() if not inside] == list(range(15, 22))
    versions = newsroom.rows("select version, outlets, from_date, to_date from rpt_panels order by version")
    assert [outlets for _, outlets, _, _ in versions] == [2, 1, 2]
    assert all(later[2] == earlier[3] + DAY for earlier, later in itertools.pairwise(versions))


def test_gaps_are_judged_within_the_panel_and_among_all_where_nobody_is_left_in_it(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(20)))
    newsroom.put_scans(
        "links", *(ok("mot", at, day, hour=24) for day in range(1, 29)), ok("hai", at, 1, hour=24)
    )
    newsroom.load()
    late = Filter("nuoc-sach", date(2026, 1, 16), date(2026, 1, 28))
    assert all_measures(newsroom.connection, late)["gap_share"].value == 0

    newsroom.campaign = newsroom.campaign_file(watched=["hai"])
    newsroom.load()
    assert all_measures(newsroom.connection, late)["gap_share"].value == 1


def test_a_poor_day_that_was_collected_is_suspect_and_no_gap(newsroom, at):
    newsroom.put_scans("links", *(ok("mot", at, day, hour=24) for day in range(1, 20)))
    for day in range(1, 20):
        count = 4 if day == 19 else 12
        articles = (newsroom.article("mot", f"{day}-{number}", at(day)) for number in range(count))
        newsroom.put(f"c{day}", *articles)
    newsroom.load()
    assert newsroom.rows("select day_date, items, median_items from rpt_suspect_days") == [
        (date(2026, 1, 19), 4, 12)
    ]
    assert 19 not in [day for day, _ in gaps(newsroom, "mot")]
    completeness = newsroom.rows(
        "select completeness from rpt_outlet_days where day_date = date '2026-01-19'"
    )
    assert completeness == ["suspect"]


def test_days_known_from_an_archive_only_are_of_unknown_completeness(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "cu", at(3), via="import:kho-cu.warc.gz"))
    newsroom.put_scans("links", ok("mot", at, 10))
    newsroom.load()
    assert newsroom.rows("select completeness from rpt_outlet_days where day_date = date '2026-01-03'") == [
        "unknown"
    ]


def test_the_health_of_outlets_gives_rates_with_enough_behind_them_only(newsroom, at):
    newsroom.put_scans("links", *(ok("mot", at, day, hour=24) for day in (10, 11)), ok("hai", at, 11))
    newsroom.put_scans("links", bad("ba", at, 11, "challenge"))
    newsroom.put(
        "c1",
        *(
            newsroom.article("mot", f"a{number}", at(10), lead="" if number < 5 else "Sa-pô.")
            for number in range(10)
        ),
    )
    newsroom.put("c2", newsroom.article("hai", "b", at(11), lead=""))
    newsroom.load()
    rows = newsroom.rows(
        "select outlet, feed_state, readable_7d, visits_7d, items, no_lead_share "
        "from rpt_outlet_health order by outlet"
    )
    assert rows == [
        ("ba", "challenge page", 0, 1, 0, None),
        ("hai", "ok", 1, 1, 1, None),
        ("mot", "ok", 2, 2, 10, 0.5),
    ]
    (lag,) = newsroom.rows("select lag_hours from rpt_outlet_health where outlet = 'mot'")
    assert lag == pytest.approx(5 / 60)


def sources(site, at, day, *states, hour=8):
    """Give what the feeds of an outlet came to in one crawl, which gives all of them its own time."""
    seen = at(day, hour)
    return [
        (ok(site, at, day, hour) if state in ("ok", "moved") else bad(site, at, day, state, hour=hour))
        | {"source": f"https://{site}.example/{number}", "scanned_at": seen}
        | (
            {"reason": "moved permanently to https://a.example/x: update the record"}
            if state == "moved"
            else {}
        )
        for number, state in enumerate(states)
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(("ok", "challenge", "ok"), 3)))
def test_one_blocked_feed_among_others_that_work_is_seen(newsroom, at, order):
    newsroom.put_scans("links", *sources("hai", at, 10, "failed", "ok"), *sources("hai", at, 11, *order))
    newsroom.load()
    (row,) = newsroom.rows("select feed_state, sources_not_ok, sources from rpt_outlet_health")
    assert row == ("challenge page", 1, 3)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("ok", "ok"), ("ok", 0)),
        (("moved", "ok"), ("moved", 1)),
        (("empty", "moved"), ("empty feed", 2)),
        (("failed", "robots", "empty"), ("robots disallow", 3)),
    ],
)
def test_the_state_of_an_outlet_is_that_of_its_worst_source(newsroom, at, states, said):
    newsroom.put_scans("links", *sources("hai", at, 11, *states), *sources("mot", at, 11, *reversed(states)))
    newsroom.load()
    assert newsroom.rows("select feed_state, sources_not_ok from rpt_outlet_health") == [said, said]


@pytest.mark.parametrize(
    ("following", "said"),
    [
        (("ok", "challenge"), "feed shorter than the time between visits"),
        (("challenge", "ok"), "feed shorter than the time between visits"),
        (("failed", "challenge", "empty"), "challenge page"),
        (("empty", "challenge", "failed"), "challenge page"),
    ],
)
def test_a_day_that_the_next_visit_did_not_bring_has_the_reason_of_all_its_sources(
    newsroom, at, following, said
):
    # The 11th was seen until 8 o'clock; the visit of the 13th reaches back to 2 o'clock of the 12th.
    newsroom.put_scans("links", *(ok("hai", at, day) for day in (10, 11)))
    newsroom.put_scans("later", *sources("hai", at, 13, *following), ok("mot", at, 13))
    newsroom.load()
    assert dict(gaps(newsroom))[11] == said


def test_what_to_do_is_said_for_what_is_wrong_only():
    well = {
        "feed_state": "ok",
        "sources": 2,
        "sources_not_ok": 0,
        "is_in_panel": True,
        "suspect_days": 0,
    } | dict.fromkeys(("no_body_share", "no_date_share", "no_lead_share", "drift_share"))
    assert to_do(well) == []
    (blocked,) = to_do(well | {"feed_state": "challenge page", "sources_not_ok": 2})
    assert "JavaScript challenge" in blocked
    (partly,) = to_do(well | {"feed_state": "challenge page", "sources_not_ok": 1})
    assert partly.startswith("1 of its 2 feeds and sitemaps") and "challenge page" in partly
    assert len(to_do(well | {"is_in_panel": False, "no_date_share": 0.5, "suspect_days": 1})) == 3
