"""Loading: whole or not at all, once, and the same whatever order batches come in."""

import multiprocessing
import random
import re
import shutil
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa import batches
from nlp.text import LONGEST_EXCERPT, fold, without_diacritics
from tests.warehouse.test_quotes import WIRE, quote
from tests.warehouse.test_quotes import put as put_quoted
from warehouse import db, load, neighbours, processes, sketches, sketching, storage, touched
from warehouse.batch_files import BatchFiles
from warehouse.beside import Beside
from warehouse.load import LoadError


def test_the_same_batches_again_change_nothing(newsroom, at):
    newsroom.put(
        "c1",
        newsroom.article("mot", "a", at(10), messages=("an-toan",)),
        newsroom.article("hai", "b", at(11)),
    )
    newsroom.put_scans("links", {"outlet": "mot", "scanned_at": at(12), "oldest_at": at(9)})
    first = newsroom.load()
    before = newsroom.all_rows()

    second = newsroom.load(at(25))

    assert (first.items, first.stories, second.batches) == (2, 2, 0)
    assert newsroom.all_rows() == before


def test_batches_written_anew_as_they_were_are_not_loaded_again(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    newsroom.load()
    before = newsroom.all_rows()

    for path in newsroom.folder.glob("*/*/*.parquet"):
        path.write_bytes(path.read_bytes())
    again = newsroom.load(at(25))

    assert again.batches == 0
    assert newsroom.all_rows() == before


def test_batches_made_again_with_other_texts_give_what_they_alone_give(new_newsroom, at, words):
    def rows(room, body):
        """Three captures of an item: of one text at first, of another one from the third on."""
        first = room.article("mot", "a", at(3), body=body)
        return [
            first,
            first | {"fetched_at": at(4)},
            room.article("mot", "a", at(3), body=words("khac"), fetched_at=at(5)),
            room.article("hai", "b", at(4), body=body),
        ]

    again, alone = new_newsroom(), new_newsroom()
    for room, bodies in ((again, (words("cu"), words("moi"))), (alone, (words("moi"),))):
        for body in bodies:
            room.put("1", *rows(room, body))
            room.load()
    for what in ("items", "captures", "story_items", "stories", "searched_items", "text_changes"):
        query = f"select * from {what} order by all"
        assert again.rows(query) == alone.rows(query), what
    for room in (again, alone):
        room.campaign = room.campaign_file_with_other_terms()
        room.put("1", *rows(room, words("moi")))
        room.load(at(20))
    assert again.rows("select url from fct_mentions order by all") == [
        "https://hai.example/b",
        "https://mot.example/a",
    ]
    kept = "select * from rpt_daily order by all"
    assert again.rows(kept) == alone.rows(kept)


def test_rows_loaded_again_from_another_file_change_nothing_but_the_list_of_batches(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    newsroom.load()
    before = newsroom.all_rows()

    newsroom.put("c2", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    again = newsroom.load()

    after = newsroom.all_rows()
    assert again.batches == 5
    assert {name for name in after if after[name] != before[name]} == {"batches"}


def test_a_changed_text_is_a_new_revision_known_from_its_fetch(newsroom, at, words):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    changed = newsroom.article("mot", "a", at(10), body=words("changed"), fetched_at=at(12))
    newsroom.put("c2", changed)
    newsroom.load()

    history = newsroom.rows(
        "select known_from, known_to, body = ? from items order by known_from", words("changed")
    )
    assert history == [(at(10) + timedelta(minutes=5), at(12), False), (at(12), None, True)]
    assert newsroom.rows("select body from stg_items") == [words("changed")]
    assert newsroom.rows("select count(*) from fct_mentions") == [1]


def test_an_older_revision_that_comes_late_takes_its_place_in_history(newsroom, at, words):
    versions = {
        day: newsroom.article("mot", "a", at(9), body=words(day), fetched_at=at(day)) for day in (10, 11, 12)
    }
    for day in (10, 12, 11):
        newsroom.put(f"c{day}", versions[day])
        newsroom.load()

    history = newsroom.rows("select known_from, known_to from items order by known_from")
    assert history == [(at(10), at(11)), (at(11), at(12)), (at(12), None)]
    for day in (10, 11, 12):
        known = newsroom.rows("select body from items_as_of(?)", at(day, 20))
        assert known == [words(day)]


def test_items_as_of_gives_what_was_known_at_an_instant(newsroom, at, words):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), fetched_at=at(10, 9)))
    newsroom.put("c2", newsroom.article("mot", "a", at(10), body=words("x"), fetched_at=at(12)))
    newsroom.put("c3", newsroom.article("hai", "b", at(11), fetched_at=at(13)))
    newsroom.load()

    known = {
        day: len(newsroom.rows("select item_id from items_as_of(?)", at(day, 10))) for day in (9, 10, 12, 13)
    }
    assert known == {9: 0, 10: 1, 12: 1, 13: 2}
    assert newsroom.rows("select body from items_as_of(?)", at(12)) == [words("x")]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_item_that_a_live_source_announced_is_not_an_imported_one(newsroom, at, order):
    imported = newsroom.article("mot", "a", at(10), via="import:kho.warc.gz")
    live = newsroom.article("mot", "a", at(10), fetched_at=at(12))
    newsroom.put("c0", newsroom.article("mot", "b", at(10), via="import:kho.warc.gz"))
    for number in order:
        newsroom.put(f"c{number + 1}", (imported, live)[number])
        newsroom.load()
    assert newsroom.rows("select url, via, known_from from items order by url") == [
        ("https://mot.example/a", "https://mot.example/rss", at(10) + timedelta(minutes=5)),
        ("https://mot.example/b", "import:kho.warc.gz", at(10) + timedelta(minutes=5)),
    ]


