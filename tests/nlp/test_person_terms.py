from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.match import parse
from nlp.person_terms import is_person, only_persons

_LINES = Path(__file__).with_name("person_terms.tsv").read_text("utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in _LINES if not line.startswith("#")]
PERSONS = [term for what, term in ROWS if what == "person"]
OTHERS = [term for what, term in ROWS if what == "other"]


@pytest.mark.parametrize("term", PERSONS)
def test_a_name_is_told_with_and_without_titles(term):
    assert is_person(term)


@pytest.mark.parametrize("term", OTHERS)
def test_places_bodies_offices_and_words_are_no_persons(term):
    assert not is_person(term)


@pytest.mark.parametrize(
    "query",
    [
        '"Phạm Minh Chính" OR "Tô Lâm"',
        '"Phạm Minh Chính" AND "Tô Lâm"',
        '"Phạm Minh Chính" NEAR/5 "Tô Lâm"',
        '("Phạm Minh Chính" OR "phạm minh chính") NEAR/20 ("Tô Lâm" OR "Trần Hồng Hà")',
        '"Thủ tướng" NEAR/1 "Phạm Minh Chính"',
        'Phạm NEAR/0 "Minh Chính"',
        'Phạm AND "Minh Chính"',
        '"bác sĩ Nguyễn Văn An" AND NOT phim',
        '("Nguyễn Văn An" AND NOT (phim OR kịch)) OR ông AND "Trần Bình"',
    ],
)
def test_a_query_of_persons_only_is_told(query):
    assert only_persons(parse(query))


@pytest.mark.parametrize(
    "query",
    [
        '"Nguyễn Văn An" AND "an toàn giao thông"',
        '"Nguyễn Văn An" NEAR/10 "tai nạn"',
        '"Nguyễn Văn An" OR "tai nạn"',
        '"Nguyễn Văn An" AND ("Trần Bình" OR "tai nạn")',
        '"liệt sĩ" AND "Nguyễn Văn An"',
        '"Thủ tướng" OR "Nguyễn Văn An"',
        '"đường Nguyễn Huệ" OR "phố Trần Hưng Đạo"',
        '"Bệnh viện" AND "Bạch Mai"',
        "Hoàng AND Sa",
        "hồ OR vũ",
        '"Tư tưởng Hồ Chí Minh"',
        '"Hồ Chí Minh"',
        '"Công viên Lê Thị Riêng"',
        '"Trần Bình" AND "an toàn giao thông"',
        '"Hoàng Sa" OR "Lâm Đồng"',
    ],
)
def test_a_query_with_a_subject_beside_a_name_is_none(query):
    assert not only_persons(parse(query))


def test_a_query_of_many_alternatives_is_answered_at_once():
    pairs = " AND ".join(f'("Nguyễn Văn An" OR "Trần Bình {letter}")' for letter in "ABCDEGHIKLMNOPQRST")
    assert only_persons(parse(f"({pairs}) OR ({pairs})"))


@given(
    st.sampled_from(PERSONS), st.sampled_from(["tai nạn giao thông", "sốt xuất huyết", "quy hoạch đô thị"])
)
def test_a_subject_beside_any_name_is_none(name, subject):
    assert not only_persons(parse(f'"{name}" AND "{subject}"'))
    assert not only_persons(parse(f'"{subject}" OR "{name}"'))


@given(st.lists(st.sampled_from(PERSONS), min_size=1, max_size=4), st.sampled_from([" OR ", " AND "]))
def test_names_joined_stay_names(names, joint):
    assert only_persons(parse(joint.join(f'"{name}"' for name in names)))


@given(st.sampled_from(PERSONS))
def test_unicode_forms_and_hidden_characters_do_not_hide_a_name(name):
    assert is_person("\u200b" + name.replace(" ", " \u200d"))


@given(st.text(max_size=40))
def test_any_text_is_answered(text):
    assert is_person(text) in (True, False)
