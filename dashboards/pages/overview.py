"""The overview: one campaign, whole or by phase, from the snapshot that is current."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dash
from babel.dates import format_timedelta
from dash import Input, Output, State, dcc, html

from dashboards import address as addresses
from dashboards import contents as reading
from dashboards import coverage, words
from dashboards.address import Address
from dashboards.contents import ALL, Contents
from dashboards.labels import label
from dashboards.pages import sections, tables
from dashboards.pages.parts import attributes, sentence
from dashboards.words import LANGUAGES, Lang
from warehouse.reader import Filter, NotPublishedError, Reader

CHECK_SECONDS = 60
"""How often a page that stays open asks whether there is a newer snapshot."""


def language(search: str) -> Lang:
    """Give the language that the query part of an address asks for."""
    return addresses.read(search).lang


def title(lang: Lang) -> str:
    """Give the title of the browser's window."""
    return words.text("page.title", lang)


def frame() -> html.Div:
    """Give what stays while the page's contents change."""
    return html.Div(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Interval(id="clock", interval=CHECK_SECONDS * 1000),
            dcc.Store(id="snapshot"),
            html.Div(words.text("page.loading", LANGUAGES[0]), id="page"),
        ]
    )


def register(app: dash.Dash, published: Path, now: Callable[[], datetime]) -> None:
    """Connect the page with the published warehouse.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
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
        Input("address", "search"),
        Input("snapshot", "data"),
        prevent_initial_call=True,
    )
    def _page(search: str | None, snapshot: str | None) -> Any:  # noqa: ANN401 (as above)
        # the snapshot is asked for first; until it is known there is nothing to draw
        return dash.no_update if snapshot is None else page(published, addresses.read(search), now())

    @app.callback(
        Output("published", "children"),
        Input("clock", "n_intervals"),
        State("snapshot", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _age(_ticks: int | None, snapshot: str, search: str | None) -> str:
        return _published(snapshot, now(), addresses.read(search).lang)

    @app.callback(
        Output("versions", "children"),
        Input("stories", "selectedRows"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _versions(selected: list[dict[str, str]] | None, search: str | None) -> Any:  # noqa: ANN401 (as above)
        if not selected:
            return dash.no_update
        return versions(published, addresses.read(search), selected[0]["story_id"])

    @app.callback(
        Output("stories", "dashGridOptions"), Input("story-search", "value"), prevent_initial_call=True
    )
    def _search(text: str | None) -> dash.Patch:
        options = dash.Patch()
        options["quickFilterText"] = text or ""
        return options


def page(published: Path, address: Address, at: datetime) -> list[Any]:
    """Give the contents of the page for an address.

    Args:
        published: The folder of snapshots.
        address: What is asked for.
        at: The present instant, aware.
    """
    lang = address.lang
    try:
        with Reader(published) as reader:
            campaigns = reading.rows(reader.campaigns())
            if not campaigns:
                return [_alert(words.text("page.no_campaign", lang)), _foot(lang)]
            address = replace(address, campaign=address.campaign or campaigns[0]["campaign"])
            if address.campaign not in [row["campaign"] for row in campaigns]:
                unknown = label("unknown_address", lang)
                return [_controls(address, campaigns, [], lang), _alert(unknown), _foot(lang)]
            return _known(reader, address, campaigns, at)
    except NotPublishedError:
        return [_alert(words.text("page.not_published", lang)), _foot(lang)]


def versions(published: Path, address: Address, story_id: str) -> list[Any]:
    """Give the items of a story of the campaign that an address asks for."""
    lang = address.lang
    with Reader(published) as reader:
        campaign = address.campaign or reader.campaigns()["campaign"].iloc[0]
        items = reading.rows(coverage.story_items(reader, campaign, story_id))
    if not items:
        return [html.P(words.text("page.nothing", lang))]
    count = words.count(len(items), "item", lang)
    heading = f"{items[0]['title']} – {words.text('report.stories.versions', lang, count=count)}"
    return [html.H3(heading), tables.items(items, lang)]


def _known(reader: Reader, address: Address, campaigns: list[reading.Row], at: datetime) -> list[Any]:
    """Give the page of a campaign that exists."""
    lang = address.lang
    assert address.campaign is not None
    whole = reading.read(reader, address.campaign, at.astimezone(words.VIETNAM).date())
    controls = _controls(address, campaigns, list(whole.phases), lang)
    if address.phase is not None and address.phase not in [phase["phase"] for phase in whole.phases]:
        return [controls, _alert(label("unknown_address", lang)), _foot(lang)]
    contents = _filtered(reader, whole, address.phase)
    parts: list[Any] = [sections.findings(contents, lang)]
    if not contents.is_empty:
        parts = [
            sections.key_figures(contents, lang),
            *parts,
            sections.course(contents, lang),
            sections.consensus(contents, lang),
            sections.messages(contents, lang),
            sections.spread(contents, lang),
            sections.stories(contents, lang),
        ]
    parts += [sections.collection(contents, lang), sections.all_measures(contents, lang)]
    main = html.Main([_heading(contents, at, lang), *parts], id="content", lang=lang)
    return [controls, main, _foot(lang)]


def _filtered(reader: Reader, whole: Contents, phase: str | None) -> Contents:
    """Count for a phase, or for the whole period, by the reader's one way of counting."""
    which = Filter(whole.campaign, whole.from_date, whole.to_date, phase)
    measures = {ALL: reader.measures(which)}
    if phase is None:
        return replace(whole, measures=measures)
    first, last = (day.date() for day in coverage.days(reader, which))
    return replace(
        whole,
        measures=measures,
        from_date=first,
        to_date=last,
        daily=coverage.daily(reader, which),
        outlets=reading.rows(coverage.outlets(reader, which)),
        messages=reading.rows(coverage.messages(reader, which)),
        offices=reading.rows(coverage.offices(reader, which)),
        stories=reading.rows(coverage.stories(reader, which)),
        apart=[item for item in whole.apart if first <= _day(item["published_at"]) <= last],
    )


