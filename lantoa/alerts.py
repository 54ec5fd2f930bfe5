"""What the command line says about alerts, and what people do about them."""

import difflib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from dashboards import alerts as shown
from dashboards import words
from dashboards.rows import Row
from warehouse import codings
from warehouse.alert_replay import Replayed
from warehouse.codings import Acknowledgement, Finding
from warehouse.reader import Reader


class AlertError(Exception):
    """What was asked for can't be done; nothing was written."""


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


def answer(
    reader: Reader,
    folder: Path,
    ids: Sequence[str],
    finding: Finding | None,
    who: str,
    why: str,
    at: datetime,
) -> list[Acknowledgement]:
    """Write down that a person has alerts in hand, or has closed them: of all of them, or of none.

    Args:
        reader: The published warehouse, which has the alerts.
        folder: The folder of codings.
        ids: Of the alerts.
        finding: What was found; None where they are only in hand.
        who: Pseudonym or role.
        why: In a few words, without names.
        at: Now.

    Raises:
        AlertError: There is no such alert, or what was given is not of the right form.
        CodingsError: It can't be written.
    """
    known = dict(reader.query("select alert, campaign from rpt_alerts")[["alert", "campaign"]].to_numpy())
    for alert in ids:
        if alert not in known:
            near = difflib.get_close_matches(alert, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ": see `lantoa alerts list --all`"
            raise AlertError(f"there is no alert {alert!r}{hint}")
    try:
        entries = [
            Acknowledgement(
                campaign=known[alert],
                alert=alert,
                action="closed" if finding else "acknowledged",
                finding=finding,
                why=why,
                who=who,
                at=at,
            )
            for alert in dict.fromkeys(ids)
        ]
    except ValueError as error:
        raise AlertError(
            "expected --who as small letters, digits and hyphens, and --why of 1 to 500 characters: "
            f"{len(why)} characters by {who!r}"
        ) from error
    codings.append(folder, entries)
    return entries


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
