"""Coverage beside the plan: which activity an item is attributed to, and what became of each activity."""

from dataclasses import replace
from datetime import date

import pytest

from lantoa import batches
from warehouse import counting
from warehouse.filters import Filter

PLAN = """
offices = ["Bộ Y tế"]

[[workstreams]]
id = "truong-hoc"
name = {{ vi = "Trường học", en = "Schools" }}
terms = ["trường học"]

[[tasks]]
id = "le-ra-quan"
workstream = "truong-hoc"
name = "Lễ ra quân"
lead = "Bộ Y tế"

[[tasks]]
id = "tap-huan"
workstream = "truong-hoc"
name = "Tập huấn"
lead = "Bộ Y tế"

[[activities]]
id = "khai-mac"
task = "le-ra-quan"
date = 2026-01-10
title = "Khai mạc tháng nước sạch"
place = "Cần Thơ"
{weights[0]}

[[activities]]
id = "giao-luu"
task = "le-ra-quan"
date = 2026-01-12
title = "Giao lưu học sinh"
{weights[1]}

[[activities]]
id = "hoi-thao"
task = "le-ra-quan"
date = 2026-01-12
title = "Hội thảo"

[[activities]]
id = "tong-ket"
task = "le-ra-quan"
date = 2026-01-30
title = "Tổng kết"
"""


@pytest.fixture
def planned(newsroom):
    """A newsroom with a plan; each part of `more` is added to the campaign's file above its first section."""

    def plan(*weights):
        filled = PLAN.format(weights=(*weights, "", ""))
        offices, _, sections = filled.partition("\n\n")
        path = newsroom.folder / "nuoc-sach.toml"
        newsroom.campaign_file()
        head = path.read_text("utf-8")
        path.write_text(offices.strip() + "\n" + head + "\n" + sections, "utf-8")
        newsroom.campaign = newsroom.reloaded()
        return newsroom

    return plan


def _watch(room, at, *failed):
    """One visit a day at noon from 2 to 19 January that reads back 25 hours, but on days when it failed."""
    room.put_scans(
        "visits",
        *(
            {"outlet": "mot", "scanned_at": at(day, 12)}
            | (
                {"state": "failed", "reason": "timeout"}
                if day in failed
                else {"oldest_at": at(day - 1, 11), "newest_at": at(day, 11)}
            )
            for day in range(2, 20)
        ),
    )


def _status(room):
    return dict(
        room.rows("select coalesce(activity, '-'), status from rpt_activities where campaign = 'nuoc-sach'")
    )


def test_coverage_goes_to_the_activity_with_most_evidence_and_ties_are_shared(planned, at):
    room = planned()
    both = (("khai-mac", "khai mạc"), ("giao-luu", "giao lưu"))
    room.put(
        "c1",
        room.article("mot", "dung-ngay", at(10), activities=both),
        room.article("hai", "giua", at(13), activities=(("giao-luu", "giao lưu"), ("hoi-thao", "hội thảo"))),
        room.article("ba", "qua-han", at(25), activities=(("khai-mac", "khai mạc"),)),
        room.article("bon", "khac", at(11)),
        room.article("nam", "quang-cao", at(10), activities=both[:1], placement="sponsored"),
    )
    room.load()
    assert room.rows(
        "select activity, stories, shared_stories, story_parts, items, items_apart from rpt_activities "
        "order by position"
    ) == [
        ("khai-mac", 1, 0, 1.0, 1, 1),
        ("giao-luu", 1, 1, 0.5, 1, 0),
        ("hoi-thao", 1, 1, 0.5, 1, 0),
        ("tong-ket", None, None, None, None, None),
        (None, 2, 0, 2.0, 2, 0),
    ]
    assert room.rows(
        "select task, activities, activities_covered, stories, items, status from rpt_tasks order by position"
    ) == [
        ("le-ra-quan", 4, 3, 2, 2, "covered"),
        ("tap-huan", 0, 0, None, None, "no dated activity"),
    ]
    assert room.rows("select activity_date, activities, titles from rpt_clashes") == [
        (date(2026, 1, 12), 2, ["Giao lưu học sinh", "Hội thảo"])
    ]


def test_an_activity_counts_the_stories_that_its_filter_gives(planned, at):
    room = planned()
    told = room.article("mot", "a", at(10), workstreams=["truong-hoc"])
    copy = room.article("hai", "b", at(10, 9), body=told["body"], activities=(("khai-mac", "khai mạc"),))
    own = room.article("ba", "c", at(11), activities=(("khai-mac", "khai mạc"),), workstreams=["truong-hoc"])
    later = room.article("bon", "d", at(11, 9), body=own["body"], workstreams=["truong-hoc"])
    room.put("c1", told, copy, own, later)
    room.load()
    whole = room.january()
    for segment, view in (("activity", "rpt_activities"), ("workstream", "rpt_workstreams")):
        (row,) = room.rows(f"select {segment}, stories, items from {view} where stories = 2")
        filtered = counting.all_measures(room.connection, replace(whole, **{segment: row[0]}))
        assert row[1:] == (filtered["stories"].n, filtered["items"].n)
    parts = room.rows("select activity, stories, story_parts from rpt_activities order by position")
    assert (parts[0], parts[-1]) == (("khai-mac", 2, 1.0), (None, 0, 1.0))


