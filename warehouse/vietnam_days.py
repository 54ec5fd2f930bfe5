"""Days of Vietnam that are no ordinary ones: Tết, public holidays, and working days that make up for them."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.countries.vietnam import Vietnam


def is_holiday(day: date) -> bool:
    """Tell whether a Vietnam day is a public holiday, off in place of one, or worked to make up for one.

    The dates are those that the package `holidays` has from the government's announcements, which come late
    in the year before.
    """
    known = _of_year(day.year)
    return day in known or day in known.weekend_workdays


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a Vietnam day: Monday to Friday less days off, and make-up Saturdays."""
    return _of_year(day.year).is_working_day(day)


@cache
def _of_year(year: int) -> "Vietnam":
    # With those of all other countries, for which other steps should not wait.
    from holidays.countries.vietnam import Vietnam

    return Vietnam(years=year)
