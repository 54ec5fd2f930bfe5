"""Periods of the digest: every working day has an issue, and every instant falls into exactly one of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.digest.period import NoIssueError, asked, before, number, period, week_before

CLOSING = time(6, 30)


def hours(day, closing=CLOSING):
    found = period(day, closing)
    return f"{found.from_at:%d/%m %H:%M}", f"{found.to_at:%d/%m %H:%M}"


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2026, 2, 4), ("03/02 06:30", "04/02 06:30")),  # a Wednesday
        (date(2026, 2, 2), ("30/01 06:30", "02/02 06:30")),  # Monday has the weekend
        (date(2026, 2, 13), ("12/02 06:30", "13/02 06:30")),  # the last before Tết
        (date(2026, 2, 23), ("13/02 06:30", "23/02 06:30")),  # the first after it
        (date(2026, 8, 22), ("21/08 06:30", "22/08 06:30")),  # a Saturday worked for Monday 31 August
        (date(2026, 8, 24), ("22/08 06:30", "24/08 06:30")),
        (date(2026, 9, 3), ("28/08 06:30", "03/09 06:30")),  # that Monday off, then National Day
        (date(2027, 1, 4), ("31/12 06:30", "04/01 06:30")),
    ],
)
def test_an_issue_covers_the_time_since_the_closing_of_the_one_before(day, covered):
    assert hours(day) == covered


def test_the_closing_time_is_the_offices_own():
    assert hours(date(2026, 2, 4), time(16, 0)) == ("03/02 16:00", "04/02 16:00")


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 2, 1), "2026-02-02"),
        (date(2026, 2, 17), "2026-02-23"),
        (date(2026, 8, 31), "2026-09-03"),
    ],
)
def test_a_day_off_has_no_issue_and_says_which_is_the_next(day, following):
    with pytest.raises(NoIssueError, match=f"no working day: the next issue is that of {following}"):
        period(day, CLOSING)


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_periods_follow_each_other_without_gap_or_overlap(day):
    try:
        found = period(day, CLOSING)
    except NoIssueError:
        return
    assert before(found).to_at == found.from_at
    assert len(found.days_off) == (found.to_at - found.from_at).days - 1


def test_the_days_off_between_two_issues_are_named():
    assert period(date(2026, 2, 23), CLOSING).days_off == tuple(
        date(2026, 2, 14) + timedelta(days=n) for n in range(9)
    )
    assert period(date(2026, 2, 4), CLOSING).days_off == ()


def test_an_issue_is_compared_with_one_of_the_same_weekday_that_covered_as_much():
    assert week_before(period(date(2026, 2, 4), CLOSING)).day == date(2026, 1, 28)
    assert week_before(period(date(2026, 2, 2), CLOSING)).day == date(2026, 1, 26)
    assert week_before(period(date(2026, 2, 23), CLOSING)) is None  # that Monday was in Tết
    assert week_before(period(date(2026, 3, 2), CLOSING)) is None  # that issue covered Tết
    assert week_before(period(date(2026, 8, 24), CLOSING)) is None  # it has one day off, that one had two


def test_issues_are_numbered_by_the_working_days_of_the_campaign():
    assert number(date(2026, 2, 2), date(2026, 2, 4)) == 3
    assert number(date(2026, 1, 31), date(2026, 2, 2)) == 1
    assert number(date(2026, 2, 13), date(2026, 2, 23)) == 2
    assert number(date(2026, 2, 5), date(2026, 2, 4)) is None


def test_an_issue_is_written_after_it_closed():
    with pytest.raises(NoIssueError, match="the issue of 2026-03-10 closes at 06:30"):
        asked(None, CLOSING, datetime(2026, 3, 9, 23, 29, tzinfo=UTC))
    assert asked(None, CLOSING, datetime(2026, 3, 9, 23, 30, tzinfo=UTC)).day == date(2026, 3, 10)
    assert asked(date(2026, 3, 6), CLOSING, datetime(2026, 3, 20, tzinfo=UTC)).day == date(2026, 3, 6)
