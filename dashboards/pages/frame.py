"""What stands around every page: its address, the choices above it, its foot, and the pages there are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import dash
from babel.dates import format_timedelta
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import auth, words
from dashboards import desk as desks
from dashboards.address import Address
from dashboards.desk import Desk
from dashboards.findings import of_nothing
from dashboards.labels import label
from dashboards.pages import (
    alerts,
    coding,
    consensus,
    exports,
    health,
    messages,
    method,
    outlets,
    overview,
    plan,
    spread,
    stories,
)
from dashboards.pages import view as views
from dashboards.pages.narrowing import narrowing
from dashboards.pages.parts import alert, attributes, sentence
from dashboards.pages.view import AddressError, Choices, View
from dashboards.rows import Row
from dashboards.words import LANGUAGES, Lang
from warehouse.codings import CodingsError
from warehouse.filters import SEGMENT_KINDS
from warehouse.reader import NotPublishedError, Reader, published_at

CHECK_SECONDS: Final = 60
"""How often a page that stays open asks whether there is a newer snapshot."""

_NOBODYS: Final = Desk()


@dataclass(frozen=True)
class Page:
    """A page of the dashboard.

    Attributes:
        build: Gives its parts for a view.
        is_of_items: Whether it has something to show only where the campaign has items.
    """

    build: Callable[[View], list[Component]]
    is_of_items: bool = True


PAGES: Final = {
    "": Page(overview.build, is_of_items=False),
    "spread": Page(spread.build),
    "consensus": Page(consensus.build),
    "messages": Page(messages.build),
    "stories": Page(stories.build),
    "alerts": Page(alerts.build, is_of_items=False),
    "coding": Page(coding.build, is_of_items=False),
    "outlets": Page(outlets.build, is_of_items=False),
    "plan": Page(plan.build, is_of_items=False),
    "health": Page(health.build, is_of_items=False),
    "method": Page(method.build, is_of_items=False),
}
"""Every page by the path of its address, in the order in which they are offered."""


def name(page: str, lang: Lang) -> str:
    """Give the name of a page."""
    return label(f"page.{page or 'overview'}", lang)


def title(address: Address) -> str:
    """Give the title of the browser's window."""
    own = f"{name(address.page, address.lang)} – " if address.page in PAGES else ""
    return own + words.text("page.title", address.lang)


def frame() -> html.Div:
    """Give what stays while the page's contents change."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Interval(id="clock", interval=CHECK_SECONDS * 1000),
            dcc.Store(id="snapshot"),
            html.Div(id="user"),
            html.Div(words.text("page.loading", LANGUAGES[0]), id="page"),
        ]
    )


def register(app: dash.Dash, published: Path, now: Callable[[], datetime], codings: Path | None) -> None:
    """Connect the pages with the published warehouse.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder to which people's decisions are written; None where the dashboard only shows.
    """

    @app.callback(Output("snapshot", "data"), Input("clock", "n_intervals"), State("snapshot", "data"))
    def _newest(_ticks: int | None, shown: str | None) -> Any:  # noqa: ANN401 (dash.no_update has no type)
        try:
            newest = Reader(published).snapshot
        except NotPublishedError:
            newest = ""
        return dash.no_update if newest == shown else newest

    @app.callback(
        Output("page", "children"),
        Input("address", "pathname"),
        Input("address", "search"),
        Input("snapshot", "data"),
        prevent_initial_call=True,
    )
    def _page(path: str | None, search: str | None, snapshot: str | None) -> Any:  # noqa: ANN401 (as above)
        # the snapshot is asked for first; until it is known there is nothing to draw
        if snapshot is None:
            return dash.no_update
        return page(published, addresses.read(path, search), now(), desks.of_request(codings))

    @app.callback(
        Output("published", "children"),
        Input("clock", "n_intervals"),
        State("snapshot", "data"),
        State("address", "search"),
    )
    def _age(_ticks: int | None, snapshot: str, search: str | None) -> str:
        return age(snapshot, now(), addresses.read(None, search).lang)

    @app.callback(Output("user", "children"), Input("address", "search"))
    def _user(search: str | None) -> list[Any]:
        return auth.badge(addresses.read(None, search).lang)

    stories.register(app, published, now, codings)
    coding.register(app, published, now, codings)
    alerts.register(app, published, now, codings)
    exports.register(app.server, published, now, codings)
    health.register(app.server, published, now)


def page(published: Path, address: Address, at: datetime, desk: Desk = _NOBODYS) -> list[Any]:
    """Give a page for an address, with its choices and its foot.

    Args:
        published: The folder of snapshots.
        address: What is asked for.
        at: The present instant, aware.
        desk: What the one who looks may decide.
    """
    lang = address.lang
    try:
        with Reader(published) as reader, reader.held() as snapshot:
            offered = views.choices(reader, address)
            if not offered.campaigns:
                return [_trouble(words.text("page.no_campaign", lang), lang), _foot(lang)]
            controls = _controls(offered, lang)
            try:
                if address.page not in PAGES:
                    raise AddressError("unknown_address")
                view = views.read(reader, snapshot, offered, at, desk)
            except AddressError as error:
                return [controls, _trouble(label(str(error), lang), lang), _foot(lang)]
            choices = narrowing(reader, view.which, view.address)
            return [controls, choices, _main(view), _foot(lang)]
    except CodingsError as error:
        return [_trouble(label("desk.trouble", lang, why=str(error)), lang), _foot(lang)]
    except NotPublishedError:
        return [_trouble(words.text("page.not_published", lang), lang), _foot(lang)]


def _trouble(why: str, lang: Lang) -> html.Main:
    """Say in place of a page why it can't be shown."""
    heading = html.Div(html.H1(label("trouble", lang)), className="heading")
    return html.Main([heading, alert(why)], id="content", lang=lang)


