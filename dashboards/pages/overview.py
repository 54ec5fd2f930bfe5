"""The overview: the figures that a reader looks for first, and what they come to, in sentences."""

from dash import html
from dash.development.base_component import Component

from dashboards import words
from dashboards.findings import findings
from dashboards.pages.parts import cards, section
from dashboards.pages.view import View

_KEY_FIGURES = ("items", "stories", "outlets_covered", "agreement")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    parts: list[Component] = []
    if not view.is_empty:
        parts.append(
            section("key-figures", words.text("report.figures", view.lang), cards(view, _KEY_FIGURES))
        )
    return [*parts, _findings(view)]


def _findings(view: View) -> html.Section:
    lang = view.lang
    written = findings(view, lang)  # pyright: ignore[reportArgumentType] (a cached property is a property)
    rows = [
        html.Div([html.Dt(words.text(f"finding.{found.key}", lang)), html.Dd(" ".join(found.sentences))])
        for found in written
    ]
    return section("findings", words.text("report.findings", lang), html.Dl(rows, className="findings"))