PRESENT = (
    "select * from items order by all",
    "select * from captures order by all",
    "select * from text_changes order by all",
    "select * from rejected order by all",
    "select * from tones order by all",
    "select * from mentions order by all",
    "select * from messages_carried order by all",
    "select * from campaign_tones order by all",
    "select * exclude (known_from, known_to) from stories where known_to is null order by all",
    "select * exclude (known_from, known_to) from story_items where known_to is null order by all",
    "select * from rpt_stories order by all",
)


def crawls(room, at, words):
    wire = words("wire")
    return [
        [room.article("mot", "goc", at(10), body=wire, tone="positive")],
        [room.article("hai", "dang-lai", at(10, 9), body=wire), room.article("ba", "rieng", at(10))],
        [room.article("gop", "gop", at(9), body=wire)],
        [room.article("ba", "rieng", at(10), body=words("moi"), fetched_at=at(13))],
        [room.article("ba", "rieng", at(10), body=words("moi nhat"), fetched_at=at(14))],
        [room.article("bon", "rieng", at(12), messages=("an-toan",))],
        # Captures of one address in one batch, of a text that comes back, and of one that stayed.
        [
            room.article("nam", "doi", at(10), body=words("cu"), fetched_at=at(day), messages=("an-toan",))
            for day in (13, 11, 15)
        ],
        [
            room.article("nam", "doi", at(10), body=words(text), fetched_at=at(day))
            for text, day in (("khac", 14), ("cu", 12), ("sau", 16))
        ],
    ]


@pytest.fixture
def loaded_at_once(new_newsroom, at, words):
    room = new_newsroom()
    for number, rows in enumerate(crawls(room, at, words)):
        room.put(f"c{number}", *rows)
    room.load()
    return [room.rows(query) for query in PRESENT]


@pytest.mark.slow
@given(order=st.permutations(range(8)), cut=st.integers(1, 7))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_batches_does_not_matter(loaded_at_once, new_newsroom, at, words, order, cut):
    room = new_newsroom()
    batches_of = crawls(room, at, words)
    for part in (order[:cut], order[cut:]):
        for number in part:
            room.put(f"c{number}", *batches_of[number])
        room.load()

    for query, expected in zip(PRESENT, loaded_at_once, strict=True):
        assert room.rows(query) == expected, query


def test_how_many_batches_are_loaded_at_once_does_not_matter(new_newsroom, at, words, monkeypatch):
    found = []
    for rows in (1, 3, 1_000):
        monkeypatch.setattr(load, "_AT_ONCE", rows)
        room = new_newsroom()
        for number, crawled in enumerate(crawls(room, at, words)):
            room.put(f"c{number}", *crawled)
            room.put_scans(f"c{number}", {"outlet": "mot", "scanned_at": at(12), "oldest_at": at(9)})
        room.load()
        found.append(room.all_rows())
    assert found[0] == found[1] == found[2]
    assert len(found[0]["scans"]) == 1


GROUPED = (
    "select item_id, story_id, role, containment from story_items where known_to is null order by all",
    "select story_id, event_id, origin, origin_evidence from stories where known_to is null order by all",
    "select event_id, central_story_id from events where known_to is null order by all",
    "select item_id, position, statement_id from quote_statements where known_to is null order by all",
)


# An outlet can state a time to come, and an archive can hold what is long known elsewhere.
@pytest.mark.parametrize(("seed", "days_after"), [(0, (0,)), (1, (-80, 0, 0, 90)), (2, (-100,))])
def test_stories_events_and_statements_are_the_same_however_long_after_publication_items_came(
    new_newsroom, at, words, seed, days_after
):
    chosen = random.Random(seed)
    wires = [words(f"wire {number}").split() for number in range(3)]
    crawled = []
    for number in range(14):
        wire = chosen.choice(wires)
        # The same words in another order tell of the same event, and are no copy.
        body = " ".join(chosen.choice((wire, chosen.sample(wire, len(wire)))))
        published = at(1) + timedelta(days=chosen.choice((0, 1, 2, 3, 25, 45, 47)), hours=number)
        fetched = published + timedelta(days=chosen.choice(days_after), minutes=number)
        site = chosen.choice(("mot", "hai", "ba", "bon"))
        crawled.append((site, f"bai-{number}", published, {"body": body, "fetched_at": fetched}))

    def loaded(order, together):
        room = new_newsroom()
        for place, number in enumerate(order):
            row = room.article(*crawled[number][:3], **crawled[number][3])
            said = " ".join([*WIRE.split(), *row["body"].split()[:2]])
            put_quoted(room, f"c{place:02}", row, quote(row, room.campaign, 0, said))
            if (place + 1) % together == 0:
                room.load(at(1) + timedelta(days=200, hours=place))  # later than the campaign's file
        room.load(at(1) + timedelta(days=300))
        assert db.violations(room.connection) == []
        return [room.rows(query) for query in GROUPED]

    expected = loaded(range(14), 14)
    of_stories = [event for _, event, *_ in expected[1]]
    assert len(set(of_stories)) < len(of_stories) < 14
    assert loaded(range(14), 3) == expected
    assert loaded(chosen.sample(range(14), 14), 1) == expected


