"""Rows kept of the items that anything is about are those that all tables give, whatever came when."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa import batches
from warehouse import db, kept, storage

captures = st.fixed_dictionaries(
    {
        "site": st.sampled_from(["mot", "hai", "chuyen-trang"]),
        "slug": st.sampled_from(["a", "a", "b"]),
        "fetched": st.integers(10, 16),
        "text": st.sampled_from(["giếng", "cầu", ""]),
        "tone": st.sampled_from(["positive", "negative"]),
        "method": st.sampled_from(["one", "other"]),
        "tier": st.sampled_from(["fast", "precise"]),
        "is_imported": st.booleans(),
        "on_campaign": st.sampled_from([True, True, False]),
        "provinces": st.none() | st.sampled_from([["Hà Nội"], ["Hà Nội", "Cao Bằng"]]),
    }
)
loads = st.fixed_dictionaries(
    {
        "captures": st.lists(captures, min_size=1, max_size=3),
        "renamed": st.sampled_from([None, None, None, "aggregator", "newspaper"]),
        "drawn": st.none() | st.sampled_from(["mot", "hai"]),
        "is_brought": st.sampled_from([True, True, False]),
    }
)


def put(room, at, words, number, capture):
    article = room.article(
        capture["site"],
        capture["slug"],
        at(10),
        body=words(capture["text"]) if capture["text"] else "",
        fetched_at=at(capture["fetched"]),
        via="import:kho.warc.gz" if capture["is_imported"] else "https://mot.example/rss",
        **{name: capture[name] for name in ("tone", "method", "tier", "on_campaign")},
    )
    room.put(f"c{number}", article)
    if capture["provinces"] is not None:
        places = [
            {"province": name, "level": "province", "part": "lead", "how": ["name"], "mentions": 1}
            for name in capture["provinces"]
        ]
        row = article | {"places": places, "level": "province", "evidence": "UBND"}
        room.write(f"scores/{capture['site']}/c{number}.places.parquet", batches.PLACES, [row])


DRAWN = """
insert into draws by name
select
    'd' as draw, 'nuoc-sach' as campaign, date '2026-01-01' as from_date, date '2026-01-31' as to_date,
    1 as seed, 'g' as guide, item_id as story_id, item_id, 's' as stratum, 1.0 as inclusion_probability,
    false as is_double, 1 as position, known_from
from items
where known_to is null and outlet = ? and item_id not in (select item_id from draws)
"""


def differences(room):
    """Give the rows that only one of the view and the table has."""
    columns = "columns(* exclude (places)), cast(places as varchar) as places"
    query = (
        f"(select {columns} from int_concerned_items except all select {columns} from kept_concerned_items) "
        f"union all "
        f"(select {columns} from kept_concerned_items except all select {columns} from int_concerned_items)"
    )
    return room.connection.execute(query).fetchall()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(loads, min_size=2, max_size=4))
def test_what_is_kept_of_items_is_what_all_tables_give_whatever_was_loaded(new_newsroom, at, words, history):
    room = new_newsroom()
    number = 0
    for one in history:
        for capture in one["captures"]:
            number += 1
            put(room, at, words, number, capture)
        if one["renamed"]:
            changed = {"kind": one["renamed"], "name": f"Báo {number}"}
            room.outlets["mot"] = replace(room.outlets["mot"], **changed)
        room.load(at(20, number))
        if one["drawn"]:
            room.connection.execute(DRAWN, [one["drawn"]])
        if one["is_brought"]:
            kept.bring_up(room.connection)
            assert differences(room) == []
    kept.bring_up(room.connection)
    assert differences(room) == []
    assert room.rows("select count(*) from kept_concerned_items") == room.rows(
        "select count(*) from int_concerned_items"
    )


def test_only_items_that_a_load_touches_are_worked_out_again(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)), newsroom.article("hai", "b", at(10)))
    newsroom.load()
    kept.bring_up(newsroom.connection)
    (last,) = newsroom.rows("select max(rowid) from kept_concerned_items")
    newsroom.put("c2", newsroom.article("ba", "c", at(30)))
    newsroom.load()
    kept.bring_up(newsroom.connection)
    written = "select site from kept_concerned_items where rowid > ?"
    assert newsroom.rows(written, last) == ["ba"]


def test_a_new_name_reaches_what_is_kept_where_only_visits_come_after_it(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load(at(11))
    kept.bring_up(newsroom.connection)
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], name="Báo khác")
    newsroom.load(at(12))
    kept.bring_up(newsroom.connection)
    newsroom.put_scans("c3", {"outlet": "mot", "scanned_at": at(13)})
    newsroom.load(at(13))
    kept.bring_up(newsroom.connection)
    assert differences(newsroom) == []


def test_a_name_that_is_changed_back_leaves_nothing_old_in_what_is_kept(newsroom, at):
    before = dict(newsroom.outlets)
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load(at(11))
    kept.bring_up(newsroom.connection)
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], name="Báo khác")
    newsroom.put_scans("c2", {"outlet": "mot", "scanned_at": at(13)})
    newsroom.load(at(13))
    newsroom.outlets = before
    newsroom.load(at(14))
    kept.bring_up(newsroom.connection)
    assert differences(newsroom) == []


def test_what_is_kept_is_worked_out_anew_where_another_version_wrote_in_between(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load(at(11))
    kept.bring_up(newsroom.connection)
    newsroom.connection.execute("create temp table saved as from kept_concerned_items")
    newsroom.put("c2", newsroom.article("mot", "a", at(10), title="Nước sạch khác", fetched_at=at(14)))
    newsroom.load(at(15))
    newsroom.connection.execute("insert into kept_concerned_items from saved")  # its load deletes nothing
    newsroom.connection.execute("update schema_versions set sha256 = 'of the other version'")
    db.apply_schema(newsroom.connection, at(16))
    kept.bring_up(newsroom.connection)
    assert differences(newsroom) == []


def test_nothing_is_written_of_items_where_nothing_came(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    kept.bring_up(newsroom.connection)
    storage.settle(newsroom.connection)
    rows = "select max(rowid) from {table}"
    tables = ("kept_concerned_items", "kept_items_from")
    before = [newsroom.rows(rows.format(table=table)) for table in tables]
    newsroom.load()
    kept.bring_up(newsroom.connection)
    assert [newsroom.rows(rows.format(table=table)) for table in tables] == before


def test_items_are_worked_out_again_by_other_statements(newsroom, at):
    newsroom.put("c1", newsroom.article("mot", "a", at(10)))
    newsroom.load()
    kept.bring_up(newsroom.connection)
    newsroom.connection.execute("update kept_concerned_items set title = 'of another version'")
    kept.bring_up(newsroom.connection)
    assert newsroom.rows("select title from kept_concerned_items") == ["of another version"]
    with db.transaction(newsroom.connection):
        newsroom.connection.execute("update schema_versions set sha256 = 'of other statements'")
    kept.bring_up(newsroom.connection)
    assert newsroom.rows("select title from kept_concerned_items") == ["Nước sạch a"]
