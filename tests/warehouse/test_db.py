"""The schema, history that is never overwritten, and SQL that DuckLake runs too."""

import shutil
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest

from lantoa import batches
from warehouse import counting, db, flattening, storage

AT = datetime(2026, 1, 20, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 21, 1, tzinfo=UTC)


def phases(*names):
    return pa.table(
        {
            "campaign": ["nuoc-sach"] * len(names),
            "phase": list(names),
            "name_vi": list(names),
            "name_en": list(names),
            "from_date": [date(2026, 1, 1)] * len(names),
            "to_date": [date(2026, 1, 31)] * len(names),
        }
    )


@pytest.fixture
def connection(tmp_path, empty_warehouse):
    shutil.copy(empty_warehouse, tmp_path)
    with db.writer(tmp_path, AT) as connection:
        yield connection


def test_the_schema_applied_again_changes_nothing(tmp_path):
    for at in (AT, LATER):
        with db.writer(tmp_path, at) as connection:
            versions = connection.execute("select version, applied_at from schema_versions").fetchall()
    assert [(version, at.astimezone(UTC)) for version, at in versions] == [(db.SCHEMA_VERSION, AT)]


def test_a_schema_whose_statements_differ_is_applied_anew(tmp_path):
    with db.writer(tmp_path, AT) as connection:
        views = "select view_name, sql from duckdb_views() order by all"
        as_made = connection.execute(views).fetchall()
        connection.execute("create or replace view rpt_gaps as select 1 as other")
        connection.execute("update schema_versions set sha256 = 'of other statements'")
    with db.writer(tmp_path, LATER):
        pass
    with db.writer(tmp_path, LATER) as connection:  # as it stands in the file
        found = connection.execute(views).fetchall()
        versions = connection.execute("select version, applied_at from schema_versions").fetchall()
    assert found == as_made
    assert [(version, at.astimezone(UTC)) for version, at in versions] == [(db.SCHEMA_VERSION, AT)]


HASHED = 140_000
"""Words, packed as a purge leaves them: the last are in a group larger than a load's."""
HELD = "select count(*), max(words), count(columns(*)) from searched_items"


@pytest.fixture
def earlier(tmp_path):
    """A warehouse whose words have a hash each, and grouped items an address, as earlier versions had."""
    with db.writer(tmp_path, AT):
        pass
    with duckdb.connect(tmp_path / "lantoa.duckdb") as connection:
        connection.execute("drop table searched_items")
        connection.execute("create table searched_items (item_id varchar, sha256 varchar, words varchar)")
        connection.execute(
            f"insert into searched_items select n, 'x', ' nuoc ' from range({HASHED}) as r (n)"
        )
        connection.execute("alter table grouped_items add column canonical_url varchar")
        connection.execute("update schema_versions set sha256 = 'of other statements'")
    return tmp_path


def test_a_column_that_an_earlier_version_had_besides_goes_and_rows_can_come(earlier):
    with db.writer(earlier, LATER) as connection:
        connection.execute("insert into searched_items select 'a' || n, ' moi ' from range(3000) as r (n)")
        assert connection.execute(HELD).fetchone() == (HASHED + 3000, " nuoc ", HASHED + 3000, HASHED + 3000)
        assert "canonical_url" not in connection.sql("from grouped_items").columns


def test_a_column_that_an_earlier_version_had_besides_is_left_as_all_is_written_anew(earlier):
    with db.rewritten(earlier, LATER) as connection:
        assert connection.execute(HELD).fetchone() == (HASHED, " nuoc ", HASHED, HASHED)


def test_a_writer_that_was_killed_as_a_column_went_leaves_a_warehouse_that_takes_rows(
    earlier, tmp_path_factory
):
    left = tmp_path_factory.mktemp("left")
    with duckdb.connect(earlier / "lantoa.duckdb") as connection:
        connection.execute("alter table searched_items drop column sha256")
        for part in earlier.glob("lantoa.duckdb*"):
            shutil.copy(part, left)
    assert (left / "lantoa.duckdb.wal").exists()
    with db.writer(left, LATER) as connection:
        connection.execute("insert into searched_items select 'a' || n, ' moi ' from range(3000) as r (n)")
        assert connection.execute(HELD).fetchone() == (HASHED + 3000, " nuoc ", HASHED + 3000, HASHED + 3000)