def sketched(room):
    files = sorted((room.folder / "sketches").glob("*.parquet"))
    return {path.name: pq.read_table(path).to_pylist() for path in files}


def test_sketches_made_ahead_in_another_process_are_those_that_a_load_makes(
    new_newsroom, at, words, monkeypatch
):
    by_itself, ahead = new_newsroom(), new_newsroom()
    for room in (by_itself, ahead):
        for number, rows in enumerate(crawls(room, at, words)):
            room.put(f"c{number}", *rows)
    monkeypatch.setattr(processes, "cores", lambda: 1)
    by_itself.load()

    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(load, "_SHARED", 1)
    monkeypatch.setattr(sketching, "_GIVEN", 2)
    monkeypatch.delattr(sketches, "sketched")  # by which the load's own process makes them
    ahead.load()

    made = sketched(by_itself)
    assert sum(map(len, made.values())) == len(by_itself.rows("select item_id from stg_items"))
    assert sketched(ahead) == made
    assert ahead.all_rows() == by_itself.all_rows()


@pytest.mark.parametrize("shortened", ["mot", "hai"])
def test_a_whole_text_and_its_excerpt_each_have_the_sketch_of_their_own_text(
    new_newsroom, at, words, monkeypatch, shortened
):
    """As where a warehouse is made anew of batches of which a purge cut some: a hash is of the whole text."""
    by_itself, ahead = new_newsroom(), new_newsroom()
    for room in (by_itself, ahead):
        for number, site in enumerate(("mot", "hai", "ba")):
            body = words("other") if site == "ba" else words("same")
            row = room.article(site, "a", at(10, 9 + number), title="Nước sạch", body=body)
            cut = {"body": body[:LONGEST_EXCERPT]} if site == shortened else {}
            room.put(f"c{number}", row | cut)
    monkeypatch.setattr(processes, "cores", lambda: 1)
    by_itself.load()

    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(load, "_SHARED", 1)
    ahead.load()

    (made,) = sketched(by_itself).values()
    assert len({tuple(one["hashes"]) for one in made}) == 3
    assert sketched(ahead) == sketched(by_itself)
    assert ahead.all_rows() == by_itself.all_rows()


def test_an_excerpt_whose_sketch_was_lost_does_not_get_that_of_its_whole_text(
    new_newsroom, at, words, monkeypatch
):
    """The excerpt was loaded before, the whole text comes from another site."""
    monkeypatch.setattr(load, "_SHARED", 1)
    rooms = []
    for cores in (1, 2):
        monkeypatch.setattr(processes, "cores", lambda cores=cores: cores)
        room = new_newsroom()
        rooms.append(room)
        row = room.article("mot", "a", at(10, 9), title="Nước sạch", body=words("same"))
        room.put("c0", row | {"body": row["body"][:LONGEST_EXCERPT]})
        room.load()
        shutil.rmtree(room.folder / "sketches")
        room.put("c1", room.article("hai", "a", at(10, 10), title="Nước sạch", body=words("same")))
        room.load()

    by_itself, ahead = rooms
    (made,) = sketched(by_itself).values()
    assert len({tuple(one["hashes"]) for one in made}) == 2
    assert sketched(ahead) == sketched(by_itself)
    assert ahead.all_rows() == by_itself.all_rows()


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("kind", ["articles", "scores"])
def test_a_torn_batch_ends_a_load_whatever_is_being_done_beside_it(
    newsroom, at, words, monkeypatch, cores, kind
):
    monkeypatch.setattr(processes, "cores", lambda: cores)
    monkeypatch.setattr(load, "_SHARED", 1)
    monkeypatch.setattr(sketching, "_GIVEN", 2)
    for site in ("mot", "hai", "ba"):
        rows = (newsroom.article(site, f"{n}", at(10), body=words(f"{site}{n}")) for n in range(9))
        newsroom.put("c1", *rows)
    before = newsroom.all_rows()
    (torn,) = newsroom.folder.glob(f"*/hai/c1.{kind}.parquet")
    whole = torn.read_bytes()
    torn.write_bytes(whole[:-9])
    with pytest.raises(LoadError, match=f"hai/c1.{kind}.parquet: expected a Parquet batch"):
        newsroom.load()
    assert newsroom.all_rows() == before

    torn.write_bytes(whole)
    assert newsroom.load().items == 27


