"""Stories: a list that can be searched, and the versions of the one selected."""

from pathlib import Path
from typing import Any

import dash
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import coverage, words
from dashboards.address import Address
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import attributes, section
from dashboards.pages.view import View
from dashboards.rows import rows
from warehouse.reader import Reader


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    parts: list[Component] = [
        html.P(words.text("report.stories.note", lang), className="quiet"),
        html.Div(
            [
                html.Label(label("search", lang), htmlFor="story-search"),
                dcc.Input(id="story-search", type="search", debounce=0.3, autoComplete="off"),
            ],
            className="search",
        ),
        tables.stories(view.stories, lang),
        # a live region: what is chosen above is announced here
        html.Div(
            html.P(label("choose_story", lang), className="quiet"),
            id="versions",
            **attributes(aria_live="polite"),
        ),
    ]
    if view.apart:
        parts += [html.H3(words.text("report.apart", lang)), tables.items(view.apart, lang)]
    return [section("story-list", words.text("report.stories", lang), *parts)]


def register(app: dash.Dash, published: Path) -> None:
    """Connect the list with its search, and with the versions of the story that is selected."""

    @app.callback(
        Output("versions", "children"),
        Input("stories", "selectedRows"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _versions(selected: list[dict[str, str]] | None, path: str | None, search: str | None) -> Any:  # noqa: ANN401 (dash.no_update has no type)
        if not selected:
            return dash.no_update
        return versions(published, addresses.read(path, search), selected[0]["story_id"])

    @app.callback(
        Output("stories", "dashGridOptions"), Input("story-search", "value"), prevent_initial_call=True
    )
    def _search(text: str | None) -> dash.Patch:
        options = dash.Patch()
        options["quickFilterText"] = text or ""
        return options


def versions(published: Path, address: Address, story_id: str) -> list[Any]:
    """Give the items of a story of the campaign that an address asks for."""
    lang = address.lang
    with Reader(published) as reader, reader.held():
        campaign = address.campaign or reader.campaigns()["campaign"].iloc[0]
        items = rows(coverage.story_items(reader, campaign, story_id))
    if not items:
        return [html.P(words.text("page.nothing", lang))]
    count = words.count(len(items), "item", lang)
    heading = f"{items[0]['title']} – {words.text('report.stories.versions', lang, count=count)}"
    return [html.H3(heading), tables.items(items, lang)]
