"""What every chart is made of: its frame, its colours, its bars with names.

Colours are Okabe and Ito's (2008), told apart by colour-blind readers; classes also differ by pattern.
Backgrounds are transparent and text gets its colour from the page's style sheet, for light and dark screens.

Drawings are written as Plotly's script takes them: its Python objects check every value anew, which takes
longer than all the counting behind a page. Tests check them instead.
"""

import html
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboards import words
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Sheet
from dashboards.words import Lang

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#8A8F98"
NOTHING = "rgba(0, 0, 0, 0)"
BAR = 0.36
"""Thickness of a bar that bears its name above it."""
MOST_LISTED = 500
"""Rows of a table that a page lists below a chart over time; years of days are for its file."""

_BETWEEN = 0.08  # part of its width that lies between a cell and the next
_LABEL_WIDTH = 44  # letters that fit a phone
_NAME_LETTERS = {0: _LABEL_WIDTH, 764: 96, 1124: 144}
"""Letters in a line of a bar's name, by the width from which on it has room for them."""
_NAME_LINES = 2  # that have room above a bar
_PERCENT_STEPS = (1, 2, 5, 10, 20)  # between the marks of an axis of shares
_MOST_STEPS = 6  # whose marks stand side by side on a phone
_AXIS = {
    "fixedrange": True,
    "zeroline": False,
    "gridcolor": "rgba(128, 128, 128, 0.22)",
    "linecolor": "rgba(128, 128, 128, 0.6)",
}
_TEMPLATE = {
    "layout": {
        "font": {"family": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif", "size": 13},
        "paper_bgcolor": NOTHING,
        "plot_bgcolor": NOTHING,
        "margin": {"l": 36, "r": 8, "t": 24, "b": 36},
        "xaxis": {**_AXIS, "showgrid": False, "automargin": True},
        "yaxis": {**_AXIS, "rangemode": "tozero", "automargin": True},
        "dragmode": False,
        "bargap": 0.2,
        "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        "hoverlabel": {"align": "left"},
    }
}

Drawing = dict[str, Any]
"""A drawing as Plotly takes it: its traces as data, and its layout."""
Trace = dict[str, Any]
"""Some bars, or a line, as Plotly takes them."""


@dataclass(frozen=True)
class Chart:
    """A chart with all that must stand around it.

    What is drawn of a row bears the row's address, the page that lists what it counts, as its customdata.

    Attributes:
        figure: The drawing, or None where there is nothing that may be drawn.
        title: What it shows, as a finding.
        basis: Its units and n.
        description: One sentence that says the same without the drawing.
        table: The numbers drawn, a row each.
        height: Of the drawing, in CSS pixels.
        width: At most so many of them wide; 0 for as wide as the page.
        listed: Those rows of the table that the page lists, the last ones; None for all. Its file has all.
    """

    figure: Drawing | None
    title: str
    basis: str
    description: str
    table: Sheet
    height: int = 0
    width: int = 0
    listed: Sequence[Row] | None = None


def drawing(traces: Sequence[Trace], layout: Mapping[str, Any]) -> Drawing:
    """Give a drawing of some traces that looks like all others."""
    return {"data": list(traces), "layout": {"template": _TEMPLATE, **layout}}


def separators(lang: Lang) -> str:
    """Give the decimal sign and that of thousands, as Plotly takes them."""
    return ",." if lang == "vi" else ".,"


def share_marks(end: float, lang: Lang) -> dict[str, Any]:
    """Give the marks of an axis of shares from 0 to an end (at most 1.2), written as in the text.

    Plotly writes percent in one way for all languages.
    """
    step = next(step for step in _PERCENT_STEPS if end * 100 <= step * _MOST_STEPS)
    shares = [percent / 100 for percent in range(0, int(end * 100) + 1, step)]
    return {"tickvals": shares, "ticktext": [words.whole_percent(share, lang) for share in shares]}


@lru_cache(maxsize=2000)
def wrapped(text: str, width: int = _LABEL_WIDTH) -> str:
    """Give a text as Plotly's markup, as text, in lines that fit a phone."""
    return "<br>".join(html.escape(line) for line in textwrap.wrap(text, width))


def by_width(names: Mapping[int, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Give the part of a layout that writes what has room, which the page's script chooses by width.

    Args:
        names: Annotations by the width in CSS pixels from which on they have room, from 0 on.
    """
    return {"annotations": names[0], "meta": {"byWidth": [[width, some] for width, some in names.items()]}}


def _named(name: str, letters: int) -> str:
    """Give a name as Plotly's markup in the lines that have room above its bar, the rest left out."""
    lines = textwrap.wrap(name, letters, max_lines=_NAME_LINES, placeholder=" …")
    return "<br>".join(map(html.escape, lines))


def below_names(names: Mapping[int, str], xaxis: Mapping[str, Any], bottom: int = 4) -> dict[str, Any]:
    """Give the layout of bars that lie below their names, which have the whole width, on a phone too.

    Args:
        names: Name of each bar by its place.
        xaxis: The axis along which they lie.
        bottom: Pixels left below them.
    """
    written = {
        width: [_above_bar(_named(name, letters), place) for place, name in names.items()]
        for width, letters in _NAME_LETTERS.items()
    }
    return {
        "showlegend": False,
        "margin": {"l": 2, "r": 24, "t": 4, "b": bottom},
        "xaxis": xaxis,
        "yaxis": {"visible": False, "range": [-0.3, len(names) - 0.15]},
        **by_width(written),
    }


def _above_bar(text: str, place: int) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place + BAR / 2,
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
    }


def bars_height(bars: int, bottom: int = 4) -> int:
    """Give the height of bars laid out by `below_names`, in CSS pixels."""
    return 56 * bars + 8 + bottom


def cells(rows: Sequence[Row], value: str, text: str, hint: str, width: float, letters: int = 11) -> Trace:
    """Give cells side by side: darker for a larger value, each with its text, so that no colour stands alone.

    Args:
        rows: A row a cell, with "column" and "place", which is counted from below, and "wide" where it is
            not one column wide; what it counts is under ADDRESS.
        value: Key of the value, None or from 0 to 1.
        text: Key of the text in the cell, as Plotly's markup.
        hint: Key of what is said when a cell is pointed at, as Plotly's markup.
        width: Thickness of the cells, of the 1 between a place and the next.
        letters: Size of the texts, in CSS pixels.
    """
    return {
        "type": "bar",
        "x": [row.get("wide", 1) - _BETWEEN for row in rows],
        "base": [row["column"] + _BETWEEN / 2 for row in rows],
        "y": [row["place"] for row in rows],
        "width": width,
        "orientation": "h",
        "marker": {
            "color": [f"rgba(0, 114, 178, {0.06 + 0.5 * (row[value] or 0):.3f})" for row in rows],
            "line": {"color": "rgba(128, 128, 128, 0.55)", "width": 1},
        },
        "text": [row[text] for row in rows],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"size": letters},
        "customdata": [row[ADDRESS] for row in rows],
        "hovertext": [row[hint] for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def error_bar(value: float, low: float, high: float) -> dict[str, Any]:
    """Give the interval of a bar that lies, as Plotly takes it."""
    return {"type": "data", "array": [high - value], "arrayminus": [value - low], "thickness": 2, "width": 6}
