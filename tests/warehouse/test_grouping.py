"""Stories do not depend on how items come in, and nothing but what a change touches is written."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.text import LONGEST_EXCERPT
from warehouse import db, grouping, neighbours, sketch_files, touched

NOON = datetime(2026, 1, 10, 5, tzinfo=UTC)
STATE = (
    "select item_id, story_id, role, reuses, containment, event_id, origin, origin_method, origin_evidence "
    "from story_items inner join stories using (story_id) "
    "where story_items.known_to is null and stories.known_to is null order by all"
)


def words(first, last):
    return " ".join(f"từ{number}" for number in range(first, last))


BRIDGE = "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt"

# Versions, a chain of them, partial reuse, short items, one text after the window, and a late early item.
ITEMS = {
    "goc": (0, "", words(0, 200)),
    "dang-lai": (5, "", words(0, 190)),
    "viet-lai": (6, "", words(120, 320)),
    "chuoi": (7, "", words(240, 440)),
    "dung-lai": (8, "", words(405, 605)),
    "tin-van": (
        9,
        f"{BRIDGE}, nối hai thôn xa nhất.",
        "",
    ),
    "tin-van-2": (10, f"{BRIDGE}, nối hai thôn.", ""),
    "sau-mot-thang": (24 * 31, "", words(0, 200)),
    "khac": (11, "", words(900, 1100)),
    "som": (-3, "", words(150, 330)),
}


def row(name, **changed):
    hours, lead, body = ITEMS[name]
    return {"name": name, "at": NOON + timedelta(hours=hours), "lead": lead, "body": body} | changed


INSERT = """
insert into items by name
select
    $name as item_id,
    'a' as outlet,
    $name as url,
    $name as canonical_url,
    'Tin mới' as title,
    $name as title_hash,
    $lead as lead,
    $body as body,
    [] as photo_credit,
    'editorial' as placement,
    $at as published_at,
    'json-ld' as published_method,
    'second' as published_precision,
    cast($at as date) as published_date,
    $at as first_seen_at,
    $at as fetched_at,
    'nguon' as via,
    [] as fallbacks,
    md5($lead || $body) as sha256,
    $at as known_from
