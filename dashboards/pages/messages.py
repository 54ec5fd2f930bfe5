"""Messages: which of the campaign's came through."""

from dash.development.base_component import Component

from dashboards import charts, words
from dashboards.charts import Chart
from dashboards.pages.furniture import figure
from dashboards.pages.parts import section
from dashboards.pages.view import View


def drawings(view: View) -> dict[str, Chart]:
    """Give the charts of the page by name, in its order."""
    return {"messages": charts.messages(view.messages, view.totals["stories"].n, view.address)}


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    drawn = [figure(view, name, chart) for name, chart in drawings(view).items()]
    return [section("messages", words.text("report.messages", view.lang), *drawn)]
