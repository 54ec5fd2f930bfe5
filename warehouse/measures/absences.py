"""What does not come any more: stories in a row without something that was meant to be in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

NEEDED = 30
"""So many stories in a row without it make an absence: its share among such stories is then under 12 %."""


@dataclass(frozen=True)
class Absence:
    """Stories in a row without something.

    Attributes:
        since: Vietnam day of the first of them.
        until: Vietnam day of the last of them that is known.
        stories: How many they are.
        reached: Vietnam day on which they were as many as needed, or None.
        is_over: Whether the thing came again on a later day.
    """

    since: date
    until: date
    stories: int
    reached: date | None = None
    is_over: bool = False


def absences(days: Iterable[tuple[date, int, int]], needed: int = NEEDED) -> list[Absence]:
    """Give the absences of a series in order of time, shorter ones than needed too.

    A day on which the thing comes belongs to none.

    Args:
        days: Vietnam day, stories, and how many of them have it, in order of time.
        needed: Stories in a row on which an absence is reached.

    >>> monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    >>> absences([(monday, 4, 0), (tuesday, 3, 0)], needed=6)[0].reached == tuesday
    True
    """
    found: list[Absence] = []
    for day, stories, having in days:
        current = found.pop() if found and not found[-1].is_over else None
        if having:
            found += [replace(current, is_over=True)] if current else []
        elif stories or current:
            one = current or Absence(day, day, 0)
            total = one.stories + stories
            reached = one.reached or (day if total >= needed else None)
            found.append(Absence(one.since, day if stories else one.until, total, reached))
    return found
