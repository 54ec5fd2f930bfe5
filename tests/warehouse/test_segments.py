"""Any segment may be asked for what the whole may: volumes, shares, consensus."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawlers.outlets import Governing
from lantoa import batches
from warehouse import counting, db, flattening
from warehouse.counting import all_measures, coded_sample
from warehouse.filters import SEGMENT_KINDS

AT = datetime(2026, 1, 25, tzinfo=UTC)


@pytest.fixture(scope="module")
def parts(make_room, empty_warehouse, tmp_path_factory, at):
    """A newspaper's story in many segments, and a magazine's, copied by a newspaper. Not to be changed."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "warehouse").mkdir()
    shutil.copy(empty_warehouse, folder / "warehouse")
    with db.writer(folder / "warehouse", at(21)) as connection:
        room = make_room(folder, connection)
        health = (Governing("Bộ Y tế", "ministry"),)
        room.outlets["hai"] = replace(room.outlets["hai"], kind="magazine", governing=health)
        both = room.article(
            "mot", "a", at(10), tone="positive", messages=("an-toan",), workstreams=["truong-hoc"]
        )
        other = room.article("hai", "b", at(16), tone="negative")
        copy = room.article("ba", "b", at(16, 9), tone="negative", body=other["body"])
        room.put("c1", both, other, copy)
        here = {"province": "Hà Nội", "level": "province", "part": "lead", "how": ["name"], "mentions": 1}
        place = both | {"level": "province", "evidence": "x", "places": [here], "method": "test"}
        room.write("scores/mot/c1.places.parquet", batches.PLACES, [place])
        seen = {"scanned_at": at(21), "oldest_at": at(9), "newest_at": at(20)}
        room.put_scans("links", *(seen | {"outlet": name} for name in ("mot", "hai")))
        room.load()
        flattening.flatten(connection)
        yield room


@pytest.mark.parametrize(
    ("segment", "items", "stories", "watched", "published", "positive"),
    [
        ({}, 3, 2, 2, 3, 1),
        ({"outlet_kind": "newspaper"}, 2, 2, 1, 2, 1),
        ({"outlet_kind": "magazine"}, 1, 1, 1, 1, 0),
        ({"level": "ministry"}, 1, 1, 1, 1, 0),
        ({"workstream": "truong-hoc"}, 1, 1, 2, 3, 1),
        ({"province": "Hà Nội"}, 1, 1, 2, 3, 1),
        ({"message": "an-toan"}, 1, 1, 2, 3, 1),
        ({"message": "an-toan", "outlet_kind": "newspaper"}, 1, 1, 1, 2, 1),
        ({"message": "an-toan", "outlet_kind": "magazine"}, 0, 0, 1, 1, 0),
        ({"activity": "khong-co"}, 0, 0, 2, 3, 0),
        ({"tone": "negative"}, 2, 1, 2, 3, 0),
        ({"tone": "positive", "outlet_kind": "newspaper"}, 1, 1, 1, 2, 1),
    ],
)
def test_a_segment_is_counted_by_its_items_and_judged_by_its_stories(
    parts, segment, items, stories, watched, published, positive
):
    which = replace(parts.january(), **segment)
    found = all_measures(parts.connection, which)
    assert (found["items"].value, found["stories"].value) == (items, stories)
    assert (found["outlets_watched"].value, found["share_of_attention"].n) == (watched, published)
    sample = coded_sample(parts.connection, which)
    assert sum(stratum.automatic["positive"] for stratum in sample.strata) == positive
    assert found["tone_positive"].n == sample.stories


@pytest.mark.parametrize("kind", SEGMENT_KINDS)
def test_what_is_counted_of_a_segment_are_its_items_and_the_stories_that_these_decide(parts, kind):
    named = "select distinct campaign, name from fct_item_segments where kind = ? order by all"
    for campaign, name in parts.rows(named, kind):
        segment = [campaign, f"{kind}:{name}"]
        which = replace(parts.january(), campaign=campaign, **{kind: name})
        query, parameters = counting.filtered("selected", counting.parameters_of(which))
        found = parts.connection.execute(f"select item_id from ({query}) order by all", parameters).fetchall()
        of_segment = "select item_id from segment_items(?, [?])"
        assert [item for (item,) in found] == parts.rows(f"{of_segment} order by all", *segment)
        twice = "select item_id from segment_items($1, [$2, $2]) order by all"
        assert [item for (item,) in found] == parts.rows(twice, *segment)
        decided = f"select count(*) from fct_stories where tone is not null and item_id in ({of_segment})"
        assert [coded_sample(parts.connection, which).stories] == parts.rows(decided, *segment)


