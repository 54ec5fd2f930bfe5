"""What several pages are made of: sections, and cards of measures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import words
from dashboards.address import Address
from dashboards.labels import label
from dashboards.pages.view import View
from dashboards.words import Lang
from warehouse.counting import UNITS
from warehouse.measures import Measure


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


def whatever_is_chosen(view: View) -> list[html.P]:
    """Say of a part that it is of the whole campaign, where the page around it is of less."""
    return [html.P(label("narrow.whole", view.lang), className="quiet")] if view.is_part else []


def how(name: str, said: str, at: Address) -> dcc.Link:
    """Give the link to the place in Method that says how something is computed.

    Args:
        name: Of a chart; of a measure after "measure-", since there may be a chart of the same name.
        said: What it is called, for who hears the link without what stands around it.
        at: The page's address.
    """
    goal = f"{replace(at.without('story'), page='method')}#how-{name}"
    return dcc.Link([label("chart.how", at.lang), html.Span(f": {said}", className="unseen")], href=goal)


def cards(view: View, names: Sequence[str], below: Mapping[str, Component] | None = None) -> html.Div:
    """Show measures side by side, each with interval, n and status, and what stands below some of them."""
    return html.Div([_card(name, view, (below or {}).get(name)) for name in names], className="cards")


def _card(name: str, view: View, below: Component | None) -> html.Div:
    """Show a measure; where it is refused its reason stands in its place."""
    lang, measure = view.lang, view.totals[name]
    basis, measure_name = words.basis(name, measure.n, lang), words.text(f"measure.{name}", lang)
    method = how(f"measure-{name}", measure_name, view.address)
    if name == "outlets_covered":
        watched = words.count(view.totals["outlets_watched"].n, "outlet", lang)
        basis = words.text("report.of_watched", lang, watched=watched)
    return html.Div(
        [
            html.H3(measure_name),
            *(_refused(measure, lang) if measure.value is None else _value(name, measure, lang)),
            html.P(basis, className="basis"),
            below,
            html.P(
                [words.text(f"measure.{name}.hint", lang), " ", method],
                className="hint",
            ),
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
