"""The form on a story's page by which an editor corrects a tone, for one version or all of them."""

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
_ALL: Final = "*"


@dataclass(frozen=True)
class Wanted:
    """A correction that is asked for, or the items whose corrections are to be taken back.

    Attributes:
        story: Id of the story.
        of: Id of one of its items, or "*" for all.
        is_undo: Whether corrections are taken back.
        tone: What the tone is to be.
        why: Why.
    """

    story: str
    of: str
    is_undo: bool = False
    tone: str = ""
    why: str = ""


def form(story_id: str, items: Sequence[Row], lang: Lang) -> list[Component]:
    """Give the form, or why there is nothing to correct.

    Args:
        story_id: Id of the story.
        items: Its items, with corrected.
        lang: "vi" or "en".
    """
    toned = [item for item in items if item["tone"]]
    if not toned:
        return [html.P(label("correction.none", lang), className="quiet")]
    of: Any = [
        {
            "label": f"{item['outlet_name']}, {words.time(item['published_at'], lang)}",
            "value": item["item_id"],
        }
        for item in toned
    ]
    of += [{"label": label("correction.all", lang), "value": _ALL}] if len(toned) > 1 else []
    tones: Any = [{"label": words.text(f"tone.{tone}", lang), "value": tone} for tone in _TONES]
    parts: list[Component] = [
        html.Fieldset(
            [
                html.Legend(label("correction.of", lang)),
                dcc.RadioItems(of, toned[0]["item_id"], id="correct-of"),
            ]
        ),
        html.Fieldset(
            [html.Legend(label("correction.tone", lang)), dcc.RadioItems(tones, id="correct-tone")]
        ),
        html.Label([label("desk.why", lang), dcc.Textarea(id="correct-why", maxLength=LONGEST_WHY, rows=3)]),
        html.Button(label("correction.save", lang), id="correct-save", type="button"),
    ]
    if sum(item["corrected"] is not None for item in items) > 1:
        parts.append(
            html.Button(
                label("correction.undo.all", lang), id={"uncorrect": _ALL}, type="button", className="lesser"
            )
        )
    return [
        dcc.Store(id="correct-story", data=story_id),
        html.Details(
            [
                html.Summary(label("correction", lang)),
                html.P(label("correction.limit", lang), className="quiet"),
                html.Div(parts, className="deciding"),
            ]
        ),
    ]


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
    redrawn: Callable[[Reader, str, Address, Desk, str, str], list[Any]],
) -> None:
    """Connect the form with the folder of codings.

    Args:
        app: The dashboard.
        published: The folder of snapshots.
        now: The clock, aware.
        codings: The folder of codings; None where the dashboard only shows.
        redrawn: Gives the story and the rows of the list anew: of reader, snapshot, address, desk, story and
            what is to be said.
    """

    @app.callback(
        Output("versions", "children", allow_duplicate=True),
        Output("stories", "rowData"),
        Input("correct-save", "n_clicks"),
        Input({"uncorrect": ALL}, "n_clicks"),
        State("correct-story", "data"),
        State("correct-of", "value"),
        State("correct-tone", "value"),
        State("correct-why", "value"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def _correct(
        _saved: Any,  # noqa: ANN401 (as Dash hands it over)
        _undone: Any,  # noqa: ANN401 (as above)
        story: str,
        of: str | None,
        tone: str | None,
        why: str | None,
        path: str | None,
        search: str | None,
    ) -> Any:  # noqa: ANN401 (dash.no_update has no type)
        pressed: Any = dash.ctx.triggered_id
        if not pressed or not dash.ctx.triggered[0]["value"]:
            return [dash.no_update, dash.no_update]
        wanted = Wanted(story, of or "", tone=tone or "", why=why or "")
        if pressed != "correct-save":
            wanted = Wanted(story, pressed["uncorrect"], is_undo=True)
        address = addresses.read(path, search)
        with Reader(published) as reader, reader.held() as snapshot:
            said = decided(reader, desk.of_request(codings), address, wanted, now())
            return redrawn(reader, snapshot, address, desk.of_request(codings), story, said)


def decided(reader: Reader, who: Desk, address: Address, wanted: Wanted, at: datetime) -> str:
    """Write a correction, or that corrections are taken back; give what went wrong, in words, or ""."""
    folder, lang = who.for_writing("editor"), address.lang
    campaign = address.campaign or str(reader.campaigns()["campaign"].iloc[0])
    items = rows(coverage.family(reader, campaign, wanted.story))
    chosen = [item for item in items if wanted.of in (_ALL, item["item_id"])]
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
