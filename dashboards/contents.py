"""What a report is made of, read from one snapshot of the published warehouse."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

import pandas as pd

from dashboards import alerts, coverage, plan, segments
from dashboards.alerts import Alerts
from dashboards.plan import Plan
from dashboards.reporting import periods
from dashboards.reporting.periods import Period
from dashboards.rows import Row, rows
from warehouse.counting import UNITS
from warehouse.measures import Measure
from warehouse.reader import Filter, Reader

MOST_CARRIED = 3
"""Stories that are named as the most carried."""
ALL = "all"
"""Segment of a stored measure that spans the whole period."""


class UnknownCampaignError(Exception):
    """The published warehouse has no such campaign."""


class Covered(Protocol):
    """What the findings, in a report or on a page, are written from; each as in `Contents`."""

    @property
    def which(self) -> Filter: ...  # noqa: D102 (this one and the following)
    @property
    def are_days_chosen(self) -> bool: ...  # noqa: D102
    @property
    def today(self) -> date: ...  # noqa: D102
    @property
    def phases(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def collected(self) -> int: ...  # noqa: D102
    @property
    def is_part(self) -> bool: ...  # noqa: D102
    @property
    def decided_elsewhere(self) -> int: ...  # noqa: D102
    @property
    def from_date(self) -> date: ...  # noqa: D102
    @property
    def to_date(self) -> date: ...  # noqa: D102
    @property
    def watched_since(self) -> tuple[datetime, datetime] | None: ...  # noqa: D102
    @property
    def totals(self) -> dict[str, Measure]: ...  # noqa: D102
    @property
    def daily(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def messages(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def carried(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def collection(self) -> Sequence[Row]: ...  # noqa: D102
    @property
    def cap(self) -> Row | None: ...  # noqa: D102
    @property
    def missing_scans(self) -> Sequence[date]: ...  # noqa: D102
    @property
    def alerts(self) -> Alerts: ...  # noqa: D102
    @property
    def is_empty(self) -> bool: ...  # noqa: D102
    @property
    def why_withheld(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Contents:
    """One campaign in one snapshot; days are Vietnam days, times are aware, rows are in order of display.

    Attributes:
        campaign: Its id.
        period: What the report is about.
        names: Its name by language.
        query: What coverage was searched with.
        snapshot: Name of the snapshot.
        today: The day of the report.
        from_date: First day of the period.
        to_date: Last day.
        collected: Items of these days on whatever subject.
        decided_elsewhere: Stories counted, whose tone is that of an item that is not.
        collected_at: Instant of the last successful visit, or None.
        watched_since: Instants from which the first and the last of the outlets were seen, or None.
        measured_at: Instant from which the measures are known, or None where none are stored.
        phases: phase, name_vi, name_en, from_date, to_date.
        measures: Measures by segment ("all", which is the period, or a phase of the whole) and name.
        units: Unit of each measure.
        daily: Frame of `coverage.daily`: day, items, stories, gaps, watched.
        outlets: Outlets that covered, alphabetically.
        messages: Messages in the order of the campaign's file.
        offices: Offices that are quoted, alphabetically, never by a count.
        campaign_tones: Stories by voice, overall tone and tone towards the campaign.
        stories: Stories, newest first, each with its items under "versions".
        apart: Sponsored and owned items, by time.
        collection: Collection by outlet on all days, alphabetically, its gaps' reasons under "reasons".
        rejected: reason and count of entries that are no item, by reason.
        corrections: Items whose tone people corrected, by direction: was, tone, items.
        shown_tones: Stories by tone: by_machine, with_corrections.
        contrasts: Comparisons as in rpt_contrasts, planned ones first.
        changes: First days of another level in the daily stories.
        cap: cap, scans_at_cap and scans where archived scans were cut off, else None.
        missing_scans: Days without any scan within archived scans.
        plan: Coverage beside the plan.
        alerts: Alerts, and what each rule came to.
        reach: Rows of rpt_reach.
        reach_curve: Rows of rpt_reach_curve of the whole.
        consensus: Rows of rpt_consensus.
        disagreements: Rows of rpt_disagreements.
        comments: Rows of rpt_comments on drafts of the same period, the newest first.
    """

    campaign: str
    period: Period
    names: dict[str, str]
    query: str
    snapshot: str
    today: date
    from_date: date
    to_date: date
    collected: int
    decided_elsewhere: int
    collected_at: datetime | None
    watched_since: tuple[datetime, datetime] | None
    measured_at: datetime | None
    phases: Sequence[Row]
    measures: dict[str, dict[str, Measure]]
    units: dict[str, str]
    daily: pd.DataFrame
    outlets: Sequence[Row]
    messages: Sequence[Row]
    offices: Sequence[Row]
    campaign_tones: Sequence[Row]
    stories: Sequence[Row]
    apart: Sequence[Row]
    collection: Sequence[Row]
    rejected: Sequence[Row]
    corrections: Sequence[Row]
    shown_tones: Sequence[Row]
    contrasts: Sequence[Row]
    changes: Sequence[date]
    cap: Row | None
    missing_scans: Sequence[date]
    plan: Plan
    alerts: Alerts
    reach: Sequence[Row]
    reach_curve: Sequence[Row]
    consensus: Sequence[Row]
    disagreements: Sequence[Row]
    comments: Sequence[Row]

    @property
    def which(self) -> Filter:
        """What is counted."""
        return self.period.which

    @property
    def is_part(self) -> bool:
        """Whether it is about a part of the campaign."""
        return not self.period.is_whole

    @property
    def are_days_chosen(self) -> bool:
        """Whether the period is some days that were asked for."""
        return self.period.kind == "days"

    @property
    def totals(self) -> dict[str, Measure]:
        """The measures of the whole period; empty where none are stored."""
        return self.measures.get(ALL, {})

    @property
    def carried(self) -> list[Row]:
        """Stories that several outlets ran, those that most ran first, `MOST_CARRIED` at most."""
        ran = sorted(
            (story for story in self.stories if story["outlets"] > 1),
            key=lambda story: (-story["outlets"], -story["items"], story["published_at"], story["story_id"]),
        )
        return ran[:MOST_CARRIED]

    @property
    def is_empty(self) -> bool:
        """Whether there is no item to count."""
        return is_empty(self.totals)

    @property
    def why_withheld(self) -> str:
        """Why volumes are withheld, in English; "" where they are not."""
        return why_withheld(self.totals)


def read(reader: Reader, campaign: str, today: date, asked: str = periods.WHOLE) -> Contents:
    """Read everything that a report shows of a campaign from the snapshot that is current.

    What is known of the whole only (comparisons, corrections, tasks) is left out of a shorter period.

    Args:
        reader: The published warehouse.
        campaign: Id.
        today: Vietnam day of the report, which stands for the period where the warehouse knows no item.
        asked: The period, as `Period.key`.

    Raises:
        UnknownCampaignError: There is no such campaign; the message names the nearest.
        dashboards.reporting.periods.PeriodError: There is no such period.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    with reader.held() as snapshot:
        return _read(reader, campaign, today, asked, snapshot)


