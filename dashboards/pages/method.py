"""Method: every measure with its value, interval, n, method and status."""

from dash.development.base_component import Component

from dashboards import words
from dashboards.pages import tables
from dashboards.pages.parts import section
from dashboards.pages.view import View
from warehouse.counting import UNITS


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    table = tables.measures(view.totals, UNITS, view.lang)
    return [section("measures", words.text("report.measures", view.lang), table)]