def test_a_newer_warehouse_is_refused_and_the_fix_is_named(tmp_path):
    with db.writer(tmp_path, AT) as connection:
        connection.execute("insert into schema_versions values (99, now(), '')")
    with (
        pytest.raises(db.WarehouseError, match=r"schema 99.*install a newer lantoa"),
        db.writer(tmp_path, AT),
    ):
        pass


def test_an_older_warehouse_is_refused_and_what_to_keep_is_named(tmp_path):
    with duckdb.connect(tmp_path / "lantoa.duckdb") as connection:
        connection.execute("create table schema_versions (version integer, applied_at timestamptz)")
        connection.execute("insert into schema_versions values (1, now())")
    with (
        pytest.raises(db.WarehouseError, match=r"schema 1, .*raw/ holds all that they are made from"),
        db.writer(tmp_path, AT),
    ):
        pass


def test_what_a_killed_writer_left_beside_the_warehouse_goes_with_the_next_one(tmp_path):
    spilled = tmp_path / "spilled"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(bytes(1000))
    with db.writer(tmp_path, AT) as connection:
        (place,) = connection.execute("select current_setting('temp_directory')").fetchone()
    assert place == str(spilled)
    assert not spilled.exists()


def memory_limit(connection):
    return connection.execute("select current_setting('memory_limit')").fetchone()[0]


@pytest.mark.parametrize(("usual", "within"), [("300.0 MiB", "47.6 MiB"), ("30.0 MiB", "30.0 MiB")])
def test_memory_is_limited_for_what_is_done_to_the_lower_of_two_sizes(connection, usual, within):
    connection.execute(f"set memory_limit = '{usual}'")
    assert storage.in_memory_of(50_000_000, connection, lambda: memory_limit(connection)) == within
    assert memory_limit(connection) == usual


def test_memory_is_as_before_where_what_is_done_fails(connection):
    connection.execute("set memory_limit = '300MiB'")
    with pytest.raises(duckdb.BinderException):
        storage.in_memory_of(50_000_000, connection, lambda: connection.execute("select nothing"))
    assert memory_limit(connection) == "300.0 MiB"


def test_what_has_no_room_in_memory_waits_on_the_disk_and_is_gone_with_the_writer(tmp_path):
    rows = 400_000
    many = (
        f"create temp table many as select range as n, repeat('a', 200) || range as said from range({rows})"
    )

    def spill():
        with db.transaction(connection):
            connection.execute(many)
            there = sum(path.stat().st_size for path in (tmp_path / "spilled").iterdir())
            return there, connection.execute("select count(distinct said) from many").fetchone()

    with db.writer(tmp_path, AT) as connection:
        there, found = storage.in_memory_of(50_000_000, connection, spill)
    assert there > 0
    assert found == (rows,)
    assert not (tmp_path / "spilled").exists()


def test_what_needs_more_memory_is_done_again_with_all(connection, caplog):
    connection.execute("set memory_limit = '300MiB'")
    connection.execute("set threads = 1")
    limits = []

    def collect():
        limits.append(memory_limit(connection))
        with db.transaction(connection):
            connection.execute("insert into batches values ('a', 'b', 1)")
            # A list has to lie in memory as a whole.
            return connection.execute("select len(list(range)) from range(6_000_000)").fetchone()

    assert storage.in_memory_of(50_000_000, connection, collect) == (6_000_000,)
    assert limits == ["47.6 MiB", "300.0 MiB"]
    assert "50 MB of memory are too little, again with up to 300.0 MiB" in caplog.text
    assert connection.execute("select count(*) from batches").fetchone() == (1,)


def test_replaced_rows_keep_their_history(connection):
    db.replace_rows(connection, "phases", phases("trước", "sau"), AT, ("campaign", ["nuoc-sach"]))
    db.replace_rows(connection, "phases", phases("trước", "sau"), LATER, ("campaign", ["nuoc-sach"]))
    db.replace_rows(connection, "phases", phases("trước"), LATER, ("campaign", ["nuoc-sach"]))
    rows = connection.execute("select phase, known_from, known_to from phases order by phase").fetchall()
    assert [(phase, at.astimezone(UTC), to and to.astimezone(UTC)) for phase, at, to in rows] == [
        ("sau", AT, LATER),
        ("trước", AT, None),
    ]


def test_replacing_one_campaign_leaves_the_others(connection):
    db.replace_rows(connection, "phases", phases("trước"), AT, ("campaign", ["nuoc-sach"]))
    db.replace_rows(connection, "phases", phases().slice(0, 0), LATER, ("campaign", ["khac"]))
    assert connection.execute("select count(*) from phases where known_to is null").fetchone() == (1,)


