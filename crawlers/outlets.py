"""The outlet register: one TOML file per outlet, checked as a whole when it is read."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from lxml.cssselect import CSSSelector, SelectorError
from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked
from pydantic_core import ErrorDetails

Kind = Literal["newspaper", "magazine", "broadcaster", "agency", "portal", "aggregator", "foreign"]
Level = Literal["central", "ministry", "local"]
Status = Literal["seen", "unverified", "blocked", "empty", "needs_cookie", "not_found"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS: tuple[Level, ...] = get_args(Level)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
# What RFC 3986 forbids could end a link of the register's page, or break the file of a record.
_ADDRESS = rf"^https?://{_HOST}(?:/[^\s<>\"\x00-\x1f\x7f]*)?$"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class RegisterError(Exception):
    """A record can't be used; the message names file, key and what was expected."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        near = _nearest(name, available_timezones())
        raise ValueError(f"expected a time zone such as 'Asia/Ho_Chi_Minh', not {name!r}{near}")
    return name


def _css(selector: str) -> str:
    try:
        CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise ValueError(f"expected a CSS selector, not {selector!r}: {error}") from error
    return selector


def is_address(url: str) -> bool:
    """Tell whether an address can stand in a record."""
    return re.match(_ADDRESS, url) is not None


_Text = Annotated[str, Field(min_length=1)]
_Host = Annotated[str, Field(pattern=rf"^{_HOST}$")]
_Domain = Annotated[str, Field(pattern=rf"^{_HOST}(?:/[A-Za-z0-9_-]+)*$")]
_Url = Annotated[str, Field(pattern=_ADDRESS)]
_Zone = Annotated[str, AfterValidator(_known_zone)]
_Selector = Annotated[str, AfterValidator(_css)]
Part = Literal["title", "lead", "body", "published", "section", "credit"]
PARTS: tuple[Part, ...] = get_args(Part)


@checked(frozen=True, config=_STRICT)
class Feed:
    """A feed, and what was seen of it.

    Attributes:
        url: Its address.
        evidence: Who saw it, and what.
        status: What is known: "seen" with items; "unverified", named in public lists only; "blocked" by a
            challenge page; "empty", valid without items; "needs_cookie"; "not_found".
        checked_on: The last day (Vietnam) of the evidence, None where it has no date.
        cookie_from: Address asked before the feed, whose cookie the feed wants to see; None for most.
    """

    url: _Url
    evidence: _Text
    status: Status
    checked_on: date | None = None
    cookie_from: _Url | None = None


@checked(frozen=True, config=_STRICT)
class Sitemap:
    """A sitemap, and what was seen of it.

    Attributes:
        url: Its address.
        evidence: Who saw it, and what.
        kind: "news" (recent articles with title and time), "urls" (addresses), "index" (other sitemaps).
        status: As for a feed.
        checked_on: As for a feed.
    """

    url: _Url
    evidence: _Text
    kind: Literal["news", "urls", "index"]
    status: Status
    checked_on: date | None = None


@checked(frozen=True, config=_STRICT)
class Section:
    """A page that lists an outlet's newest articles, and what was seen of it.

    Attributes:
        url: Its address.
        evidence: Who saw it, and what.
        status: As for a feed.
        checked_on: As for a feed.
    """

    url: _Url
    evidence: _Text
    status: Status
    checked_on: date | None = None


@checked(frozen=True, config=_STRICT)
class Governing:
    """Who governed an outlet (cơ quan chủ quản), and when.

    Attributes:
        body: Name of the body.
        level: "central", "ministry" or "local"; None for a company or a foreign body.
        valid_from: First day, None where unknown.
        valid_to: Last day, None while it lasts or where unknown.
    """

    body: _Text
    level: Level | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@checked(frozen=True, config=_STRICT)
class Politeness:
    """How an outlet's hosts are treated.

    Attributes:
        delay_seconds: Least time between two requests to one host; robots.txt can only lengthen it.
        requests_per_hour: Most requests to all its hosts in an hour of the clock, retries and robots.txt
            included. One a second leaves a day's run of the largest outlet whole, each article asked for
            three times, and is half of what the least delay would let through.
    """

    delay_seconds: Annotated[float, Field(ge=0.5, le=600)] = 0.5
    requests_per_hour: Annotated[int, Field(ge=1, le=7200)] = 3600


@checked(frozen=True, config=_STRICT)
class Audience:
    """A published measurement of an outlet's audience.

    Attributes:
        share: Part of the population that the outlet reached within one unit of time, 0 to 1.
        unit: The unit of time.
        population: Whom the share is of, such as "adults of Vietnam with internet access".
        source: Who measured, and where it was published.
        measured_on: Day (Vietnam) of the measurement, or the last one of its period.
    """

    share: Annotated[float, Field(ge=0, le=1)]
    unit: Literal["day", "week", "month"]
    population: _Text
    source: _Text
    measured_on: date