def _read(reader: Reader, campaign: str, today: date, asked: str, snapshot: str) -> Contents:
    known = _campaign(reader, campaign)
    stored = reader.frame("rpt_measures", campaign)
    period = periods.read(reader, campaign, asked, _period(reader, stored, today))
    which, is_whole = period.which, period.is_whole
    from_date, to_date = (stamp.date() for stamp in coverage.days(reader, which))
    items = _within(reader.frame("rpt_story_items", campaign), from_date, to_date)
    return Contents(
        campaign=campaign,
        period=period,
        names={"vi": known["name_vi"], "en": known["name_en"]},
        query=known["query"],
        snapshot=snapshot,
        today=today,
        from_date=from_date,
        to_date=to_date,
        collected=coverage.collected(reader, from_date, to_date),
        decided_elsewhere=coverage.decided_elsewhere(reader, which),
        collected_at=coverage.collected_at(reader),
        watched_since=coverage.watched_since(reader),
        measured_at=None if stored.empty else stored["known_from"].max(),
        phases=rows(reader.phases(campaign), "from_date", "to_date"),
        measures=_measures(stored) if is_whole else {ALL: reader.measures(which)},
        units=UNITS,
        daily=coverage.daily(reader, which),
        outlets=rows(coverage.outlets(reader, which)),
        messages=rows(coverage.messages(reader, which)),
        offices=rows(coverage.offices(reader, which)),
        campaign_tones=rows(coverage.campaign_tones(reader, which)),
        stories=_with_versions(rows(coverage.stories(reader, which)), items),
        apart=rows(coverage.apart(reader, which)),
        collection=collection(reader),
        rejected=rejected(reader),
        corrections=rows(_whole(reader, "rpt_corrections", period).sort_values(["was", "tone"])),
        shown_tones=rows(_whole(reader, "rpt_tones", period).sort_values("tone")),
        contrasts=contrasts(_whole(reader, "rpt_contrasts", period)),
        changes=[
            row["change_date"] for row in rows(_whole(reader, "rpt_change_points", period), "change_date")
        ],
        cap=scan_cap(reader),
        missing_scans=missing_scans(reader),
        plan=_plan(plan.read(reader, campaign, today), period, from_date, to_date),
        alerts=_alerts(alerts.read(reader, campaign), period, from_date, to_date),
        reach=(segments.reach if period.is_stored else segments.reach_now)(reader, which),
        reach_curve=segments.curve(reader, which) if period.is_stored else [],
        consensus=segments.consensus(reader, which) if period.is_stored else [],
        disagreements=segments.disagreements(reader, which),
        comments=_comments(reader, period),
    )


def _comments(reader: Reader, period: Period) -> list[Row]:
    frame = reader.frame("rpt_comments", period.which.campaign)
    found = [row for row in rows(frame) if row["period"] == period.key]
    found.sort(key=lambda row: (row["figure"], row["office"], row["text"]))
    return sorted(found, key=lambda row: row["written_at"], reverse=True)


