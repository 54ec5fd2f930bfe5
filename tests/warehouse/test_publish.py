"""Publishing: readers see one whole state, old or new, whatever happens to the writer."""

import shutil
import threading
from datetime import timedelta

import duckdb
import pytest

from warehouse import db, flattening, kept, storage
from warehouse.publish import KEPT, PublishError, publish
from warehouse.purging import is_unpublished
from warehouse.reader import NotPublishedError, Reader

DAY = timedelta(days=1)


@pytest.fixture
def home(tmp_path, empty_warehouse):
    """Give the folders of warehouse and snapshots, and what adds a batch to the warehouse, which is empty."""
    (tmp_path / "warehouse").mkdir()
    shutil.copy(empty_warehouse, tmp_path / "warehouse")

    class Home:
        warehouse = tmp_path / "warehouse"
        published = tmp_path / "published"

        def add(self, number, at):
            with db.writer(self.warehouse, at(10)) as connection:
                connection.execute("insert into batches values (?, ?, ?)", [f"b{number}", "0", number])

        def publish(self, moment):
            return publish(self.warehouse, self.published, moment)

        def seen(self):
            with Reader(self.published) as reader:
                return list(reader.query("select rows from batches order by rows")["rows"])

    return Home()


def test_without_a_warehouse_it_says_what_to_run(home, at):
    shutil.rmtree(home.warehouse)
    with pytest.raises(PublishError, match=r"lantoa\.duckdb: expected a warehouse: run `lantoa load` first"):
        home.publish(at(10))
    assert not home.published.exists()


def test_the_same_state_is_published_once(home, at):
    home.add(1, at)
    first = home.publish(at(10))
    content = first.read_bytes()
    with db.writer(home.warehouse, at(11)):
        pass  # opened and closed by a step that had nothing to do

    assert home.publish(at(12)) == first
    assert first.read_bytes() == content
    assert sorted(path.name for path in home.published.iterdir()) == sorted([first.name, "current"])


def test_states_that_parted_from_one_copy_are_published_apart(home, at):
    home.add(1, at)
    copy = home.warehouse.with_name("copy.duckdb")
    shutil.copy(home.warehouse / "lantoa.duckdb", copy)
    names = []
    for moment in (11, 12):
        shutil.copy(copy, home.warehouse / "lantoa.duckdb")
        with db.writer(home.warehouse, at(10)) as connection:
            connection.execute("insert into purges values (?, ?)", [at(moment), at(1)])
        names.append(home.publish(at(13)).name)
    assert names[0] != names[1]


def test_texts_of_a_second_purge_up_to_the_same_instant_are_published_away(home, at):
    for moment in (11, 12):
        assert not is_unpublished(home.warehouse, home.published)
        home.publish(at(moment))
        with db.writer(home.warehouse, at(10)) as connection:
            connection.execute("insert into purges values (?, ?)", [at(moment), at(1)])
        assert is_unpublished(home.warehouse, home.published)
        shutil.rmtree(home.published)
        home.publish(at(moment))


def test_a_snapshot_whose_end_is_lost_is_named_and_made_anew(home, at):
    home.add(1, at)
    snapshot = home.publish(at(10))
    content = snapshot.read_bytes()
    snapshot.write_bytes(content[:-1])
    with pytest.raises(NotPublishedError, match=f"{snapshot.name}: its end is cut off: run `lantoa publish`"):
        home.seen()
    assert home.publish(at(11)).stat().st_size == len(content)
    assert home.seen() == [1]


def test_a_new_state_is_a_new_file_and_the_old_one_stays_for_those_who_read_it(home, at):
    home.add(1, at)
    first = home.publish(at(10))
    with Reader(home.published) as before:
        old = before.query("select count(*) as n from batches")["n"][0]
        home.add(2, at)
        second = home.publish(at(11))
        with Reader(home.published) as after:
            new = after.query("select count(*) as n from batches")["n"][0]
    assert (old, new) == (1, 2)
    assert first.exists() and second.exists() and first != second
    assert (home.published / "current").read_text("utf-8") == second.name


@pytest.mark.slow
def test_only_the_last_snapshots_are_kept(home, at):
    for number in range(KEPT + 3):
        home.add(number, at)
        last = home.publish(at(10) + number * DAY)
    kept = sorted(home.published.glob("*.duckdb"))
    assert len(kept) == KEPT
    assert kept[-1] == last
    assert home.seen() == list(range(KEPT + 3))


