"""What an issue of the digest is made of, read from the published warehouse as it was at the closing time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pandas as pd

from dashboards import alerts, coverage, words
from dashboards.contents import UnknownCampaignError
from dashboards.digest import entries as listing
from dashboards.digest.entries import Entry
from dashboards.digest.period import WEEK, Period, before, number, week_before
from dashboards.rows import Row, rows
from warehouse.campaign import Campaign
from warehouse.counting import Collection
from warehouse.measures import TONES, Measure, tone_shares
from warehouse.measures.consensus import MIN_STORIES
from warehouse.reader import LONGEST_EXCERPT, Filter, Reader, excerpt

_APART = ("sponsored", "owned")


@dataclass(frozen=True)
class Figures:
    """What an issue's time came to, as far as it was collected.

    Attributes:
        items: Items, several of one story at one outlet within 24 hours counted once.
        stories: Stories of which an item was published.
        new_stories: Those of them that first appeared then.
        outlets: Outlets that ran any.
        tones: New stories by machine tone; None for those without one.
        shares: Shares of the tones, with interval; None under 8 stories with a tone.
        collection: How complete the collection of the days was.
    """

    items: int
    stories: int
    new_stories: int
    outlets: int
    tones: Counter[str | None]
    shares: dict[str, Measure] | None
    collection: Collection

    @property
    def is_missing(self) -> bool:
        """Whether nothing of the days was collected, so that none of the counts is a zero."""
        gap_share = self.collection.gap_share
        return not self.items and (gap_share is None or gap_share >= 1)


@dataclass(frozen=True)
class Compared:
    """The issue of the same weekday a week before, as it was known at the same hour.

    Attributes:
        day: Its day, or None where there is none that covered as much time.
        figures: Its figures, or None.
        reason: Why there are none: holiday, unknown (nothing was known then); else "".
    """

    day: Period | None
    figures: Figures | None
    reason: str


@dataclass(frozen=True)
class Digest:
    """One issue.

    Attributes:
        campaign: The campaign, as its file says.
        issue: What it covers.
        number: Its number, or None.
        known_at: The instant as at which the warehouse was read.
        collected_at: The last successful visit before it, or None.
        figures: Of its time.
        compared: The issue that it is compared with.
        entries: All entries, numbered, in order.
        late: Entries published in the time of the issue before, known only after that closed; numbered on.
            Those of a story that has an entry stand there.
        older: Items known only now and published before that.
        apart: Sponsored and owned items of its time, which are listed nowhere.
        notable: The three stories that matter.
        critical: Entries of unfavourable tone that are new in this issue.
        claims: Stories about watched claims, rows of `sql/pages/digest_claims.sql`.
        since_midnight: Entries with an item published since 0:00 of its day, the latest first.
        messages: id and entries (how many carry it) of each message, in the order of the campaign's file.
        alerts: Alerts of the campaign, of what was published until the issue closed.
        later_alerts: How many open ones are left out, since they tell of what came after it.
        gaps: Outlets not collected in full on its days, alphabetically: name, days, reasons (a list).
        suspects: Outlets that gave far fewer items than usual on one of its days: name, day_date.
    """

    campaign: Campaign
    issue: Period
    number: int | None
    known_at: datetime
    collected_at: datetime | None
    figures: Figures
    compared: Compared
    entries: Sequence[Entry]
    late: Sequence[Entry]
    older: int
    apart: int
    notable: Sequence[Entry]
    critical: Sequence[Entry]
    claims: Sequence[Row]
    since_midnight: Sequence[Entry]
    messages: Sequence[Row]
    alerts: alerts.Alerts
    later_alerts: int
    gaps: Sequence[Row]
    suspects: Sequence[Row]


class NothingKnownError(Exception):
    """The warehouse knew nothing of the campaign at the instant asked for."""


def read(
    reader: Reader, campaign: Campaign, issue: Period, known_at: datetime, own_number: int | None = None
) -> Digest:
    """Read all that an issue shows.

    Args:
        reader: The published warehouse; it is set back to the instants that count.
        campaign: The campaign.
        issue: What the issue covers.
        known_at: What came to be known later is left out, aware; usually the closing time.
        own_number: The number of the issue; without, its working days are counted.

    Raises:
        NothingKnownError: Nothing was known of the campaign then.
        UnknownCampaignError: The campaign is not published.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    _require(reader, campaign, known_at)
    with reader.held(), reader.as_of(known_at) as then:
        compared = _compared(reader, campaign, issue, known_at)
        return _read(then, campaign, issue, known_at, compared, own_number)


