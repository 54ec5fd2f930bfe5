from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.copies import compare
from nlp.fingerprints import Fingerprint
from nlp.stories import Neighbour, Place, Version, origin, update
from nlp.windows import WINDOW

NOON = datetime(2026, 7, 20, 5, tzinfo=UTC)


def words(first, last):
    """An invented text: numbers as words, so that texts overlap where their numbers do."""
    return " ".join(f"từ{number}" for number in range(first, last))


@dataclass(frozen=True)
class Doc:
    id: str
    published_at: datetime
    canonical_url: str
    text: Fingerprint

    @property
    def order(self):
        return self.published_at, self.canonical_url, self.id


def group(docs, batches=1):
    """Group items that come in so many batches."""
    known, assigned = {}, {}
    for start in range(batches):
        batch = {one.id: one for one in docs[start::batches]}
        known |= batch
        assigned |= update(batch, places_of(known, assigned, batch))
    return [assigned[one.id] for one in docs]


def places_of(known, assigned, batch):
    return lambda ids: [place(known[name], known, assigned, batch) for name in ids]


def place(one, known, assigned, batch):
    def is_first(name):
        return name not in batch and assigned[name].story_id == name

    compared = ((other, compare(one.text, other.text)) for other in known.values() if other.id != one.id)
    near = tuple(
        Neighbour(other.id, other.published_at, other.canonical_url, is_first(other.id), shared)
        for other, shared in compared
        if shared.is_copy or shared.is_partial
    )
    return Place(one.id, one.published_at, one.canonical_url, is_first(one.id), near)


def defined(docs):
    """The definition, word for word: the first item of each item's story."""
    firsts, story = [], {}
    for one in sorted(docs, key=lambda doc: doc.order):
        near = [first for first in firsts if one.published_at - first.published_at <= WINDOW]
        joined = next((first for first in near if compare(one.text, first.text).is_copy), one)
        story[one.id] = joined.id
        if joined is one:
            firsts.append(one)
    return story


def doc(name, text, hours=0.0):
    url = f"https://{name}.example/tin"
    return Doc(name, NOON + timedelta(hours=hours), url, Fingerprint("Tin mới", "", text))


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


RANGES = st.tuples(st.integers(0, 6), st.integers(1, 6), st.integers(0, 40))


@settings(max_examples=60, deadline=None)
@given(st.lists(RANGES, min_size=1, max_size=9), st.randoms(), st.integers(1, 9))
def test_groups_are_a_function_of_the_set_of_items(ranges, random, batches):
    docs = [
        doc(f"so{number}", words(start * 40, (start + length) * 40), days * 24)
        for number, (start, length, days) in enumerate(ranges)
    ]
    random.shuffle(docs)
    by_batches = {one.id: one for one in group(docs, min(batches, len(docs)))}
    assert by_batches == {one.id: one for one in group(docs)}
    assert {name: one.story_id for name, one in by_batches.items()} == defined(docs)


def test_a_late_early_item_touches_only_what_shares_text_with_it():
    docs = [doc("a", words(0, 200)), doc("b", words(100, 300), 1), doc("c", words(200, 400), 2)]
    docs += [doc("khac", words(900, 1100), 3), doc("khac-nua", words(900, 1100), 4)]
    assert outcome(docs)["c"] == ("c", "original")
    asked = []
    known = {one.id: one for one in docs}
    assigned = {one.id: one for one in group(docs)}
    early = doc("som", words(180, 300), -1)
    known["som"] = early

    def places(ids):
        asked.extend(ids)
        return [place(known[name], known, assigned, {"som"}) for name in ids]

    # It takes b and c, but has too little of a.
    found = update({"som"}, places)
    assert {name: one.story_id for name, one in found.items()} == {"som": "som", "b": "som", "c": "som"}
    assert sorted(asked) == ["b", "c", "som"]


def test_what_late_items_touch_is_looked_up_together():
    docs = [doc(f"da{n}", words(n * 300, n * 300 + 200), 1) for n in range(9)]
    assigned = {one.id: one for one in group(docs)}
    late = {one.id: one for one in (doc(f"som{n}", words(n * 300, n * 300 + 200), n / 10) for n in range(9))}
    known = {one.id: one for one in docs} | late
    asked: list[set[str]] = []

    def places(ids):
        asked.append(set(ids))
        return [place(known[name], known, assigned, late) for name in ids]

    found = update(late, places)
    assert {name: one.story_id for name, one in found.items()} == {name: f"som{name[-1]}" for name in known}
    assert asked == [set(late), {one.id for one in docs}]


def version(outlet, hours=0.0, credit=None, photos=(), is_aggregator=False, share=1.0, length=0):
    return Version(
        outlet=outlet,
        outlet_name=f"Báo {outlet}",
        is_aggregator=is_aggregator,
        published_at=NOON + timedelta(hours=hours),
        canonical_url=f"https://{outlet}.example/tin",
        credit=credit,
        photo_agencies=photos,
        containment=share,
        length=length,
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


def test_a_credited_outlet_that_credits_another_is_no_origin():
    copies = [
        version("a", 1, credit="TTXVN"),
        version("b", 2, credit="Báo a"),
        version("c", 3, credit="Báo a"),
    ]
    assert origin(copies).name == "TTXVN"
    circle = [version("a", 1, credit="Báo b"), version("b", 2, credit="Báo a")]
    assert origin(circle).name == "Báo b"


def test_an_aggregator_that_is_credited_is_no_origin():
    found = origin([version("a"), version("b", 1, credit="Báo c"), version("c", 2, is_aggregator=True)])
    assert (found.name, found.method) == ("Báo a", "inferred")


def test_an_agency_photo_alone_names_no_origin():
    assert origin([version("a", photos=("TTXVN",))]).name == "Báo a"
    found = origin([version("a", photos=("TTXVN",)), version("b", 1), version("c", 2)])
    assert (found.name, found.method) == ("Báo a", "inferred")


def test_the_only_outlet_is_the_origin():
    found = origin([version("a")])
    assert (found.name, found.method) == ("Báo a", "earliest")
    assert found.evidence == ("earliest 2026-07-20T05:00:00+00:00 a",)


def test_which_text_contains_which_is_told_and_decides_nothing():
    copies = [
        version("a", length=1000),
        version("day-du", 1, length=2000),
        version("rut-gon", 2, share=0.9, length=600),
        version("y-nguyen", 3, length=1100),
        version("viet-lai", 4, share=0.6, length=3000),
        version("tin-van", 5, length=0),
        version("gom", 6, is_aggregator=True, length=3000),
    ]
    found = origin(copies)
    assert (found.name, found.method) == ("Báo a", "inferred")
    assert found.evidence[1:] == ("contained_in 1.00 day-du", "contains 0.90 rut-gon")
    # What a later version shares is known of the first item, which an aggregator has here.
    assert len(origin([version("gom", -1, is_aggregator=True, length=1000), *copies]).evidence) == 1


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
