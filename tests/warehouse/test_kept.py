"""Spans and days of collection that are kept from one load to the next are those that all visits give."""

import shutil
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse import db, kept, storage

START = datetime(2026, 1, 1, tzinfo=UTC)
SHOWN = "select * from ({relation}) order by all"

hours = st.integers(0, 24 * 40)
visits = st.fixed_dictionaries(
    {
        "outlet": st.sampled_from(["mot", "hai", "ba"]),
        "source": st.sampled_from(["a", "b"]),
        "source_kind": st.sampled_from(["feed"] * 5 + ["sitemap_index", "section", "archived_scan"]),
        "scanned": hours,
        "state": st.sampled_from(["ok"] * 4 + ["not_modified", "empty", "challenge", "failed"]),
        "reach": st.none() | st.integers(-2, 60),
    }
)
listed = st.fixed_dictionaries(
    {"outlet": st.sampled_from(["mot", "hai"]), "source": st.sampled_from(["a", "b"]), "seen": hours}
)
crawls = st.lists(st.tuples(st.lists(visits, max_size=12), st.lists(listed, max_size=2)), max_size=6)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A warehouse file without rows."""
    folder = tmp_path_factory.mktemp("empty")
    with db.writer(folder, START):
        pass
    return storage.file(folder)


@pytest.fixture
def opened(empty, tmp_path):
    """Give a connection to a new copy of the warehouse at each call."""
    connections = []

    def open_copy():
        for connection in connections:
            connection.close()
        copy = tmp_path / "copy.duckdb"
        shutil.copy(empty, copy)
        connections.append(duckdb.connect(copy))
        storage.set_up(connections[-1])
        return connections[-1]

    yield open_copy
    for connection in connections:
        connection.close()


def at(hour):
    return START + timedelta(hours=hour)


def enter_visit(connection, visit):
    scanned, reach = at(visit["scanned"]), visit["reach"]
    is_archived = visit["source_kind"] == "archived_scan"
    is_told = reach is not None and visit["source_kind"] != "section"
    connection.execute(
        "insert into scans values (?, ?, ?, ?, ?, '', 5, ?, ?, ?)",
        [
            *(visit[name] for name in ("outlet", "source", "source_kind")),
            scanned,
            visit["state"],
            scanned - timedelta(hours=reach) if is_told else None,
            (scanned - timedelta(hours=1) if is_archived else scanned) if is_told else None,
            scanned.date() if is_archived else None,
        ],
    )


def enter_listed(connection, entry, number):
    """Five articles, of which a section page showed the newest when it was visited."""
    for one in range(5):
        name, seen = f"{number}-{one}", at(entry["seen"])
        connection.execute(
            "insert into items by name select ? as item_id, ? as outlet, 'x' as url, ? as canonical_url, "
            "'x' as title, 'x' as title_hash, '' as lead, 'x' as body, [] as photo_credit, "
            "'editorial' as placement, ? as published_at, 'x' as published_method, "
            "'second' as published_precision, cast(? as date) as published_date, ? as first_seen_at, "
            "? as fetched_at, 'section' as via, [] as fallbacks, ? as sha256, ? as known_from",
            [name, entry["outlet"], name, seen - timedelta(hours=one), seen, seen, seen, name, seen],
        )
        connection.execute(
            "insert into sightings values (?, ?, ?, ?, 'section', ?, ?)",
            [name, entry["outlet"], name, entry["source"], seen, seen + timedelta(hours=20)],
        )


def differences(connection):
    """Give the views whose rows are others than those kept."""

    def rows(relation):
        found = connection.execute(SHOWN.format(relation=relation)).fetchall()
        return [[round(one, 6) if isinstance(one, float) else one for one in row] for row in found]

    return {
        view: table for view, table in kept.TABLES.items() if rows(f"from {view}") != rows(f"from {table}")
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crawls=crawls, brought=st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_is_kept_is_what_all_visits_give_whatever_came_in_which_order(opened, crawls, brought):
    connection = opened()
    for number, ((seen, articles), is_brought) in enumerate(zip(crawls, brought, strict=False)):
        for visit in seen:
            enter_visit(connection, visit)
        for place, entry in enumerate(articles):
            enter_listed(connection, entry, f"{number}-{place}")
        if is_brought:
            kept.bring_up(connection)
            assert differences(connection) == {}
    kept.bring_up(connection)
    assert differences(connection) == {}


def test_only_days_that_new_visits_tell_of_are_written_again(opened):
    connection = opened()
    feed = {"outlet": "mot", "source": "a", "source_kind": "feed", "state": "ok", "reach": 7}
    for hour in range(0, 24 * 30, 6):
        enter_visit(connection, feed | {"scanned": hour})
    kept.bring_up(connection)
    written = "select day_date from kept_outlet_days where rowid > ? order by all"
    (last,) = connection.execute("select max(rowid) from kept_outlet_days").fetchone()
    enter_visit(connection, feed | {"scanned": 24 * 30})
    kept.bring_up(connection)
    days = [day for (day,) in connection.execute(written, [last]).fetchall()]
    assert days == [date(2026, 1, 31)]
    assert differences(connection) == {}


def test_nothing_is_written_where_nothing_came(opened):
    connection = opened()
    enter_visit(
        connection,
        {"outlet": "mot", "source": "a", "source_kind": "feed", "state": "ok", "reach": 7, "scanned": 30},
    )
    kept.bring_up(connection)
    rows = "select max(rowid) from kept_from"
    before = connection.execute(rows).fetchone()
    kept.bring_up(connection)
    assert connection.execute(rows).fetchone() == before


def test_all_is_worked_out_again_where_visits_went_away(opened):
    connection = opened()
    feed = {"outlet": "mot", "source": "a", "source_kind": "feed", "state": "ok", "reach": 7}
    for hour in range(0, 24 * 10, 6):
        enter_visit(connection, feed | {"scanned": hour})
    kept.bring_up(connection)
    connection.execute("delete from scans where scanned_at < ?", [at(100)])
    enter_visit(connection, feed | {"scanned": 24 * 11})
    kept.bring_up(connection)
    assert differences(connection) == {}
