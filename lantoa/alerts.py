"""What the command line says about alerts."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console

from dashboards import alerts as shown
from dashboards import words
from dashboards.answers import AlertError
from dashboards.rows import Row
from warehouse.alert_replay import Replayed
from warehouse.reader import Reader


def listed(reader: Reader, campaign: str | None, closed: bool) -> list[dict[str, Any]]:
    """Give alerts with what they say, their stories and the rules, a campaign each.

    Args:
        reader: The published warehouse.
        campaign: Id; all campaigns, without.
        closed: Whether those too that were closed.

    Raises:
        AlertError: There is no such campaign.
    """
    known = list(reader.campaigns()["campaign"])
    if campaign is not None and campaign not in known:
        raise AlertError(
            f"{campaign!r}: expected a published campaign: {', '.join(known) or 'there is none'}"
        )
    return [_of(reader, name, closed) for name in known if campaign in (None, name)]


def _of(reader: Reader, campaign: str, closed: bool) -> dict[str, Any]:
    found = shown.read(reader, campaign)
    return {
        "campaign": campaign,
        "alerts": [
            row | {"name": shown.name(row, "en"), "says": shown.says(row, "en")}
            for row in (found.alerts if closed else found.open)
        ],
        "rules": [row | {"came_to": shown.came_to(row, "en")} for row in found.rules],
        "budget": shown.budget(found.rules, "en"),
    }


def print_listed(console: Console, found: Sequence[dict[str, Any]]) -> None:
    """Print what `listed` gives."""
    for one in found:
        lines = [line for row in one["alerts"] for line in _lines(row)]
        asked = [row for row in one["rules"] if row["status"] == "not_judged"]
        lines += [f"  {shown.name(row, 'en')}: {row['came_to']}" for row in asked]
        for line in [f"{one['campaign']}: {_count(len(one['alerts']))}. {one['budget']}", *lines]:
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def _lines(row: Row) -> list[str]:
    told = [f"      {story['outlet_name']}: {story['title']}" for story in row["told"][: shown.SHOWN_STORIES]]
    prepared = [f"      {label}: {said}" for label, said in shown.prepared(row, "en")]
    return [
        f"  {row['alert']}  {shown.status(row, 'en')}  {row['name']}",
        f"      {row['says']}",
        *prepared,
        *told,
    ]


def as_facts(found: Sequence[Replayed]) -> list[dict[str, Any]]:
    """Give what a replay found as dictionaries that become JSON."""
    return json.loads(json.dumps([asdict(one) for one in found], default=str))


def print_replay(console: Console, found: Sequence[Replayed]) -> None:
    """Print how often each rule raised an alert, beside what it states."""
    for one in found:
        name = f"{one.rule} {one.subject}".strip()
        line = f"{name}: {_count(len(one.fired))} in {words.count(one.days, 'day', 'en')}"
        if one.happened:
            line += f", {one.happened} of what had happened"
        if one.unconfirmed_a_month is None:
            line += "; no rate: not judged on any day"
        else:
            rate = f"{one.unconfirmed_a_month:.2f} a month ({one.low:.2f} to {one.high:.2f})"
            line += f"; not found real: {rate}"
        if one.stated_a_month is not None:
            line += f", {one.stated_a_month:.2f} stated"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _count(alerts: int) -> str:
    return words.count(alerts, "alert", "en")
