"""Alerts: what calls for a look today, what was prepared for it, and what each rule came to."""

from dash import html
from dash.development.base_component import Component

from dashboards import alerts, words
from dashboards.alerts import SHOWN_STORIES
from dashboards.pages import tables
from dashboards.pages.parts import attributes, section
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.words import Lang


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang, found = view.lang, view.alerts
    listed: list[Component] = [_alert(row, lang) for row in found.alerts]
    basis = f"{alerts.budget(found.rules, lang)} {words.text('report.alerts.limit', lang)}"
    return [
        section(
            "alerts",
            words.text("report.alerts", lang),
            *(listed or [html.P(words.text("report.alerts.none", lang))]),
        ),
        section(
            "alert-rules",
            words.text("report.alerts.rules", lang),
            tables.alert_rules(found.rules, lang),
            html.P(basis.strip(), className="quiet"),
        ),
    ]


def _alert(row: Row, lang: Lang) -> html.Article:
    """Show an alert with its stories; what the press wrote stays plain text."""
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
        ],
        className="card",
        **attributes(data_alert=row["alert"], data_state=row["state"]),
    )


def _link(story: Row, lang: Lang) -> Component:
    return tables.link(story["title"], story["url"], lang)
