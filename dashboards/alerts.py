"""Alerts as a report and a page show them: what each says, in which state it is, and what was prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards import words
from dashboards.answers import as_answered
from dashboards.labels import label
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.codings import Entry
from warehouse.reader import Reader

SHOWN_STORIES = 5
"""Stories that are shown of an alert; how many more there are is said."""

ABSENCES = ("message", "silence")
"""Rules that count stories in a row without something."""

_MOST_DAYS = 10_000
_STATES = ("new", "acknowledged", "closed")


@dataclass(frozen=True)
class Alerts:
    """Alerts of a campaign, and what each rule came to when it was last asked.

    Attributes:
        alerts: Rows of rpt_alerts, new ones first, then the latest day, each with its "told": rows of
            rpt_alert_stories, the latest first; and is_counted, as `as_answered` gives it.
        rules: Rows of rpt_alert_rules, count rules first.
    """

    alerts: Sequence[Row]
    rules: Sequence[Row]

    @property
    def open(self) -> Sequence[Row]:
        """Alerts that nobody has closed."""
        return [row for row in self.alerts if row["state"] != "closed"]


def read(reader: Reader, campaign: str, entries: Sequence[Entry] | None = None) -> Alerts:
    """Read the alerts of a campaign.

    Args:
        reader: The published warehouse.
        campaign: Id of the campaign.
        entries: All lines of codings, for the state that the last answer gave; None for the state loaded.
    """
    told: dict[str, list[Row]] = {}
    stories = reader.frame("rpt_alert_stories", campaign).sort_values(["published_at", "story_id"])
    for story in reversed(rows(stories)):
        told.setdefault(story["alert"], []).append(story)
    days = ("alert_date", "baseline_from", "baseline_to")
    found = as_answered(rows(reader.frame("rpt_alerts", campaign), *days, "checked_date"), entries)
    found.sort(key=lambda row: (row["alert_date"], row["rule"], row["subject"]), reverse=True)
    found.sort(key=lambda row: _STATES.index(row["state"]))
    rules = rows(reader.frame("rpt_alert_rules", campaign), *days)
    rules.sort(key=lambda row: (row["rate"] is None, row["rule"], row["subject"]))
    listed = [
        row | {"told": told.get(row["alert"], []), "activities": list(row["activities"])} for row in found
    ]
    return Alerts(listed, rules)


def name(row: Row, lang: Lang) -> str:
    """Give the rule of an alert, and what it was asked of, in words."""
    rule = words.text(f"alert.rule.{row['rule']}", lang)
    return f"{rule}: {_subject(row, lang)}" if row["subject"] else rule


def says(row: Row, lang: Lang) -> str:
    """Give why an alert was raised, with what it rests on."""
    observed = words.count(row["observed"], _noun(row), lang)
    filled: dict[str, Any] = {"day": words.day(row["alert_date"], lang), "observed": observed}
    if row["rate"] is None:
        sentence = words.text(
            f"alert.says.{row['rule']}", lang, **filled, name=_subject(row, lang), threshold=row["threshold"]
        )
    else:
        sentence = words.text("alert.says.count", lang, **filled, **_basis(row, lang))
    mark = _mark(row, lang)
    return f"{sentence} {mark}" if mark else sentence


def status(row: Row, lang: Lang) -> str:
    """Give the state of an alert with what was found and why."""
    parts = [words.text(f"alert.state.{row['state']}", lang)]
    if row["state"] == "closed":
        parts.append(words.text(f"alert.finding.{row['finding']}", lang))
    if row["why"] and row["state"] != "new":
        parts.append(row["why"])
    said = "; ".join(parts)
    return said if row["is_counted"] else f"{said} ({label('desk.recorded', lang)})"


def prepared(row: Row, lang: Lang) -> list[tuple[str, str]]:
    """Give what was prepared for a scenario or claim: label and text; nothing for other rules."""
    if row["checked_date"] is None:
        return []
    said = [
        ("alert.responsible", row["responsible"]),
        ("alert.text", row["text"]),
        ("alert.source", row["source"]),
        ("alert.checked", words.day(row["checked_date"], lang)),
    ]
    return [(words.text(key, lang), value) for key, value in said if value]


def came_to(row: Row, lang: Lang) -> str:
    """Give what a rule came to when it was last asked, or why it was not judged.

    What did not come for some stories is no well-being: how near its limit it is stands there.
    """
    if row["status"] == "quiet" and row["rule"] in ABSENCES:
        numbers = {name: words.decimal(row[name], lang) for name in ("observed", "threshold")}
        return words.text("alert.status.quiet.absence", lang, **numbers)
    status = words.text(f"alert.status.{row['status']}", lang)
    return f"{status}: {words.reason(row['reason'], lang)}" if row["reason"] else status


def counted(row: Row, lang: Lang) -> str:
    """Give what a rule counted, with its unit."""
    observed = words.count(row["observed"], _noun(row), lang)
    if row["rule"] in ABSENCES:
        return words.text(f"alert.counted.{row['rule']}", lang, observed=observed)
    return observed


def limit(row: Row, lang: Lang) -> str:
    """Give from which number on a rule raises an alert, with its unit; "–" where none can be said."""
    return "–" if row["threshold"] is None else words.count(row["threshold"], _noun(row), lang)


def asked(found: Sequence[Row], lang: Lang) -> str:
    """Say of what state of knowledge the rules were last asked; "" without rules."""
    if not found:
        return ""
    return words.text("alert.asked", lang, at=words.time(max(row["known_from"] for row in found), lang))


def budget(found: Sequence[Row], lang: Lang) -> str:
    """Give the false alarms that the count rules of a campaign share, in words; "" without such rules."""
    rates = [row["rate"] for row in found if row["rate"] is not None]
    if not rates:
        return ""
    return words.text(
        "alert.budget", lang, rules=len(rates), days=words.count(round(1 / sum(rates)), "day", lang)
    )


def _noun(row: Row) -> str:
    return "copy" if row["rule"] == "copies" else "story"


def _subject(row: Row, lang: Lang) -> str:
    if row["rule"] == "silence":
        return words.text(f"kind.{row['subject']}", lang)
    return row[f"name_{lang}"]


def _basis(row: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    between: tuple[date, date] = (row["baseline_from"], row["baseline_to"])
    return {
        "n": words.count(row["n"], "day", lang),
        "period": words.period(*between, lang),
        "expected": words.decimal(row["expected"], lang, 1),
        "threshold": words.decimal(row["threshold"], lang),
        "tail": _once_in(row["tail"], lang),
        "rate": _once_in(row["rate"], lang),
    }


def _once_in(probability: float, lang: Lang) -> str:
    days = min(_MOST_DAYS, round(1 / max(probability, 1 / _MOST_DAYS)))
    return words.count(days, "day", lang)


def _mark(row: Row, lang: Lang) -> str:
    """What is to be known of the day itself."""
    if row["day_state"] == "complete":
        return ""
    titles = {"titles": "; ".join(row["activities"])} if row["day_state"] == "activity" else {}
    return words.text(f"alert.day.{row['day_state']}", lang, **titles)
