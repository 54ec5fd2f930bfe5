"""Method: every measure with its basis, and how each chart is computed."""

from dash import html
from dash.development.base_component import Component

from dashboards import words
from dashboards.chart_labels import HOW
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import section
from dashboards.pages.view import View
from warehouse.counting import UNITS


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    told = [
        html.Div(
            [html.Dt(label(f"sheet.{name}", lang)), html.Dd(label(f"how.{name}", lang))], id=f"how-{name}"
        )
        for name in HOW
    ]
    return [
        section("measures", words.text("report.measures", lang), tables.measures(view.totals, UNITS, lang)),
        section("how", label("chart.how.all", lang), html.Dl(told, className="findings")),
    ]
