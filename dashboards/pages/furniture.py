"""A chart with what stands around it: finding, basis, sentence, table, files, and how it is computed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import words
from dashboards.charts import Chart
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import attributes, how, sentence
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.sheets import ADDRESS

_GRAPH_CONFIG: Any = {"displayModeBar": False, "responsive": True, "showTips": False}


def figure(view: View, name: str, chart: Chart) -> html.Figure:
    """Show a chart under its finding; its sentence stands below it and is its name for a screen reader.

    Args:
        view: What the page shows.
        name: Of the chart, under which its table is exported and its method is told.
        chart: The chart.
    """
    lang = view.lang
    parts: list[Component] = [html.H3(chart.title), html.P(f"{chart.basis} {_gaps(view)}", className="quiet")]
    if chart.figure is not None:
        graph = dcc.Graph(id={"chart": name}, figure=chart.figure, config=_GRAPH_CONFIG, responsive=True)
        drawing = {
            "role": "img",
            "style": {"height": chart.height, "maxWidth": chart.width or None},
            **attributes(aria_label=chart.description),
        }
        parts.append(html.Div(graph, **drawing))
    parts.append(html.Figcaption(sentence(chart.description)))
    if chart.table.rows:
        parts.append(_tools(view, name, chart))
    if chart.figure is not None and any(row.get(ADDRESS) for row in _listed(chart)):
        parts.append(html.P(label("chart.rows", lang), className="quiet"))
    return html.Figure(parts, **attributes(data_chart=name))


def _listed(chart: Chart) -> Sequence[Row]:
    return chart.table.rows if chart.listed is None else chart.listed


def _gaps(view: View) -> str:
    share = view.totals["gap_share"].value
    if share is None:
        return label("chart.gaps.unknown", view.lang)
    if share == 0:
        return label("chart.gaps.none", view.lang)
    return label("chart.gaps", view.lang, share=words.percent(share, view.lang))


def _tools(view: View, name: str, chart: Chart) -> html.Div:
    lang, called = view.lang, chart.table.name
    pictures = [
        html.Button(
            label(f"chart.{form}", lang),
            type="button",
            **attributes(data_picture=form, aria_label=f"{label(f'chart.{form}', lang)}: {called}"),
        )
        for form in ("png", "svg")
        if chart.figure is not None
    ]
    csv = html.A(
        label("chart.csv", lang),
        href=view.address.file(f"{name}.csv"),
        download="",
        **attributes(aria_label=f"{label('chart.csv', lang)}: {called}"),
    )
    listed = _listed(chart)
    missing = len(chart.table.rows) - len(listed)
    parts: list[Component] = [
        html.Summary(
            label("chart.table", lang), **attributes(aria_label=label("chart.table.of", lang, title=called))
        ),
        tables.sheet(replace(chart.table, rows=listed), lang),
    ]
    if missing:
        told = {"listed": len(listed), "all": len(chart.table.rows)}
        counts = {name: words.decimal(number, lang) for name, number in told.items()}
        parts.append(html.P(label("chart.table.last", lang, **counts), className="quiet"))
    folded = html.Details(parts)
    return html.Div([folded, csv, *pictures, how(name, called, view.address)], className="tools")
