"""The forms on a story's page by which an editor corrects a tone, of one version or all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import dash
from dash import ALL, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import corrections, coverage, desk, words
from dashboards.address import Address
from dashboards.coding import RefusedError
from dashboards.desk import Desk
from dashboards.labels import label
from dashboards.pages.parts import attributes
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.codings import LONGEST_WHY, CodingsError
from warehouse.reader import Reader

_TONES: Final = ("positive", "neutral", "negative", "not_about_campaign")
ALL_VERSIONS: Final = "*"
"""Stands for all versions of a story."""


@dataclass(frozen=True)
class Wanted:
    """A correction that is asked for, or the items whose corrections are to be taken back.

    Attributes:
        story: Id of the story.
        of: Id of one of its items, or `ALL_VERSIONS`.
        is_undo: Whether corrections are taken back.
        tone: What the tone is to be.
        why: Why.
    """

    story: str
    of: str
    is_undo: bool = False
    tone: str = ""
    why: str = ""


def form(of: str, name: str, lang: Lang) -> html.Details:
    """Give the folded form of one version, or of all: why, and a button for each tone.

    Buttons, since Dash's own radio buttons are nested in what screen readers take for buttons.

    Args:
        of: Id of the item, or `ALL_VERSIONS`.
        name: What is corrected, for who hears the form without what stands around it.
        lang: "vi" or "en".
    """
    why = dcc.Textarea(id={"part": "correct-why", "of": of}, maxLength=LONGEST_WHY, rows=2)
    buttons = [
        html.Button(
            words.text(f"tone.{tone}", lang),
            id={"part": "correct", "of": of, "tone": tone},
            type="button",
            className="lesser",
        )
        for tone in _TONES
    ]
    tones = html.Fieldset([html.Legend(label("correction.tone", lang)), *buttons], className="whole")
    return html.Details(
        [
            html.Summary([label("correction", lang), html.Span(f": {name}", className="unseen")]),
            html.Div(
                [html.Label([label("desk.why", lang), why], className="whole"), tones], className="deciding"
            ),
        ]
    )


def form_of_item(item: Row, lang: Lang) -> html.Details:
    """Give the form of one version."""
    return form(item["item_id"], f"{item['outlet_name']}, {words.time(item['published_at'], lang)}", lang)


def of_story(story_id: str, items: Sequence[Row], lang: Lang) -> list[Component]:
    """Give what corrections do, and the form for all versions at once, or why there is nothing to correct.

    Args:
        story_id: Id of the story.
        items: Its items, with corrected.
        lang: "vi" or "en".
    """
    toned = [item for item in items if item["tone"]]
    if not toned:
        return [html.P(label("correction.none", lang), className="quiet")]
    parts: list[Component] = [
        dcc.Store(id="correct-story", data=story_id),
        html.P(label("correction.limit", lang), className="quiet"),
    ]
    if len(toned) > 1:
        parts += [
            html.H3(label("correction.all", lang)),
            form(ALL_VERSIONS, label("correction.all", lang), lang),
        ]
    if sum(item["corrected"] is not None for item in items) > 1:
        parts.append(
            html.Button(
                label("correction.undo.all", lang),
                id={"uncorrect": ALL_VERSIONS},
                type="button",
                className="lesser",
            )
        )
    return parts


def undo(item: Row, lang: Lang) -> html.Button:
    """Give the button that takes the corrections of an item back."""
    name = label("correction.undo.of", lang, outlet=item["outlet_name"])
    return html.Button(
        label("correction.undo", lang),
        id={"uncorrect": item["item_id"]},
        type="button",
        className="lesser",
        **attributes(aria_label=name),
    )


def register(
    app: dash.Dash,
    published: Path,
    now: Callable[[], datetime],
    codings: Path | None,
    redrawn: Callable[[Reader, str, Address, Desk, str, str, str], list[Any]],
) -> None:
    """Connect the forms with the folder of codings.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
        redrawn: Gives the story and the rows of the list anew: of reader, snapshot, address, desk, story,
            what is to be said, and what was searched for.
    """

    @app.callback(
        Output("versions", "children", allow_duplicate=True),
        Output("stories", "rowData"),
        Input({"part": "correct", "of": ALL, "tone": ALL}, "n_clicks"),
        Input({"uncorrect": ALL}, "n_clicks"),
        State("correct-story", "data"),
        State({"part": "correct-why", "of": ALL}, "value"),
        State({"part": "correct-why", "of": ALL}, "id"),
        State("story-search", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _correct(
        _saved: Any,  # noqa: ANN401 (as Dash hands it over)
        _undone: Any,  # noqa: ANN401 (as above)
        story: str,
        reasons: list[str | None],
        forms: list[dict[str, str]],
        typed: str | None,
        path: str | None,
        search: str | None,
    ) -> Any:  # noqa: ANN401 (dash.no_update has no type)
        pressed: Any = dash.ctx.triggered_id
        if not pressed or not dash.ctx.triggered[0]["value"]:
            return [dash.no_update, dash.no_update]
        if "uncorrect" in pressed:
            wanted = Wanted(story, pressed["uncorrect"], is_undo=True)
        else:
            why_of = {form["of"]: why or "" for form, why in zip(forms, reasons, strict=True)}
            wanted = Wanted(story, pressed["of"], tone=pressed["tone"], why=why_of[pressed["of"]])
        address = addresses.read(path, search)
        with Reader(published) as reader, reader.held() as snapshot:
            said = decided(reader, desk.of_request(codings), address, wanted, now())
            return redrawn(reader, snapshot, address, desk.of_request(codings), story, said, typed or "")


def decided(reader: Reader, who: Desk, address: Address, wanted: Wanted, at: datetime) -> str:
    """Write a correction, or that corrections are taken back; give what went wrong, in words, or ""."""
    folder, lang = who.for_writing("editor"), address.lang
    campaign = address.campaign or str(reader.campaigns()["campaign"].iloc[0])
    items = rows(coverage.family(reader, campaign, wanted.story))
    chosen = [item for item in items if wanted.of in (ALL_VERSIONS, item["item_id"])]
    try:
        if wanted.is_undo:
            corrections.take_back(folder, campaign, [item["item_id"] for item in chosen], who.who, at)
        else:
            was = {item["item_id"]: item["tone"] for item in chosen if item["tone"]}
            corrections.correct(folder, campaign, was, wanted.tone, wanted.why, who.who, at)
    except RefusedError as error:
        return label(str(error), lang)
    except CodingsError as error:
        return label("desk.trouble", lang, why=str(error))
    return ""
