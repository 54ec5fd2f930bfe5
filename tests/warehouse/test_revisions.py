"""Revisions, changed headlines and items that are no longer at their address, as the warehouse tells them."""

import random
from datetime import timedelta

import pyarrow as pa
import pytest

from lantoa import batches
from nlp.text import LONGEST_EXCERPT, changed_words
from warehouse import db, touched

FETCHES = pa.schema(
    [
        ("outlet", pa.string()),
        ("canonical_url", pa.string()),
        ("fetched_at", pa.timestamp("us", "UTC")),
        ("outcome", pa.string()),
        ("item_id", pa.string()),
    ]
)


def put_fetches(newsroom, article, *answers):
    """Write what became of an article: hours after its first fetch, and the outcome."""
    rows = [
        {name: article[name] for name in ("outlet", "canonical_url", "item_id")}
        | {"fetched_at": article["fetched_at"] + timedelta(hours=hours), "outcome": outcome}
        for hours, outcome in answers
    ]
    slug = article["url"].rpartition("/")[2]
    newsroom.write(f"articles/{article['outlet']}/{slug}.fetches.parquet", FETCHES, rows)


def test_the_size_of_a_change_is_counted_in_words():
    assert changed_words("nước sạch về làng", "nước sạch về bản xa") == (1, 2)
    assert changed_words("một hai", "hai một") == (0, 0)


def test_a_changed_text_is_a_new_revision_and_its_headlines_are_kept(newsroom, at):
    first = newsroom.article("mot", "a", at(10), title="Khởi công trạm nước")
    changed = {"fetched_at": at(11), "title": "Lùi khởi công trạm nước"}
    second = newsroom.article("mot", "a", at(10), body=f"{first['body']} Thêm ba chữ.", **changed)
    newsroom.put("c1", first)
    newsroom.put("c2", second)
    newsroom.load()
    assert newsroom.rows(
        "select revision, title, before_title, is_headline_changed, words_removed, words_added "
        "from fct_revisions order by revision"
    ) == [
        (1, "Khởi công trạm nước", None, False, None, None),
        (2, "Lùi khởi công trạm nước", "Khởi công trạm nước", True, 1, 5),
    ]
    assert newsroom.rows("select title, first_title, revisions from rpt_story_items") == [
        ("Lùi khởi công trạm nước", "Khởi công trạm nước", 2)
    ]
    known = "select title from items_as_of(timestamptz '2026-01-10 20:00:00+07')"
    assert newsroom.rows(known) == ["Khởi công trạm nước"]


@pytest.mark.slow
def test_an_order_of_arrival_makes_no_difference_to_what_changed(new_newsroom, at):
    found = []
    for order in ((10, 11, 12), (12, 10, 11), (11, 12, 10)):
        newsroom = new_newsroom()
        for number, day in enumerate(order):
            text = " ".join(["câu"] * day)
            newsroom.put(f"c{number}", newsroom.article("mot", "a", at(9), body=text, fetched_at=at(day)))
            newsroom.load()
        found.append(
            newsroom.rows("select revision, words_removed, words_added from fct_revisions order by revision")
        )
    assert found == [[(1, None, None), (2, 0, 1), (3, 0, 1)]] * 3


def captures(newsroom, at):
    """Give five captures of an address: its text stays, changes, comes back and stays."""
    texts = {10: "cũ", 11: "cũ", 12: "mới", 13: "cũ", 14: "cũ"}
    return [
        newsroom.article(
            "mot", "a", at(9), title=f"Trạm nước {text}", fetched_at=at(day), messages=("an-toan",)
        )
        for day, text in texts.items()
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [(0, 1, 2, 3, 4)],
        [(4, 2, 0, 3, 1)],
        [(0, 1), (2, 3, 4)],
        [(0, 1, 3, 4), (2,)],
        [(2, 4), (3, 1), (0,)],
        [(0, 1, 2, 3, 4), (0, 1, 2, 3, 4)],
    ],
)
def test_every_capture_counts_however_captures_are_put_into_batches(newsroom, at, parts):
    rows = captures(newsroom, at)
    for number, part in enumerate(parts):
        newsroom.put(f"c{number}", *(rows[place] for place in part))
        newsroom.load()
    assert newsroom.rows("select revision, title, known_from, known_to from fct_revisions order by 1") == [
        (1, "Trạm nước cũ", at(10), at(12)),
        (2, "Trạm nước mới", at(12), at(13)),
        (3, "Trạm nước cũ", at(13), None),
    ]
    assert newsroom.rows("select fetched_at from captures order by 1") == [at(11), at(14)]
    assert newsroom.rows("select words from searched_items") == [
        f" tram nuoc cu nuoc sach ve lang {rows[0]['body']} "
    ]
    assert newsroom.rows("select words_removed, words_added from fct_revisions order by revision") == [
        (None, None),
        (1, 1),
        (1, 1),
    ]
    assert newsroom.rows(
        "select title, known_from from mentions join items using (item_id, sha256, known_from)"
        " order by known_from"
    ) == [("Trạm nước cũ", at(10)), ("Trạm nước mới", at(12))]
    assert newsroom.rows("select count(*) from fct_mentions") == [1]
    assert newsroom.rows("select count(*) from tones") == [2]
    assert newsroom.rows("select items from rpt_messages") == [1]


