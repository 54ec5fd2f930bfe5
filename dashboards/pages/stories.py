"""Stories: a list that can be searched, and the versions of the one selected."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import dash
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import desk, words
from dashboards.address import Address
from dashboards.desk import Desk
from dashboards.labels import label
from dashboards.pages import correcting, tables
from dashboards.pages import view as views
from dashboards.pages.family import family
from dashboards.pages.parts import attributes, section
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.reader import Reader, is_person

MOST_LISTED: Final = 500
"""Stories that the list holds, the newest; the search finds older ones, and the files have all."""

MOST_APART: Final = 50
"""Sponsored and owned items that are listed, the newest; the files have all."""


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    listed = view.stories_found("", MOST_LISTED)
    parts: list[Component] = [
        html.P(words.text("report.stories.note", lang), className="quiet"),
        html.Div(
            [
                html.Label(label("search", lang), htmlFor="story-search"),
                dcc.Input(id="story-search", type="search", debounce=0.3, autoComplete="off"),
            ],
            className="search",
        ),
        *_of_outlet(view),
        *_within(view),
        html.P(_how_many(listed, lang), id="stories-found", className="quiet", role="status"),
        tables.stories(listed, lang),
        # a live region: what is chosen above is announced here
        html.Div(
            family(view.reader, view.which.campaign, view.address.story, view.address, view.desk)
            if view.address.story
            else html.P(label("choose_story", lang), className="quiet"),
            id="versions",
            **attributes(aria_live="polite"),
        ),
    ]
    if view.apart and view.address.outlet is None:
        parts += [html.H3(words.text("report.apart", lang)), *_apart(view)]
    return [section("story-list", words.text("report.stories", lang), *parts)]


def register(app: dash.Dash, published: Path, now: Callable[[], datetime], codings: Path | None) -> None:
    """Connect the list with its search, and with the versions of the story that is selected.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
    """

    def _redrawn(
        reader: Reader, snapshot: str, address: Address, who: Desk, story_id: str, said: str, typed: str
    ) -> list[Any]:
        view = views.read(reader, snapshot, views.choices(reader, address), now(), who)
        return [
            family(reader, view.which.campaign, story_id, address, who, said),
            tables.listed_stories(_found(view, typed)[0], view.lang),
        ]

    correcting.register(app, published, now, codings, _redrawn)

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
        who = desk.of_request(codings)
        return versions(published, addresses.read(path, search), selected[0]["story_id"], who)

    @app.callback(
        Output("stories", "rowData", allow_duplicate=True),
        Output("stories-found", "children"),
        Input("story-search", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _search(typed: str | None, path: str | None, search: str | None) -> Any:  # noqa: ANN401 (as Dash has it)
        address = addresses.read(path, search)
        with Reader(published) as reader, reader.held() as snapshot:
            who = desk.of_request(codings)
            view = views.read(reader, snapshot, views.choices(reader, address), now(), who)
            found, said = _found(view, typed or "")
            return [tables.listed_stories(found, view.lang), said]


def _of_outlet(view: View) -> list[Component]:
    """Say that the list is of one outlet's stories alone, where it is, with the way to all."""
    if view.address.outlet is None:
        return []
    named = [row["name"] for row in view.outlets if row["outlet"] == view.address.outlet]
    said = label("stories.of_outlet", view.lang, outlet=", ".join(named) or view.address.outlet)
    every = dcc.Link(label("stories.of_all", view.lang), href=str(view.address.without("outlet")))
    return [html.P([f"{said} ", every], className="chosen")]


def _within(view: View) -> list[Component]:
    """Say what a filter holds: the rows tell of whole stories, so that their items add up to more."""
    is_whole = not view.is_narrowed and view.which.phase is None
    if is_whole or view.is_empty or view.address.outlet is not None:
        return []
    counts = {
        name: words.count(view.totals[name].n, noun, view.lang)
        for name, noun in (("stories", "story"), ("items", "item"))
    }
    return [html.P(label("stories.within", view.lang, **counts), className="quiet")]


def _apart(view: View) -> list[Component]:
    """List the newest sponsored and owned items, and say that there are more where there are."""
    lang, shown = view.lang, view.apart[-MOST_APART:]
    listed: list[Component] = [tables.items(shown, lang)]
    if len(shown) < len(view.apart):
        numbers = {
            "shown": words.decimal(len(shown), lang),
            "found": words.count(len(view.apart), "item", lang),
        }
        listed.insert(0, html.P(label("apart.more", lang, **numbers), className="quiet"))
    return listed


def _found(view: View, typed: str) -> tuple[list[Row], str]:
    """Give the stories that hold what was typed, and what is said of them; none for only a person's name."""
    if is_person(typed):
        return [], label("stories.person", view.lang)
    found = view.stories_found(typed, MOST_LISTED)
    return found, _how_many(found, view.lang)


def _how_many(listed: Sequence[Row], lang: Lang) -> str:
    """Say that there are more stories than are listed; "" where there are not."""
    found = listed[0]["found"] if listed else 0
    if listed and found == len(listed):
        return ""
    key = "stories.more" if listed else "stories.none"
    return label(key, lang, shown=words.decimal(len(listed), lang), found=words.count(found, "story", lang))


def versions(published: Path, address: Address, story_id: str, who: Desk) -> list[Any]:
    """Give the items of a story of the campaign that an address asks for."""
    with Reader(published) as reader, reader.held():
        campaign = address.campaign or reader.campaigns()["campaign"].iloc[0]
        return family(reader, campaign, story_id, address, who)