@pytest.mark.parametrize("cores", [1, 2])
def test_of_a_text_that_was_cut_the_words_of_what_is_left_are_searched(
    new_newsroom, at, words, monkeypatch, cores
):
    """A hash is of the whole text, which can come again, in the same load or after a purge."""
    monkeypatch.setattr(processes, "cores", lambda: cores)
    monkeypatch.setattr(load, "_SHARED", 1)
    room = new_newsroom()
    row = room.article("mot", "a", at(10), body=words("same", 300), fetched_at=at(15))
    cut = {"body": row["body"][:LONGEST_EXCERPT]}
    room.put("c1", row | cut)
    room.put("c2", row | {"fetched_at": at(20)})
    room.load()
    room.put("c3", row | {"fetched_at": at(21)}, room.article("mot", "a", at(10), fetched_at=at(12)))
    room.load()
    assert room.rows("select length(body) from stg_items") == [LONGEST_EXCERPT]
    told = without_diacritics(fold(f"{row['title']} {row['lead']} {cut['body']}"))
    left = " ".join(re.findall(r"[^\W_]+", told))
    assert room.rows("select words from searched_items") == [f" {left} "]


@pytest.mark.parametrize("lost", ["lead", "body", "sha256"])
def test_a_batch_that_lacks_what_sketches_are_made_of_is_named(newsroom, at, monkeypatch, lost):
    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(load, "_SHARED", 1)
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    path = newsroom.folder / "articles" / "mot" / "c1.articles.parquet"
    pq.write_table(pq.read_table(path).drop([lost]), path)
    with pytest.raises(LoadError, match=path.name):
        newsroom.load()


@pytest.mark.parametrize(
    ("of", "name"), [(BatchFiles, "read_all"), (sketching.Ahead, "begin"), (Beside, "share")]
)
def test_a_load_goes_on_without_the_process_that_works_beside_it(
    new_newsroom, at, words, monkeypatch, caplog, of, name
):
    by_itself, killed = new_newsroom(), new_newsroom()
    for room in (by_itself, killed):
        for number, rows in enumerate(crawls(room, at, words)):
            room.put(f"c{number}", *rows)
    by_itself.load()

    then = getattr(of, name)

    def kill(*given):
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        return then(*given)

    monkeypatch.setattr(processes, "cores", lambda: 2)
    monkeypatch.setattr(load, "_SHARED", 1)
    monkeypatch.setattr(neighbours, "AT_ONCE", 1)
    monkeypatch.setattr(of, name, kill)
    killed.load()

    assert "was ended" in caplog.text
    assert sketched(killed) == sketched(by_itself)
    assert killed.all_rows() == by_itself.all_rows()


def test_an_item_whose_day_moved_has_a_sketch_among_those_of_its_new_day(newsroom, at, words):
    body = words("đã dời ngày")
    later = at(9) + timedelta(days=95)
    rows = (
        newsroom.article("bon", "a", at(30), body=body, fetched_at=at(31)),
        newsroom.article("bon", "a", at(9), body=body, fetched_at=at(11)),
        newsroom.article("mot", "b", later),  # the sketches of the 9th are too old then
        newsroom.article("hai", "c", at(10), body=body, fetched_at=later + timedelta(days=1)),
    )
    for number, row in enumerate(rows):
        newsroom.put(f"c{number}", row)
        newsroom.load(later + timedelta(days=number))
    (story,) = newsroom.rows(
        "select distinct story_id from story_items where known_to is null and item_id in (?, ?)",
        rows[0]["item_id"],
        rows[3]["item_id"],
    )
    assert story == rows[0]["item_id"]


def test_a_late_item_takes_the_first_place_of_a_story_whose_texts_were_cut_by_a_purge(newsroom, at, words):
    def later(days):
        return at(10) + timedelta(days=days)

    whole = words("x")
    part = " ".join(whole.split()[:90])
    first = newsroom.article("mot", "a", at(10, 9), body=part)
    newsroom.put("c1", first, newsroom.article("hai", "c", at(10, 9.5), body=whole))
    newsroom.load(at(11))
    newsroom.put("c2", newsroom.article("ba", "z", later(150)))
    newsroom.load(later(151))
    connection = newsroom.connection
    assert len(set(newsroom.rows("select story_id from grouped_items"))) == 2
    with db.transaction(connection):
        sketches.Sketches(connection, newsroom.folder / "sketches").complete([at(10).date()])
        touched.begin(connection)
        cut = {"before": later(30), "longest": LONGEST_EXCERPT, "at": later(151)}
        db.run(connection, "purge/shorten", parameters=cut)
        touched.end(connection)
    late = newsroom.article("gop", "a", at(9, 9), body="", fetched_at=later(152), via="import:kho.warc.gz")
    newsroom.put("c3", late)

    newsroom.load(later(153))

    assert db.violations(connection) == []


def test_portions_give_what_one_load_gives_and_one_that_fails_leaves_those_before(
    loaded_at_once, new_newsroom, at, words, monkeypatch
):
    monkeypatch.setattr(load, "_PORTION", 1)  # each crawl is one
    room = new_newsroom()
    for number, rows in enumerate(crawls(room, at, words)):
        room.put(f"c{number}", *rows)
    torn = room.folder / "scores" / "nam" / "c7.scores.parquet"
    whole = torn.read_bytes()
    torn.write_bytes(b"PAR1 torn")
    with pytest.raises(LoadError, match=torn.name):
        room.load()
    assert 0 < len(room.rows("from items")) < len(loaded_at_once[0])
    assert db.violations(room.connection) == []

    torn.write_bytes(whole)
    room.load()

    for query, expected in zip(PRESENT, loaded_at_once, strict=True):
        assert room.rows(query) == expected, query


