"""What counts, what does not, and what is withheld when collection has gaps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nlp.tone import SURE_FROM
from warehouse import counting
from warehouse.counting import UNITS, all_measures
from warehouse.filters import Filter

DAY = timedelta(days=1)


def whole_time(at, *outlets, first=9, last=21):
    """Give one visit an outlet whose feed reaches back over the whole time."""
    span = {"scanned_at": at(last), "oldest_at": at(first), "newest_at": at(last - 1)}
    return [{"outlet": name} | span for name in outlets]


def archived(at, outlet, days, entries=30, hours=10):
    """Give the scan of each day, with so many entries of the last hours, and the visit that read them."""
    source = f"https://{outlet}.example/rss"
    scans = [
        {
            "outlet": outlet,
            "source": source,
            "source_kind": "archived_scan",
            "scanned_at": at(day, 5),
            "entries": entries,
            "oldest_at": at(day, 5 - hours),
            "newest_at": at(day, 5),
            "scan_date": date(2026, 1, day),
        }
        for day in days
    ]
    read = {
        "outlet": outlet,
        "scanned_at": at(25),
        "oldest_at": at(days[0], 5 - hours),
        "newest_at": at(days[-1], 5),
    }
    return [*scans, read | {"entries": entries * len(days)}]


def measured(newsroom, phase=None):
    return all_measures(newsroom.connection, newsroom.january(phase))


def measured_as_watched(newsroom, phase=None):
    """Measure the days of January on which all outlets of `whole_time` are watched."""
    return all_measures(newsroom.connection, replace(newsroom.january(phase), from_date=date(2026, 1, 10)))


def test_every_measure_is_computed_and_carries_its_n_and_method(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    found = measured(newsroom)
    assert set(found) == set(UNITS)
    for name, measure in found.items():
        assert measure.method, name
        assert measure.value is None or measure.status in ("ok", "uncorrected", "withheld"), name
        assert measure.value is not None or measure.reason, name


def test_a_copy_of_another_tone_never_changes_the_storys_vote(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "w", at(10), body=wire, tone="positive"),
        newsroom.article("hai", "w", at(10, 9), body=wire, tone="negative"),
        newsroom.article("ba", "w", at(12), body=wire, tone="negative"),
    )
    newsroom.load()
    assert newsroom.rows("select tone, items, outlets from fct_stories") == [("positive", 3, 3)]
    found = measured(newsroom)
    assert (found["items"].value, found["stories"].value) == (3, 1)
    assert found["tone_positive"].n == 1


def test_a_later_revision_of_the_first_item_keeps_one_story(newsroom, at, words):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), tone="neutral"))
    newsroom.put(
        "c2",
        newsroom.article(
            "mot", "a", at(10), body=words("a") + " thêm một câu", fetched_at=at(12), tone="positive"
        ),
    )
    newsroom.load()
    assert newsroom.rows("select tone, items from fct_stories") == [("positive", 1)]


def test_sponsored_items_are_shown_apart_and_count_nowhere(newsroom, at, words):
    newsroom.put(
        "c1",
        newsroom.article("mot", "a", at(10)),
        newsroom.article("hai", "ad", at(10), placement="sponsored", tone="positive", messages=("an-toan",)),
        newsroom.article("ba", "own", at(10), placement="owned", tone="positive"),
    )
    newsroom.put_scans("links", *whole_time(at, "mot", "hai", "ba"))
    newsroom.load()
    found = measured(newsroom)
    shown = {name: found[name].value for name in ("items", "stories", "outlets_covered", "sponsored_items")}
    assert shown == {"items": 1, "stories": 1, "outlets_covered": 1, "sponsored_items": 2}
    assert (found["share_of_attention"].value, found["share_of_attention"].n) == (1, 1)
    assert found["tone_neutral"].n == 1
    assert newsroom.rows("select outlet, items, stories from rpt_outlets") == [("mot", 1, 1)]
    assert newsroom.rows("select items, stories from rpt_daily") == [(1, 1)]
    assert newsroom.rows("select stories, items from rpt_messages") == [(0, 0)]
    assert newsroom.rows("select placement from rpt_story_items order by placement") == [
        "editorial",
        "owned",
        "sponsored",
    ]


def test_several_items_of_a_story_at_one_outlet_within_a_day_count_once_the_latest(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "sang", at(10, 6), body=wire),
        newsroom.article("mot", "trua", at(10, 12), body=wire),
        newsroom.article("hai", "sang", at(10, 7), body=wire),
        newsroom.article("mot", "sau", at(13), body=wire),
        newsroom.article("mot", "khac", at(10, 13), body=words("other")),
    )
    newsroom.load()
    assert newsroom.rows("select canonical_url from fct_mentions where not is_counted") == [
        "https://mot.example/sang"
    ]
    assert measured(newsroom)["items"].value == 4


def test_updates_within_a_day_of_each_other_over_days_count_once_every_24_hours_from_the_first(
    newsroom, at, words
):
    wire = words("wire")
    hours = {0: False, 20: True, 40: False, 60: False, 64: True, 84: False, 88: True}  # from 0, 40 and 84 on
    newsroom.put(
        "c1",
        *(newsroom.article("mot", f"{hour}", at(10) + timedelta(hours=hour), body=wire) for hour in hours),
        newsroom.article("hai", "ban-30", at(10) + timedelta(hours=30), body=wire),
    )
    newsroom.load()
    counted = newsroom.rows("select is_counted from fct_mentions where outlet = 'mot' order by published_at")
    assert counted == [*hours.values()]
    assert measured(newsroom)["items"].value == 4


def test_an_update_of_the_next_day_takes_no_outlet_and_no_hour_away(newsroom, at, words):
    wire = words("wire")
    first = [
        newsroom.article(site, "a", at(14, hour), body=wire)
        for site, hour in (("mot", 6), ("hai", 8), ("ba", 16), ("bon", 18))
    ]
    newsroom.put("c1", *first)
    newsroom.put_scans("links", *whole_time(at, "mot", "hai", "ba", "bon"))
    newsroom.load()
    before = [measured_as_watched(newsroom), measured_as_watched(newsroom, "truoc")]
    newsroom.put("c2", newsroom.article("mot", "b", at(15, 4), body=wire))
    newsroom.load()
    after = [measured_as_watched(newsroom), measured_as_watched(newsroom, "truoc")]
    for name in ("outlets_covered", "share_of_outlets", "t50"):
        assert [one[name] for one in after] == [one[name] for one in before], name
    assert before[0]["t50"].value == 2
    assert (before[1]["items"].value, after[1]["items"].value) == (4, 3)


def test_spread_is_not_over_where_outlets_follow_after_the_days_asked_for(newsroom, at):
    rows = [
        newsroom.article(site, "a", at(day, hour))
        for site, day, hour in (("mot", 10, 6), ("hai", 10, 8), ("ba", 11, 8), ("bon", 13, 18))
    ]
    newsroom.put("c1", *rows)
    newsroom.put_scans("links", *whole_time(at, "mot", "hai", "ba", "bon"))
    newsroom.load()
    (day,) = {row["published_date"] for row in rows[:2]}
    one_day = Filter("nuoc-sach", day, day)
    cut = all_measures(newsroom.connection, one_day)["t50"]
    assert (cut.value, cut.reason, cut.n) == (None, "still spreading", 2)
    assert measured_as_watched(newsroom)["t50"].value == 2


def test_spread_does_not_begin_with_the_watching(newsroom, at):
    newsroom.put("c1", *(newsroom.article(site, "a", at(14, 6)) for site in ("mot", "hai", "ba")))
    newsroom.put_scans("links", *whole_time(at, "mot", "hai"), *whole_time(at, "ba", first=14))
    newsroom.load()
    found = measured_as_watched(newsroom)
    assert (found["t50"].value, found["t50"].n) == (None, 3)
    assert found["t50"].reason == "not watched from the beginning: 1 of 3 outlets that covered"
    assert found["share_of_attention"].status == "ok"
    assert measured_as_watched(newsroom, "trong")["t50"].reason == "no outlet covered"
    assert measured(newsroom)["t50"].reason.startswith("not watched from the beginning: 3 of 3")


def test_spread_is_told_where_one_outlet_in_ten_was_watched_late(newsroom, at):
    early = [f"bao-{number}" for number in range(9)]
    newsroom.outlets |= {name: replace(newsroom.outlets["mot"], id=name) for name in early}
    newsroom.put("c1", *(newsroom.article(site, "a", at(14, 6)) for site in (*early, "mot")))
    newsroom.put_scans("links", *whole_time(at, *early), *whole_time(at, "mot", first=14))
    newsroom.load()
    found = measured_as_watched(newsroom)["t50"]
    assert (found.value, found.n, found.status) == (0, 10, "ok")


def test_outlets_of_an_imported_archive_cover_and_are_not_among_those_watched(newsroom, at):
    imported = [newsroom.article(site, "a", at(10), via="import:luu-tru.warc.gz") for site in ("hai", "ba")]
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), *imported)
    newsroom.put_scans("links", *whole_time(at, "mot"))
    newsroom.load()
    found = measured(newsroom)
    assert [found[name].value for name in ("outlets_covered", "outlets_watched", "share_of_outlets")] == [
        3,
        1,
        1,
    ]


def test_stories_whose_items_all_changed_later_have_a_tone_and_no_items(newsroom, at, words):
    sites = ("mot", "hai", "ba", "bon", "nam", "sau")
    stories = [(site, words(f"{site}-{n}")) for site in sites for n in range(2)]
    newsroom.put(
        "c1",
        *(
            newsroom.article(site, f"a{n}", at(1 + 2 * n, 8), body=body, messages=["an-toan"])
            for n, (site, body) in enumerate(stories)
        ),
        *(
            newsroom.article(site, f"b{n}", at(1 + 2 * n, 20), body=body)
            for n, (site, body) in enumerate(stories)
        ),
    )
    newsroom.load()
    found = all_measures(newsroom.connection, replace(newsroom.january(), message="an-toan"))
    assert found["agreement"].value is not None
    for name in ("agreement_of_items", "inflation_by_copying"):
        assert (found[name].value, found[name].status, found[name].reason) == (
            None,
            "not_estimable",
            "no items",
        )


def test_a_later_sponsored_copy_does_not_hide_the_editorial_item(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "bai", at(10, 6), body=wire),
        newsroom.article("mot", "quang-cao", at(10, 12), body=wire, placement="sponsored"),
    )
    newsroom.load()
    assert newsroom.rows("select is_counted from fct_mentions where placement = 'editorial'") == [True]
    assert newsroom.rows("select items from fct_stories") == [1]


def test_an_aggregator_carries_but_is_no_originating_outlet(newsroom, at, words):
    names = ("mot", "hai", "ba", "bon")
    own = [newsroom.article(name, f"{name}-{n}", at(10 + 3 * n)) for name in names for n in range(3)]
    carried = [newsroom.article("gop", "g", at(9), title="Nước sạch ở bến cảng")]
    newsroom.put("c1", *own, *carried)
    newsroom.load()
    found = measured(newsroom)
    assert found["outlets_covered"].value == 5
    assert found["agreement"].status == "not_estimable"
    assert "4 originating outlets (5 needed)" in found["agreement"].reason


def test_outlets_that_carry_one_agencys_texts_are_one_origin(newsroom, at):
    names = ("mot", "hai", "ba", "bon")
    carried = [
        newsroom.article(name, f"{name}-{n}", at(10 + 3 * n), credit="TTXVN")
        for name in names
        for n in range(3)
    ]
    newsroom.put("c1", *carried)
    newsroom.load()
    assert newsroom.rows("select count(*) from fct_stories") == [12]
    assert "1 originating outlets (5 needed)" in measured(newsroom)["agreement"].reason


def test_the_item_of_who_wrote_it_decides_a_story_though_it_came_later(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "chep", at(10, 6), body=wire, tone="negative", credit="Báo hai"),
        newsroom.article("hai", "goc", at(11, 12), body=wire, tone="positive", credit="Báo hai"),
    )
    newsroom.load()
    decided = "select outlet, tone, published_date, published_at from fct_stories"
    assert newsroom.rows(decided) == [("hai", "positive", date(2026, 1, 10), at(10, 6))]


def test_without_its_origin_the_first_full_version_decides_a_story(newsroom, at, words):
    title, lead = (
        "Nước sạch về ba xã vùng cao sau mười năm chờ đợi của người dân",
        " ".join(words("sapo").split()[:30]),
    )
    same = {"title": title, "lead": lead, "credit": "TTXVN"}
    newsroom.put(
        "c1",
        newsroom.article("mot", "tom-tat", at(10, 6), body="", tone="negative", **same),
        newsroom.article("hai", "day-du", at(10, 9), body=words("wire"), tone="positive", **same),
        newsroom.article("ba", "muon-hon", at(10, 12), body=words("wire"), tone="negative", **same),
    )
    newsroom.load()
    assert newsroom.rows("select outlet, tone, outlets from fct_stories") == [("hai", "positive", 3)]


def test_a_sub_sites_items_count_for_its_parent(newsroom, at):
    newsroom.put("c1", newsroom.article("chuyen-trang", "a", at(10)), newsroom.article("mot", "b", at(11)))
    newsroom.put_scans("links", *whole_time(at, "mot", "chuyen-trang", "hai"))
    newsroom.load()
    found = measured(newsroom)
    counted = {name: found[name].value for name in ("outlets_covered", "outlets_watched", "share_of_outlets")}
    assert counted == {"outlets_covered": 1, "outlets_watched": 2, "share_of_outlets": 0.5}


def test_a_phrase_that_an_outlet_took_out_again_is_no_longer_carried(newsroom, at, words):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    newsroom.load()
    assert newsroom.rows("select items from rpt_messages") == [1]
    newsroom.put("c2", newsroom.article("mot", "a", at(10), body=words("x"), fetched_at=at(12)))
    newsroom.load()
    assert newsroom.rows("select items from rpt_messages") == [0]


def test_pull_through_counts_stories_and_items_of_all_on_the_campaign(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "sang", at(10, 6), body=wire, messages=("an-toan",)),
        newsroom.article("mot", "trua", at(10, 12), body=wire, messages=("an-toan",)),
        newsroom.article("hai", "chep", at(10, 9), body=wire, messages=("an-toan",)),
        newsroom.article("ba", "rieng", at(11)),
    )
    newsroom.load()
    assert newsroom.rows("select stories, items, of_stories, of_items from rpt_messages") == [(1, 2, 2, 3)]


def test_fidelity_tells_what_a_version_kept_left_out_and_added(newsroom, at, words):
    wire = words("wire")
    newsroom.put(
        "c1",
        newsroom.article("mot", "goc", at(10), body=wire, messages=("an-toan", "tiet-kiem")),
        newsroom.article("hai", "chep", at(10, 9), body=wire, messages=("an-toan", "dong-thuan")),
        newsroom.article("ba", "khong", at(10, 10), body=wire),
        newsroom.article("bon", "qc", at(10, 11), body=wire, placement="sponsored", messages=("an-toan",)),
        newsroom.article("nam", "rieng", at(12), messages=("an-toan",)),
    )
    newsroom.load()
    assert newsroom.rows("select outlet, message, state from fct_message_fidelity order by all") == [
        ("ba", "an-toan", "missing"),
        ("ba", "tiet-kiem", "missing"),
        ("hai", "an-toan", "kept"),
        ("hai", "dong-thuan", "added"),
        ("hai", "tiet-kiem", "missing"),
    ]


def test_a_text_without_a_body_is_not_said_to_leave_anything_out(newsroom, at):
    title, lead = (
        "Nước sạch về tới bản xa nhất của huyện",
        "Nước sạch về bản sau chín tháng thi công trên núi.",
    )
    for slug, site, messages in (("goc", "mot", ("an-toan", "tiet-kiem")), ("chep", "hai", ("an-toan",))):
        row = newsroom.article(site, slug, at(10), title=title, lead=lead, body="", messages=messages)
        newsroom.put(slug, row)
    newsroom.load()
    assert newsroom.rows("select count(*) from int_stories") == [1]
    assert newsroom.rows("select message, state from fct_message_fidelity") == [("an-toan", "kept")]


def test_phases_split_what_the_whole_has(newsroom, at):
    newsroom.put("c1", *(newsroom.article("mot", f"a{day}", at(day)) for day in (9, 12, 14, 16, 20)))
    newsroom.put_scans("links", *whole_time(at, "mot", first=8, last=22))
    newsroom.load()
    values = {phase: measured(newsroom, phase)["items"].value for phase in (None, "truoc", "trong")}
    assert values == {None: 5, "truoc": 3, "trong": 2}
    attention = {
        phase: measured(newsroom, phase)["share_of_attention"].n for phase in (None, "truoc", "trong")
    }
    assert attention == values


def test_an_unsure_tone_is_shown_as_such_and_counted(newsroom, at):
    for slug, probability in (("sure", SURE_FROM), ("unsure", SURE_FROM - 0.001)):
        newsroom.put(slug, newsroom.article("mot", slug, at(14), tone="positive", probability=probability))
    newsroom.load()
    assert newsroom.rows("select tone, is_tone_sure from fct_mentions order by url") == [
        ("positive", True),
        ("positive", False),
    ]


def test_days_are_vietnam_days(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(14, 23.5)), newsroom.article("mot", "b", at(15, 0.5)))
    newsroom.load()
    assert newsroom.rows("select phase from fct_mentions order by published_at") == ["truoc", "trong"]


def test_only_watched_outlets_count_where_a_campaign_names_them(newsroom, at):
    newsroom.campaign = newsroom.campaign_file(watched=["mot", "hai"])
    rows = [newsroom.article(name, name, at(10)) for name in ("mot", "hai", "ba")]
    other = newsroom.article("ba", "khac", at(10), on_campaign=False)
    newsroom.put("c1", *rows, other)
    newsroom.put_scans("links", *whole_time(at, "mot", "hai", "ba"))
    newsroom.load()
    found = measured(newsroom)
    counted = {
        name: found[name].value
        for name in ("items", "outlets_covered", "outlets_watched", "share_of_outlets")
    }
    assert counted == {"items": 2, "outlets_covered": 2, "outlets_watched": 2, "share_of_outlets": 1}
    assert (found["share_of_attention"].value, found["share_of_attention"].n) == (1, 2)


def test_gaps_of_outlets_that_a_campaign_does_not_watch_withhold_nothing_from_it(newsroom, at):
    newsroom.campaign = newsroom.campaign_file(watched=["mot"])
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10)))
    newsroom.put_scans("links", *whole_time(at, "mot"), *whole_time(at, "hai", first=9, last=10))
    newsroom.load()
    found = measured(newsroom)
    assert (found["gap_share"].value, found["share_of_attention"].status) == (0, "ok")


def test_a_feed_that_covers_its_whole_time_withholds_nothing(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(15)))
    newsroom.put_scans("links", *whole_time(at, "mot", "hai"))
    newsroom.load()
    found = measured_as_watched(newsroom)
    assert found["gap_share"].value == 0
    assert {found[name].status for name in ("share_of_attention", "t50")} == {"ok"}
    assert newsroom.rows("select * from rpt_gaps") == []
    assert newsroom.rows("select * from rpt_scan_cap") == []


def test_visits_whose_feeds_meet_leave_no_gap_and_those_that_do_not_leave_one(newsroom, at):
    visits = {"mot": [(10, 9), (12, 10), (14, 12)], "hai": [(10, 9), (12, 11.5), (14, 12)]}
    scans = [
        {
            "outlet": name,
            "scanned_at": at(last),
            "oldest_at": at(1) + DAY * (first - 1),
            "newest_at": at(last),
        }
        for name, spans in visits.items()
        for last, first in spans
    ]
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.put_scans("links", *scans)
    newsroom.load()
    gaps = newsroom.rows(
        "select outlet, sum(watched_hours - covered_hours), min(reason) from rpt_gaps group by outlet"
    )
    assert gaps == [("hai", 36.0, "feed shorter than the time between visits")]


def test_days_of_collection_are_vietnam_days_whatever_the_sessions_zone(newsroom, at):
    newsroom.put_scans(
        "links", *whole_time(at, "mot", first=9, last=15), *whole_time(at, "hai", first=9, last=11)
    )
    newsroom.load()
    days = {}
    for zone in ("Asia/Ho_Chi_Minh", "UTC", "America/New_York"):
        newsroom.connection.execute(f"set TimeZone = '{zone}'")
        days[zone] = newsroom.rows(
            "select outlet, day_date, watched_hours, covered_hours from int_outlet_days order by all"
        )
    assert days["UTC"] == days["America/New_York"] == days["Asia/Ho_Chi_Minh"]
    assert days["UTC"][2] == ("hai", date(2026, 1, 11), 24, 8)


def test_a_failed_visit_is_evidence_of_a_gap(newsroom, at):
    failed = {"state": "failed", "reason": "connection refused", "entries": 0}
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10)))
    newsroom.put_scans("links", *whole_time(at, "mot", first=9, last=15))
    newsroom.put_scans(
        "links",
        *whole_time(at, "hai", first=9, last=11),
        *({"outlet": "hai", "scanned_at": at(day)} | failed for day in (13, 15)),
    )
    newsroom.put_scans("first", *whole_time(at, "mot", first=9, last=15))
    newsroom.load()

    assert newsroom.rows("select outlet, min(day_date), max(day_date) from rpt_gaps group by outlet") == [
        ("hai", date(2026, 1, 11), date(2026, 1, 15))
    ]
    assert newsroom.rows(
        "select scans_ok, scans_failed, problems from rpt_collection where outlet = 'hai'"
    ) == [(1, 2, "connection refused")]
    found = measured(newsroom)
    assert found["gap_share"].value == pytest.approx(4 / 12)
    assert found["share_of_attention"].status == found["t50"].status == "withheld"
    assert found["share_of_attention"].value is None
    assert "33% of the expected items fall into gaps in collection" in found["share_of_attention"].reason


@pytest.mark.parametrize(
    ("large", "small", "share"), [(300, 100, 1 / 12), (100, 300, 3 / 12), (None, 100, 1 / 6)]
)
def test_a_gap_weighs_as_much_as_the_items_expected_in_it(newsroom, at, large, small, share):
    for name, expected in (("mot", large), ("hai", small)):
        newsroom.outlets[name] = replace(newsroom.outlets[name], expected_items_per_day=expected)
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10)))
    # One of the two is not seen for two of the six days.
    seen = [*whole_time(at, "hai", first=9, last=11), *whole_time(at, "hai", first=13, last=15)]
    newsroom.put_scans("links", *whole_time(at, "mot", first=9, last=15), *seen)
    newsroom.load()
    assert measured(newsroom)["gap_share"].value == pytest.approx(share)


def test_an_outlet_that_was_never_read_is_not_counted_as_silent(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    refused = {
        "outlet": "hai",
        "scanned_at": at(12),
        "state": "challenge",
        "reason": "a cookie page",
        "entries": 0,
    }
    newsroom.put_scans("links", *whole_time(at, "mot"), refused)
    newsroom.load()
    found = measured(newsroom)
    assert (found["outlets_watched"].value, found["share_of_outlets"].value) == (1, 1)
    assert newsroom.rows("select outlet, problems from rpt_collection where scans_failed > 0") == [
        ("hai", "a cookie page")
    ]


def test_nothing_visited_means_volumes_are_not_known(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    found = measured(newsroom)
    assert found["gap_share"].status == "not_estimable"
    assert found["share_of_attention"].status == "withheld"
    assert found["share_of_attention"].reason == "collection of this period was not observed"


def test_capped_scans_and_missing_days_are_recognised_and_withhold_volumes(newsroom, at):
    days = (10, 11, 12, 14, 15, 16)
    newsroom.put(
        "c1", *(newsroom.article("mot", f"a{day}", at(day, 4), scan_date=date(2026, 1, day)) for day in days)
    )
    newsroom.put_scans("links", *archived(at, "mot", days), *archived(at, "hai", days))
    newsroom.load()

    assert newsroom.rows("select cap, scans_at_cap, scans from rpt_scan_cap") == [(30, 12, 12)]
    assert newsroom.rows("select scan_date from rpt_missing_scans") == [date(2026, 1, 13)]
    reasons = newsroom.rows("select distinct outlet, reason from rpt_gaps order by all")
    assert reasons == [
        (name, reason) for name in ("hai", "mot") for reason in ("capped scan", "no scan on this day")
    ]
    found = measured(newsroom)
    for name in ("share_of_attention", "t50"):
        assert (found[name].status, found[name].value) == ("withheld", None)
        assert "scans are capped at 30 entries, 1 scan days are missing" in found[name].reason
    assert found["items"].value == 6
    assert found["gap_share"].value > counting.MAX_GAP_SHARE


def test_archived_scans_that_reach_back_to_each_other_withhold_nothing(newsroom, at):
    days = (10, 11, 12, 13, 14, 15)
    newsroom.put("c1", newsroom.article("mot", "a", at(12)))
    for day, entries in zip(days, (12, 30, 18, 25, 9, 21), strict=True):
        newsroom.put_scans(f"links{day}", *archived(at, "mot", (day,), entries, hours=30))
    newsroom.load()
    assert newsroom.rows("select * from rpt_scan_cap") == []
    assert newsroom.rows("select * from rpt_missing_scans") == []
    assert measured(newsroom)["share_of_attention"].status == "ok"


def test_an_archived_scan_that_was_read_again_in_full_counts_once(newsroom, at):
    half, whole = (archived(at, "mot", (10, 11, 12, 13, 14), entries) for entries in (17, 30))
    half[4] |= {"scanned_at": at(14, 3), "newest_at": at(14, 3)}
    newsroom.put("c1", newsroom.article("mot", "a", at(12)))
    newsroom.put_scans("links", *half)
    newsroom.load()
    newsroom.put_scans("links", *whole)
    newsroom.load()
    assert newsroom.rows("select cap, scans_at_cap, scans from rpt_scan_cap") == [(30, 5, 5)]


def test_stored_measures_are_replaced_and_their_history_stays(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    which = newsroom.january()
    counting.store(newsroom.connection, which, {"all": measured(newsroom)}, at(11))
    counting.store(newsroom.connection, which, {"all": measured(newsroom)}, at(12))
    newsroom.put("c2", newsroom.article("hai", "b", at(12)))
    newsroom.load()
    counting.store(newsroom.connection, which, {"all": measured(newsroom)}, at(13))

    history = "select value, known_from, known_to from measures where name = 'items' order by known_from"
    assert newsroom.rows(history) == [(1, at(11), at(13)), (2, at(13), None)]
    assert newsroom.rows("select count(*) from rpt_measures") == [len(UNITS)]
    assert newsroom.rows("select value from rpt_measures where name = 'items'") == [2]


def test_measures_of_other_days_are_known_from_now_on_and_the_former_stay_what_was_known(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("mot", "b", at(12)))
    newsroom.load()
    which, data_at = newsroom.january(), counting.known_at(newsroom.connection)

    def measure(which, now):
        found = {"all": all_measures(newsroom.connection, which)}
        when = counting.measured_at(newsroom.connection, which, found, data_at, now)
        counting.store(newsroom.connection, which, found, when)
        return when

    assert [measure(which, at(20)), measure(which, at(21))] == [data_at, data_at]
    narrow = replace(which, to_date=date(2026, 1, 11))
    assert [measure(narrow, at(22)), measure(narrow, at(23)), measure(which, at(24))] == [
        at(22),
        at(22),
        at(24),
    ]
    history = "select value, known_from, known_to from measures where name = 'items' order by known_from"
    assert newsroom.rows(history) == [(2, data_at, at(22)), (1, at(22), at(24)), (2, at(24), None)]


def test_the_period_is_that_of_the_items_where_none_is_asked_for(newsroom, at):
    assert counting.period(newsroom.connection, None, None) is None
    assert counting.known_at(newsroom.connection) is None
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("mot", "b", at(12)))
    newsroom.load()
    assert counting.period(newsroom.connection, None, None) == (date(2026, 1, 10), date(2026, 1, 12))
    assert counting.period(newsroom.connection, date(2026, 1, 1), None) == (
        date(2026, 1, 1),
        date(2026, 1, 12),
    )
    assert counting.known_at(newsroom.connection) == at(12) + timedelta(minutes=5)
