"""What offices said, as rows: by revision, as statements across versions, without a tone of an office."""

import random
from datetime import timedelta

import pytest

from lantoa import batches

WIRE = "khối lượng công việc đó còn tiếp tục tăng lên trong năm nay"


def quote(row, campaign, position, words=WIRE, office="Bộ Y tế", **more):
    """Give the row of a quote of an article."""
    return (
        row
        | {
            "campaign": campaign.id,
            "campaign_sha256": campaign.sha256,
            "position": position,
            "office": office,
            "is_office": True,
            "said_on": None,
            "verb": "cho biết",
            "words": words,
            "is_direct": False,
            "messages": ["an-toan"],
        }
        | more
    )


def put(room, crawl, row, *quotes):
    room.put(crawl, row)
    marked = f"scores/{row['outlet']}/{crawl}.{room.campaign.id}-{room.campaign.sha256[:8]}.quotes.parquet"
    room.write(marked, batches.QUOTES, quotes)


@pytest.fixture
def wire(newsroom, at, words):
    """Three versions of one story: two with one statement, the third with another, and one without a body."""
    body = words("wire")
    rows = [
        newsroom.article(site, "tin", at(10, hour), body=body)
        for hour, site in enumerate(("mot", "hai", "ba"))
    ]
    put(newsroom, "c1", rows[0], quote(rows[0], newsroom.campaign, 0))
    put(
        newsroom, "c2", rows[1], quote(rows[1], newsroom.campaign, 0, WIRE.replace(" đó", ""), is_direct=True)
    )
    put(newsroom, "c3", rows[2], quote(rows[2], newsroom.campaign, 0, "kho thuốc vẫn đủ dùng đến hết quý ba"))
    newsroom.load()
    return newsroom


def test_near_the_same_words_in_two_versions_are_one_statement(wire):
    found = wire.rows(
        "select outlet, statement_id, office, is_direct, messages from fct_quotes order by published_at"
    )
    assert [row[0] for row in found] == ["mot", "hai", "ba"]
    assert found[0][1] == found[1][1] != found[2][1]
    assert {row[2] for row in found} == {"Bộ Y tế"}
    assert [row[3] for row in found] == [False, True, False]
    assert found[0][4] == ["an-toan"]


def test_what_a_version_left_out_of_an_offices_statements_is_shown(wire):
    found = wire.rows("select outlet, words, state from fct_statement_fidelity order by state, outlet, words")
    assert [(outlet, state) for outlet, _, state in found] == [
        ("ba", "carried"),
        ("hai", "carried"),
        ("mot", "carried"),
        ("ba", "missing"),
        ("hai", "missing"),
        ("mot", "missing"),
    ]
    assert found[3][1] == WIRE


def test_loading_again_changes_nothing(wire, at):
    before = wire.all_rows()
    wire.load(at(25))
    assert wire.all_rows() == before


def test_a_statement_that_a_later_revision_dropped_is_no_longer_quoted(wire, at, words):
    put(wire, "c4", wire.article("hai", "tin", at(10, 1), body=words("moi"), fetched_at=at(12)))
    wire.load()
    assert wire.rows("select outlet from fct_quotes order by outlet") == ["ba", "mot"]
    assert wire.rows("select count(*) from quotes where known_to is null") == [3]


def test_a_changed_campaign_file_closes_its_quotes_and_changed_back_finds_them_again(wire, at):
    before = wire.rows("select * exclude (published_at) from fct_quotes order by all")
    wire.campaign = wire.campaign_file_with_other_terms()
    wire.load(at(22))
    assert wire.rows("select count(*) from fct_quotes") == [0]
    wire.campaign = wire.campaign_file()
    wire.load(at(23))
    assert wire.rows("select * exclude (published_at) from fct_quotes order by all") == before


def test_a_late_quote_parts_no_event_at_the_end_of_the_stretch_around_it(newsroom, at, words):
    wire = words("wire").split()
    in_other_order = random.Random(5).sample(wire, len(wire))  # the same event, and no copy
    first = newsroom.article("hai", "som", at(1), body=" ".join(wire))
    second = newsroom.article("ba", "sau", at(3), body=" ".join(in_other_order))
    later = newsroom.article("bon", "muon", at(1) + timedelta(days=67), body=words("khác"))
    put(newsroom, "c1", first, quote(first, newsroom.campaign, 0))
    put(newsroom, "c2", second, quote(second, newsroom.campaign, 0, WIRE.replace(" đó", "")))
    newsroom.put("c3", later)
    newsroom.load(at(1) + timedelta(days=100))

    put(newsroom, "c4", later, quote(later, newsroom.campaign, 0, "kho thuốc vẫn đủ dùng đến hết quý ba"))
    newsroom.load(at(1) + timedelta(days=101))

    found = newsroom.rows(
        "select statement_id from quote_statements where known_to is null and item_id in (?, ?)",
        first["item_id"],
        second["item_id"],
    )
    assert len(found) == 2
    assert len(set(found)) == 1


def test_no_view_puts_a_tone_a_rank_or_a_trend_beside_an_office(wire):
    columns = wire.rows(
        "select table_name, column_name from duckdb_columns() where not internal and table_name in "
        "(select table_name from duckdb_columns() where column_name = 'office')"
    )
    assert {table for table, _ in columns} >= {"quotes", "fct_quotes", "fct_statement_fidelity"}
    unwanted = ("tone", "p_negative", "p_neutral", "p_positive", "rank", "trend", "label")
    assert [one for one in columns if one[1] in unwanted or "tone" in one[1]] == []
