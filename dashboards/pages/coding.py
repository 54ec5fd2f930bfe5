"""Coding: the stories that wait for a person, one after the other and without any label; progress; draws."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import dash
from dash import ALL, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import coding, desk, words
from dashboards.address import Address
from dashboards.coding import CODES, CodingError, RefusedError, Work
from dashboards.desk import Desk
from dashboards.labels import label
from dashboards.links import safe_link
from dashboards.pages import tables
from dashboards.pages import view as views
from dashboards.pages.parts import attributes, cards, section
from dashboards.pages.view import View
from dashboards.rows import rows
from dashboards.sheets import Column, Sheet
from dashboards.words import Lang
from warehouse.coding_texts import CodingText
from warehouse.codings import CodingsError, DrawnStory, StoryCode
from warehouse.reader import Filter, Reader

_UNDO_KEY = "0"
_COUNTED = (
    "stories",
    "settled",
    "open",
    "waiting_second",
    "waiting_third",
    "double_coded",
    "coded_alike",
)


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    parts: list[Component] = [section("coding", words.text("term.coding", lang), *_work_or_why_not(view))]
    parts.append(
        section(
            "coding-progress",
            label("coding.progress", lang),
            html.Div(_progress(view), id="coding-state"),
            cards(view, ["coder_agreement"]),
        )
    )
    if view.desk.may("editor"):
        parts.append(section("coding-draw", label("coding.draw", lang), *_draw_form(view.which, lang)))
    return parts


def _work_or_why_not(view: View) -> list[Component]:
    lang = view.lang
    if view.desk.folder is None:
        return [html.P(label("desk.read_only", lang))]
    if not view.desk.may("coder"):
        return [html.P(label("desk.not_yours", lang))]
    guide = html.Details(
        [
            html.Summary(words.text("coding.guide", lang)),
            *(html.P(line) for line in words.text("coding.guide.text", lang).split("\n")),
        ]
    )
    return [guide, html.Div(waiting(view.reader, view.desk, view.address), id="coding")]


def waiting(reader: Reader, who: Desk, address: Address, said: str = "") -> list[Component]:
    """Give the story that waits for a person next, its choices, and how much waits.

    Args:
        reader: The published warehouse.
        who: The person.
        address: The page's; its campaign exists, and its look says whether third looks are meant.
        said: What came of the last decision.
    """
    lang, campaign = address.lang, address.campaign or ""
    found = coding.works(who.entries or (), campaign)
    if not found:
        return [html.P(said, role="status"), html.P(label("coding.none", lang))]
    is_editor = who.role == "editor"
    queues = {third: coding.queue(found, who.who, third, is_editor) for third in (False, True)}
    is_third = address.look == "third"
    last = coding.last_code(found, who.who)
    wanted = [story.item for _, story in queues[is_third][:1]] + ([last.item] if last else [])
    texts = reader.coding_texts(campaign, wanted)
    parts: list[Component] = [
        html.P(said, role="status"),
        _looks(address, {third: len(queue) for third, queue in queues.items()}),
    ]
    if queues[is_third]:
        work, story = queues[is_third][0]
        parts += [_task(work, story, texts[story.item], is_third, lang), _now(work, lang)]
    else:
        parts += [html.P(label("coding.done", lang)), *(_now(work, lang) for work in found[-1:])]
    if last is not None:
        parts.insert(len(parts) - 1, _undo(last, texts[last.item], lang))
    return parts


def _looks(address: Address, counts: dict[bool, int]) -> html.Nav:
    links: list[Component] = []
    for third, count in counts.items():
        name = "third" if third else "first"
        text = label(f"coding.{name}", address.lang, count=words.count(count, "story", address.lang))
        is_here = third == (address.look == "third")
        goal = str(replace(address, look="third" if third else None))
        links.append(
            html.Li(
                html.Span(text, className="current", **attributes(aria_current="true"))
                if is_here
                else dcc.Link(text, href=goal)
            )
        )
    return html.Nav(html.Ul(links), **attributes(aria_label=label("coding.looks", address.lang)))


def _task(work: Work, story: DrawnStory, text: CodingText, is_third: bool, lang: Lang) -> html.Article:
    """Show a story as it is to be coded; what the press wrote stays plain text."""
    where = safe_link(text.url)
    buttons = [
        html.Button(
            [html.Kbd(str(key)), " ", words.text(f"tone.{code}", lang)],
            id={"code": code, "draw": work.draw.draw, "item": story.item},
            type="button",
            **attributes(data_key=str(key), aria_keyshortcuts=str(key)),
        )
        for key, code in enumerate(CODES, 1)
    ]
    read: list[Any] = [html.H3(text.title or label("coding.gone", lang))]
    read += [html.P(text.lead)] if text.lead else []
    if text.passages:
        read += [html.H4(label("coding.passages", lang)), html.Blockquote(text.passages)]
    if where:
        read.append(
            html.P(html.A(label("coding.open", lang), href=where, target="_blank", rel="noopener noreferrer"))
        )
    hints = [label("coding.third.hint", lang)] if is_third else []
    return html.Article(
        [
            *read,
            html.Div(
                buttons,
                className="choices",
                role="group",
                **attributes(aria_label=label("coding.choices", lang)),
            ),
            html.P(" ".join([*hints, label("coding.keys", lang)]), className="quiet"),
        ],
        className="card task",
        tabIndex="-1",
        **attributes(data_task=f"{work.draw.draw} {story.item}", aria_label=text.title),
    )


def _undo(last: StoryCode, text: CodingText, lang: Lang) -> html.P:
    said = label("coding.undo", lang, title=text.title, code=words.text(f"tone.{last.code}", lang))
    return html.P(
        html.Button(
            [html.Kbd(_UNDO_KEY), " ", said],
            id={"uncode": last.at.isoformat()},
            type="button",
            className="lesser",
            **attributes(data_key=_UNDO_KEY, aria_keyshortcuts=_UNDO_KEY),
        )
    )


def _now(work: Work, lang: Lang) -> html.P:
    counts = {state: str(work.progress[state]) for state in ("settled", "open", "second", "third")}
    stories = words.count(len(work.draw.stories), "story", lang)
    return html.P(label("coding.now", lang, stories=stories, **counts), className="quiet")


def progress(view: View) -> Sheet:
    """Give the progress of the draws of a campaign: as written, or as loaded where only that is known."""
    campaign, lang = view.which.campaign, view.lang
    if view.desk.entries is None:
        found = rows(view.reader.frame("rpt_coding", campaign).sort_values("drawn_at"))
    else:
        found = [work.counts for work in coding.works(view.desk.entries, campaign)]
    columns = [
        Column("draw", label("coding.column.draw", lang)),
        *(Column(name, label(f"coding.column.{name}", lang), "count") for name in _COUNTED),
    ]
    return Sheet(label("sheet.coding", lang), columns, found)


def _progress(view: View) -> list[Component]:
    found = progress(view)
    loaded = ".loaded" if view.desk.entries is None else ""
    basis = html.P(label(f"coding.progress.basis{loaded}", view.lang), className="quiet")
    if not found.rows:
        return [html.P(label("coding.progress.none", view.lang)), basis]
    return [basis, tables.sheet(found, view.lang)]


def _draw_form(which: Filter, lang: Lang) -> list[Component]:
    period = words.period(which.from_date, which.to_date, lang)
    return [
        html.P(label("coding.draw.hint", lang, period=period), className="quiet"),
        html.Div(
            [
                _number("stories", 200, 1, lang),
                _number("double", 60, 0, lang),
                html.Button(label("coding.draw.make", lang), id="draw-make", type="button"),
            ],
            className="deciding",
        ),
        html.P(id="draw-said", role="status"),
    ]


def _number(name: str, value: int, least: int, lang: Lang) -> html.Label:
    number = dcc.Input(id=f"draw-{name}", type="number", value=value, min=least, step=1)
    return html.Label([label(f"coding.draw.{name}", lang), number], htmlFor=f"draw-{name}")


def register(app: dash.Dash, published: Path, now: Callable[[], datetime], codings: Path | None) -> None:
    """Connect the buttons with the folder of codings.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
    """

    @app.callback(
        Output("coding", "children"),
        Output("coding-state", "children"),
        Input({"code": ALL, "draw": ALL, "item": ALL}, "n_clicks"),
        Input({"uncode": ALL}, "n_clicks"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _decide(_codes: Any, _undone: Any, path: str | None, search: str | None) -> Any:  # noqa: ANN401 (as Dash hands it over)
        pressed: Any = dash.ctx.triggered_id
        if not pressed or not dash.ctx.triggered[0]["value"]:
            return [dash.no_update] * 2
        address = addresses.read(path, search)
        said = _decided(published, desk.of_request(codings), address, pressed, now())
        return _redrawn(published, desk.of_request(codings), address, now(), said)

    @app.callback(
        Output("draw-said", "children"),
        Output("coding", "children", allow_duplicate=True),
        Output("coding-state", "children", allow_duplicate=True),
        Input("draw-make", "n_clicks"),
        State("draw-stories", "value"),
        State("draw-double", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _draw(pressed: int | None, stories: Any, double: Any, path: str | None, search: str | None) -> Any:  # noqa: ANN401 (as above)
        if not pressed:
            return [dash.no_update] * 3
        folder, address = desk.of_request(codings).for_writing("editor"), addresses.read(path, search)
        said = _drawn(published, folder, address, (stories, double), now())
        return [said, *_redrawn(published, desk.of_request(codings), address, now())]


def _redrawn(published: Path, who: Desk, address: Address, at: datetime, said: str = "") -> list[Any]:
    """Give what waits and the progress anew: what is written changes both."""
    with Reader(published) as reader, reader.held() as snapshot:
        view = views.read(reader, snapshot, views.choices(reader, address), at, who)
        return [waiting(reader, who, view.address, said), _progress(view)]


def _decided(published: Path, who: Desk, address: Address, pressed: dict[str, str], at: datetime) -> str:
    """Write down what a button says; give what came of it, in words."""
    folder, lang = who.for_writing("coder"), address.lang
    try:
        if "uncode" in pressed:
            with Reader(published) as reader:
                campaign = views.choices(reader, address).address.campaign or ""
            coding.take_back(folder, campaign, who.who, datetime.fromisoformat(pressed["uncode"]), at)
            return label("coding.undone", lang)
        code = pressed["code"]
        if code not in CODES:
            raise RefusedError("coding.unknown")
        is_third, is_editor = address.look == "third", who.role == "editor"
        coding.give(folder, pressed["draw"], pressed["item"], code, who.who, is_third, is_editor, at)
        return ""
    except RefusedError as error:
        return label(str(error), lang)
    except (CodingsError, ValueError) as error:
        return label("desk.trouble", lang, why=str(error))


def _drawn(published: Path, folder: Path, address: Address, wanted: Sequence[object], at: datetime) -> str:
    lang = address.lang
    stories, double = (one if isinstance(one, int) else -1 for one in wanted)
    if stories < 1 or double < 0:
        return label("coding.draw.number", lang)
    with Reader(published) as reader, reader.held() as snapshot:
        which = views.read(reader, snapshot, views.choices(reader, address), at).which
        days = Filter(which.campaign, which.from_date, which.to_date)
        try:
            drawn = coding.draw(reader, folder, days, stories, double, int(at.timestamp()), at)
        except CodingError:
            return label("coding.draw.nothing", lang)
        except CodingsError as error:
            return label("desk.trouble", lang, why=str(error))
    twice = sum(story.is_double for story in drawn.stories)
    count = words.count(len(drawn.stories), "story", lang)
    return label("coding.draw.made", lang, stories=count, double=str(twice), draw=drawn.draw)
