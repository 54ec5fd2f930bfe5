"""The working days on which the digest appears, and the time that each issue covers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dashboards.words import VIETNAM
from warehouse.vietnam_days import is_working_day

_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class NoIssueError(Exception):
    """There is no issue of a day, or not yet; the message says when there is one."""


@dataclass(frozen=True)
class Period:
    """What an issue covers: all that was published from one closing time until before the next.

    Attributes:
        day: The working day on which the issue appears.
        from_at: Closing time of the issue before, Vietnam time.
        to_at: Its own closing time.
    """

    day: date
    from_at: datetime
    to_at: datetime

    @property
    def days_off(self) -> tuple[date, ...]:
        """Days between the two issues on which none appeared: weekends, holidays, Tết."""
        first = self.from_at.date() + _DAY
        return tuple(first + n * _DAY for n in range((self.day - first).days))

    @property
    def midnight(self) -> datetime:
        """The instant at which the day of the issue began."""
        return datetime.combine(self.day, time(), VIETNAM)


def period(day: date, closing: time) -> Period:
    """Give what the issue of a day covers: from the closing time of the working day before to its own.

    Monday's covers the weekend, the first after Tết covers Tết; a Saturday that is worked to make up for a
    day off has an issue of its own.

    Args:
        day: A Vietnam day.
        closing: Vietnam time at which every issue closes.

    Raises:
        NoIssueError: It is no working day; the message names the next one.
    """
    if not is_working_day(day):
        later = day + _DAY
        while not is_working_day(later):
            later += _DAY
        raise NoIssueError(f"{day} is no working day: the next issue is that of {later}")
    before = day - _DAY
    while not is_working_day(before):
        before -= _DAY
    return Period(day, *(datetime.combine(one, closing, VIETNAM) for one in (before, day)))


def asked(day: date | None, closing: time, now: datetime) -> Period:
    """Give what the issue of a day (today, without one) covers, once it has closed.

    Raises:
        NoIssueError: It is no working day, or the issue has not closed yet.
    """
    issue = period(day or now.astimezone(VIETNAM).date(), closing)
    if issue.to_at > now:
        raise NoIssueError(f"the issue of {issue.day} closes at {issue.to_at:%H:%M}: write it after that")
    return issue


def before(issue: Period) -> Period:
    """Give what the issue before another one covered."""
    return period(issue.from_at.date(), issue.to_at.time())


def week_before(issue: Period) -> Period | None:
    """Give the issue of the same weekday a week before, which an issue may be compared with.

    None where there was none, or where it covered more or less time: then they are not compared.
    """
    day = issue.day - WEEK
    if not is_working_day(day):
        return None
    earlier = period(day, issue.to_at.time())
    return earlier if earlier.to_at - earlier.from_at == issue.to_at - issue.from_at else None


def number(first: date, day: date) -> int | None:
    """Give the number of an issue: working days from the campaign's first day to its own, both included.

    None before the campaign's first day.

    >>> number(date(2026, 2, 13), date(2026, 2, 23))
    2
    """
    days = (first + n * _DAY for n in range((day - first).days + 1))
    return sum(map(is_working_day, days)) or None
