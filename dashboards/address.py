"""What a page's address asks for; the address is all the state a page has, so it can be sent and kept."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Self, cast
from urllib.parse import parse_qs, quote, quote_plus, urlencode

from dashboards.words import LANGUAGES, Lang
from warehouse.filters import SEGMENT_KINDS

NARROWING = ("from_date", "to_date", *SEGMENT_KINDS)
"""What an address may narrow a page to, besides a phase."""

OVERVIEW = "overview"
"""The name in addresses of files of the page whose own path is empty."""

_FIRST, _LAST, _OUTLET = "first-day", "last-day", "some-outlet"
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True)
class Address:
    """The path and the query part of an address; what its query does not name is None.

    Attributes:
        page: Name of the page, such as "spread"; "" for the overview.
        campaign: Id of a campaign, as written there; None for the first.
        phase: Id of a phase, as written there; None for the whole period.
        from_date: First Vietnam day, as written there: 2026-03-09 or 09/03/2026.
        to_date: Last Vietnam day.
        workstream: Id of a workstream, as written there; the following are the other kinds of segments.
        activity: Id of a planned activity.
        outlet_kind: Kind of outlets.
        level: Level of outlets.
        province: Province that is reported on.
        message: Id of a message.
        tone: Tone of the stories: negative, neutral or positive.
        outlet: Id of an outlet whose stories alone the list of stories holds; no measure is of one outlet.
        story: Id of a story to be shown with its versions.
        look: "third" for the stories that wait for a third look.
        lang: Vietnamese unless English is asked for.
    """

    page: str
    campaign: str | None = None
    phase: str | None = None
    from_date: str | None = None
    to_date: str | None = None
    workstream: str | None = None
    activity: str | None = None
    outlet_kind: str | None = None
    level: str | None = None
    province: str | None = None
    message: str | None = None
    tone: str | None = None
    outlet: str | None = None
    story: str | None = None
    look: str | None = None
    lang: Lang = LANGUAGES[0]

    def __str__(self) -> str:
        """Give the path and the query part, without the host."""
        query = urlencode({name: part for name, part in self.asked().items() if part is not None})
        return f"/{quote(self.page)}?{query}"

    def asked(self) -> dict[str, str | None]:
        """Give what the query part asks for, by name."""
        return {name: getattr(self, name) for name in _ASKED}

    def file(self, name: str) -> str:
        """Give the address of a file of this page: page.xlsx, or one of its tables as CSV."""
        return str(replace(self, page=f"export/{self.page or OVERVIEW}/{name}"))

    def rows(self, **narrowed: str) -> str | None:
        """Give the address of the stories that this one counts, narrowed further by parts of it.

        None where it is narrowed to another segment of the same kind: no address lists the stories in both.
        """
        asked = self.asked()
        if any(asked[kind] not in (None, part) for kind, part in narrowed.items() if kind in SEGMENT_KINDS):
            return None
        return str(replace(self.without("outlet", "story", "look"), page="stories", **narrowed))  # pyright: ignore[reportArgumentType] (no lang)

    def rows_of_days(self, spans: Iterable[tuple[str | None, str]], **narrowed: str) -> list[str | None]:
        """Give `rows` for many spans: one is written, and the days of each put in their places.

        Args:
            spans: First day, None for that of the address, and last day of each, as 2026-03-09.
            **narrowed: As for `rows`.
        """
        between = self.rows(from_date=_FIRST, to_date=_LAST, **narrowed)
        until = self.rows(to_date=_LAST, **narrowed)
        return [
            until and until.replace(_LAST, last)
            if first is None
            else between and between.replace(_FIRST, first).replace(_LAST, last)
            for first, last in spans
        ]

    def rows_of_outlets(self, outlets: Iterable[str]) -> list[str | None]:
        """Give `rows` for many outlets: one is written, and the id of each put in its place."""
        of_one = self.rows(outlet=_OUTLET)
        return [of_one and of_one.replace(_OUTLET, quote_plus(outlet)) for outlet in outlets]

    def whole(self) -> Self:
        """Give the address without all that narrows it: of the whole campaign."""
        return self.without("phase", *NARROWING)

    def without(self, *names: str) -> Self:
        """Give the address without some of what it asks for."""
        return replace(self, **dict.fromkeys(names))


_ASKED = tuple(field.name for field in fields(Address) if field.name != "page")


def read(path: str | None, search: str | None) -> Address:
    """Read an address.

    Args:
        path: Its path, such as "/spread".
        search: Its query part, with its question mark or without.
    """
    query = {name: found[0] for name, found in parse_qs((search or "").removeprefix("?")).items()}
    lang = query.pop("lang", None)
    return Address(
        page=(path or "").strip("/"),
        lang=cast(Lang, lang) if lang in LANGUAGES else LANGUAGES[0],
        **{name: part for name, part in query.items() if name in _ASKED},  # pyright: ignore[reportArgumentType] (no lang)
    )


def day(text: str | None) -> date | None:
    """Read a day of an address, None where it names none.

    Raises:
        ValueError: It is no day that the calendar has, in either form.
    """
    if text is None:
        return None
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(f"{text!r}: expected a day such as 2026-03-09 or 09/03/2026")
