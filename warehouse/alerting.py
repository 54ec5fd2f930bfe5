"""What calls for a look: the rules of a campaign asked of what was collected last, and what they raise kept.

Everything follows from what the warehouse holds: asked twice, the rules raise nothing more.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Literal

import duckdb
import pyarrow as pa

from crawlers.outlets import VIETNAM
from warehouse import db, flattening
from warehouse.campaign import Campaign
from warehouse.campaign_rows import require_loaded
from warehouse.counting import MAX_GAP_SHARE, Collection, measure_rows
from warehouse.measures.absences import NEEDED, Absence, absences
from warehouse.measures.alerts import BASELINE_DAYS, DayCount, DayState, daily_rate, judge_day
from warehouse.vietnam_days import is_holiday

COUNT_RULES = ("stories", "negative", "copies")
"""What is counted each day against the days before: stories, those of negative tone, copies of stories."""
RECENT_DAYS = 7
"""Stories of a scenario or claim raise an alert where they were published within so many days to today."""

_READ = (
    "int_item_days",
    "int_expected_items",
    "int_concerned",
    "int_concerned_items",
    "int_concerned_places",
    "fct_mentions",
    "fct_stories",
    "fct_messages",
    "fct_prepared",
)
_OUTSIDE = "the day is outside the campaign's phases"

Status = Literal["alert", "quiet", "not_judged"]


@dataclass(frozen=True)
class Asked:
    """What a rule came to; the attributes are the columns of alert_rules.

    Attributes:
        rule: One of COUNT_RULES, scenario, claim, message or silence.
        subject: What it is asked of: an id of the campaign's file, a kind of outlet, or "".
        alert_date: Vietnam day that names the alert.
        status: Whether it raises one; not_judged with a reason.
        observed: Stories counted (copies: items).
        threshold: The smallest number that raises an alert, where one can be said.
        n: Days of the baseline, or stories looked at.
        expected: Mean of the predictive distribution of a count.
        tail: Probability of a count at least as large.
        rate: Probability of a false alarm allowed on a day.
        baseline_from: First day of the baseline.
        baseline_to: Its last day.
        day_state: What the day is.
        reason: Why it was not judged, in English; else "".
    """

    rule: str
    subject: str
    alert_date: date
    status: Status
    observed: int
    threshold: int | None
    n: int
    expected: float | None = None
    tail: float | None = None
    rate: float | None = None
    baseline_from: date | None = None
    baseline_to: date | None = None
    day_state: str = "complete"
    reason: str = ""


_ASKED: list[tuple[str, pa.DataType]] = [
    *((name, pa.string()) for name in ("campaign", "rule", "subject")),
    ("alert_date", pa.date32()),
    ("observed", pa.int64()),
    *((name, pa.float64()) for name in ("expected", "tail", "rate")),
    *((name, pa.int64()) for name in ("threshold", "n")),
    *((name, pa.date32()) for name in ("baseline_from", "baseline_to")),
    ("day_state", pa.string()),
]
_KNOWN: list[tuple[str, pa.DataType]] = [
    (name, pa.timestamp("us", "UTC")) for name in ("known_from", "known_to")
]
_RULES = pa.schema([*_ASKED, ("status", pa.string()), ("reason", pa.string())])
_ALERTS = pa.schema([("alert", pa.string()), *_ASKED, *_KNOWN])
_ITEMS = pa.schema([("alert", pa.string()), ("item_id", pa.string()), *_KNOWN])


def watch(connection: duckdb.DuckDBPyConnection, campaigns: Iterable[Campaign]) -> dict[str, list[str]]:
    """Ask the rules of campaigns of what was collected last, and keep what they raise.

    The day that is counted is the last Vietnam day that was over when collection last saw anything, and with
    it each day since the rules were asked before: a machine that slept for three days looks back at them.

    Args:
        connection: The writer's connection.
        campaigns: The campaigns.

    Returns:
        Ids of the alerts that are new, or new again, by campaign; nothing of a warehouse without items and
        visits.

    Raises:
        WarehouseError: A campaign was never loaded.
    """
    moment = _moment(connection)
    if moment is None:
        return {}
    campaigns = list(campaigns)
    for campaign in campaigns:
        require_loaded(connection, campaign)
    flattening.flatten(connection, _READ)
    return {campaign.id: _watch(connection, campaign, *moment) for campaign in campaigns}


def _moment(connection: duckdb.DuckDBPyConnection) -> tuple[datetime, datetime] | None:
    """Give when what is collected was last seen, and when what is known last changed."""
    (row,) = measure_rows(connection, "watched_at", {})
    return None if row["collected_at"] is None else (row["collected_at"], row["known_at"])


def _watch(
    connection: duckdb.DuckDBPyConnection, campaign: Campaign, collected_at: datetime, at: datetime
) -> list[str]:
    day = last_day(collected_at)
    missed = _missed(connection, campaign, day)
    asked = [*_counts(connection, campaign, day, collected_at), *_absent(connection, campaign, day)]
    earlier = [one for past in missed for one in _counts_late(connection, campaign, past, day, collected_at)]
    raised = (one for one in (*earlier, *asked) if one.status == "alert")
    told = [(one, _items(connection, campaign.id, one, day)) for one in raised]
    told += _prepared(connection, campaign.id, min([day, *missed]) - timedelta(days=RECENT_DAYS - 2))
    with db.transaction(connection):
        rows = pa.Table.from_pylist([{"campaign": campaign.id} | vars(one) for one in asked], _RULES)
        db.replace_rows(connection, "alert_rules", rows, at, ("campaign", [campaign.id]))
        return _raise(connection, campaign.id, told, at)


def _missed(connection: duckdb.DuckDBPyConnection, campaign: Campaign, day: date) -> list[date]:
    """Give the days before one that were never counted since any was, as far back as a baseline goes."""
    (query,) = db.statements("measures/alert_last_counted")
    (row,) = db.rows(connection, query, parameters={"campaign": campaign.id})
    if row["day_date"] is None:
        return []
    number = min((day - row["day_date"]).days - 1, BASELINE_DAYS)
    return [day - timedelta(days=back) for back in range(number, 0, -1)]


def last_day(collected_at: datetime) -> date:
    """Give the last Vietnam day that was over when collection last saw anything."""
    return collected_at.astimezone(VIETNAM).date() - timedelta(days=1)


def alert_id(campaign: str, rule: str, subject: str, alert_date: date) -> str:
    """Give the id of an alert, 12 hexadecimal digits."""
    return hashlib.sha256(f"{campaign}|{rule}|{subject}|{alert_date}".encode()).hexdigest()[:12]


def _raise(
    connection: duckdb.DuckDBPyConnection,
    campaign: str,
    told: Sequence[tuple[Asked, list[str]]],
    at: datetime,
) -> list[str]:
    """Keep alerts that are not known, and stories that came to one of a scenario or claim.

    Returns:
        Ids of the alerts that are new, and of those that somebody had answered and stories made new again.
    """
    known = {row["alert"] for row in db.rows(connection, "select alert from alerts")}
    answered = "select alert from int_alert_states where state <> 'new' order by alert"
    before = [row["alert"] for row in db.rows(connection, answered)]
    since = {"campaign": campaign, "known_from": at, "known_to": None}
    alerts: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for one, of in told:
        alert = alert_id(campaign, one.rule, one.subject, one.alert_date)
        if alert not in known:
            alerts.append({"alert": alert} | vars(one) | since)
        if alert not in known or one.rule in ("scenario", "claim"):
            items += [{"alert": alert, "item_id": item} | since for item in of]
    _add(connection, "alerts", ("alert",), pa.Table.from_pylist(alerts, _ALERTS))
    _add(connection, "alert_items", ("alert", "item_id"), pa.Table.from_pylist(items, _ITEMS))
    still = {row["alert"] for row in db.rows(connection, answered)}
    return [row["alert"] for row in alerts] + [alert for alert in before if alert not in still]


def _add(connection: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], rows: pa.Table) -> None:
    same = " and ".join(f"{table}.{name} = batch.{name}" for name in key)
    db.run(connection, "load/added", rows, filled={"table": table, "same": same})


def days_of(
    connection: duckdb.DuckDBPyConnection, campaign: str, first: date, last: date, collected_at: datetime
) -> list[dict[str, Any]]:
    """Give the days of a campaign as they were known at the hour of an instant on the day after each.

    Returns:
        Rows of `sql/measures/alert_days.sql`, each with its `state`.
    """
    parameters = {"campaign": campaign, "from_date": first, "to_date": last, "collected_at": collected_at}
    rows = measure_rows(connection, "alert_days", parameters)
    return [row | {"state": _state(row)} for row in rows]


def _state(row: Mapping[str, Any]) -> DayState:
    if row["gap_share"] > MAX_GAP_SHARE:
        return "gap"
    if row["is_confirmed"]:
        return "alert"
    if row["is_planned"]:
        return "activity"
    return "holiday" if is_holiday(row["day_date"]) else "complete"


def count_asked(rule: str, days: Sequence[Mapping[str, Any]], rate: float) -> Asked:
    """Judge the last of some days by those before it.

    Args:
        rule: One of COUNT_RULES.
        days: Of `days_of`, in order of time.
        rate: Probability of a false alarm allowed on a day.
    """
    *history, last = [DayCount(row["day_date"], row[rule], row["state"]) for row in days]
    judged = judge_day(history, last, rate)
    baseline = [one.day for one in history[-BASELINE_DAYS:] if one.state == "complete"]
    reason = judged.reason
    if last.state == "gap" and not judged.is_alert:
        reason = reason or _gaps(days[-1]["gap_share"])
    return Asked(
        rule=rule,
        subject="",
        alert_date=last.day,
        status="alert" if judged.is_alert else "not_judged" if reason else "quiet",
        observed=judged.count,
        threshold=judged.limit,
        n=judged.n,
        expected=judged.expected,
        tail=judged.tail,
        rate=rate,
        baseline_from=min(baseline, default=None),
        baseline_to=max(baseline, default=None),
        day_state="complete" if last.state == "alert" else last.state,
        reason=reason,
    )


def budget(campaign: Campaign) -> float:
    """Give the probability of a false alarm that each count rule of a campaign may have on a day."""
    return daily_rate(campaign.false_alarms_a_month, len(COUNT_RULES))


def _counts(
    connection: duckdb.DuckDBPyConnection, campaign: Campaign, day: date, collected_at: datetime
) -> list[Asked]:
    rate = budget(campaign)
    if not _is_within(campaign, day):
        return [
            Asked(rule, "", day, "not_judged", 0, None, 0, rate=rate, reason=_OUTSIDE) for rule in COUNT_RULES
        ]
    days = days_of(connection, campaign.id, day - timedelta(days=BASELINE_DAYS), day, collected_at)
    return [count_asked(rule, days, rate) for rule in COUNT_RULES]


def _counts_late(
    connection: duckdb.DuckDBPyConnection, campaign: Campaign, past: date, day: date, collected_at: datetime
) -> list[Asked]:
    """Count a day that was missed as it was known at the hour of collection on the day after it.

    Where nothing was collected then, it is taken as it is known now, so long after it, and held against the
    days before as they were known so long after each of them.
    """
    asked = _counts(connection, campaign, past, collected_at - (day - past))
    if all(one.day_state != "gap" for one in asked):
        return asked
    return _counts(connection, campaign, past, collected_at)


def _is_within(campaign: Campaign, day: date) -> bool:
    return campaign.phases[0].from_date <= day <= campaign.phases[-1].to_date


@dataclass(frozen=True)
class Series:
    """The absences of something, in order of time, in days with stories."""

    absences: Sequence[Absence]
    days: int


def absences_of(
    connection: duckdb.DuckDBPyConnection, campaign: Campaign, last: date
) -> dict[tuple[str, str], Series]:
    """Give the absences of each message, and of each kind of outlet, in a campaign's time up to a day.

    Returns:
        By rule (message, silence) and subject.
    """
    days = {"from_date": campaign.phases[0].from_date, "to_date": min(last, campaign.phases[-1].to_date)}
    rows = measure_rows(connection, "alert_absences", {"campaign": campaign.id} | days)
    by_subject = groupby(rows, key=lambda row: (row["rule"], row["subject"]))
    listed = {
        subject: [(row["day_date"], row["stories"], row["having_it"]) for row in series]
        for subject, series in by_subject
    }
    return {subject: Series(absences(series), len(series)) for subject, series in listed.items()}


def why_silent(
    connection: duckdb.DuckDBPyConnection, campaign: str, kind: str, since: date, until: date
) -> str:
    """Say why outlets of a kind only seem to be silent, in English; "" where they were collected well."""
    parameters = {"campaign": campaign, "kind": kind, "from_date": since, "to_date": until}
    (row,) = measure_rows(connection, "alert_collection", parameters)
    why = Collection(0, row["gap_share"], None, 0).why_withheld
    if why or not row["items"]:
        return why or "nothing at all was collected of these outlets"
    unread = row["unread"] / (row["items"] + row["unread"])
    return f"{unread:.0%} of the pages of these outlets could not be read" if unread > MAX_GAP_SHARE else ""


def _gaps(share: float) -> str:
    return Collection(0, share, None, 0).why_withheld


def _absent(connection: duckdb.DuckDBPyConnection, campaign: Campaign, day: date) -> Iterator[Asked]:
    if not _is_within(campaign, day):
        return
    for (rule, subject), found in absences_of(connection, campaign, day).items():
        if not found.absences or found.absences[-1].is_over:
            yield Asked(rule, subject, day, "quiet", 0, NEEDED, 0)
            continue
        one = found.absences[-1]
        status, why = ("alert" if one.reached else "quiet"), ""
        if one.reached and rule == "silence":
            why = why_silent(connection, campaign.id, subject, one.since, day)
        yield Asked(
            rule,
            subject,
            one.since,
            "not_judged" if why else status,
            one.stories,
            NEEDED,
            one.stories,
            reason=why,
        )


def _items(connection: duckdb.DuckDBPyConnection, campaign: str, one: Asked, day: date) -> list[str]:
    """Give the items that a count or an absence up to a day tells of, one a story."""
    name = "alert_day_items" if one.rule in COUNT_RULES else "alert_absence_items"
    parameters = {"campaign": campaign, "rule": one.rule, "alert_date": one.alert_date, "to_date": day}
    return [row["item_id"] for row in measure_rows(connection, name, parameters)]


def _prepared(
    connection: duckdb.DuckDBPyConnection, campaign: str, first: date
) -> list[tuple[Asked, list[str]]]:
    rows = measure_rows(connection, "alert_prepared", {"campaign": campaign, "from_date": first})
    return [
        (
            Asked(
                row["rule"],
                row["subject"],
                row["alert_date"],
                "alert",
                len(row["items"]),
                1,
                len(row["items"]),
            ),
            row["items"],
        )
        for row in rows
    ]
