"""Provinces and levels: from a batch to reports by the 34 provinces of today."""

from datetime import UTC, datetime

import pytest

from lantoa import batches, scoring
from warehouse.counting import all_measures

PLACE = {"level": "province", "part": "lead", "how": ["name"], "mentions": 1}


@pytest.fixture
def put(newsroom):
    """Write articles with the provinces that each names, as (part, name), and their level."""

    def write(crawl, *articles, method="first way"):
        newsroom.put(crawl, *(article for article, _, _ in articles))
        for number, (article, named, level) in enumerate(articles):
            found = [PLACE | {"part": part, "province": name} for part, name in named]
            row = article | {"places": found, "level": level, "evidence": "UBND", "method": method}
            name = f"scores/{article['outlet']}/{crawl}-{number}.places.parquet"
            newsroom.write(name, batches.PLACES, [row])

    return write


def reported(newsroom):
    query = "select province, items, stories from rpt_provinces where items > 0 order by position"
    return newsroom.rows(query)


def test_an_item_is_about_what_its_headline_and_lead_name(newsroom, put, at):
    put(
        "c1",
        (newsroom.article("mot", "a", at(10)), [("lead", "Nghệ An"), ("body", "Hà Nội")], "province"),
        (newsroom.article("hai", "b", at(11)), [("body", "Hà Nội"), ("body", "Huế")], None),
    )
    newsroom.load()
    assert reported(newsroom) == [("Hà Nội", 1, 1), ("Nghệ An", 1, 1), ("Huế", 1, 1)]


def test_all_34_provinces_are_listed_and_an_old_one_counts_for_that_of_today(newsroom, put, at, words):
    wire = words("wire")
    put(
        "c1",
        (newsroom.article("mot", "a", at(10), body=wire), [("headline", "Hà Giang")], "commune"),
        (newsroom.article("hai", "a", at(11), body=wire), [("headline", "Tuyên Quang")], "province"),
    )
    newsroom.load()
    assert newsroom.rows("select count(*), min(position), max(position) from rpt_provinces") == [(34, 0, 33)]
    assert reported(newsroom) == [("Tuyên Quang", 2, 1)]
    levels = newsroom.rows("select level, items, stories from rpt_levels order by level")
    assert levels == [("commune", 1, 1), ("province", 1, 0)]


def test_the_measure_counts_provinces_and_refuses_without_any(newsroom, put, at):
    put("c1", (newsroom.article("mot", "a", at(10)), [], None))
    newsroom.load()
    found = all_measures(newsroom.connection, newsroom.january())["provinces"]
    assert (found.value, found.n, found.status) == (None, 0, "not_estimable")
    put("c2", (newsroom.article("hai", "b", at(10)), [("lead", "Huế"), ("lead", "Hà Nội")], None))
    newsroom.load()
    found = all_measures(newsroom.connection, newsroom.january())["provinces"]
    assert (found.value, found.n, found.status) == (2, 1, "ok")


def test_another_way_of_finding_closes_the_former_and_the_same_again_changes_nothing(newsroom, put, at):
    article = newsroom.article("mot", "a", at(10))
    put("c1", (article, [("lead", "Huế")], None))
    newsroom.load()
    before = newsroom.all_rows()
    newsroom.load()
    assert newsroom.all_rows() == before
    put("c2", (article | {"fetched_at": at(12)}, [], None), method="another way")
    newsroom.load()
    assert reported(newsroom) == []
    assert newsroom.rows("select method, known_to is null from item_places order by method") == [
        ("another way", True),
        ("first way", False),
    ]


def test_a_batch_names_the_part_and_the_level_of_each_article(articles_row):
    row = scoring._placed(
        articles_row("Nước về bản", "Ở xã Mường Xén, Nghệ An.", "Bộ Y tế khen. Hà Nội mưa.")
    )
    assert [(one["province"], one["level"], one["part"]) for one in row["places"]] == [
        ("Nghệ An", "commune", "lead"),
        ("Hà Nội", "province", "body"),
    ]
    assert (row["level"], row["evidence"]) == ("commune", "xã Mường Xén")
    alone = scoring._placed(articles_row("Hà Nội se lạnh", "", ""))
    assert (alone["level"], alone["evidence"]) == ("province", "Hà Nội")


@pytest.fixture
def articles_row():
    """Give what a batch of articles holds of one."""

    def make(title, lead, body):
        fetched = datetime(2026, 3, 7, tzinfo=UTC)
        day = fetched.date()
        key = {"item_id": "a", "sha256": "b", "fetched_at": fetched, "published_date": day}
        return key | {"title": title, "lead": lead, "body": body}

    return make
