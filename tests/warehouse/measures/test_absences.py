"""Absences: from which story on something does not come any more, and when it came again."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.measures.absences import Absence, absences

FIRST = date(2026, 3, 2)


def series(*counts: tuple[int, int]) -> list[tuple[date, int, int]]:
    return [(FIRST + timedelta(days=number), *one) for number, one in enumerate(counts)]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_an_absence_begins_after_the_last_day_with_it_and_is_reached_by_a_story() -> None:
    days = series((5, 2), (4, 0), (0, 0), (3, 0), (3, 0))
    assert absences(days, 7) == [Absence(day(1), day(4), 10, day(3))]
    assert absences(days, 11) == [Absence(day(1), day(4), 10, None)]


def test_it_is_over_when_the_thing_comes_again_and_the_next_one_is_another() -> None:
    days = series((4, 0), (4, 0), (2, 1), (1, 1), (9, 0))
    assert absences(days, 8) == [
        Absence(day(0), day(1), 8, day(1), is_over=True),
        Absence(day(4), day(4), 9, day(4)),
    ]
    assert absences([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=20))
def test_every_story_of_a_day_without_it_is_in_one_absence(counts: list[tuple[int, bool]]) -> None:
    days = series(*((stories, int(has and stories > 0)) for stories, has in counts))
    found = absences(days, 10)
    assert sum(one.stories for one in found) == sum(stories for _, stories, having in days if not having)
    assert all((one.reached is not None) == (one.stories >= 10) for one in found)
    assert all(one.is_over for one in found[:-1])