def _day(at: datetime) -> date:
    return at.astimezone(words.VIETNAM).date()


def _controls(
    address: Address, campaigns: list[reading.Row], phases: list[reading.Row], lang: Lang
) -> html.Header:
    """Give links to every other choice: plain addresses, so that back, forward and sharing work."""
    by_campaign = [
        (row[f"name_{lang}"], replace(address, campaign=row["campaign"], phase=None)) for row in campaigns
    ]
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
        ],
        lang=lang,
    )


def _phase(row: reading.Row, lang: Lang) -> str:
    days = "–".join(words.day(row[end], lang) for end in ("from_date", "to_date"))
    return f"{row[f'name_{lang}']} ({days})"


def _choice(
    name: str, choices: list[tuple[str, Address]], current: Address, reload: bool = False
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
        **attributes(aria_label=name),
    )


def _heading(contents: Contents, at: datetime, lang: Lang) -> html.Div:
    collected = contents.collected_at
    known = words.time(collected, lang) if collected else words.text("report.unknown", lang)
    return html.Div(
        [
            html.H1(contents.names[lang]),
            html.P(sentence(words.period(contents.from_date, contents.to_date, lang)), className="period"),
            html.P(
                [
                    html.Span(f"{words.text('report.collected_at', lang)}: {known}"),
                    html.Span(_published(contents.snapshot, at, lang), id="published"),
                ],
                className="facts",
            ),
        ],
        className="heading",
    )


def _published(snapshot: str, at: datetime, lang: Lang) -> str:
    """Say when a snapshot was published, which its name tells, and how long ago that is."""
    then = datetime.strptime(snapshot[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    age = max(at - then, timedelta(seconds=1))  # a clock that is a little behind is no future
    ago = format_timedelta(-age, add_direction=True, locale=lang)
    return label("snapshot", lang, time=words.time(then, lang), ago=ago)


def _alert(text: str) -> html.P:
    return html.P(text, className="warning", role="alert")


def _foot(lang: Lang) -> html.Footer:
    texts = [words.text(f"foot.{name}", lang) for name in ("not_collected", "output")]
    return html.Footer(
        [*(html.P(text) for text in texts), html.P(html.Strong(words.text("foot.use", lang)))], lang=lang
    )