def test_stories_chosen_by_their_tone_say_nothing_of_tone(parts):
    found = all_measures(parts.connection, replace(parts.january(), tone="negative"))
    judged = [name for name, one in found.items() if one.reason == "the stories were chosen by their tone"]
    assert {"tone_negative", "agreement", "opposed_pairs", "inflation_by_copying"} <= set(judged)
    assert not [name for name in judged if found[name].value is not None]


def test_what_has_no_stories_of_its_own_is_refused_with_the_reason(parts):
    found = all_measures(parts.connection, replace(parts.january(), outlet_kind="portal"))
    assert (found["agreement"].value, found["tone_positive"].status) == (None, "not_estimable")
    assert found["share_of_outlets"].reason == "nothing to divide by"


def test_events_on_which_texts_differ_are_listed_with_their_sides(newsroom, at):
    rows = [
        newsroom.article("mot", "a", at(10), tone="positive", messages=("an-toan",)),
        newsroom.article("hai", "b", at(10, 9), tone="negative"),
        newsroom.article("ba", "c", at(10, 10), tone="neutral", body=""),
        newsroom.article("bon", "d", at(16), tone="neutral"),
    ]
    newsroom.put("c1", *rows)
    newsroom.load()
    (first,) = newsroom.rows("select event_id from stories where first_item_id = ?", rows[0]["item_id"])
    one_event = "update stories set event_id = ? where first_item_id in (?, ?, ?)"
    newsroom.connection.execute(one_event, [first, *(row["item_id"] for row in rows[:3])])
    newsroom.connection.execute("delete from events where event_id not in (select event_id from stories)")
    found = newsroom.rows(
        "select kind, message, is_opposed, side, title from rpt_disagreements "
        "where event_id = ? order by all",
        first,
    )
    assert found == [
        ("message", "an-toan", False, "carried", "Nước sạch a"),
        ("message", "an-toan", False, "missing", "Nước sạch b"),
        ("tone", None, True, "negative", "Nước sạch b"),
        ("tone", None, True, "neutral", "Nước sạch c"),
        ("tone", None, True, "positive", "Nước sạch a"),
    ]


@pytest.mark.parametrize("is_on_campaign", [True, False])
def test_events_on_which_texts_differ_are_named_by_their_central_story_whatever_it_is_on(
    newsroom, at, is_on_campaign
):
    rows = [
        newsroom.article("mot", "a", at(10), tone="positive"),
        newsroom.article("hai", "b", at(10, 9), tone="negative"),
        newsroom.article("ba", "c", at(10, 10), on_campaign=is_on_campaign),
    ]
    newsroom.put("c1", *rows)
    newsroom.load()
    of_item = "select story_id from stories where first_item_id = ?"
    event, _, central = (newsroom.rows(of_item, row["item_id"])[0] for row in rows)
    newsroom.connection.execute("update stories set event_id = ?", [event])
    newsroom.connection.execute("delete from events where event_id <> ?", [event])
    newsroom.connection.execute("update events set central_story_id = ?", [central])
    assert newsroom.rows("select distinct label from rpt_disagreements") == ["Nước sạch c"]


def test_consensus_of_each_segment_is_stored_with_the_reason_where_it_is_thin(parts):
    whole = parts.january()
    chosen = counting.segments(parts.connection, whole, counting.CONSENSUS_KINDS)
    assert list(chosen) == [("message", "an-toan"), ("outlet_kind", "magazine"), ("outlet_kind", "newspaper")]
    found = {
        f"{kind}:{name}": counting.evidence(parts.connection, part) for (kind, name), part in chosen.items()
    }
    counting.store(parts.connection, whole, found | {"truoc": found["message:an-toan"]}, AT)
    stored = parts.rows(
        "select kind, name, name_vi, n, status, reason from lantoa.main.rpt_consensus "
        "where measure = 'agreement' order by all"
    )
    missing = (
        "too little evidence: 1 stories (8 needed), 1 originating outlets (5 needed), 1 events (5 needed)"
    )
    assert stored == [
        ("message", "an-toan", "Nước sạch là an toàn", 1, "not_estimable", missing),
        ("outlet_kind", "magazine", "magazine", 1, "not_estimable", missing),
        ("outlet_kind", "newspaper", "newspaper", 1, "not_estimable", missing),
        ("phase", "truoc", "Trước", 1, "not_estimable", missing),
    ]
    copied = "select n, reason from lantoa.main.rpt_consensus where measure = $1 and name = 'newspaper'"
    assert (
        parts.rows(copied, "agreement_of_items")
        == parts.rows(copied, "inflation_by_copying")
        == [(2, missing)]
    )