@checked(frozen=True, config=_STRICT)
class Selectors:
    """CSS selectors for the parts of a page that generic extraction gets wrong, and when they held.

    Attributes:
        title: The headline's element.
        lead: The sa-pô's element.
        body: The element that holds the paragraphs.
        published: The element with the printed time, day first.
        section: The section's label, or the breadcrumb whose last link is the section.
        credit: The element that names the text's source.
        valid_from: First day (Vietnam) on which pages fetched have this layout, None for always before.
        valid_to: Last such day, None while it lasts.
    """

    title: _Selector | None = None
    lead: _Selector | None = None
    body: _Selector | None = None
    published: _Selector | None = None
    section: _Selector | None = None
    credit: _Selector | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def by_part(self) -> dict[Part, str]:
        """Give the selectors that are there, by part."""
        return {part: css for part in PARTS if (css := getattr(self, part)) is not None}


@checked(frozen=True, config=_STRICT)
class Outlet:
    """One outlet's record.

    Attributes:
        id: ASCII slug, the file's name.
        name: Vietnamese name as shown on the screen.
        domains: Registered domains or hosts, the current one first, with a path prefix where a host is
            shared ("bbc.com/vietnamese"). A domain stands for its subdomains too.
        kind: One of KINDS.
        other_names: Full, short and former names.
        former_domains: Domains from which the outlet moved, keeping its paths.
        mirror_hosts: Hosts for phones (m., amp.) that show the articles of the first domain under the same
            paths.
        parent: For a sub-site (chuyên trang), the id of the outlet it belongs to.
        governing: Governing bodies with the time of each.
        province: Province whose press it belongs to, "" for the central press.
        feeds: RSS or Atom feeds.
        sitemaps: Sitemaps.
        sections: Section pages, where feeds and sitemaps do not tell of everything.
        time_zone: IANA name.
        expected_items_per_day: As counted over complete days, None where never counted.
        politeness: How its hosts are treated.
        date_order: "MDY" where its feeds write the month first; None for the day first.
        audience: Published measurements; empty means unknown.
        selectors: For what generic extraction gets wrong, one table a layout; their times do not overlap.
        ended_on: Last Vietnam day on which it published, where it closed or merged into another outlet; None
            while it goes on.
        successor: Id of the outlet that goes on in its place, of one that ended.
    """

    id: str
    name: _Text
    domains: Annotated[tuple[_Domain, ...], Field(min_length=1)]
    kind: Kind
    other_names: tuple[_Text, ...] = ()
    former_domains: tuple[_Domain, ...] = ()
    mirror_hosts: tuple[_Host, ...] = ()
    parent: str | None = None
    governing: tuple[Governing, ...] = ()
    province: str = ""
    feeds: tuple[Feed, ...] = ()
    sitemaps: tuple[Sitemap, ...] = ()
    sections: tuple[Section, ...] = ()
    time_zone: _Zone = "Asia/Ho_Chi_Minh"
    expected_items_per_day: Annotated[float, Field(gt=0)] | None = None
    politeness: Politeness = Politeness()
    date_order: Literal["MDY"] | None = None
    audience: tuple[Audience, ...] = ()
    selectors: tuple[Selectors, ...] = ()
    ended_on: date | None = None
    successor: str | None = None

    def is_read_on(self, day: date) -> bool:
        """Tell whether it is visited on a Vietnam day: its last one is read to its end on the day after."""
        return self.ended_on is None or day <= self.ended_on + timedelta(days=1)

    @property
    def is_announced(self) -> bool:
        """Whether the record names anything that tells of new articles."""
        return bool(self.feeds or self.sitemaps or self.sections)


_RECORD = TypeAdapter(Outlet)
_TABLES: Mapping[str, type] = {
    "feeds": Feed,
    "sitemaps": Sitemap,
    "sections": Section,
    "governing": Governing,
    "politeness": Politeness,
    "audience": Audience,
    "selectors": Selectors,
}


def load(*folders: Path) -> dict[str, Outlet]:
    """Read the records of the folders (none: the register of this package), by id in alphabetical order.

    Raises:
        RegisterError: A folder does not exist, a file is not TOML, a key is unknown, missing or of the wrong
            kind, a file's name is no slug, two records share an id or a domain, or a parent or successor does
            not exist.
    """
    read: dict[str, tuple[Path, Outlet]] = {}
    for folder in folders or (Path(__file__).with_name("outlets"),):
        if not folder.is_dir():
            raise RegisterError(f"{folder}: expected a folder with one TOML file per outlet")
        for path in sorted(folder.glob("*.toml")):
            outlet = _record(path)
            if outlet.id in read:
                raise RegisterError(f"{path}: {outlet.id!r} is already the id of {read[outlet.id][0]}")
            read[outlet.id] = path, outlet
    _check_domains(read.values())
    _check_parents(read)
    _check_successors(read)
    return {name: outlet for name, (_, outlet) in sorted(read.items())}