def test_a_province_counts_only_with_the_workstream_of_the_task(planned, at):
    room = planned()
    articles = [
        room.article("mot", "dung-mang", at(9), workstreams=["truong-hoc"]),
        room.article("mot", "mang-khac", at(9, 10)),
    ]
    room.put("c1", *articles)
    here = [{"province": "Cần Thơ", "level": "province", "part": "lead", "how": ["name"], "mentions": 1}]
    rows = [
        row | {"level": "province", "evidence": "x", "places": here, "method": "test"} for row in articles
    ]
    room.write("scores/mot/c1.places.parquet", batches.PLACES, rows)
    room.load()
    assert room.rows("select item_id, activity, by_terms, by_place from fct_activity_coverage") == [
        (articles[0]["item_id"], "khai-mac", False, True)
    ]
    assert room.rows("select workstream, stories, items, outlets from rpt_workstreams") == [
        ("truong-hoc", 1, 1, 1)
    ]


def test_an_activity_without_coverage_is_told_from_one_that_nobody_could_see(planned, at):
    room = planned()
    room.put("c1", room.article("mot", "a", at(10), activities=(("khai-mac", "khai mạc"),)))
    _watch(room, at)
    room.load()
    assert _status(room) == {
        "khai-mac": "covered",
        "giao-luu": "no coverage",
        "hoi-thao": "no coverage",
        "tong-ket": "not yet due",
        "-": "unattributed",
    }


def test_gaps_in_its_days_leave_an_activity_not_known(planned, at):
    room = planned()
    room.put("c1", room.article("mot", "a", at(10), activities=(("khai-mac", "khai mạc"),)))
    _watch(room, at, 11, 12, 13)
    room.load()
    assert _status(room)["giao-luu"] == "not known"
    counts = "stories, shared_stories, story_parts, items, outlets, items_apart"
    assert set(room.rows(f"select {counts} from rpt_activities where status = 'not known'")) == {(None,) * 6}


def test_what_nobody_could_see_leaves_a_task_without_counts(planned, at):
    room = planned()
    room.put("c1", room.article("mot", "a", at(9)))
    _watch(room, at, 11, 12, 13)
    room.load()
    assert room.rows("select task, stories, items, outlets, status from rpt_tasks order by position") == [
        ("le-ra-quan", None, None, None, "not known"),
        ("tap-huan", None, None, None, "no dated activity"),
    ]


@pytest.mark.parametrize(
    ("weights", "withheld", "found"),
    [
        ((), False, [None, None]),
        (("intended_weight = 1", "intended_weight = 3"), False, ["above", "below"]),
        (("intended_weight = 1", "intended_weight = 3"), True, [None, None]),
    ],
)
def test_shares_beside_plan_are_those_of_the_filter(planned, at, weights, withheld, found):
    room = planned(*weights)
    room.put(
        "c1", *(room.article("mot", f"k{n}", at(10, n), activities=(("khai-mac", "x"),)) for n in range(9))
    )
    room.put("c2", room.article("hai", "g", at(12, 9), activities=(("giao-luu", "x"),)))
    if not withheld:
        _watch(room, at)
    room.load()
    beside = counting.beside_plan(room.connection, room.january())
    assert [one.part for one in beside] == ["khai-mac", "giao-luu", "hoi-thao", "tong-ket", None]
    assert [one.share.value for one in beside] == [0.9, 0.1, 0, 0, 0]
    assert [one.position for one in beside[:2]] == found
    days = Filter("nuoc-sach", date(2026, 1, 20), date(2026, 1, 25))
    assert [one.part for one in counting.beside_plan(room.connection, days)] == [None]


def test_other_days_of_an_activity_leave_what_was_found(planned, at):
    room = planned()
    row = room.article("mot", "a", at(10), activities=(("khai-mac", "khai mạc"),))
    room.put("c1", row)
    room.load()
    planned("days_after = 20")
    room.load(at(21))
    assert room.rows("select known_to from activities_found") == [None]
    assert room.rows(
        "select activity, to_date, known_to is null from campaign_activities "
        "where activity = 'khai-mac' order by all"
    ) == [
        ("khai-mac", date(2026, 1, 17), False),
        ("khai-mac", date(2026, 1, 30), True),
    ]
