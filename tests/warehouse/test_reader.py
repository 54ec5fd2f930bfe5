"""The reader: one published state, nothing outside it, nothing changed."""

import shutil
from datetime import date

import duckdb
import pytest

from warehouse import counting, db
from warehouse.counting import UNITS
from warehouse.filters import Filter
from warehouse.publish import publish
from warehouse.reader import NotPublishedError, Reader


@pytest.fixture(scope="module")
def published(make_room, empty_warehouse, tmp_path_factory, at):
    """The folder of snapshots, with one published: two items of one campaign, measured. Not to be changed."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "warehouse").mkdir()
    shutil.copy(empty_warehouse, folder / "warehouse")
    with db.writer(folder / "warehouse", at(17)) as connection:
        newsroom = make_room(folder, connection)
        newsroom.put("c1", newsroom.article("mot", "a", at(10, 23.5)), newsroom.article("hai", "b", at(16)))
        newsroom.load()
        measures = counting.all_measures(connection, newsroom.january())
        counting.store(connection, newsroom.january(), {"all": measures}, at(17))
    publish(folder / "warehouse", folder / "published", at(18))
    return folder / "published"


def test_without_a_snapshot_it_says_what_to_run(tmp_path):
    with (
        Reader(tmp_path) as reader,
        pytest.raises(NotPublishedError, match=r"current: nothing is published yet: run"),
    ):
        reader.campaigns()


def test_a_snapshot_of_another_version_is_named(tmp_path):
    with duckdb.connect(tmp_path / "old.duckdb") as connection:
        connection.execute("create table schema_versions as select 1 as version")
    (tmp_path / "current").write_text("old.duckdb")
    with Reader(tmp_path) as reader, pytest.raises(NotPublishedError, match="another version of lantoa"):
        reader.frame("rpt_gaps")


def test_a_snapshot_that_another_connection_has_open_is_named_as_such(published):
    snapshot = published / (published / "current").read_text()
    with Reader(published) as reader:
        with (
            duckdb.connect(snapshot, read_only=True),
            pytest.raises(NotPublishedError, match="no Reader: close that one first"),
        ):
            reader.campaigns()
        assert list(reader.campaigns()) == ["campaign", "name_vi", "name_en", "query"]


@pytest.mark.parametrize(
    "sql", ["delete from items", "create table x (y integer)", "update stories set origin = ''"]
)
def test_nothing_can_be_changed(published, sql):
    with Reader(published) as reader, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        reader.query(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{path}')",
        "select * from '{path}'",
        "select * from read_csv('{path}')",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.duckdb' as other",
        "copy items to '{folder}/items.csv'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_nothing_outside_the_snapshot_can_be_reached(published, tmp_path, sql):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with Reader(published) as reader, pytest.raises(duckdb.Error):
        reader.query(sql.format(path=secret, folder=tmp_path))
    assert not (tmp_path / "items.csv").exists()


def test_a_new_snapshot_is_seen_at_the_next_call_unless_one_is_held(published, tmp_path, at):
    published = shutil.copytree(published.parent, tmp_path / "home") / "published"
    with Reader(published) as reader:
        with reader.held() as first:
            assert len(reader.frame("rpt_stories")) == 2
            with db.writer(published.parent / "warehouse", at(20)) as connection:
                connection.execute("update mentions set known_to = ?", [at(20)])
            publish(published.parent / "warehouse", published, at(20))

            assert reader.snapshot == first
            assert len(reader.frame("rpt_stories")) == 2

        assert reader.snapshot != first
        assert len(reader.frame("rpt_stories")) == 0


@pytest.mark.parametrize(
    "name", ["items", "stg_items", "rpt_daily; drop table items", "rpt_daily where 1=1", "", "rpt_x y"]
)
def test_only_report_views_can_be_named(published, name):
    with (
        Reader(published) as reader,
        pytest.raises(ValueError, match="expected a view whose name begins with rpt_"),
    ):
        reader.frame(name)


def test_a_view_is_given_whole_or_for_one_campaign(published):
    with Reader(published) as reader:
        assert len(reader.frame("rpt_daily")) == len(reader.frame("rpt_daily", "nuoc-sach")) == 2
        assert len(reader.frame("rpt_daily", "khac")) == 0
        assert len(reader.frame("rpt_daily", "' or '1'='1")) == 0


def test_campaigns_and_phases_are_given_in_order(published):
    with Reader(published) as reader:
        assert reader.campaigns().to_dict("records") == [
            {
                "campaign": "nuoc-sach",
                "name_vi": "Tháng nước sạch",
                "name_en": "Clean water month",
                "query": '"nước sạch"',
            }
        ]
        assert list(reader.phases("nuoc-sach")["phase"]) == ["truoc", "trong"]
        assert len(reader.phases("khac")) == 0


def test_measures_for_a_filter_are_computed_as_the_stored_ones(published):
    whole = Filter("nuoc-sach", date(2026, 1, 1), date(2026, 1, 31))
    with Reader(published) as reader:
        found = reader.measures(whole)
        stored = {row["name"]: row for row in reader.frame("rpt_measures", "nuoc-sach").to_dict("records")}
        early = reader.measure("items", Filter("nuoc-sach", date(2026, 1, 1), date(2026, 1, 10)))
        during = reader.measure("items", Filter("nuoc-sach", date(2026, 1, 1), date(2026, 1, 31), "trong"))
        with pytest.raises(KeyError):
            reader.measure("khong-co", whole)
    assert list(found) and set(found) == set(stored) == set(UNITS)
    for name, measure in found.items():
        assert (measure.n, measure.status, measure.reason) == (
            stored[name]["n"],
            stored[name]["status"],
            stored[name]["reason"],
        )
    assert (found["items"].value, early.value, during.value) == (2, 1, 1)


def test_the_period_is_that_of_the_known_items(published):
    with Reader(published) as reader:
        assert reader.period() == (date(2026, 1, 10), date(2026, 1, 16))
        assert reader.period(date(2026, 1, 12)) == (date(2026, 1, 12), date(2026, 1, 16))


def test_times_come_back_in_vietnam_time(published):
    with Reader(published) as reader:
        first = reader.query("select min(published_at) as at from items")["at"][0]
    assert (first.hour, str(first.tzinfo)) == (23, "Asia/Ho_Chi_Minh")
