"""Any segment may be asked for what the whole may: volumes, shares, consensus."""

from dataclasses import replace

import pytest

from crawlers.outlets import Governing
from lantoa import batches
from warehouse import db
from warehouse.counting import all_measures, coded_sample


@pytest.fixture(scope="module")
def parts(make_room, tmp_path_factory, at):
    """A newspaper's story in many segments, and a magazine's, copied by a newspaper. Not to be changed."""
    folder = tmp_path_factory.mktemp("home")
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
        db.flatten(connection, temporary=True)
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


def test_what_has_no_stories_of_its_own_is_refused_with_the_reason(parts):
    found = all_measures(parts.connection, replace(parts.january(), outlet_kind="portal"))
    assert (found["agreement"].value, found["tone_positive"].status) == (None, "not_estimable")
    assert found["share_of_outlets"].reason == "nothing to divide by"