def test_a_capture_that_an_earlier_version_noted_twice_goes_as_its_item_comes_again(newsroom, at):
    rows = captures(newsroom, at)
    newsroom.put("c1", *rows[:3])
    newsroom.load()
    of_revisions = "insert into captures by name select item_id, known_from as fetched_at, sha256 from items"
    newsroom.connection.execute(of_revisions)
    newsroom.put("c2", *rows[3:])
    newsroom.load()
    assert newsroom.rows("select fetched_at from captures order by 1") == [at(11), at(14)]
    assert newsroom.rows("select known_from from items order by 1") == [at(10), at(12), at(13)]
    newsroom.connection.execute(of_revisions)
    db.run(newsroom.connection, "purge/captures")
    assert newsroom.rows("select fetched_at from captures order by 1") == [at(11), at(14)]


def test_gone_is_what_two_answers_a_day_apart_say(newsroom, at):
    articles = {
        slug: newsroom.article("mot", slug, at(10)) for slug in ("con", "mot-lan", "hai-lan", "lai-co")
    }
    newsroom.put("c1", *articles.values())
    put_fetches(newsroom, articles["con"], (0, "page"), (24, "same"))
    put_fetches(newsroom, articles["mot-lan"], (0, "page"), (24, "gone"))
    put_fetches(newsroom, articles["hai-lan"], (0, "page"), (24, "gone"), (48, "gone"))
    put_fetches(newsroom, articles["lai-co"], (0, "page"), (24, "gone"), (48, "page"))
    newsroom.load()
    assert newsroom.rows("select url, is_confirmed, found_url from fct_missing order by url") == [
        ("https://mot.example/hai-lan", True, None),
        ("https://mot.example/mot-lan", False, None),
    ]
    gone = newsroom.rows("select url from rpt_story_items where is_gone")
    assert gone == ["https://mot.example/hai-lan"]
    assert newsroom.rows("select count(*) from fct_stories") == [4]


def test_the_same_text_at_another_address_of_the_outlet_is_found(newsroom, at, words):
    same = {"title": "Nước sạch về bản", "body": words("chung")}
    old = newsroom.article("mot", "cu", at(10), **same)
    new = newsroom.article("mot", "moi", at(11), **same)
    other = newsroom.article("hai", "dang-lai", at(11), **same)
    newsroom.put("c1", old, new, other)
    put_fetches(newsroom, old, (0, "page"), (24, "gone"), (48, "gone"))
    newsroom.load()
    assert newsroom.rows("select url, found_url from fct_missing") == [
        ("https://mot.example/cu", "https://mot.example/moi")
    ]
    assert newsroom.rows("select is_gone, found_url from rpt_story_items where url like '%/cu'") == [
        (False, "https://mot.example/moi")
    ]


def test_articles_on_a_campaign_are_followed(newsroom, at):
    newsroom.put(
        "c1",
        newsroom.article("mot", "co", at(10)),
        newsroom.article("mot", "khong", at(10), on_campaign=False),
    )
    home = newsroom.folder
    assert batches.followed(home / "articles", home / "scores") == ("https://mot.example/co",)


def test_items_that_come_in_several_crawls_of_one_load_are_the_same_in_a_lake(newsroom, lake_newsroom, at):
    # Rows that a transaction wrote are closed and taken away by it again, as earlier and later captures come.
    chance = random.Random(4)
    told = ("sha256", "item_id", "known_from", "known_to", "via", "published_method")
    for number in range(3):
        for crawl in range(4):
            rows = [
                newsroom.article(
                    chance.choice(("mot", "hai")),
                    f"bai-{slug}",
                    at(10, slug),
                    body=f"Trạm bơm của làng mới xây thêm bể chứa thứ {chance.randrange(3)}.",
                    fetched_at=at(10 + number, 24 * chance.random()),
                    published_method=chance.choice(("json-ld", "feed item")),
                    via=chance.choice(("https://mot.example/rss", "import:kho.warc.gz")),
                )
                for slug in range(8)
            ]
            for room in (newsroom, lake_newsroom):
                room.put(f"c{number}{crawl}", *rows)
        for room in (newsroom, lake_newsroom):
            room.load(at(11 + number))
        for table, columns in (
            ("items", ", ".join(told)),
            ("captures", "*"),
            ("tones", "*"),
            ("story_items", "*"),
            ("grouped_items", "*"),
            ("searched_items", "*"),
        ):
            query = f"select {columns} from {table} order by all"
            assert lake_newsroom.rows(query) == newsroom.rows(query), table
    assert newsroom.rows("select count(*) from items where known_to is not null")[0] > 8


def test_a_change_of_a_purged_text_is_not_measured_against_what_is_left_of_it(newsroom, at, words):
    first = newsroom.article("mot", "a", at(3), body=words("cu"))
    newsroom.put("c1", first)
    newsroom.load()
    touched.begin(newsroom.connection)
    cut = {"before": at(5), "longest": LONGEST_EXCERPT, "at": at(6)}
    db.run(newsroom.connection, "purge/shorten", parameters=cut)
    more = [
        newsroom.article("mot", "a", at(3), body=f"{words('cu')}{end}", fetched_at=at(day))
        for day, end in ((7, " Thêm một."), (8, " Thêm một. Thêm hai."))
    ]
    newsroom.put("c2", *more)
    newsroom.load(at(9))
    sizes = "select revision, words_removed, words_added from fct_revisions order by revision"
    assert newsroom.rows(sizes) == [(1, None, None), (2, None, None), (3, 0, 2)]
