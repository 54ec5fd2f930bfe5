"""What several pages are made of: sections, cards of measures, charts with their sentence."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import words
from dashboards.charts import Chart
from dashboards.labels import label
from dashboards.pages.view import View
from dashboards.words import Lang
from warehouse.counting import UNITS
from warehouse.measures import Measure

_GRAPH_CONFIG: Any = {"displayModeBar": False, "responsive": True, "showTips": False}


def attributes(**named: str) -> dict[str, Any]:
    """Give HTML attributes whose names have a hyphen, such as aria_label, as Dash's components take them."""
    return {name.replace("_", "-"): value for name, value in named.items()}


def sentence(text: str) -> str:
    """Give a text with its first letter large."""
    return text[:1].upper() + text[1:]


def alert(text: str) -> html.P:
    """Show a text that the reader must not miss."""
    return html.P(text, className="warning", role="alert")


def section(name: str, heading: str, *parts: Component) -> html.Section:
    """Give a part of a page under its heading."""
    return html.Section(
        [html.H2(heading, id=f"{name}-heading"), *parts],
        id=f"{name}-section",
        **attributes(aria_labelledby=f"{name}-heading"),
    )


def of_the_whole(name: str, heading: str, lang: Lang) -> html.Section:
    """Say in place of a part that is known of the campaign and its phases only that the filters hide it."""
    return section(name, heading, html.P(label("narrow.of_the_whole", lang), className="quiet"))


def cards(view: View, names: Sequence[str]) -> html.Div:
    """Show measures side by side, each with interval, n and status."""
    return html.Div([_card(name, view) for name in names], className="cards")


def figure(name: str, chart: Chart) -> html.Figure:
    """Show a chart under its finding; its sentence stands below it and is its name for a screen reader."""
    drawing = (
        []
        if chart.figure is None
        else [
            html.Div(
                dcc.Graph(id=name, figure=chart.figure, config=_GRAPH_CONFIG, responsive=True),
                role="img",
                style={"height": chart.height},
                **attributes(aria_label=chart.description),
            )
        ]
    )
    return html.Figure(
        [
            html.H3(chart.title),
            html.P(chart.basis, className="quiet"),
            *drawing,
            html.Figcaption(sentence(chart.description)),
        ]
    )


def _card(name: str, view: View) -> html.Div:
    """Show a measure; where it is refused its reason stands in its place."""
    lang, measure = view.lang, view.totals[name]
    basis = words.basis(name, measure.n, lang)
    if name == "outlets_covered":
        watched = words.count(view.totals["outlets_watched"].n, "outlet", lang)
        basis = words.text("report.of_watched", lang, watched=watched)
    return html.Div(
        [
            html.H3(words.text(f"measure.{name}", lang)),
            *(_refused(measure, lang) if measure.value is None else _value(name, measure, lang)),
            html.P(basis, className="basis"),
            html.P(words.text(f"measure.{name}.hint", lang), className="hint"),
        ],
        className="card",
        **attributes(data_measure=name),
    )


def _refused(measure: Measure, lang: Lang) -> list[html.P]:
    return [
        html.P(words.text(f"status.{measure.status}", lang), className="refused"),
        html.P(sentence(words.reason(measure.reason, lang)), className="why"),
    ]


def _value(name: str, measure: Measure, lang: Lang) -> list[html.P]:
    assert measure.value is not None
    lines = [html.P(words.value(measure.value, UNITS[name], lang), className="value")]
    between = words.interval(measure.low, measure.high, UNITS[name], lang)
    if between:
        lines.append(html.P(label("interval", lang, between=between), className="interval"))
    if measure.status != "ok":
        status = f"{words.text(f'status.{measure.status}', lang)}: {words.reason(measure.reason, lang)}"
        lines.append(html.P(status, className="why"))
    return lines
