from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.stories import Doc, Version, group, origin

NOON = datetime(2026, 7, 20, 5, tzinfo=UTC)


def words(first, last):
    """An invented text: numbers as words, so that texts overlap where their numbers do."""
    return " ".join(f"từ{number}" for number in range(first, last))


def doc(name, text, hours=0.0):
    return Doc(name, NOON + timedelta(hours=hours), f"https://{name}.example/tin", "Tin mới", "", text)


def outcome(docs):
    return {one.id: (one.story_id, one.role) for one in group(docs)}


def test_reprints_and_rewrites_join_the_earliest_story():
    docs = [
        doc("goc", words(0, 300)),
        doc("dang-lai", words(0, 290), 1),
        doc("rut-gon", words(20, 170), 2),
        doc("viet-lai", words(150, 450), 3),
        doc("khac", words(1000, 1300), 4),
    ]
    assert outcome(docs) == {
        "goc": ("goc", "original"),
        "dang-lai": ("goc", "reprint"),
        "rut-gon": ("goc", "reprint"),
        "viet-lai": ("goc", "rewrite"),
        "khac": ("khac", "original"),
    }


def test_reuse_of_a_part_keeps_a_story_of_its_own_and_says_whose_part():
    docs = [doc("goc", words(0, 304)), doc("dung-lai", words(240, 544), 1)]
    part = group(docs)[1]
    assert (part.story_id, part.role, part.reuses) == ("dung-lai", "partial", "goc")
    assert part.containment == pytest.approx(0.2, abs=0.02)


def test_a_chain_of_versions_does_not_merge():
    docs = [doc("a", words(0, 200)), doc("b", words(100, 300), 1), doc("c", words(200, 400), 2)]
    assert outcome(docs) == {"a": ("a", "original"), "b": ("a", "rewrite"), "c": ("c", "original")}


def test_a_version_of_two_stories_joins_the_earlier():
    docs = [doc("a", words(0, 200)), doc("b", words(200, 400), 1), doc("ca-hai", words(100, 300), 2)]
    assert outcome(docs)["ca-hai"][0] == "a"


def test_after_thirty_days_the_same_text_is_a_new_story():
    text = words(0, 200)
    docs = [doc("cu", text), doc("con-han", text, 24 * 30), doc("het-han", text, 24 * 30 + 1)]
    assert outcome(docs) == {
        "cu": ("cu", "original"),
        "con-han": ("cu", "reprint"),
        "het-han": ("het-han", "original"),
    }


def test_a_bare_heading_is_nobodys_copy():
    assert outcome([doc("a", ""), doc("b", "", 1)]) == {
        "a": ("a", "original"),
        "b": ("b", "original"),
    }


def test_items_of_one_minute_stand_in_the_order_of_their_addresses():
    docs = [doc("b", words(0, 200)), doc("a", words(0, 200))]
    assert outcome(docs) == {"a": ("a", "original"), "b": ("a", "reprint")}


RANGES = st.tuples(st.integers(0, 6), st.integers(1, 6), st.integers(0, 3))


@settings(max_examples=40, deadline=None)
@given(st.lists(RANGES, max_size=8), st.randoms())
def test_groups_do_not_depend_on_the_order_items_come_in(ranges, random):
    docs = [
        doc(f"so{number}", words(start * 40, (start + length) * 40), hours)
        for number, (start, length, hours) in enumerate(ranges)
    ]
    shuffled = docs.copy()
    random.shuffle(shuffled)
    assert {one.id: one for one in group(docs)} == {one.id: one for one in group(shuffled)}


def version(outlet, hours=0.0, credit=None, photos=(), is_aggregator=False, share=1.0):
    return Version(
        outlet=outlet,
        outlet_name=f"Báo {outlet}",
        is_aggregator=is_aggregator,
        published_at=NOON + timedelta(hours=hours),
        canonical_url=f"https://{outlet}.example/tin",
        credit=credit,
        photo_agencies=photos,
        containment=share,
    )


def test_a_text_credit_names_the_origin():
    found = origin([version("a"), version("b", 1, credit="TTXVN"), version("c", 2, photos=("AFP",))])
    assert (found.name, found.method, found.evidence) == ("TTXVN", "credit", ("text_credit TTXVN b",))


def test_the_credit_of_an_aggregator_counts_only_alone():
    passed_on = version("gom", 2, credit="Báo b", is_aggregator=True)
    assert origin([version("a"), version("b", 1, credit="TTXVN"), passed_on]).name == "TTXVN"
    assert origin([version("a"), passed_on]).name == "Báo b"


def test_an_agency_is_inferred_from_shared_text_and_shared_photo_credit():
    found = origin([version("a", photos=("TTXVN",)), version("b", 1, photos=("TTXVN",), share=0.8)])
    assert (found.name, found.method) == ("TTXVN", "inferred")
    assert found.evidence == ("photo_credit TTXVN a", "photo_credit TTXVN b", "shared_text 0.80 b")


def test_an_agency_photo_alone_names_no_origin():
    assert origin([version("a", photos=("TTXVN",))]).name == "Báo a"
    found = origin([version("a", photos=("TTXVN",)), version("b", 1), version("c", 2)])
    assert (found.name, found.method) == ("Báo a", "inferred")


def test_the_only_outlet_is_the_origin():
    found = origin([version("a")])
    assert (found.name, found.method) == ("Báo a", "earliest")
    assert found.evidence == ("earliest 2026-07-20T05:00:00+00:00 a",)


def test_an_aggregator_is_never_an_origin():
    gathered = version("gom", is_aggregator=True)
    assert origin([gathered, version("a", 3)]).name == "Báo a"
    assert origin([gathered]).name is None


@pytest.mark.shared
def test_two_versions_of_a_wire_story_are_one_story_of_the_agency(shared_data: Path):
    texts = {
        name: (shared_data / "syndication" / f"{name}.txt").read_text("utf-8")
        for name in ("nld", "thanhnien")
    }
    assigned = group([doc(name, text) for name, text in texts.items()])
    assert {one.story_id for one in assigned} == {"nld"}
    # "TTX VN" and "TTXVN" stand in the captions of both.
    members = [version(one.id, photos=("TTXVN",), share=one.containment) for one in assigned]
    assert (origin(members).name, origin(members).method) == ("TTXVN", "inferred")
