"""The stretch of time in which the items lie that a run of grouping has to do with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlp.windows import APART, WINDOW


@dataclass
class Stretch:
    """From the earliest to the latest of some times, all aware; None where there are none.

    Few parts of a table hold the items of a stretch, so that a query that names it reads little of the table.
    """

    first: datetime | None = None
    last: datetime | None = None

    def cover(self, times: Iterable[datetime]) -> None:
        """Add times to those that it reaches over."""
        covered = [*times, *(time for time in (self.first, self.last) if time)]
        if covered:
            self.first, self.last = min(covered), max(covered)

    def of_firsts(self) -> dict[str, datetime | None]:
        """Give the ends, as `around` does, of the first items of all stories of the events of its items."""
        return self.around(WINDOW + APART)

    def of_events(self) -> dict[str, datetime | None]:
        """Give the ends, as `around` does, of all items of events that have a first item in `of_firsts`."""
        return self.around(2 * (WINDOW + APART))

    def around(self, apart: timedelta = timedelta()) -> dict[str, datetime | None]:
        """Give its ends, as the parameters first and last of a query, so much wider on both sides."""
        if self.first is None or self.last is None:
            return {"first": None, "last": None}
        return {"first": self.first - apart, "last": self.last + apart}