def find(url: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """Give the outlet an address belongs to: the longest matching domain and path prefix, or None."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    matches = [
        (len(domain), outlet)
        for outlet in outlets.values()
        for domain in (*outlet.domains, *outlet.former_domains)
        if _covers(domain, host, parts.path)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _covers(domain: str, host: str, path: str) -> bool:
    name, _, prefix = domain.partition("/")
    return (host == name or host.endswith("." + name)) and (path + "/").startswith(
        f"/{prefix}/" if prefix else "/"
    )


def _record(path: Path) -> Outlet:
    if not _SLUG.fullmatch(path.stem):
        raise RegisterError(
            f"{path}: expected a file name of a-z, 0-9 and single hyphens, such as 'tuoi-tre.toml'"
        )
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and arrays as deep
        raise RegisterError(f"{path}: expected TOML in UTF-8: {error}") from error
    try:
        outlet = _RECORD.validate_python({"id": path.stem, **stated})
    except ValidationError as error:
        raise RegisterError("\n".join(f"{path}: {_explain(found)}" for found in error.errors())) from error
    if outlet.id != path.stem:
        raise RegisterError(f"{path}: key 'id': expected {path.stem!r}, the file's name, not {outlet.id!r}")
    _check_selectors(path, outlet)
    return outlet


def selectors_at(outlet: Outlet, at: datetime) -> dict[Part, str]:
    """Give the CSS selectors, by part, for a page of an outlet that was fetched at an aware time."""
    day = at.astimezone(VIETNAM).date()
    valid = (one for one in outlet.selectors if _first(one) <= day <= (one.valid_to or date.max))
    return next((one.by_part() for one in valid), {})


def _first(selectors: Selectors) -> date:
    return selectors.valid_from or date.min


def _check_selectors(path: Path, outlet: Outlet) -> None:
    for place, one in enumerate(outlet.selectors):
        if not one.by_part():
            raise RegisterError(f"{path}: key 'selectors.{place}': expected one of {', '.join(PARTS)}")
        if _first(one) > (one.valid_to or date.max):
            raise RegisterError(
                f"{path}: key 'selectors.{place}': valid_from {one.valid_from} is after"
                f" valid_to {one.valid_to}: expected the first day before the last"
            )
    for before, after in pairwise(sorted(outlet.selectors, key=_first)):
        if before.valid_to is None or before.valid_to >= _first(after):
            raise RegisterError(
                f"{path}: key 'selectors': the table valid from {after.valid_from or 'always'} begins while"
                f" that valid from {before.valid_from or 'always'} to {before.valid_to or 'now'} still"
                " holds: expected one table for each day"
            )


def _explain(error: ErrorDetails) -> str:
    """Say which key is wrong, what was expected, and the nearest right name."""
    place = [part for part in error["loc"] if part != "[key]"]
    key = f"key {'.'.join(map(str, place))!r}"
    if error["type"] == "unexpected_keyword_argument":
        table = _TABLES.get(str(place[0]), Outlet) if len(place) > 1 else Outlet
        names = sorted(part.name for part in fields(table))  # pyright: ignore[reportArgumentType] pydantic's dataclasses are dataclasses
        return f"{key} is unknown: expected one of {', '.join(names)}{_nearest(str(place[-1]), names)}"
    if error["type"] == "literal_error":
        expected = error["ctx"]["expected"]  # pyright: ignore[reportTypedDictNotRequiredAccess] always there for this type
        given = place[-1] if error["loc"][-1] == "[key]" else error["input"]
        near = _nearest(str(given), re.findall(r"'([^']*)'", expected))
        return f"{key}: expected {expected}, not {given!r}{near}"
    if error["type"] == "missing":
        return f"{key} is missing"
    return f"{key}: {error['msg']} (found {str(error['input'])[:80]!r})"


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _check_domains(read: Iterable[tuple[Path, Outlet]]) -> None:
    owners: dict[str, Path] = {}
    for path, outlet in read:
        for domain in (*outlet.domains, *outlet.former_domains):
            if domain in owners:
                raise RegisterError(
                    f"{path}: domain {domain!r} is already in {owners[domain]}: expected each in one place"
                )
            owners[domain] = path


def _check_parents(read: Mapping[str, tuple[Path, Outlet]]) -> None:
    for path, outlet in read.values():
        if outlet.parent is None:
            continue
        if outlet.parent not in read:
            near = _nearest(outlet.parent, read)
            raise RegisterError(f"{path}: key 'parent': no outlet has the id {outlet.parent!r}{near}")
        if read[outlet.parent][1].parent is not None or outlet.parent == outlet.id:
            raise RegisterError(
                f"{path}: key 'parent': {outlet.parent!r} is a sub-site itself: expected the outlet above it"
            )


def _check_successors(read: Mapping[str, tuple[Path, Outlet]]) -> None:
    for path, outlet in read.values():
        if outlet.successor is None:
            continue
        if outlet.ended_on is None:
            raise RegisterError(
                f"{path}: key 'ended_on' is missing: expected the last day of an outlet that has a successor"
            )
        if outlet.successor not in read or outlet.successor == outlet.id:
            near = _nearest(outlet.successor, [name for name in read if name != outlet.id])
            raise RegisterError(
                f"{path}: key 'successor': expected the id of another outlet, not {outlet.successor!r}{near}"
            )
