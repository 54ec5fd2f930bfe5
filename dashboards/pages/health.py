"""Health: whether lantoa itself works, on a page and as JSON for a monitor."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import flask
from dash import html
from dash.development.base_component import Component

from dashboards import health as healths
from dashboards import words
from dashboards.auth import HEALTH
from dashboards.health import Health, Step
from dashboards.health_labels import STEPS
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import alert, section
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.sheets import Column, Kind, Sheet
from dashboards.words import Lang


def register(server: flask.Flask, published: Path, now: Callable[[], datetime]) -> None:
    """Serve the same as JSON: status 503 where its state is "fault", else 200.

    Args:
        server: The dashboard's application.
        published: The folder of snapshots.
        now: The clock, aware.
    """

    def _health() -> flask.Response:
        facts = healths.as_facts(healths.read(published, now()))
        answer = flask.jsonify(facts)
        answer.status_code = 503 if facts["state"] == "fault" else 200
        answer.headers["Cache-Control"] = "no-store"
        return answer

    server.add_url_rule(HEALTH, "health", _health)


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    health = healths.of_reader(view.reader, view.snapshot, view.at)
    found = _sheets(health, lang)
    told = _troubles(health, lang)
    return [
        section(
            "troubles",
            label("health.troubles", lang),
            *([alert(text) for text in told] or [html.P(label("health.well", lang))]),
        ),
        *(
            section(
                name,
                sheet.name,
                tables.sheet(sheet, lang) if sheet.rows else html.P(label(f"health.no_{name}", lang)),
            )
            for name, sheet in found.items()
        ),
    ]


def contained(view: View) -> dict[str, Sheet]:
    """Give the tables of the page."""
    return _sheets(healths.of_reader(view.reader, view.snapshot, view.at), view.lang)


def _troubles(health: Health, lang: Lang) -> list[str]:
    hours = words.decimal(healths.MOST_AGE.total_seconds() / 3600, lang)
    names = {row["outlet"]: row["name"] for row in health.outlets}
    values = {
        "hours": hours,
        "outlets": ", ".join(names[outlet] for outlet in health.late),
        "steps": ", ".join(_told(step, lang) for step in health.steps if step.problem),
    }
    return [label(f"health.{trouble}", lang, **values) for trouble in health.troubles]


def _told(step: Step, lang: Lang) -> str:
    name = _named(step, lang)
    if step.killed_at is None:
        return f"{name} ({step.problem})"
    return label("health.killed", lang, step=name, at=words.time(step.killed_at, lang))


def _named(step: Step, lang: Lang) -> str:
    """Give a step by its command, which a message to who runs it needs, and in Vietnamese by what it does."""
    does = STEPS.get(step.step)
    return f"{step.step}: {does}" if lang == "vi" and does else step.step


def _gaps(health: Health, lang: Lang) -> list[Row]:
    """Give a row a day and reason, the newest day first, with the outlets: most gaps are of many at once."""
    outlets: dict[tuple[date, str], list[str]] = {}
    for row in health.gaps:
        outlets.setdefault((row["day_date"], row["reason"]), []).append(row["name"])
    return [
        {
            "day_date": day,
            "reason": words.reason(reason, lang),
            "outlets": len(names),
            "names": ", ".join(sorted(names, key=words.alphabetical)),
        }
        for (day, reason), names in outlets.items()
    ]


def _sheets(health: Health, lang: Lang) -> dict[str, Sheet]:
    outlets = [{**row, "feed_state": _feed_state(row["feed_state"], lang)} for row in health.outlets]
    return {
        "holds": _holds(health, lang),
        "steps": Sheet(
            label("health.steps", lang),
            _columns(
                lang,
                step="text",
                ended_at="instant",
                seconds="number",
                median_seconds="number",
                longest_seconds="number",
                runs="count",
                failed="count",
            ),
            [{**vars(step), "step": _named(step, lang)} for step in health.steps],
        ),
        "gaps": Sheet(
            label("health.gaps", lang),
            [
                Column("day_date", label("health.day", lang), "day"),
                Column("reason", words.text("field.reason", lang)),
                Column("outlets", words.text("field.outlets", lang), "count"),
                Column("names", label("health.names", lang)),
            ],
            _gaps(health, lang),
        ),
        "outlets": Sheet(
            label("health.outlets", lang),
            [
                Column("name", words.text("field.outlet", lang)),
                *_columns(lang, last_readable_at="instant", feed_state="text", items_7d="count"),
                Column("gap_days", words.text("field.gap_days", lang), "count"),
            ],
            outlets,
        ),
    }


def _holds(health: Health, lang: Lang) -> Sheet:
    values = {
        "items": words.decimal(health.items, lang),
        "items_1d": words.decimal(health.items_1d, lang),
        "rejected": words.decimal(health.rejected, lang),
        "published_at": words.time(health.published_at, lang) if health.published_at else None,
    }
    rows = [{"what": label(f"health.{name}", lang), "value": value} for name, value in values.items()]
    return Sheet(label("health.holds", lang), _columns(lang, what="text", value="text"), rows)


def _feed_state(state: str | None, lang: Lang) -> str | None:
    if state in ("ok", "moved"):
        return label(f"health.{state}", lang)
    return words.reason(state, lang) if state else None


def _columns(lang: Lang, **kinds: Kind) -> list[Column]:
    return [Column(key, label(f"health.{key}", lang), kind) for key, kind in kinds.items()]