def _main(view: View) -> html.Main:
    shown = PAGES[view.address.page]
    parts = _nothing(view) if shown.is_of_items and view.is_empty else shown.build(view)
    return html.Main([_heading(view), *parts], id="content", lang=view.lang)


def _nothing(view: View) -> list[html.P]:
    """Say in place of a page of items why there is none; what is narrowed can be widened."""
    found = of_nothing(view, view.lang)  # pyright: ignore[reportArgumentType] (a cached property is a property)
    parts = [alert(" ".join(finding.sentences)) for finding in found]
    if any(view.address.asked()[kind] for kind in SEGMENT_KINDS):
        parts.append(html.P(label("narrow.less", view.lang)))
    return parts


def _controls(offered: Choices, lang: Lang) -> html.Header:
    """Give links to every other choice: plain addresses, so that back, forward and sharing work."""
    address, campaigns, phases = offered.address, offered.campaigns.values(), offered.phases
    plain = address.without("outlet", "story", "look")
    by_page = [(name(path, lang), replace(plain, page=path)) for path in PAGES]
    by_campaign = [(row[f"name_{lang}"], _of_campaign(address, row["campaign"])) for row in campaigns]
    by_phase = [(words.text("filter.all_phases", lang), replace(address, phase=None))]
    by_phase += [(_phase(row, lang), replace(address, phase=row["phase"])) for row in phases]
    by_language = [(words.text("language", other), replace(address, lang=other)) for other in LANGUAGES]
    return html.Header(
        [
            html.A(words.text("page.skip", lang), href="#content", className="skip"),
            html.Div("lantoa", className="brand"),
            _choice(words.text("filter.campaign", lang), by_campaign, address),
            _choice(words.text("filter.phase", lang), by_phase, address) if phases else None,
            # the whole page is fetched again: its lang attribute and title are set by the server
            _choice(words.text("language.label", lang), by_language, address, reload=True),
            _choice(label("pages", lang), by_page, plain, className="pages"),
        ],
        lang=lang,
    )


def _of_campaign(address: Address, campaign: str) -> Address:
    """Give the address for another campaign, without what only the present one has."""
    own = () if campaign == address.campaign else ("phase", "workstream", "activity", "message", "story")
    return replace(address.without(*own), campaign=campaign)


def _phase(row: Row, lang: Lang) -> str:
    days = "–".join(words.day(row[end], lang) for end in ("from_date", "to_date"))
    return f"{row[f'name_{lang}']} ({days})"


def _choice(
    name: str,
    choices: list[tuple[str, Address]],
    current: Address,
    reload: bool = False,
    className: str = "",  # noqa: N803 (Dash's name for it)
) -> html.Nav:
    links: list[Any] = [
        html.Li(
            html.Span(text, className="current", **attributes(aria_current="true"))
            if choice == current
            else dcc.Link(text, href=str(choice), refresh=reload)
        )
        for text, choice in choices
    ]
    return html.Nav(
        [html.Span(name, className="choice"), html.Ul(links)],
        className=className,
        **attributes(aria_label=name),
    )


def _heading(view: View) -> html.Div:
    lang = view.lang
    collected = view.collected_at
    known = words.time(collected, lang) if collected else words.text("report.unknown", lang)
    return html.Div(
        [
            html.P(view.names[lang], className="campaign"),
            html.H1(name(view.address.page, lang)),
            html.P(sentence(words.period(view.from_date, view.to_date, lang)), className="period"),
            html.P(
                [
                    html.Span(f"{words.text('report.collected_at', lang)}: {known}"),
                    html.Span(
                        id="published"
                    ),  # its age is asked for apart: all else changes with the snapshot alone
                    html.A(label("export.page", lang), href=view.address.file("page.xlsx"), download=""),
                ],
                className="facts",
            ),
        ],
        className="heading",
    )


def age(snapshot: str, at: datetime, lang: Lang) -> str:
    """Say when a snapshot was published, which its name tells, and how long ago that is."""
    then = published_at(snapshot)
    age = max(at - then, timedelta(seconds=1))  # a clock that is a little behind is no future
    ago = format_timedelta(-age, add_direction=True, locale=lang)
    return label("snapshot", lang, time=words.time(then, lang), ago=ago)


def _foot(lang: Lang) -> html.Footer:
    texts = [words.text(f"foot.{name}", lang) for name in ("not_collected", "output")]
    return html.Footer(
        [*(html.P(text) for text in texts), html.P(html.Strong(words.text("foot.use", lang)))], lang=lang
    )
