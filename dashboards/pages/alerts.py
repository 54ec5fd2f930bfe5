"""Alerts: what calls for a look today, what was prepared for it, and what each rule came to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import dash
from dash import ALL, MATCH, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import alerts, answers, desk, words
from dashboards.alerts import SHOWN_STORIES
from dashboards.answers import AlertError
from dashboards.desk import Desk
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import attributes, section, whatever_is_chosen
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.codings import LONGEST_WHY, CodingsError, Finding, NamedError
from warehouse.reader import Reader

ACTIONS: Final[dict[str, Finding | None]] = {
    "acknowledged": None,
    "happened": "happened",
    "nothing": "nothing",
}
"""What an editor may do with an alert, each with the finding that it is closed with."""


@dataclass(frozen=True)
class Tried:
    """An answer that was not written, kept so that it need not be typed again.

    Attributes:
        why: The reason given.
        problem: Why it was not written.
    """

    why: str = ""
    problem: str = ""


_NOTHING_TRIED = Tried()


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang, found = view.lang, view.alerts
    listed: list[Component] = [
        html.Div(_alert(row, view.desk, lang), id={"part": "card", "alert": row["alert"]})
        for row in found.alerts
    ]
    if view.desk.folder is None:
        listed.insert(0, html.P(label("desk.read_only", lang), className="quiet"))
    told = (alerts.asked(found.rules, lang), alerts.budget(found.rules, lang))
    basis = " ".join([*filter(None, told), words.text("report.alerts.limit", lang)])
    return [
        section(
            "alerts",
            words.text("report.alerts", lang),
            *whatever_is_chosen(view),
            *(listed if found.alerts else [html.P(words.text("report.alerts.none", lang))]),
        ),
        section(
            "alert-rules",
            words.text("report.alerts.rules", lang),
            tables.alert_rules(found.rules, lang),
            html.P(basis, className="quiet"),
        ),
    ]


def _alert(row: Row, who: Desk, lang: Lang, tried: Tried = _NOTHING_TRIED) -> html.Article:
    """Show an alert with its stories, and the form for its answer; what the press wrote stays plain text."""
    told = row["told"]
    stories = [
        html.Li([f"{one['outlet_name']}, {words.time(one['published_at'], lang)}: ", _link(one, lang)])
        for one in told[:SHOWN_STORIES]
    ]
    if len(told) > SHOWN_STORIES:
        more = words.count(len(told) - SHOWN_STORIES, "story", lang)
        stories.append(html.Li(words.text("report.alerts.more", lang, count=more)))
    prepared = [
        html.P([f"{label}: ", tables.link(said, said, lang) if said.startswith("https://") else said])
        for label, said in alerts.prepared(row, lang)
    ]
    return html.Article(
        [
            html.H3(alerts.name(row, lang)),
            html.P(alerts.status(row, lang), className="status"),
            html.P(alerts.says(row, lang)),
            *prepared,
            html.Ul(stories),
            *([_form(row["alert"], tried, lang)] if who.may("editor") else []),
        ],
        className="card",
        **attributes(data_alert=row["alert"], data_state=row["state"]),
    )


def _link(story: Row, lang: Lang) -> Component:
    return tables.link(story["title"], story["url"], lang)


def _form(alert: str, tried: Tried, lang: Lang) -> html.Details:
    why = dcc.Textarea(id={"part": "why", "alert": alert}, value=tried.why, maxLength=LONGEST_WHY, rows=2)
    buttons = [
        html.Button(
            label(f"answer.{action}", lang),
            id={"part": "save", "alert": alert, "action": action},
            type="button",
            className="lesser",
        )
        for action in ACTIONS
    ]
    return html.Details(
        [
            html.Summary(label("answer", lang)),
            html.Div(
                [
                    html.Label([label("desk.why", lang), why], className="whole"),
                    *buttons,
                    html.P(tried.problem, role="status", className="whole"),
                ],
                className="deciding",
            ),
        ],
        open=bool(tried.problem),
    )


def register(app: dash.Dash, published: Path, now: Callable[[], datetime], codings: Path | None) -> None:
    """Connect the forms with the folder of codings.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
    """

    @app.callback(
        Output({"part": "card", "alert": MATCH}, "children"),
        Input({"part": "save", "alert": MATCH, "action": ALL}, "n_clicks"),
        State({"part": "why", "alert": MATCH}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _save(_pressed: Any, why: str | None, search: str | None) -> Any:  # noqa: ANN401 (as Dash hands it over)
        pressed: Any = dash.ctx.triggered_id
        if not pressed or not dash.ctx.triggered[0]["value"]:
            return dash.no_update
        alert, action = str(pressed["alert"]), str(pressed["action"])
        lang = addresses.read(None, search).lang
        with Reader(published) as reader, reader.held():
            problem = _answered(reader, desk.of_request(codings), alert, action, why or "", now(), lang)
            who = desk.of_request(codings)
            found = reader.query("select campaign from rpt_alerts where alert = ?", [alert])
            if found.empty:
                return html.P(problem, role="status")
            listed = alerts.read(reader, str(found["campaign"].iloc[0]), who.entries).alerts
        row = next(row for row in listed if row["alert"] == alert)
        return _alert(row, who, lang, Tried(why or "", problem) if problem else _NOTHING_TRIED)


def _answered(reader: Reader, who: Desk, alert: str, action: str, why: str, at: datetime, lang: Lang) -> str:
    """Write an answer down; give why it was not written, "" where it was."""
    folder = who.for_writing("editor")
    if action not in ACTIONS or not 0 < len(why.strip()) <= LONGEST_WHY:
        return label("desk.why_needed", lang)
    try:
        answers.answer(reader, folder, [alert], ACTIONS[action], who.who, why, at)
    except AlertError:
        return label("answer.unknown", lang)
    except NamedError:
        return label("desk.why_named", lang)
    except CodingsError as error:
        return label("desk.trouble", lang, why=str(error))
    return ""