def test_a_load_that_little_memory_is_too_little_for_gives_what_any_load_gives(
    loaded_at_once, new_newsroom, at, words, caplog
):
    room = new_newsroom()
    for number, rows in enumerate(crawls(room, at, words)):
        room.put(f"c{number}", *rows)

    loaded = storage.in_memory_of(8_000_000, room.connection, room.load)

    assert "8 MB of memory are too little" in caplog.text
    assert loaded.batches > 0
    for query, expected in zip(PRESENT, loaded_at_once, strict=True):
        assert room.rows(query) == expected, query


@pytest.mark.parametrize("content", [b"", b"PAR1 torn", b"PAR1" + bytes(40)])
def test_a_torn_batch_is_named_and_nothing_is_loaded(newsroom, at, content):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    before = newsroom.all_rows()
    newsroom.put("c2", newsroom.article("mot", "b", at(11)), newsroom.article("hai", "c", at(11)))
    torn = newsroom.folder / "articles" / "mot" / "c2.articles.parquet"
    whole = torn.read_bytes()
    torn.write_bytes(content)

    with pytest.raises(
        LoadError, match=r"mot/c2\.articles\.parquet: expected a Parquet batch[\s\S]*delete it"
    ):
        newsroom.load()

    assert newsroom.all_rows() == before
    torn.write_bytes(whole)
    assert newsroom.load().items == 3


def test_scores_of_an_article_whose_batch_was_taken_away_are_those_of_a_later_capture(newsroom, at):
    later = newsroom.article("mot", "a", at(10), fetched_at=at(10, 12))
    early = later | {"fetched_at": at(10, 8)}
    newsroom.put_scores("c1", "mot", [early], newsroom.campaign)
    newsroom.load()
    newsroom.put("c2", later)
    newsroom.load()
    assert newsroom.rows("select known_from from tones") == [at(10, 8)]
    newsroom.put("c1", early)
    newsroom.load()
    assert newsroom.rows("select known_from from items") == [at(10, 8)]
    assert db.violations(newsroom.connection) == []


def not_utf8(values):
    """Give the same texts, the first one with bytes that are no text."""
    raw = pa.array([b"\xff\xfe", *(value.encode() for value in values.to_pylist()[1:])], pa.binary())
    return pa.Array.from_buffers(pa.string(), len(raw), raw.buffers())


def of_year(year):
    day = datetime(year, 12, 31, 20, tzinfo=UTC)
    return lambda values: pa.array([day, *values.to_pylist()[1:]], values.type)


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize(
    ("kind", "column", "spoiled"),
    [
        ("articles", "item_id", not_utf8),
        ("articles", "body", not_utf8),
        ("articles", "published_at", of_year(9999)),
        ("articles", "fetched_at", of_year(9999)),
        ("articles", "fetched_at", of_year(1)),
        ("scores", "item_id", not_utf8),
        ("scores", "label", not_utf8),
        ("scores", "fetched_at", of_year(9999)),
        ("messages", "phrase", not_utf8),
    ],
)
def test_a_damaged_value_is_named_and_nothing_is_loaded(
    newsroom, at, monkeypatch, cores, kind, column, spoiled
):
    monkeypatch.setattr(processes, "cores", lambda: cores)
    monkeypatch.setattr(load, "_SHARED", 1)
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    before = newsroom.all_rows()
    newsroom.put(
        "c2", newsroom.article("mot", "b", at(11), messages=["an-toan"]), newsroom.article("hai", "c", at(11))
    )
    (damaged,) = newsroom.folder.glob(f"*/mot/c2.*{kind}.parquet")
    whole = damaged.read_bytes()
    rows = pq.read_table(damaged)
    place = rows.column_names.index(column)
    values = spoiled(rows[column].combine_chunks())
    pq.write_table(rows.set_column(place, rows.schema.field(place), values), damaged)

    with pytest.raises(LoadError, match=rf"{damaged.name}: expected a Parquet batch[\s\S]*delete it"):
        newsroom.load()

    assert newsroom.all_rows() == before
    damaged.write_bytes(whole)
    assert newsroom.load().items == 3


@pytest.mark.parametrize(
    ("damaged", "made_by"),
    [
        ("articles/mot/c1.articles.parquet", "lantoa extract"),
        ("scores/mot/c1.scores.parquet", "lantoa score"),
        ("audiences/mot/c1.audiences.parquet", "lantoa audience import"),
    ],
)
def test_what_makes_a_damaged_batch_again_is_named(newsroom, at, damaged, made_by):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    torn = newsroom.folder / damaged
    torn.parent.mkdir(parents=True, exist_ok=True)
    torn.write_bytes(b"PAR1 torn")
    with pytest.raises(LoadError, match=rf"{damaged}: [\s\S]*delete it, run `{made_by}`"):
        newsroom.load()