def _read(
    reader: Reader,
    campaign: Campaign,
    issue: Period,
    known_at: datetime,
    compared: Compared,
    own_number: int | None,
) -> Digest:
    items = _items(reader, campaign, issue)
    editorial = [one for one in items if one["placement"] not in _APART]
    current = [one for one in editorial if one["moment"] >= issue.from_at]
    late = [one for one in editorial if one["moment"] < issue.from_at and _came_late(one, issue)]
    since = before(issue).from_at
    held = {one["story_id"] for one in current}
    of_held = [one for one in late if one["story_id"] in held]
    found = listing.numbered(listing.entries([*of_held, *current], campaign, issue.from_at))
    late_only = [one for one in late if one["moment"] >= since and one["story_id"] not in held]
    added = listing.numbered(listing.entries(late_only, campaign, issue.from_at), len(found) + 1)
    raised = alerts.read(reader, campaign.id)
    own_alerts = replace(raised, alerts=[one for one in raised.alerts if _is_of(one, issue)])
    return Digest(
        campaign=campaign,
        issue=issue,
        number=own_number or number(campaign.phases[0].from_date, issue.day),
        known_at=known_at,
        collected_at=coverage.collected_at(reader),
        figures=_figures(reader, campaign, issue, current),
        compared=compared,
        entries=found,
        late=added,
        older=sum(one["moment"] < since and one["story_id"] not in held for one in late),
        apart=sum(one["placement"] in _APART and one["moment"] >= issue.from_at for one in items),
        notable=listing.notable(found),
        critical=[one for one in (*found, *added) if one.is_new and one.tone == "negative"],
        claims=_claims(reader, campaign, issue),
        since_midnight=sorted(
            (one for one in found if one.items[-1].at >= issue.midnight),
            key=lambda one: (one.items[-1].at, one.number),
            reverse=True,
        ),
        messages=_messages(campaign, found),
        alerts=own_alerts,
        later_alerts=len(raised.open) - len(own_alerts.open),
        gaps=_gaps(reader, campaign, issue),
        suspects=_suspects(reader, campaign, issue),
    )


def _require(reader: Reader, campaign: Campaign, known_at: datetime) -> None:
    query = "select min(known_from) as known_at from campaigns where campaign = ?"
    known = reader.query(query, [campaign.id])["known_at"].iloc[0]
    if pd.isna(known):
        names = ", ".join(reader.campaigns()["campaign"]) or "none"
        raise UnknownCampaignError(f"{campaign.id!r}: expected a published campaign; published are {names}")
    if known > known_at:
        asked = known_at.astimezone(words.VIETNAM).isoformat()
        raise NothingKnownError(
            f"nothing was known of {campaign.id} at {asked}, its first data are of {known.isoformat()}: to "
            "write the issue from what is known since, give --as-of with a later instant"
        )


def _compared(reader: Reader, campaign: Campaign, issue: Period, known_at: datetime) -> Compared:
    earlier = week_before(issue)
    if earlier is None:
        return Compared(None, None, "holiday")
    try:
        _require(reader, campaign, known_at - WEEK)
    except NothingKnownError:
        return Compared(earlier, None, "unknown")
    with reader.as_of(known_at - WEEK) as then:
        items = _items(then, campaign, earlier)
        current = [
            one for one in items if one["placement"] not in _APART and one["moment"] >= earlier.from_at
        ]
        return Compared(earlier, _figures(then, campaign, earlier, current), "")


