"""The rules of alerts asked again on every day that is stored: how often each raises one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from warehouse import alerting, db
from warehouse.campaign import Campaign
from warehouse.counting import measure_rows
from warehouse.measures.alerts import BASELINE_DAYS, DAYS_A_MONTH, poisson_interval


@dataclass(frozen=True)
class Replayed:
    """How often a rule raises an alert on the days that are stored.

    Attributes:
        rule: As in `warehouse.alerting.Asked`.
        subject: Likewise.
        days: Days on which it was judged; for absences days with stories.
        fired: Days that named an alert.
        happened: How many of these a person closed with the finding that something had happened.
        unconfirmed_a_month: Alerts that nobody found real in a month of such days; None without any day. Of
            count rules these are the false alarms, where people answered their alerts.
        low: Lower limit of its 95 % interval (Garwood).
        high: Upper limit.
        stated_a_month: False alarms a month that a count rule is allowed; None for rules that state none.
    """

    rule: str
    subject: str
    days: int
    fired: tuple[date, ...]
    happened: int
    unconfirmed_a_month: float | None
    low: float | None
    high: float | None
    stated_a_month: float | None


def replay(connection: duckdb.DuckDBPyConnection, campaign: Campaign) -> list[Replayed]:
    """Ask every rule of a campaign on each of the days that are stored; nothing is kept.

    Days leave the baseline as they do now: of which people found that something had happened.

    Args:
        connection: Any connection to a warehouse with the campaign, in Vietnam time.
        campaign: The campaign.

    Returns:
        Count rules first, then the others; nothing of a warehouse without items and visits.
    """
    (moment,) = measure_rows(connection, "watched_at", {})
    if moment["collected_at"] is None:
        return []
    happened = _happened(connection, campaign.id)
    return [
        _replayed(campaign, happened, rule, subject, days, fired)
        for rule, subject, days, fired in (
            *_counts(connection, campaign, moment["collected_at"]),
            *_absent(connection, campaign, alerting.last_day(moment["collected_at"])),
            *_prepared(connection, campaign),
        )
    ]


_Fired = tuple[str, str, int, list[date]]


def _replayed(
    campaign: Campaign, happened: set[str], rule: str, subject: str, days: int, fired: list[date]
) -> Replayed:
    known = sum(alerting.alert_id(campaign.id, rule, subject, day) in happened for day in fired)
    count = len(fired) - known
    months = days / DAYS_A_MONTH
    low, high = poisson_interval(count)
    return Replayed(
        rule=rule,
        subject=subject,
        days=days,
        fired=tuple(fired),
        happened=known,
        unconfirmed_a_month=count / months if days else None,
        low=low / months if days else None,
        high=high / months if days else None,
        stated_a_month=alerting.budget(campaign) * DAYS_A_MONTH if rule in alerting.COUNT_RULES else None,
    )


def _happened(connection: duckdb.DuckDBPyConnection, campaign: str) -> set[str]:
    query = "select alert from rpt_alerts where campaign = $campaign and finding = 'happened'"
    return {row["alert"] for row in db.rows(connection, query, parameters={"campaign": campaign})}


def _counts(
    connection: duckdb.DuckDBPyConnection, campaign: Campaign, collected_at: datetime
) -> Iterator[_Fired]:
    (known,) = db.rows(connection, "select min(day_date) as first_date from int_outlet_days")
    last = min(alerting.last_day(collected_at), campaign.phases[-1].to_date)
    first = max(known["first_date"] or last, campaign.phases[0].from_date)
    days = alerting.days_of(connection, campaign.id, first, last, _on(last, collected_at))
    rate = alerting.budget(campaign)
    for rule in alerting.COUNT_RULES:
        asked = [
            alerting.count_asked(rule, days[max(0, number - BASELINE_DAYS) : number + 1], rate)
            for number in range(len(days))
        ]
        judged = [one for one in asked if one.status != "not_judged"]
        yield rule, "", len(judged), [one.alert_date for one in judged if one.status == "alert"]


def _on(last: date, collected_at: datetime) -> datetime:
    """Give the hour of the last collection on the day after the last one that is asked."""
    return collected_at - (alerting.last_day(collected_at) - last)


def _absent(connection: duckdb.DuckDBPyConnection, campaign: Campaign, last: date) -> Iterator[_Fired]:
    for (rule, subject), found in alerting.absences_of(connection, campaign, last).items():
        yield (
            rule,
            subject,
            found.days,
            [
                one.since
                for one in found.absences
                if one.reached
                and (
                    rule == "message"
                    or not alerting.why_silent(connection, campaign.id, subject, one.since, one.reached)
                )
            ],
        )


def _prepared(connection: duckdb.DuckDBPyConnection, campaign: Campaign) -> Iterator[_Fired]:
    """Each day with a story of a scenario or claim, of the days for which items are known."""
    days = {"campaign": campaign.id}
    rows = measure_rows(connection, "alert_prepared_days", days)
    for row in rows:
        yield row["rule"], row["subject"], row["days"], row["fired"]