def test_a_batch_of_other_columns_is_named_and_nothing_is_loaded(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.write(
        "articles/mot/c2.articles.parquet", pa.schema([("item_id", pa.string())]), [{"item_id": "x"}]
    )
    before = newsroom.all_rows()

    with pytest.raises(LoadError, match=r"mot/c2\.articles\.parquet"):
        newsroom.load()

    assert newsroom.all_rows() == before


def test_of_batches_loaded_together_the_one_that_lacks_a_value_is_named(newsroom, at):
    newsroom.put("c1", newsroom.article("hai", "a", at(10)), newsroom.article("ba", "b", at(10)))
    untitled = newsroom.article("mot", "c", at(10)) | {"title": None}
    newsroom.write("articles/mot/c1.articles.parquet", batches.ARTICLES, [untitled])
    before = newsroom.all_rows()

    with pytest.raises(LoadError, match=r"mot/c1\.articles\.parquet"):
        newsroom.load()

    assert newsroom.all_rows() == before


def test_a_broken_invariant_is_named_and_nothing_is_loaded(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    newsroom.connection.execute(
        "insert into rejected select outlet, canonical_url, title_hash, url, title, published_at, "
        "'no body', '', known_from, null from items"
    )
    before = newsroom.all_rows()
    newsroom.put("c2", newsroom.article("mot", "b", at(10, 9)))

    with pytest.raises(LoadError, match=r"(?s)invariant.*stg_rejected"):
        newsroom.load()

    assert newsroom.all_rows() == before


def test_a_load_checks_the_days_it_touches_and_all_days_are_checked_apart(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("mot", "b", at(14)))
    newsroom.load()
    newsroom.connection.execute("insert into items select * from items where canonical_url like '%/a'")
    newsroom.put("c2", newsroom.article("hai", "c", at(15)))
    newsroom.load()
    assert any("count(*) as revisions" in broken for broken in db.violations(newsroom.connection))
    newsroom.put("c3", newsroom.article("hai", "d", at(10), fetched_at=at(16)))
    with pytest.raises(LoadError, match="an invariant would not hold"):
        newsroom.load()


def test_revisions_on_other_days_of_what_a_load_does_not_touch_are_left_to_the_check_of_all(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    newsroom.connection.execute(
        "insert into items select * replace (published_at + interval 5 days as published_at, "
        "published_date + 5 as published_date) from items"
    )
    newsroom.put("c2", newsroom.article("hai", "c", at(10), fetched_at=at(16)))
    newsroom.load()
    assert any("count(*) as revisions" in broken for broken in db.violations(newsroom.connection))


def test_a_load_checks_the_days_of_a_story_that_it_changes(newsroom, at):
    first = newsroom.article("mot", "a", at(10))
    newsroom.put("c1", first, newsroom.article("ba", "khac", at(10)))
    newsroom.load()
    newsroom.connection.execute("insert into items select * from items where canonical_url like '%/khac'")
    newsroom.put("c2", newsroom.article("hai", "som", at(9), body=first["body"], fetched_at=at(12)))
    with pytest.raises(LoadError, match="an invariant would not hold"):
        newsroom.load()


def test_a_refused_entry_stays_refused_until_its_article_comes(newsroom, at):
    row = newsroom.article("mot", "a", at(10))
    refused = row | {"reason": "no body", "detail": "", "rejected_at": at(10, 9)}
    newsroom.write("articles/mot/c1.rejected.parquet", batches.REJECTED, [refused])
    newsroom.load()
    assert newsroom.rows("select reason from stg_rejected") == ["no body"]

    newsroom.put("c2", row | {"fetched_at": at(12)})
    newsroom.load()

    assert newsroom.rows("select reason from stg_rejected") == []
    assert newsroom.rows("select known_to from rejected") == [at(12)]
    assert newsroom.rows("select count(*) from stg_items") == [1]


def test_a_changed_campaign_file_closes_what_the_former_one_found(newsroom, at):
    row = newsroom.article("mot", "a", at(10), messages=("an-toan",))
    newsroom.put("c1", row)
    newsroom.load()
    newsroom.campaign = newsroom.campaign_file_with_other_terms()
    newsroom.load(at(22))
    assert newsroom.rows("select count(*) from fct_mentions") == [0]
    assert newsroom.rows("select known_to from mentions") == [at(22)]
    assert newsroom.rows("select known_to from messages_carried") == [at(22)]

    newsroom.put_scores("c1", "mot", [row], newsroom.campaign)
    newsroom.load(at(22))

    assert newsroom.rows("select campaign_sha256 from mentions where known_to is null") == [
        newsroom.campaign.sha256
    ]
    assert newsroom.rows("select items from rpt_messages") == [1]


def test_a_campaign_file_that_looks_for_the_same_keeps_what_it_found(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    newsroom.load()
    newsroom.campaign = newsroom.campaign_file(more="[digest]\noffice = 'Sở Nước'\n# another")
    newsroom.load(at(22))
    assert newsroom.rows("select count(*) from fct_mentions") == [1]
    assert newsroom.rows("select known_to from messages_carried") == [None]


def test_a_campaign_file_that_is_changed_back_finds_again_what_it_found(newsroom, at):
    row = newsroom.article("mot", "a", at(10), messages=("an-toan",))
    newsroom.put("c1", row)
    newsroom.load()
    first = newsroom.campaign
    newsroom.campaign = newsroom.campaign_file_with_other_terms()
    newsroom.put_scores("c1", "mot", [row], newsroom.campaign)
    newsroom.load(at(22))
    newsroom.campaign = newsroom.campaign_file()
    assert newsroom.campaign.sha256 == first.sha256

    newsroom.load(at(23))
    newsroom.load(at(24))

    assert newsroom.rows("select campaign_sha256, known_from from mentions where known_to is null") == [
        (first.sha256, at(23))
    ]
    assert newsroom.rows("select items from rpt_messages") == [1]


def test_a_message_found_by_meaning_is_a_candidate_that_no_figure_counts(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), messages=("an-toan",)))
    newsroom.load()
    assert newsroom.rows("select count(*) from fct_messages_by_meaning") == [0]

    newsroom.connection.execute("update messages_carried set form = 'semantic'")

    assert newsroom.rows("select message from fct_messages_by_meaning") == ["an-toan"]
    assert newsroom.rows("select count(*) from fct_messages") == [0]
    assert newsroom.rows("select items from rpt_messages") == [0]


def test_another_model_closes_the_tones_of_the_former(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), tone="neutral"))
    newsroom.load()
    newsroom.put("c1", newsroom.article("mot", "a", at(10), tone="negative", method="later model"))
    newsroom.load()

    assert newsroom.rows("select label, method, known_to is null as now from tones order by now") == [
        ("neutral", "test model", False),
        ("negative", "later model", True),
    ]
    assert newsroom.rows("select tone from fct_mentions") == ["negative"]