def _whole(reader: Reader, view: str, period: Period) -> pd.DataFrame:
    """A view of the campaign, without rows where the report is not about the whole."""
    frame = reader.frame(view, period.which.campaign)
    return frame if period.is_whole else frame.head(0)


def _plan(found: Plan, period: Period, from_date: date, to_date: date) -> Plan:
    """The plan within a period: an activity alone, or the activities whose days overlap it."""
    if period.is_whole:
        return found
    activities = [
        row
        for row in found.activities
        if row["activity"] and row["from_date"] <= to_date and row["to_date"] >= from_date
        if period.which.activity in (None, row["activity"])
    ]
    clashes = [row for row in found.clashes if from_date <= row["activity_date"] <= to_date]
    return Plan(activities, [], [], clashes)


def _alerts(found: Alerts, period: Period, from_date: date, to_date: date) -> Alerts:
    if period.is_whole:
        return found
    return Alerts([row for row in found.alerts if from_date <= row["alert_date"] <= to_date], [])


def is_empty(totals: Mapping[str, Measure]) -> bool:
    """Whether measures are those of no item."""
    items = totals.get("items")
    return items is None or not items.value


def why_withheld(totals: Mapping[str, Measure]) -> str:
    """Give why volumes are withheld, in English; "" where they are not."""
    attention = totals.get("share_of_attention")
    return attention.reason if attention is not None and attention.status == "withheld" else ""


def collection(reader: Reader) -> list[Row]:
    """Give how complete the collection is by outlet, alphabetically, with the "reasons" of its gaps."""
    gaps = {row["outlet"]: row["reasons"] for row in rows(reader.shown("gap_reasons", {}))}
    found = rows(coverage.collection(reader), "first_date", "last_date")
    return [row | _settled(row) | {"reasons": _reasons(gaps.get(row["outlet"], ()))} for row in found]


def contrasts(found: pd.DataFrame) -> list[Row]:
    """Give the rows of rpt_contrasts, planned ones first."""
    return rows(found.sort_values(["is_planned", "comparison"], ascending=[False, True]))


def rejected(reader: Reader) -> list[Row]:
    """Give reason and count of entries that are no item, by reason."""
    return rows(reader.shown("rejected", {}))


def scan_cap(reader: Reader) -> Row | None:
    """Give cap, scans_at_cap and scans where archived scans were cut off, else None."""
    caps = rows(reader.frame("rpt_scan_cap"))
    return caps[0] if caps else None


def missing_scans(reader: Reader) -> list[date]:
    """Give the days without any scan within archived scans."""
    return sorted(pd.Timestamp(day).date() for day in reader.frame("rpt_missing_scans")["scan_date"])


def _campaign(reader: Reader, campaign: str) -> Row:
    known = {row["campaign"]: row for row in rows(reader.campaigns())}
    if campaign not in known:
        near = difflib.get_close_matches(campaign, known, n=1)
        hint = (
            f"; did you mean {near[0]!r}?"
            if near
            else f"; published are {', '.join(sorted(known)) or 'none'}"
        )
        raise UnknownCampaignError(f"{campaign!r}: expected a published campaign{hint}")
    return known[campaign]


def _period(reader: Reader, stored: pd.DataFrame, today: date) -> tuple[date, date]:
    if stored.empty:
        return reader.period() or (today, today)
    return pd.Timestamp(stored["from_date"].min()).date(), pd.Timestamp(stored["to_date"].max()).date()


def _measures(stored: pd.DataFrame) -> dict[str, dict[str, Measure]]:
    found: dict[str, dict[str, Measure]] = {}
    for row in rows(stored):
        basis = (row[key] for key in ("value", "low", "high", "n", "method", "status", "reason"))
        found.setdefault(row["segment"], {})[row["name"]] = Measure(*basis)
    return found


def _within(items: pd.DataFrame, from_date: date, to_date: date) -> list[Row]:
    items["published_at"] = items["published_at"].dt.tz_convert(coverage.ZONE)
    days = items["published_at"].dt.date
    kept = items[(days >= from_date) & (days <= to_date)]
    return rows(kept.sort_values(["published_at", "outlet_name", "url"]))


def _with_versions(stories: list[Row], items: list[Row]) -> list[Row]:
    """Stories with the editorial items of each, first version first."""
    by_story: dict[str, list[Row]] = {}
    for item in items:
        if item["placement"] not in ("sponsored", "owned"):
            by_story.setdefault(item["story_id"], []).append(item)
    return [story | {"versions": by_story.get(story["story_id"], [])} for story in stories]


def _reasons(joined: Iterable[str]) -> list[str]:
    return sorted({reason for several in joined for reason in several.split("; ")} - {""})


def _settled(row: Row) -> Row:
    """Hours and problems of an outlet in one form: DuckDB adds and joins in the order its threads finish."""
    hours = {key: row[key] and round(row[key], 3) for key in ("watched_hours", "covered_hours")}
    return hours | {"problems": row["problems"] and "; ".join(sorted(row["problems"].split("; ")))}
