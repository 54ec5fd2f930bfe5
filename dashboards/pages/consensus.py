"""Consensus: tone by story, and how far independent stories agree."""

from dash import html
from dash.development.base_component import Component

from dashboards import charts, words
from dashboards.pages.parts import cards, figure, section
from dashboards.pages.view import View

_MEASURES = ("agreement", "opposed_pairs", "inflation_by_copying")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    return [
        section(
            "consensus",
            words.text("report.consensus", view.lang),
            figure("tones", charts.tones(view.totals, view.lang)),
            html.P(words.text("term.tone.hint", view.lang), className="quiet"),
            cards(view, _MEASURES),
        )
    ]