def test_a_campaign_file_that_changes_to_and_fro_keeps_what_it_found_in_texts_that_are_purged(newsroom, at):
    pond = """[[workstreams]]
id = "ao"
name = { vi = "Ao", en = "Pond" }
terms = ["ao"]"""
    said = ("campaign_tones", "mentions", "messages_carried")

    def known():
        """Give of which file rows are known, for each table."""
        return {
            table: set(newsroom.rows(f"select campaign_sha256 from {table} where known_to is null"))
            for table in said
        }

    row = newsroom.article("mot", "a", at(3), messages=("an-toan",))
    newsroom.put("c1", row)
    newsroom.load(at(5))
    first, other = newsroom.campaign, newsroom.campaign_file_with_other_terms()
    newsroom.campaign = other
    newsroom.put_scores("c1", "mot", [row], newsroom.campaign)
    newsroom.load(at(6))
    newsroom.connection.execute("insert into purges values (?, ?)", [at(8), at(7)])

    for day, (more, by) in enumerate(
        (("", first), (pond, first), ("wells", other), (pond, other), ("", first), (pond, first)), start=9
    ):
        newsroom.campaign = (
            newsroom.campaign_file_with_other_terms()
            if more == "wells"
            else newsroom.campaign_file(more=more)
        )
        newsroom.load(at(day))
        assert known() == {table: {by.sha256} for table in said}, day
        assert newsroom.rows("select count(*) from fct_mentions") == [1]


def test_a_model_that_is_used_again_answers_anew(newsroom, at):
    first = newsroom.article("mot", "a", at(10), tone="neutral")
    for row in (first, first | {"tone": "negative", "method": "later model"}, first, first):
        newsroom.put("c1", row)
        newsroom.load()

    tones = "select label, method, known_from, known_to is null as now from tones order by all"
    now = first["fetched_at"]
    assert newsroom.rows(tones) == [
        ("negative", "later model", now, False),
        ("neutral", "test model", now, False),
        ("neutral", "test model", now, True),
    ]
    # Another capture of the same text, which came earlier, moves what was known first and nothing else.
    newsroom.put("c0", first | {"fetched_at": at(10)})
    newsroom.load()
    assert newsroom.rows(f"select known_from, now from ({tones}) where label = 'neutral'") == [
        (at(10), False),
        (now, True),
    ]
    assert newsroom.rows("select tone from fct_mentions") == ["neutral"]


def test_the_precise_tone_counts_where_there_is_one_and_both_are_kept(newsroom, at):
    both, fast = newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10))
    newsroom.put("c1", both, fast)
    precise = {"tier": "precise", "method": "precise model", "label": "positive", "status": "ok", "words": 12}
    for again in range(2):
        newsroom.write(f"scores/mot/c{again}.nuoc-sach-1.precise.parquet", batches.SCORES, [both | precise])
        newsroom.load()

    assert newsroom.rows("select tier, label from tones where known_to is null order by all") == [
        ("fast", "neutral"),
        ("fast", "neutral"),
        ("precise", "positive"),
    ]
    for view in ("fct_mentions", "rpt_stories"):
        assert newsroom.rows(f"select outlet, tone, tone_method from {view} order by outlet") == [
            ("hai", "neutral", "test model"),
            ("mot", "positive", "precise model"),
        ]


def test_a_sub_site_is_folded_into_its_parent(newsroom, at):
    newsroom.put("c1", newsroom.article("chuyen-trang", "a", at(10)), newsroom.article("mot", "b", at(11)))
    newsroom.load()

    assert newsroom.rows("select outlet, site from stg_items order by site") == [
        ("mot", "chuyen-trang"),
        ("mot", "mot"),
    ]
    assert newsroom.rows("select outlet, items from rpt_outlets") == [("mot", 2)]


