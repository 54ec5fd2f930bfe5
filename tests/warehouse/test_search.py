"""Search in items that hand-made batches hold."""

from datetime import date

import pytest

from warehouse.search import phrases, search

DAYS = (date(2026, 1, 1), date(2026, 1, 31))


@pytest.fixture
def found(newsroom, at):
    newsroom.put(
        "c1",
        newsroom.article("mot", "i", at(8), title="Nghĩa trang liệt sĩ ở Lí Hòa"),
        newsroom.article("hai", "y", at(9), title="Nghĩa trang liệt sỹ ở Lý Hòa"),
        newsroom.article("ba", "other", at(10), title="Liệt sử, liết sì và kỵ sĩ"),
    )
    newsroom.load()

    def ids(typed):
        hits = search(newsroom.connection, phrases(typed), DAYS, (), 10)
        return {one.outlet for one in hits}

    return ids


@pytest.mark.parametrize(
    "typed", ["liệt sĩ", "liệt sỹ", '"liệt sĩ"', '"liet sy"', "liet si lí hòa", '"ở Lý Hoà"']
)
def test_i_and_y_are_one_where_both_are_usual(found, typed):
    assert found(typed) >= {"mot", "hai"}


def test_another_syllable_or_tone_is_not_found_for_it(found):
    assert found('"liệt sĩ"') == {"mot", "hai"}
    assert found('"liệt sị"') == set()
    assert found("nghĩa trangi") == set()


@pytest.mark.parametrize(
    "typed", ['"li\u200bệt s\u00adĩ"', '"liệt\u200b sĩ\ufeff"', '"lie\u0323\u0302t si\u0303"']
)
def test_hidden_characters_and_unicode_forms_of_what_is_typed_do_not_matter(found, typed):
    assert found(typed) == {"mot", "hai"}