def test_an_empty_warehouse_has_no_violations(connection):
    assert db.violations(connection) == []


def test_a_failed_transaction_leaves_what_was(connection):
    with pytest.raises(RuntimeError), db.transaction(connection):
        connection.execute("insert into batches values ('a', 'b', 1)")
        raise RuntimeError
    assert connection.execute("select count(*) from batches").fetchone() == (0,)


def test_tables_and_views_are_described(connection):
    undescribed = connection.execute(
        """
        select table_name from duckdb_tables() where not internal and comment is null
        union all
        select view_name from duckdb_views() where not internal and comment is null
        """
    ).fetchall()
    assert undescribed == []


def test_every_column_is_described_and_every_description_is_of_a_column(connection):
    undescribed = connection.execute(
        """
        select table_name, column_name from duckdb_columns()
        where
            not internal
            and column_name not in (select column_name from column_descriptions where relation = '')
        """
    ).fetchall()
    assert undescribed == [], "describe each in warehouse/sql/70_columns.sql"
    idle = connection.execute(
        """
        select relation, column_name from column_descriptions
        where not exists (
            select 1 from duckdb_columns() as columns
            where
                columns.column_name = column_descriptions.column_name
                and column_descriptions.relation in ('', columns.table_name)
        )
        """
    ).fetchall()
    assert idle == []
    twice = "select relation, column_name from column_descriptions group by all having count(*) > 1"
    assert connection.execute(twice).fetchall() == []
    db.describe_columns(connection)
    uncommented = (
        "select table_name, column_name from duckdb_columns() where not internal and comment is null"
    )
    assert connection.execute(uncommented).fetchall() == []


def test_a_column_is_described_as_its_table_or_view_means_it(connection):
    db.describe_columns(connection)
    comments = "select table_name, comment from duckdb_columns() where column_name = 'n' and not internal"
    said = dict(connection.execute(comments).fetchall())
    assert said["tone_models"] == "Texts that a model was trained on."
    assert said["measures"] == said["rpt_measures"] == "Number of units behind the value; method says which."


@pytest.fixture
def lake(tmp_path, monkeypatch):
    """The writer's connection to a DuckLake with a file catalog."""
    with monkeypatch.context() as patch:
        patch.setenv("LANTOA_WAREHOUSE", f"ducklake:{tmp_path}/catalog")
        with db.writer(tmp_path / "warehouse", AT) as connection:
            yield connection


# A DuckLake's catalog takes time for each statement: half a minute in all.
@pytest.mark.slow
def test_loading_and_measuring_run_on_ducklake_with_the_same_result(lake, new_newsroom, at, words):
    """Every file of sql/load and sql/measures, on the same batches: new, changed, refused and returned."""
    rooms = new_newsroom(), new_newsroom()
    rooms[1].connection = lake
    found = []
    for room in rooms:
        first = room.article("mot", "a", at(10), messages=("an-toan",))
        room.put("c1", first, room.article("hai", "a", at(10, 9), body=first["body"]))
        room.put_scans(
            "links", {"outlet": "mot", "scanned_at": at(12), "oldest_at": at(9), "newest_at": at(11)}
        )
        seen = {"source": "https://mot.example/rss", "source_kind": "feed", "first_seen_at": at(10)}
        room.put_sightings("links", first | seen | {"last_seen_at": at(12)})
        refused = room.article("ba", "b", at(11)) | {"reason": "no body", "detail": "", "rejected_at": at(11)}
        room.write("articles/ba/c1.rejected.parquet", batches.REJECTED, [refused])
        room.load(at(13))
        room.put("c2", room.article("mot", "a", at(10), body=words("moi"), fetched_at=at(14), method="later"))
        room.campaign = room.campaign_file_with_other_terms()
        room.load(at(15))
        room.campaign = room.campaign_file()
        room.load(at(16))
        flattening.flatten(room.connection)
        measures = counting.all_measures(room.connection, room.january())
        counting.store(room.connection, room.january(), {"all": measures}, at(16))
        views = room.rows("select view_name from duckdb_views() where not internal order by all")
        shown = {view: room.rows(f"select * from {view} order by all") for view in views}
        tables = room.rows("select table_name from duckdb_tables() where not internal order by all")
        kept = {table: room.rows(f"select * from {table} order by all") for table in tables}
        known = room.rows("select item_id, sha256 from items_as_of(?) order by all", at(12))
        found.append((measures, shown, kept, known))
    assert found[0] == found[1]
    assert len(found[0][3]) == 2
