"""Messages: which of the campaign's came through."""

from dash.development.base_component import Component

from dashboards import charts, words
from dashboards.pages.parts import figure, section
from dashboards.pages.view import View


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    chart = charts.messages(view.messages, view.totals["stories"].n, view.lang)
    return [section("messages", words.text("report.messages", view.lang), figure("message-bars", chart))]
