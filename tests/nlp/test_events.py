from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.events import EventDoc, group

NOON = datetime(2026, 7, 20, 5, tzinfo=UTC)

BRIDGE = (
    "Thông xe cầu Bình Minh qua sông Trầm sau ba năm xây dựng",
    "Cầu Bình Minh bắc qua sông Trầm chính thức thông xe sáng nay",
    "Người dân hai bờ sông Trầm vui mừng ngày thông xe cầu Bình Minh",
)
SCHOOL = (
    "Trường tiểu học Hoa Mai khai giảng năm học mới với hai nghìn học sinh",
    "Hai nghìn học sinh Trường tiểu học Hoa Mai dự lễ khai giảng",
)


def docs(*texts, days=0.0):
    return [
        EventDoc(text, NOON + timedelta(days=days, hours=number), text) for number, text in enumerate(texts)
    ]


def test_stories_of_one_event_share_it_and_others_do_not():
    found = group(docs(*BRIDGE) + docs(*SCHOOL))
    assert {found[text] for text in BRIDGE} == {BRIDGE[0]}
    assert {found[text] for text in SCHOOL} == {SCHOOL[0]}


def test_an_event_lasts_three_days_from_its_first_story():
    first, later, last = BRIDGE
    stories = docs(first) + docs(later, days=2) + docs(last, days=4)
    found = group(stories + docs(*SCHOOL))
    assert found[later] == first
    assert found[last] == last


def test_texts_without_words_are_events_of_their_own():
    assert group([]) == {}
    assert group([EventDoc("a", NOON, ""), EventDoc("b", NOON, "...")]) == {"a": "a", "b": "b"}


@settings(max_examples=25, deadline=None)
@given(st.permutations(docs(*BRIDGE) + docs(*SCHOOL)))
def test_events_do_not_depend_on_the_order_stories_come_in(stories):
    assert group(stories) == group(docs(*BRIDGE) + docs(*SCHOOL))