@pytest.mark.slow
def test_the_current_snapshot_stays_even_where_the_clock_went_back(home, at):
    for number in range(KEPT + 1):
        home.add(number, at)
        last = home.publish(at(20) - number * DAY)
    assert last.exists()
    assert home.seen() == list(range(KEPT + 1))


def test_what_a_writer_committed_before_it_was_killed_is_published(home, at, tmp_path):
    """Such a writer leaves its last transactions in the log beside the file."""
    home.add(1, at)
    home.publish(at(10))
    with db.writer(home.warehouse, at(10)) as connection:
        connection.execute("insert into batches values ('b2', '0', 2)")
        for name in ("lantoa.duckdb", "lantoa.duckdb.wal"):
            shutil.copyfile(home.warehouse / name, tmp_path / name)
    for name in ("lantoa.duckdb", "lantoa.duckdb.wal"):
        shutil.copyfile(tmp_path / name, home.warehouse / name)

    home.publish(at(11))

    assert home.seen() == [1, 2]


def test_a_publish_that_was_killed_midway_leaves_readers_what_they_had(home, at):
    home.add(1, at)
    first = home.publish(at(10))
    home.add(2, at)
    torn = first.with_name("20260111T000000Z-0123456789ab.partial")
    torn.write_bytes(first.read_bytes()[:1000])
    (home.published / "current.partial").write_text("2026", "utf-8")
    assert home.seen() == [1]

    home.publish(at(12))

    assert home.seen() == [1, 2]
    assert not list(home.published.glob("*.partial"))


@pytest.mark.slow
def test_readers_never_fail_while_snapshots_change(home, at):
    home.add(0, at)
    home.publish(at(1))
    failures, counts, ended = [], [], threading.Event()

    def read():
        with Reader(home.published) as reader:
            while not ended.is_set():
                try:
                    counts.append(
                        reader.query("select count(*) as n, max(rows) as m from batches").iloc[0].to_list()
                    )
                except Exception as error:
                    failures.append(error)
                    return

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 9):
        home.add(number, at)
        home.publish(at(1) + number * DAY)
    ended.set()
    for reader in readers:
        reader.join()

    assert failures == []
    assert all(n == m + 1 for n, m in counts)


def test_what_reports_read_is_a_table_with_its_comment_and_the_views_rows(home, at):
    home.add(1, at)
    snapshot = home.publish(at(10))
    kinds = (
        "select table_name, comment from duckdb_tables() where table_name in {names} "
        "union all select view_name, comment from duckdb_views() where view_name in {names}"
    ).format(names=("fct_mentions", "rpt_stories"))
    with duckdb.connect(home.warehouse / "lantoa.duckdb") as views, duckdb.connect(snapshot) as tables:
        assert sorted(views.execute(kinds).fetchall()) == sorted(tables.execute(kinds).fetchall())
        assert "fct_mentions" in {
            row[0] for row in tables.execute("select table_name from duckdb_tables()").fetchall()
        }
        # As an earlier version left it.
        tables.execute("create table flat as from int_tones")
        tables.execute("drop view int_tones")
        tables.execute("alter table flat rename to int_tones")
        tables.execute("drop macro wrote")
        flattening.restore_views(tables)
        named = "select view_name from duckdb_views() where not internal order by all"
        assert views.execute(named).fetchall() == tables.execute(named).fetchall()


def test_every_column_that_readers_see_has_its_comment(home, at):
    home.add(1, at)
    home.publish(at(10))
    with Reader(home.published) as reader:
        said = reader.query(
            "select table_name, column_name, comment from duckdb_columns() where not internal"
        )
    assert said[said["comment"].isna()].empty
    said = said.set_index(["table_name", "column_name"])["comment"]
    assert (
        said["rpt_daily", "published_date"] == "Vietnam day of publication."
    )  # a view until it is published
    assert said["items", "published_date"] == said["stg_items", "published_date"]  # a table, and a view


@pytest.mark.parametrize(
    "view",
    [
        "int_tones",
        "fct_revisions",
        "fct_story_carriers",
        "fct_item_levels",
        "int_outlet_visits",
        "fct_item_places",
        "int_concerned",
        "rpt_outlet_days",
    ],
)
def test_what_ranges_over_all_items_and_no_page_reads_stays_a_view(home, at, view):
    home.add(1, at)
    with duckdb.connect(home.publish(at(10)), read_only=True) as snapshot:
        kinds = "select count(*) from duckdb_views() where view_name = ?"
        assert snapshot.execute(kinds, [view]).fetchone() == (1,)
        snapshot.execute(f"from {view}").fetchall()


