"""What a page shows: one campaign and filter in one snapshot, each part read when it is first asked for."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd

from dashboards import address as addresses
from dashboards import alerts, contents, corrections, coverage, plan, segments, words
from dashboards.address import NARROWING, Address
from dashboards.alerts import Alerts
from dashboards.corrections import Corrected, with_corrections
from dashboards.desk import Desk
from dashboards.plan import Plan
from dashboards.rows import Row, rows
from dashboards.words import LANGUAGES, Lang
from warehouse.filters import SEGMENT_KINDS
from warehouse.measures import Measure
from warehouse.reader import Filter, Reader

_NOBODYS = Desk()


_MOST_KEPT = 500
_kept: OrderedDict[tuple[Path, str, Filter], dict[str, Measure]] = OrderedDict()
"""Measures by snapshot, which never changes, and filter: most pages ask for the same ones."""


class AddressError(Exception):
    """An address names what is not there; the message is the key of the label that says so."""


@dataclass(frozen=True)
class View:
    """One campaign and filter in the snapshot that a reader holds.

    Attributes:
        reader: The published warehouse.
        snapshot: Name of the snapshot that it holds.
        address: What was asked for; its campaign and phase exist.
        which: What is counted.
        names: Name of the campaign by language.
        query: What coverage is searched with.
        phases: phase, name_vi, name_en, from_date and to_date, in order of time.
        at: The present instant, aware.
        desk: What the one who looks may decide.
    """

    reader: Reader
    snapshot: str
    address: Address
    which: Filter
    names: Mapping[str, str]
    query: str
    phases: Sequence[Row]
    at: datetime
    desk: Desk = _NOBODYS

    @property
    def lang(self) -> Lang:
        """Language of the page."""
        return self.address.lang

    @property
    def is_narrowed(self) -> bool:
        """Whether the address narrows the page further than to a phase."""
        return any(self.address.asked()[name] for name in NARROWING)

    @property
    def is_part(self) -> bool:
        """Whether the page is about a part of the campaign: a phase, some days, a segment."""
        return self.is_narrowed or self.which.phase is not None

    @property
    def are_days_chosen(self) -> bool:
        """Whether the address names a first or last day."""
        return bool(self.address.from_date or self.address.to_date)

    @property
    def today(self) -> date:
        """The present Vietnam day."""
        return self.at.astimezone(words.VIETNAM).date()

    @cached_property
    def _days(self) -> tuple[date, date]:
        first, last = coverage.days(self.reader, self.which)
        return first.date(), last.date()

    @property
    def from_date(self) -> date:
        """First Vietnam day that the filter leaves."""
        return self._days[0]

    @property
    def to_date(self) -> date:
        """Last Vietnam day that the filter leaves."""
        return self._days[1]

    @cached_property
    def collected(self) -> int:
        """Items of these days on whatever subject."""
        return coverage.collected(self.reader, self.from_date, self.to_date)

    @cached_property
    def decided_elsewhere(self) -> int:
        """Stories counted, whose tone is that of an item that is not."""
        return coverage.decided_elsewhere(self.reader, self.which)

    @cached_property
    def totals(self) -> dict[str, Measure]:
        """Every measure of the filter, by name."""
        return _kept_measures(self.reader, self.snapshot, self.which)

    @property
    def is_empty(self) -> bool:
        """Whether there is no item to count."""
        return contents.is_empty(self.totals)

    @property
    def why_withheld(self) -> str:
        """Why volumes are withheld, in English; "" where they are not."""
        return contents.why_withheld(self.totals)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """Frame of `coverage.daily`."""
        return coverage.daily(self.reader, self.which)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """Frame of `coverage.weekly`."""
        return coverage.weekly(self.reader, self.which, self.daily)

    @cached_property
    def outlets(self) -> list[Row]:
        """Outlets that covered, alphabetically."""
        return rows(coverage.outlets(self.reader, self.which))

    @cached_property
    def reach(self) -> list[Row]:
        """Net reach, as `segments.reach`."""
        return segments.reach(self.reader, self.which)

    @cached_property
    def reach_curve(self) -> list[Row]:
        """Cumulative reach, as `segments.curve`."""
        return segments.curve(self.reader, self.which)

    @cached_property
    def consensus(self) -> list[Row]:
        """Consensus by segment, as `segments.consensus`."""
        return segments.consensus(self.reader, self.which)

    @cached_property
    def disagreements(self) -> list[Row]:
        """Events on which stories differ, as `segments.disagreements`."""
        return segments.disagreements(self.reader, self.which)

    @cached_property
    def first_disagreements(self) -> list[Row]:
        """The first of them, as `segments.first_disagreements`."""
        return segments.first_disagreements(self.reader, self.which)

    @cached_property
    def messages(self) -> list[Row]:
        """Messages in the order of the campaign's file."""
        return rows(coverage.messages(self.reader, self.which))

    @cached_property
    def offices(self) -> list[Row]:
        """Offices that are quoted, alphabetically."""
        return rows(coverage.offices(self.reader, self.which))

    @cached_property
    def campaign_tones(self) -> list[Row]:
        """Stories by voice, overall tone and tone towards the campaign."""
        return rows(coverage.campaign_tones(self.reader, self.which))

    @cached_property
    def tone_models(self) -> list[Row]:
        """The models that toned the stories, with stories and their cards."""
        return rows(coverage.tone_models(self.reader, self.which), "trained_on")

    @cached_property
    def stories(self) -> list[Row]:
        """Stories, newest first, with corrected: the tone that people put in the machine's place, or None."""
        return with_corrections(rows(coverage.stories(self.reader, self.which)), self.corrections)

    @cached_property
    def carried(self) -> list[Row]:
        """Stories that most outlets ran, `contents.MOST_CARRIED` at most."""
        return rows(coverage.carried(self.reader, self.which, contents.MOST_CARRIED))

    def stories_found(self, typed: str, most: int) -> list[Row]:
        """Stories as above that hold what was typed, `most` at most, with found: how many there are."""
        found = rows(coverage.stories_found(self.reader, self.which, typed, self.address.outlet, most))
        return with_corrections(found, self.corrections)

    @cached_property
    def corrections(self) -> dict[str, Corrected]:
        """Corrections of the campaign by item."""
        return corrections.shown(self.reader, self.which.campaign, self.desk.entries)

    @cached_property
    def apart(self) -> list[Row]:
        """Sponsored and owned items, by time."""
        return rows(coverage.apart(self.reader, self.which))

    @cached_property
    def provinces(self) -> list[Row]:
        """Every province of today with the stories and items about it."""
        return rows(coverage.provinces(self.reader, self.which))

    @cached_property
    def wire(self) -> list[Row]:
        """Stories of agencies with the outlets that ran them, and how many hours later."""
        return rows(coverage.wire(self.reader, self.which))

    @cached_property
    def message_kinds(self) -> list[Row]:
        """Messages by kind of outlet."""
        return rows(coverage.message_parts(self.reader, self.which, "kind"))

    @cached_property
    def message_weeks(self) -> list[Row]:
        """Messages by week, which its Monday names."""
        return rows(coverage.message_parts(self.reader, self.which, "week"), "part")

    @cached_property
    def contrasts(self) -> list[Row]:
        """Comparisons of the campaign, planned ones first, whatever the filter."""
        return contents.contrasts(self.reader.frame("rpt_contrasts", self.which.campaign))

    @cached_property
    def workstreams(self) -> list[Row]:
        """The campaign's workstreams with their names."""
        return rows(self.reader.workstreams(self.which.campaign))

    @cached_property
    def plan(self) -> Plan:
        """The plan of the campaign, whatever the filter."""
        return plan.read(self.reader, self.which.campaign, self.today)

    @cached_property
    def alerts(self) -> Alerts:
        """Alerts of the campaign, whatever the phase, and what each rule came to."""
        return alerts.read(self.reader, self.which.campaign, self.desk.entries)

    @cached_property
    def collection(self) -> list[Row]:
        """How complete the collection is by outlet, alphabetically."""
        return contents.collection(self.reader)

    @cached_property
    def rejected(self) -> list[Row]:
        """Reason and count of entries that are no item."""
        return contents.rejected(self.reader)

    @cached_property
    def cap(self) -> Row | None:
        """Where archived scans were cut off, else None."""
        return contents.scan_cap(self.reader)

    @cached_property
    def missing_scans(self) -> list[date]:
        """Days without any scan within archived scans."""
        return contents.missing_scans(self.reader)

    @cached_property
    def collected_at(self) -> pd.Timestamp | None:
        """Instant of the last successful visit, or None."""
        return coverage.collected_at(self.reader)

    @cached_property
    def watched_since(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """Instants from which the first and the last of the outlets were seen, or None."""
        return coverage.watched_since(self.reader)


def _kept_measures(reader: Reader, snapshot: str, which: Filter) -> dict[str, Measure]:
    key = reader.published, snapshot, which
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = reader.measures(which)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found


@dataclass(frozen=True)
class Choices:
    """What an address may choose from.

    Attributes:
        address: The address, with the campaign that is shown where it names none.
        campaigns: campaign, name_vi, name_en and query, by id.
        phases: phase, name_vi, name_en, from_date and to_date of the address's campaign.
    """

    address: Address
    campaigns: Mapping[str, Row]
    phases: Sequence[Row]


def choices(reader: Reader, address: Address) -> Choices:
    """Give what an address may choose from; there may be no campaign yet."""
    campaigns = {row["campaign"]: row for row in rows(reader.campaigns())}
    campaign = address.campaign or next(iter(campaigns), "")
    phases = rows(reader.phases(campaign), "from_date", "to_date")
    return Choices(replace(address, campaign=campaign), campaigns, phases)


def read(reader: Reader, snapshot: str, offered: Choices, at: datetime, desk: Desk = _NOBODYS) -> View:
    """Give what an address asks for.

    Args:
        reader: The published warehouse.
        snapshot: Name of the snapshot that it holds.
        offered: The address, and what it may choose from.
        at: The present instant, aware.
        desk: What the one who looks may decide.

    Raises:
        AddressError: It names a campaign, phase or day that is none, or a last day before the first.
    """
    address = offered.address
    campaign = offered.campaigns.get(address.campaign or "")
    if campaign is None or address.phase not in {None, *(phase["phase"] for phase in offered.phases)}:
        raise AddressError("unknown_address")
    names = {lang: campaign[f"name_{lang}"] for lang in LANGUAGES}
    which = _filter(reader, address, at)
    return View(reader, snapshot, address, which, names, campaign["query"].strip(), offered.phases, at, desk)


def _filter(reader: Reader, address: Address, at: datetime) -> Filter:
    today = at.astimezone(words.VIETNAM).date()
    try:
        first, last = map(addresses.day, (address.from_date, address.to_date))
    except ValueError:
        raise AddressError("unknown_day") from None
    from_date, to_date = reader.period(first, last) or (first or today, last or today)
    if first and last and last < first:
        raise AddressError("unknown_day")
    segments_of = {kind: address.asked()[kind] for kind in SEGMENT_KINDS}
    return Filter(address.campaign or "", from_date, to_date, address.phase, **segments_of)
