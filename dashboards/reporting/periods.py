"""The periods that a report can be about: the whole, a phase, an activity, a week, some days."""

import difflib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dashboards import words
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.reader import Filter, Reader

WHOLE = "all"
"""What is asked for, for the whole period."""

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class PeriodError(Exception):
    """There is no such period; the message says which there are."""


@dataclass(frozen=True)
class Period:
    """What a report is about.

    Attributes:
        key: As it is asked for: "all", id of a phase or an activity, "2026-W10", "2026-03-02..2026-03-08".
        kind: What it is.
        which: What is counted.
        names: Name by language; "" where its days say all.
    """

    key: str
    kind: Literal["whole", "phase", "activity", "days"]
    which: Filter
    names: dict[Lang, str]

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole period, for which measures are stored."""
        return self.kind == "whole"

    @property
    def is_stored(self) -> bool:
        """Whether reach and consensus by segment are stored for it."""
        return self.kind in ("whole", "phase")

    def title(self, from_date: date, to_date: date, lang: Lang) -> str:
        """Give its name, if it has one, and its days."""
        days = words.period(from_date, to_date, lang)
        return f"{self.names[lang]} ({days})" if self.names[lang] else days


def read(reader: Reader, campaign: str, key: str, whole: tuple[date, date]) -> Period:
    """Give the period that is asked for.

    Args:
        reader: The published warehouse.
        campaign: Id.
        key: As `Period.key`.
        whole: First and last Vietnam day of the whole.

    Raises:
        PeriodError: There is none such.
    """
    unnamed: dict[Lang, str] = dict.fromkeys(words.LANGUAGES, "")
    if key == WHOLE:
        return Period(key, "whole", Filter(campaign, *whole), unnamed)
    if found := _WEEK.fullmatch(key):
        monday = _monday(key, int(found[1]), int(found[2]))
        names: dict[Lang, str] = {
            lang: words.text("period.week", lang, week=found[2], year=found[1]) for lang in words.LANGUAGES
        }
        return Period(key, "days", Filter(campaign, monday, monday + timedelta(6)), names)
    if found := _DAYS.fullmatch(key):
        return Period(key, "days", Filter(campaign, *_span(key, found[1], found[2])), unnamed)
    return _named(reader, campaign, key, whole)


def _named(reader: Reader, campaign: str, key: str, whole: tuple[date, date]) -> Period:
    phases = {row["phase"]: row for row in rows(reader.phases(campaign))}
    activities = _activities(reader, campaign)
    if key in phases and key in activities:
        raise PeriodError(f"period {key!r}: a phase and an activity have this id: rename one of them")
    if key in phases:
        names: dict[Lang, str] = {lang: str(phases[key][f"name_{lang}"]) for lang in words.LANGUAGES}
        return Period(key, "phase", Filter(campaign, *whole, phase=key), names)
    if key in activities:
        row = activities[key]
        which = Filter(campaign, row["from_date"], row["to_date"], activity=key)
        return Period(key, "activity", which, dict.fromkeys(words.LANGUAGES, str(row["title"])))
    near = difflib.get_close_matches(key, [WHOLE, *phases, *activities], n=1)
    raise PeriodError(
        f"period {key!r}: expected all, a week such as 2026-W10, days such as 2026-03-02..2026-03-08, "
        f"a phase ({', '.join(phases) or 'there is none'}) or "
        f"an activity ({', '.join(activities) or 'there is none'})"
        + (f"; did you mean {near[0]!r}?" if near else "")
    )


def _activities(reader: Reader, campaign: str) -> dict[str, Row]:
    frame = reader.frame("rpt_activities", campaign).sort_values("position")
    return {row["activity"]: row for row in rows(frame, "from_date", "to_date") if row["activity"]}


def _monday(key: str, year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError as error:
        raise PeriodError(f"period {key!r}: {error}; expected a week such as 2026-W10") from error


def _span(key: str, first: str, last: str) -> tuple[date, date]:
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise PeriodError(f"period {key!r}: {error}; expected two days of the calendar") from error
    if days[1] < days[0]:
        raise PeriodError(f"period {key!r}: the first day stands behind the last: write the earlier first")
    return days