def test_a_snapshot_is_a_whole_database_of_its_own(home, at):
    home.add(1, at)
    snapshot = home.publish(at(10))
    with duckdb.connect(snapshot, read_only=True) as connection:
        assert connection.execute("select count(*) from stg_items").fetchone() == (0,)


def test_rows_are_packed_in_small_groups_that_are_left_as_they_are(home, at):
    """A load writes what it adds, and not again what earlier ones added; publishing packs nothing anew."""
    for number in range(3):
        with db.writer(home.warehouse, at(10)) as connection, db.transaction(connection):
            connection.execute(
                "insert into batches select 'b' || n, '0', n from range($begin, $begin + 20_000) as r (n)",
                {"begin": number * 20_000},
            )
    packed = (
        "select row_group_id, sum(count) from pragma_storage_info('batches') "
        "where column_name = 'rows' and segment_type <> 'VALIDITY' group by all order by all"
    )
    with duckdb.connect(home.publish(at(10)), read_only=True) as snapshot:
        groups = [rows for _, rows in snapshot.execute(packed).fetchall()]
    assert sum(groups) == 60_000
    assert max(groups) == 8192


@pytest.fixture
def visited(newsroom, at):
    """Give a newsroom of three outlets with visits and items of three weeks, but for a day or so."""
    sites, days = ("mot", "hai", "ba"), range(1, 21)
    visits = [
        {"outlet": site, "scanned_at": at(day, 23.5), "oldest_at": at(day, -1), "newest_at": at(day, 23)}
        for site in sites
        for day in days
        if (site, day) != ("hai", 18)
    ]
    newsroom.put_scans("links", *visits)
    items = [
        newsroom.article(site, f"{site}-{day}-{number}", at(day, 8 + number / 10))
        for site in sites
        for day in days
        for number in range(12 if (site, day) != ("ba", 19) else 1)
    ]
    newsroom.put("c1", *items)
    newsroom.load()
    newsroom.connection.execute("checkpoint")
    return newsroom


def _rows(connection, view):
    return connection.execute(f"select * from {view} order by all").fetchall()


@pytest.mark.parametrize("begun", [0, 3, len(flattening._EARLY)], ids=["at once", "after some", "never"])
def test_what_is_begun_while_the_file_is_copied_is_what_the_copy_gives(visited, begun):
    folder = visited.folder / "warehouse"
    kept.bring_up(visited.connection)
    expected = {view: _rows(visited.connection, view) for view in flattening._EARLY}
    assert all(expected.values())
    visited.connection.close()
    copy = visited.folder / "copy"
    ended = iter([False] * begun + [True])
    with storage.opened_beside(copy) as connection:
        with storage.file_in_use(connection, folder):
            flattening.begin(connection, lambda: next(ended))
        assert db.tables(connection, "temp") == sorted(flattening._EARLY[:begun])
        shutil.copyfile(folder / "lantoa.duckdb", copy)
        with storage.copy_in_use(connection, copy):
            flattening.flatten_for_good(connection)
            assert db.tables(connection, "temp") == []
            assert expected.keys() <= set(db.tables(connection))
            assert {view: _rows(connection, view) for view in flattening._EARLY} == expected


def test_sums_of_doubles_do_not_depend_on_the_order_of_rows(visited):
    """Of rows that lie the other way round, each figure has the same last digit."""
    kept.bring_up(visited.connection)
    visited.connection.execute(
        "update kept_outlet_days set watched_hours = watched_hours / (1 + hash(outlet, day_date) % 97), "
        "covered_hours = covered_hours / (1 + hash(day_date, outlet) % 97)"
    )
    # Joins as they are written, so that rows come to the sum in the order of this table.
    visited.connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    given = []
    for order in ("outlet, day_date", "outlet desc, day_date desc"):
        visited.connection.execute(
            f"create or replace temp table int_outlet_days as from kept_outlet_days order by {order}"
        )
        given.append([_rows(visited.connection, view) for view in ("int_collection_days", "rpt_collection")])
    assert given[0] == given[1]


def test_a_view_that_fails_gives_its_error_and_leaves_what_was_published(home, at):
    home.add(1, at)
    shown = home.publish(at(10))
    with db.writer(home.warehouse, at(11)) as connection:
        connection.execute("insert into batches values ('b2', '0', 2)")
    before = sorted(home.published.iterdir())
    with storage.connected(home.warehouse) as connection:
        connection.execute("create or replace view rpt_daily as select error('no such day') as day_date")
    with pytest.raises(duckdb.InvalidInputException, match="no such day"):
        home.publish(at(11))
    assert sorted(home.published.iterdir()) == before
    assert shown.name == (home.published / "current").read_text("utf-8")
