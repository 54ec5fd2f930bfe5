"""Outlets: how complete the collection of each is, and what was not accepted."""

from dash import html
from dash.development.base_component import Component

from dashboards import words
from dashboards.pages import tables
from dashboards.pages.parts import cards, section
from dashboards.pages.view import View

_MEASURES = ("gap_share", "outlets_watched", "sponsored_items")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    parts: list[Component] = [
        cards(view, _MEASURES),
        html.H3(words.text("report.collection.caption", lang)),
        tables.collection(view.collection, lang),
    ]
    if view.rejected:
        parts += [html.H3(words.text("report.rejected", lang)), tables.rejected(view.rejected, lang)]
    return [section("gaps", words.text("report.collection", lang), *parts)]
