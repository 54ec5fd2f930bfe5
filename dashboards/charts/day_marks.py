"""The marks of an axis of days, each of which stands on a day, written as the text around it writes days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboards import words
from dashboards.words import Lang

_MOST_MARKS = 6  # that stand side by side on a phone
_HINTS = {"vi": "%d/%m/%Y", "en": "%-d %b %Y"}
_YEAR = 330  # days from which on months are marked


def day_marks(first: date, last: date, lang: Lang) -> dict[str, Any]:
    """Give the marks of an axis from one day to another, as Plotly takes them: at most one a day.

    Plotly's own marks fall on hours of a day where days are few, and have one form for all languages.
    """
    length = (last - first).days + 1
    if length < _YEAR:
        marked, write = [first + timedelta(days=place) for place in range(length)], words.short_day
    else:
        marked, write = _months(first, last), words.month
    step = -(-len(marked) // _MOST_MARKS) or 1
    shown = marked[step // 2 :: step]  # the first and last are kept off the ends, where other marks stand
    return {
        "tickvals": [day.isoformat() for day in shown],
        "ticktext": [write(day, lang) for day in shown],
        "hoverformat": _HINTS[lang],
    }


def day_hint(lang: Lang) -> str:
    """Give the day of what is pointed at, as Plotly's script writes it."""
    return f"%{{x|{_HINTS[lang]}}}"


def _months(first: date, last: date) -> Sequence[date]:
    """Give the first days of the months that begin between two days."""
    count = 12 * (last.year - first.year) + last.month - first.month
    months = (first.year * 12 + first.month + place for place in range(count))
    begins = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [first] * (first.day == 1) + begins
