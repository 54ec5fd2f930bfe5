"""Scenarios and watched claims: found in all items, within places and days, one story is enough."""

import pytest

from lantoa import batches

PREPARED = """
[[scenarios]]
id = "ngo-doc"
name = "Ngộ độc"
query = '"ngộ độc"'
responsible = "Bộ Y tế"
text = "Nêu số người, nơi điều trị và kết quả xét nghiệm."
checked_at = 2026-01-02
provinces = ["Hà Tây"]
from = 2026-01-10
to = 2026-01-12

[[claims]]
id = "thu-phi"
wording = "Lấy mẫu nước có thu phí"
query = '"thu phí" AND "mẫu nước"'
source = "https://nuoc.example/hoi-dap"
checked_at = 2026-01-02
"""
SCENARIO, CLAIM = (("scenario", "ngo-doc"),), (("claim", "thu-phi"),)


@pytest.fixture
def room(newsroom):
    newsroom.campaign = newsroom.campaign_file(more=PREPARED)
    return newsroom


def put_places(room, places):
    """Write the provinces that articles name, by article."""
    rows = [
        row
        | {
            "places": [
                {"province": one, "level": "province", "part": "lead", "how": ["name"], "mentions": 1}
                for one in named
            ],
            "method": "1",
        }
        for row, named in places
    ]
    room.write("scores/mot/1.places.parquet", batches.PLACES, rows)


def found(room, *columns):
    return room.rows(f"select {', '.join(columns)} from rpt_prepared order by all")


def test_a_scenario_needs_one_of_its_provinces_and_its_days(room, at):
    places = [
        (room.article("mot", slug, at(day), on_campaign=False, prepared=SCENARIO), named)
        for slug, day, named in (
            ("noi-khac", 11, ["Huế"]),
            ("khong-noi", 11, []),
            ("som", 9, ["Hà Nội"]),
            ("dung", 11, ["Huế", "Hà Nội"]),
            ("muon", 13, ["Hà Nội"]),
        )
    ]
    room.put("1", *(row for row, _ in places))
    put_places(room, places)
    room.load()
    assert found(room, "title", "name", "responsible", "text", "is_on_campaign") == [
        ("Nước sạch dung", "Ngộ độc", "Bộ Y tế", "Nêu số người, nơi điều trị và kết quả xét nghiệm.", False)
    ]


def test_a_claim_stands_with_its_source_once_a_story(room, at):
    first = room.article("mot", "a", at(11), prepared=CLAIM)
    copy = room.article("hai", "a", at(11, 9), prepared=CLAIM, title=first["title"], body=first["body"])
    paid = room.article("ba", "b", at(11), prepared=CLAIM, placement="sponsored")
    room.put("1", first, copy, paid)
    room.load()
    rows = room.all_rows()
    room.load()
    assert room.all_rows() == rows
    assert found(room, "name", "source", "items", "outlets", "is_on_campaign") == [
        ("Lấy mẫu nước có thu phí", "https://nuoc.example/hoi-dap", 2, 2, True)
    ]


def test_all_collected_items_are_asked_also_of_outlets_that_are_not_watched(newsroom, at):
    newsroom.campaign = newsroom.campaign_file(watched=["mot"], more=PREPARED)
    newsroom.put(
        "1",
        newsroom.article("mot", "a", at(11), prepared=CLAIM),
        newsroom.article("hai", "b", at(11), prepared=CLAIM, on_campaign=False),
        newsroom.article("hai", "c", at(11)),
    )
    newsroom.load()
    assert found(newsroom, "outlet", "is_on_campaign") == [("hai", False), ("mot", True)]
    assert newsroom.rows("select distinct outlet from fct_mentions") == ["mot"]


def test_what_another_file_asked_for_is_no_longer_known(room, at):
    room.put("1", room.article("mot", "a", at(11), prepared=CLAIM))
    room.load()
    room.campaign = room.campaign_file(more=PREPARED.replace("thu phí", "đóng phí"))
    room.load()
    assert found(room, "subject") == []