def _items(reader: Reader, campaign: Campaign, issue: Period) -> list[Row]:
    found = reader.shown("digest_items", _parameters(campaign, issue))
    for column in ("moment", "story_at", "known_at", "began_at"):
        found[column] = found[column].dt.tz_convert(coverage.ZONE)
    return rows(found)


def _parameters(campaign: Campaign, issue: Period) -> dict[str, object]:
    return {
        "campaign": campaign.id,
        "since": before(issue).from_at,
        "from_at": issue.from_at,
        "to_at": issue.to_at,
        "from_date": issue.from_at.date(),
        "to_date": issue.day,
        "longest": LONGEST_EXCERPT,
    }


def _came_late(item: Row, issue: Period) -> bool:
    """Tell whether an item came to be known in an issue's time; what the very first run brings did not."""
    return item["began_at"] <= issue.from_at < item["known_at"] <= issue.to_at


def _is_of(alert: Row, issue: Period) -> bool:
    """Tell whether an alert tells of nothing after an issue, which may be written long after it closed."""
    raised_at = alert["raised_at"].astimezone(words.VIETNAM)
    # what does not come any more is counted until the day before it is raised
    is_absence = alert["rule"] in alerts.ABSENCES
    counted_until = raised_at.date() - timedelta(days=1) if is_absence else alert["alert_date"]
    return raised_at <= issue.to_at or counted_until < issue.day


def _figures(reader: Reader, campaign: Campaign, issue: Period, items: Sequence[Row]) -> Figures:
    new = {one["story_id"]: one["machine_tone"] for one in items if listing.is_new(one, issue.from_at)}
    tones = Counter(new.values())
    counts = [tones[tone] for tone in TONES]
    days = Filter(campaign.id, issue.from_at.date(), issue.day)
    return Figures(
        items=sum(one["is_counted"] for one in items),
        stories=len({one["story_id"] for one in items}),
        new_stories=len(new),
        outlets=len({one["outlet"] for one in items}),
        tones=tones,
        shares=tone_shares(counts) if sum(counts) >= MIN_STORIES else None,
        collection=reader.collection(days),
    )


def _claims(reader: Reader, campaign: Campaign, issue: Period) -> list[Row]:
    found = reader.shown("digest_claims", _parameters(campaign, issue))
    found["moment"] = found["moment"].dt.tz_convert(coverage.ZONE)
    return [
        row | {"title": excerpt(row["title"]), "extract": listing.extract(row["opening"])}
        for row in rows(found, "checked_date")
    ]


def _messages(campaign: Campaign, found: Sequence[Entry]) -> list[Row]:
    carried = Counter(message for one in found for message in one.messages)
    return [{"id": one.id, "entries": carried[one.id]} for one in campaign.messages]


def _gaps(reader: Reader, campaign: Campaign, issue: Period) -> list[Row]:
    found = rows(reader.shown("digest_gaps", _parameters(campaign, issue)))
    listed = [
        row
        | {
            "days": [pd.Timestamp(day).date() for day in row["days"]],
            "reasons": sorted(set(row["reasons"].split("; "))),
        }
        for row in found
    ]
    return sorted(listed, key=lambda row: words.alphabetical(row["name"]))


def _suspects(reader: Reader, campaign: Campaign, issue: Period) -> list[Row]:
    watched = reader.query("select site from stg_watched where campaign = ?", [campaign.id])["site"]
    found = reader.frame("rpt_suspect_days")
    days = rows(found[found["outlet"].isin(watched)], "day_date")
    kept = [row for row in days if issue.from_at.date() <= row["day_date"] <= issue.day]
    return sorted(kept, key=lambda row: (words.alphabetical(row["name"]), row["day_date"]))