def test_an_outlet_that_left_the_register_keeps_its_items(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10)))
    newsroom.load()
    del newsroom.outlets["hai"]
    newsroom.put("c2", newsroom.article("mot", "c", at(11)))

    loaded = newsroom.load()

    assert (loaded.items, loaded.stories) == (3, 3)


def test_articles_of_an_outlet_that_the_register_never_had_are_named_and_loaded_once_it_has(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("khac", "b", at(10)))
    with pytest.raises(LoadError, match=r"khac/c1\.articles\.parquet: articles of 'khac', an outlet that"):
        newsroom.load()
    assert newsroom.rows("select item_id from items") == []

    newsroom.outlets["khac"] = replace(newsroom.outlets["mot"], id="khac")
    assert newsroom.load().items == 2


def test_photos_of_the_outlet_itself_give_no_origin_but_an_agencys_do(newsroom, at, words):
    wire, own = words("wire"), words("own")
    newsroom.put(
        "c1",
        newsroom.article("mot", "w", at(10), body=wire, photo_credit=["TTXVN"]),
        newsroom.article("hai", "w", at(11), body=wire, photo_credit=["TTXVN"]),
        newsroom.article("ba", "o", at(10), body=own, photo_credit=["Báo ba"]),
        newsroom.article("bon", "o", at(11), body=own, photo_credit=["Báo ba"]),
    )
    newsroom.load()

    assert newsroom.rows("select origin, origin_method, items from int_stories order by origin") == [
        ("Báo ba", "inferred", 2),
        ("TTXVN", "inferred", 2),
    ]


def test_batches_with_rows_are_listed(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    names = newsroom.rows("select batch from batches order by batch")
    assert names[0] == "articles/mot/c1.articles.parquet"
    assert len(names) == 4  # and none for the messages: the article carries none


def test_sql_in_a_headline_is_a_headline(newsroom, at):
    hostile = "Nước sạch'); drop table items; --"
    newsroom.put("a", newsroom.article("mot", "tin-'-;--", at(5), title=hostile))
    newsroom.load()
    newsroom.load()
    assert newsroom.rows("select title from stg_items") == [hostile]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Đồng thuận – “hợp lý”, hài hòa… 5.000 tỷ", " dong thuan hop ly hai hoa 5 000 ty "),
        (unicodedata.normalize("NFD", "Đường Ở, ấn"), " duong o an "),  # a letter with its marks behind it
        ("Café ở Đắk Nông; ÑANDÚ", " cafe o dak nong nandu "),
        ("Йод và 한국", " иод va 한국 "),
        ("☎️ 0123 ≠ ½", " 0123 ½ "),
    ],
)
def test_words_for_search_are_small_letters_without_marks(newsroom, at, title, words):
    newsroom.put("c1", newsroom.article("mot", "a", at(10), title=title, lead="", body="."))
    newsroom.load()
    assert newsroom.rows("select words from searched_items") == [words]


def test_a_register_that_is_as_it_was_is_not_replaced(newsroom, at, monkeypatch):
    newsroom.load()
    replaced = []
    monkeypatch.setattr(db, "replace_rows", lambda connection, table, *rest, **more: replaced.append(table))
    newsroom.load(at(25))
    assert set(replaced) <= {"rejected_codings", "quote_statements"}


def test_an_article_whose_stated_day_moved_stops_no_later_load_of_its_former_day(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(9)))
    newsroom.load()
    newsroom.put("c2", newsroom.article("mot", "a", at(12), title="Tin đã sửa", fetched_at=at(13)))
    newsroom.load()
    newsroom.put("c3", newsroom.article("hai", "b", at(9), fetched_at=at(14)))
    assert newsroom.load().items == 2


@pytest.mark.parametrize(("body", "changes"), [("như cũ", 0), ("đã khác", 1)])
def test_an_earlier_capture_can_come_in_a_later_batch_of_the_first_load(newsroom, at, words, body, changes):
    newsroom.put("c1", newsroom.article("mot", "a", at(9), body=words("như cũ"), fetched_at=at(14)))
    newsroom.put("c2", newsroom.article("mot", "a", at(9), body=words(body), fetched_at=at(10)))
    assert newsroom.load().stories == 1
    assert newsroom.rows("select known_from from items order by 1")[0] == at(10)
    assert newsroom.rows("select count(*) from text_changes") == [changes]
    assert newsroom.rows("select count(*) from searched_items") == [1]


def test_an_answer_that_came_before_its_article_is_closed_by_another_methods(newsroom, at):
    article = newsroom.article("mot", "a", at(9))
    newsroom.put_scores("c1", "mot", [article], newsroom.campaign)
    newsroom.load()
    newsroom.write("articles/mot/c1.articles.parquet", batches.ARTICLES, [article])
    newsroom.put_scores("c2", "mot", [article | {"method": "other"}], newsroom.campaign)
    newsroom.load()
    assert newsroom.rows("select count(*) from tones where known_to is null") == [1]
    assert newsroom.rows("select count(*) from fct_mentions") == [1]