"""


def put(connection, rows, gone=()):
    for one in rows:
        connection.execute("delete from items where item_id = ?", [one["name"]])
        connection.execute(INSERT, one)
    for name in gone:
        connection.execute("delete from items where item_id = ?", [name])
    touched.begin(connection)
    for name in [*(one["name"] for one in rows), *gone]:
        connection.execute("insert into touched_items values (?)", [name])
    touched.settle(connection)
    grouping.regroup(connection, (), sketches_of(connection))
    touched.end(connection)


def sketches_of(connection):
    (path,) = connection.execute(
        "select path from duckdb_databases() where database_name = 'lantoa'"
    ).fetchone()
    return Path(path).parent / "sketches"


@pytest.fixture
def connection(tmp_path, empty_warehouse):
    shutil.copy(empty_warehouse, tmp_path)
    with db.writer(tmp_path, NOON) as connection:
        connection.execute(
            "insert into outlets by name select 'a' as outlet, 'Báo a' as name, "
            "'newspaper' as kind, $at as known_from",
            {"at": NOON},
        )
        yield connection


def emptied(connection):
    for table in ("items", "grouped_items", "stories", "story_items", "events"):
        connection.execute(f"delete from {table}")


def test_stories_are_the_same_whatever_order_and_batches_items_come_in(connection, monkeypatch):
    put(connection, [row(name) for name in ITEMS])
    expected = connection.execute(STATE).fetchall()
    story_of = {name: story for name, story, *_ in expected}
    assert story_of["dang-lai"] == "goc"
    assert story_of["viet-lai"] == story_of["chuoi"] == "som"
    assert story_of["tin-van-2"] == "tin-van"
    assert story_of["sau-mot-thang"] == "sau-mot-thang"
    for seed, size, pairs in ((1, 1, 50_000), (2, 3, 2), (3, 4, 1)):
        monkeypatch.setattr(neighbours, "_PAIRS", pairs)
        emptied(connection)
        names = list(ITEMS)
        random.Random(seed).shuffle(names)
        for start in range(0, len(names), size):
            put(connection, [row(name) for name in names[start : start + size]])
        assert connection.execute(STATE).fetchall() == expected
        assert db.violations(connection) == []


def test_a_changed_and_a_vanished_first_item_leave_what_a_first_run_finds(connection):
    put(connection, [row(name) for name in ITEMS])
    changed = [
        row("som", body=words(2000, 2200)),
        *(row(name) for name in ITEMS if name not in ("som", "goc")),
    ]
    put(connection, changed[:1])
    put(connection, [], gone=["goc"])
    incremental = connection.execute(STATE).fetchall()
    assert db.violations(connection) == []
    emptied(connection)
    put(connection, changed)
    assert connection.execute(STATE).fetchall() == incremental


def test_a_killed_run_leaves_what_was_and_the_next_does_it_all(connection):
    put(connection, [row("goc")])
    before = connection.execute(STATE).fetchall()
    with pytest.raises(KeyboardInterrupt), db.transaction(connection):
        put(connection, [row("dang-lai"), row("som")])
        raise KeyboardInterrupt
    assert connection.execute(STATE).fetchall() == before
    put(connection, [row("dang-lai"), row("som")])
    assert {story for _, story, *_ in connection.execute(STATE).fetchall()} == {"goc", "som"}


def test_a_new_item_elsewhere_writes_nothing_of_other_stories(connection):
    put(connection, [row(name) for name in ITEMS if name != "khac"])
    before = connection.execute("select * from story_items order by all").fetchall()
    put(connection, [row("khac")])
    after = connection.execute("select * from story_items order by all").fetchall()
    assert [entry for entry in after if entry[0] != "khac"] == before


def test_a_renamed_outlet_renames_the_origin(connection):
    put(connection, [row("goc")])
    connection.execute("update outlets set name = 'Báo Mới Đặt'")
    put(connection, [])
    assert connection.execute("select origin from stories where known_to is null").fetchall() == [
        ("Báo Mới Đặt",)
    ]


def test_sketches_that_are_gone_torn_or_of_another_method_are_made_again(connection):
    late = ("som", "tin-van-2", "dang-lai")
    put(connection, [row(name) for name in ITEMS if name not in late])
    of_day = sketches_of(connection) / "2026-01-10.parquet"
    whole = of_day.read_bytes()
    of_day.unlink()
    put(connection, [row("som")])
    of_day.write_bytes(whole[:100])
    put(connection, [row("tin-van-2")])
    pq.write_table(pa.table({"number": pa.array([1], pa.int64())}), of_day)
    put(connection, [row("dang-lai")])
    incremental = connection.execute(STATE).fetchall()
    emptied(connection)
    put(connection, [row(name) for name in ITEMS])
    assert connection.execute(STATE).fetchall() == incremental


def test_sketches_are_kept_for_three_windows_and_made_again_for_an_item_that_is_later(connection):
    def kept():
        return sorted(path.stem for path in sketches_of(connection).iterdir())

    put(connection, [row("goc")])
    put(connection, [row("khac", at=NOON + timedelta(days=91))])
    assert kept() == ["2026-04-11"]
    put(connection, [row("viet-lai", at=NOON + timedelta(days=1))])
    assert kept() == ["2026-01-10", "2026-01-11", "2026-04-11"]
    assert sketch_files.size(sketches_of(connection)).days == 3
    story = "select story_id from story_items where item_id = 'viet-lai'"
    assert connection.execute(story).fetchall() == [("goc",)]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_whole_text_as_long_as_an_excerpt_comes_in_after_a_purge(newsroom, at, words, more):
    whole = " ".join([words("x"), words("y")])[: LONGEST_EXCERPT + more].replace(" ", "-")
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    with db.transaction(newsroom.connection):
        newsroom.connection.execute("insert into purges values (?, ?)", [at(30), at(25)])
    newsroom.put("c2", newsroom.article("hai", "b", at(11), body=whole))
    assert newsroom.load().items == 2


def test_items_of_days_around_purged_ones_are_grouped_by_the_sketches_that_were_kept(connection):
    put(connection, [row("goc")])
    later = NOON + timedelta(days=175)
    cut = {"before": later - timedelta(days=90), "longest": LONGEST_EXCERPT, "at": later}
    touched.begin(connection)
    db.run(connection, "purge/shorten", parameters=cut)
    touched.end(connection)
    put(connection, [row("dang-lai", at=NOON - timedelta(days=1)), row("khac", at=later)])
    stories = "select item_id, story_id from story_items where known_to is null order by all"
    assert connection.execute(stories).fetchall() == [
        ("dang-lai", "dang-lai"),
        ("goc", "dang-lai"),
        ("khac", "khac"),
    ]
