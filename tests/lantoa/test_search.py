"""`lantoa search`: what is found, and what is refused."""

from datetime import date

import pytest

from warehouse.reader import Reader
from warehouse.search import SearchError, phrases


@pytest.fixture
def search(complete_run):
    """Search the published warehouse of the small press; give headlines."""

    def searched(typed, **narrowed):
        with Reader(complete_run[0].published) as reader:
            return reader.search(typed, **narrowed)

    return searched


def titles(found):
    return [one.title for one in found]


def test_words_typed_without_diacritics_are_found_with_them_and_not_the_other_way_round(search):
    spelled = titles(search('"bồn nước sạch"'))
    assert spelled == ["Trường học có bồn nước sạch"]
    assert titles(search('"bon nuoc sach"')) == spelled
    assert titles(search("truong bồn")) == spelled
    assert titles(search('"bốn nước sách"')) == []


def test_bare_syllables_of_a_phrase_are_found_with_any_diacritics_where_nothing_holds_it_as_typed(search):
    spelled = titles(search('"bồn nước sạch"'))
    assert titles(search('"bồn nuoc sạch"')) == titles(search('"bon nước sach"')) == spelled
    assert titles(search('"bốn nuoc sạch"')) == []


def test_an_outlet_that_is_none_is_refused_with_those_near_to_it(search):
    with pytest.raises(SearchError, match="'thanh-xuam': no outlet has this id; did you mean 'thanh-xuan'"):
        search("nước", outlets=["thanh-xuam"])


def test_phrases_stand_together_and_words_anywhere(search):
    assert titles(search('"sạch nước"')) == []
    assert "Trường học có bồn nước sạch" in titles(search("sạch nước bồn"))
    assert titles(search("sạc")) == []  # a part of a word is none


def test_the_newest_come_first_of_the_days_and_outlets_asked_for(search, complete_run):
    found = search('"nước sạch"')
    assert len(found) >= 6
    assert [one.published_at for one in found] == sorted((one.published_at for one in found), reverse=True)
    day = found[0].published_at.date()
    assert titles(search('"nước sạch"', from_date=day)) == titles(
        one for one in found if one.published_at.date() >= day
    )
    some = search('"nước sạch"', outlets=["thanh-xuan"])
    assert {one.outlet for one in some} == {"thanh-xuan"}
    assert titles(search('"nước sạch"', limit=2)) == titles(found[:2])


def test_an_excerpt_is_short_and_holds_what_was_found(search):
    for one in search('"học sinh"'):
        assert "học sinh" in one.excerpt.lower()
        assert len(one.excerpt) <= 302
        assert one.url.startswith("https://")


def test_what_is_too_long_is_refused_and_curly_quotation_marks_are_some():
    with pytest.raises(SearchError, match="at most 50 syllables: search for fewer words"):
        phrases("nước " * 60)
    with pytest.raises(SearchError, match="at most 20000 characters"):
        phrases("a" * 20_000)
    assert phrases("“liệt sĩ” ADN") == phrases('"liệt sĩ" ADN') == ("liệt sĩ", "ADN")
    assert phrases('liệt sĩ "Nguyễn Văn An"') == ("liệt", "sĩ", "Nguyễn Văn An")


@pytest.mark.parametrize(
    "typed",
    [
        "Nguyễn Văn Bình",
        '"Trần Thị Hoa"',
        "ông Nguyễn Văn Bình",
        "nguyen van binh",
        '"nguyễn thị hoa"',
        'Nguyễn "Văn Bình"',
    ],
)
def test_a_persons_name_alone_is_refused(typed):
    with pytest.raises(SearchError, match="only the name of a person"):
        phrases(typed)


@pytest.mark.parametrize(
    "typed",
    ["Nguyễn Văn Bình khánh thành", '"Bộ Y tế"', "Hà Nội", "đô thị hóa", "do thi hoa", "dang thi hanh"],
)
def test_offices_places_and_what_is_done_are_searched_for(typed):
    assert phrases(typed)


@pytest.mark.parametrize("typed", ["", '""', "...", '"'])
def test_without_words_it_says_what_is_expected(typed):
    with pytest.raises(SearchError, match="expected words"):
        phrases(typed)


@pytest.mark.parametrize("typed", ["ngày*", '"liệt s*"', "ngày * đêm"])
def test_a_wildcard_is_refused_with_what_to_do(typed):
    with pytest.raises(SearchError, match="search for each form of the word by itself"):
        phrases(typed)


@pytest.mark.parametrize("typed", ["liệt sĩ AND ADN", '"nước OR sạch"', "nước NEAR/3 sạch", "NOT nước"])
def test_operators_of_queries_are_refused_and_not_looked_for_as_words(typed):
    with pytest.raises(SearchError, match="operators of campaigns' queries, not of a search"):
        phrases(typed)
    assert phrases("rock and roll") == ("rock", "and", "roll")


def test_days_of_which_the_first_is_after_the_last_are_refused(search):
    with pytest.raises(SearchError, match=r"from 2026-01-12 to 2026-01-10 is empty: expected --from <= --to"):
        search("nước", from_date=date(2026, 1, 12), to_date=date(2026, 1, 10))
