"""Audiences in the warehouse: facts with history, and reach only where they allow it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawlers.outlets import Audience
from warehouse.load_audiences import SCHEMA

LATER = datetime(2026, 1, 25, tzinfo=UTC)


def record(outlet, audience, unit="week", base="người lớn", day=1, known_from=LATER, population=100):
    """Give an imported record: so many of a hundred."""
    return {
        "outlet": outlet,
        "audience": audience,
        "population": population,
        "base": base,
        "time_unit": unit,
        "source": "Viện Đo",
        "source_url": None,
        "as_of_date": date(2026, 1, day),
        "known_from": known_from,
    }


@pytest.fixture
def take(newsroom):
    def taken(*records, name="1"):
        newsroom.write(f"audiences/imported/{name}.audiences.parquet", SCHEMA, records)
        newsroom.load(LATER)

    return taken


def test_the_newest_audience_counts_and_a_corrected_one_keeps_its_history(newsroom, take):
    take(record("mot", 30), record("mot", 40, day=9))
    take(record("mot", 50, day=9, known_from=LATER + timedelta(days=1)), name="2")
    newsroom.load(LATER)
    assert newsroom.rows("select share from rpt_audiences") == [0.5]
    known = newsroom.rows("select share, known_to is null from audiences order by share")
    assert known == [(0.3, True), (0.4, False), (0.5, True)]


def test_audiences_of_the_register_are_known_too_and_go_with_it(newsroom):
    measured = Audience(0.2, "week", "người lớn", "Viện Đo", date(2026, 1, 1))
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], audience=(measured,))
    newsroom.load()
    assert newsroom.rows("select outlet, share, via from rpt_audiences") == [("mot", 0.2, "register")]
    newsroom.outlets["mot"] = replace(newsroom.outlets["mot"], audience=())
    newsroom.load(LATER)
    assert newsroom.rows("select count(*) from rpt_audiences") == [0]
