"""The charts of the pages: each with its finding as title, its units and n, and one sentence in its place.

Colours are Okabe and Ito's (2008), told apart by colour-blind readers; classes also differ by pattern.
Backgrounds are transparent and text gets its colour from the page's style sheet, for light and dark screens.
"""

import html
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards import coverage, figures, words
from dashboards.labels import label
from dashboards.words import Lang
from warehouse.measures import Measure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#8A8F98"
TONES = {"negative": (ORANGE, "\\"), "neutral": (GREY, ""), "positive": (BLUE, ".")}
"""Colour and pattern of each tone, in the order of the scale."""

_HATCH = "rgba(120, 124, 132, 0.75)"
_NOTHING = "rgba(0, 0, 0, 0)"
_PHASE_SHADES = ("rgba(90, 120, 160, 0.06)", "rgba(90, 120, 160, 0.22)")
_DAY_MS = 24 * 3600 * 1000
_LABEL_WIDTH = 44  # letters that fit a phone
_BAR = 0.36  # thickness of a bar that bears its name above it
_PHASE_LETTERS = 48  # letters of 12 px that a timeline 390 px wide has room for

_AXIS = {
    "fixedrange": True,
    "zeroline": False,
    "gridcolor": "rgba(128, 128, 128, 0.22)",
    "linecolor": "rgba(128, 128, 128, 0.6)",
}
TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif", "size": 13},
        "paper_bgcolor": _NOTHING,
        "plot_bgcolor": _NOTHING,
        "margin": {"l": 36, "r": 8, "t": 24, "b": 36},
        "xaxis": {**_AXIS, "showgrid": False, "automargin": True},
        "yaxis": {**_AXIS, "rangemode": "tozero", "automargin": True},
        "dragmode": False,
        "bargap": 0.2,
        "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        "hoverlabel": {"align": "left"},
    }
)


@dataclass(frozen=True)
class Chart:
    """A chart with all that must stand around it.

    Attributes:
        figure: The drawing, or None where there is nothing that may be drawn.
        title: What it shows, as a finding.
        basis: Its units and n.
        description: One sentence that says the same without the drawing.
        height: Of the drawing, in CSS pixels.
    """

    figure: go.Figure | None
    title: str
    basis: str
    description: str
    height: int = 0


def timeline(
    daily: pd.DataFrame, phases: Sequence[Mapping[str, Any]], is_withheld: bool, lang: Lang
) -> Chart:
    """Draw items above and stories below by Vietnam day, with phases shaded and gaps hatched.

    Args:
        daily: day, items, stories, gaps and watched, a row a day (`coverage.daily`).
        phases: name_vi, name_en, from_date and to_date.
        is_withheld: Whether gaps forbid to compare volumes.
        lang: "vi" or "en".
    """
    items = words.count(int(daily["items"].sum()), "item", lang)
    basis = label("timeline.basis", lang, items=items)
    description = figures.timeline_description(daily, lang)
    if not daily["stories"].any():
        return Chart(None, words.text("page.nothing", lang), basis, description)
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.16,
        subplot_titles=[words.text(f"figure.timeline.{column}", lang) for column in ("items", "stories")],
    )
    # left-aligned and clear of the names of the phases, which stand above them
    figure.update_annotations(x=0, xanchor="left", yshift=2, font_size=13)
    missing = coverage.missing_share(daily)
    incomplete = daily.assign(missing=missing, most=daily["watched"].max())[missing > figures.GAP_SHARE]
    for row, (column, colour) in enumerate((("items", BLUE), ("stories", GREEN)), start=1):
        top = max(1, int(daily[column].max())) * 1.12
        figure.add_trace(_gap_bars(incomplete, top, row == 1, lang), row=row, col=1)
        figure.add_trace(
            _day_bars(daily, column, words.text(f"field.{column}", lang), colour), row=row, col=1
        )
        step = max(1, math.ceil(top / 5))
        figure.update_yaxes(range=[0, top], dtick=step, tickformat=",d", row=row, col=1)
    _shade_phases(figure, phases, daily["day"].min(), daily["day"].max(), lang)
    figure.update_xaxes(tickformat="%d/%m", nticks=8, showticklabels=True)
    figure.update_layout(template=TEMPLATE, margin_t=52, barmode="overlay", separators=_separators(lang))
    return Chart(figure, _timeline_title(daily, is_withheld, lang), basis, description, 440)


def reach(
    curve: Sequence[Mapping[str, Any]], phases: Sequence[Mapping[str, Any]], is_open: bool, lang: Lang
) -> Chart:
    """Draw cumulative outlets and stories by day and, where audiences are known, each band of net reach.

    Args:
        curve: Rows of rpt_reach_curve of one segment, not empty, by population, unit of time and day.
        phases: name_vi, name_en, from_date and to_date.
        is_open: Whether gaps in collection leave every upper limit open.
        lang: "vi" or "en".
    """
    bands = figures.reach_bands(curve)
    first = next(iter(bands.values()))
    # In the days before a unit of time has passed there is no band at all yet.
    known = {
        unit: rows
        for unit, rows in bands.items()
        if unit is not None and any(row["low"] is not None for row in rows)
    }
    titles = [words.text(f"figure.reach.{column}", lang) for column in ("outlets", "stories")]
    titles += [_wrapped(figures.band_title(unit, lang)) for unit in known]
    figure = make_subplots(
        rows=len(titles),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.32 / len(titles),
        subplot_titles=titles,
    )
    figure.update_annotations(x=0, xanchor="left", align="left", yshift=2, font_size=13)
    for place, (column, colour) in enumerate((("outlets", BLUE), ("stories", GREEN)), start=1):
        figure.add_trace(_steps(first, column, colour, titles[place - 1]), row=place, col=1)
        figure.update_yaxes(rangemode="tozero", tickformat=",d", row=place, col=1)
    for place, rows in enumerate(known.values(), start=3):
        for trace in _band(rows, is_open, lang):
            figure.add_trace(trace, row=place, col=1)
        figure.update_yaxes(range=[0, 1.02], tickformat=".0%", row=place, col=1)
    days = [pd.Timestamp(row["day_date"]) for row in first]
    _shade_phases(figure, phases, min(days), max(days), lang)
    figure.update_xaxes(tickformat="%d/%m", nticks=8, showticklabels=True)
    figure.update_layout(template=TEMPLATE, margin_t=52, showlegend=False, separators=_separators(lang))
    title = label("reach.title", lang, outlets=words.count(first[-1]["outlets"], "outlet", lang))
    basis = label("reach.basis", lang, stories=words.count(first[-1]["stories"], "story", lang))
    described = figures.reach_description(curve, lang, is_open)
    return Chart(figure, title, basis, described, 190 * len(titles) + 60)


def tones(measures: Mapping[str, Measure], lang: Lang) -> Chart:
    """Draw the tone shares of stories with their 95 % intervals.

    Args:
        measures: `tone_negative`, `tone_neutral` and `tone_positive`, with others or without.
        lang: "vi" or "en".
    """
    found = {tone: measures[f"tone_{tone}"] for tone in TONES}
    first = found["neutral"]
    basis = label(
        "tones.basis",
        lang,
        n=words.basis("tone_neutral", first.n, lang),
        status=words.text(f"status.{first.status}", lang).lower(),
    )
    refused = [measure for measure in found.values() if measure.value is None]
    if refused:
        reason = words.reason(refused[0].reason, lang)
        return Chart(None, words.text(f"status.{refused[0].status}", lang), basis, reason)
    places = {tone: place for place, tone in enumerate(TONES)}
    figure = go.Figure([_tone_bar(tone, measure, places[tone], lang) for tone, measure in found.items()])
    for tone, measure in found.items():
        _name_bar(figure, places[tone], f"{words.text(f'tone.{tone}', lang)}: {_share(measure, lang)}")
    marks = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(
        range=[0, 1], tickvals=marks, ticktext=[words.percent(mark, lang) for mark in marks], showgrid=True
    )
    _named_bars(figure, len(found), bottom=28)
    shares = "; ".join(
        f"{words.text(f'tone.{tone}', lang)} {_share(measure, lang)} "
        f"({words.interval(measure.low, measure.high, 'share', lang)})"
        for tone, measure in found.items()
    )
    description = label("tones.description", lang, shares=shares)
    return Chart(figure, _tone_title(found, lang), basis, description, _height(len(found), bottom=28))


def messages(carried: Sequence[Mapping[str, Any]], stories: int, lang: Lang) -> Chart:
    """Draw how many stories carry each message, in the order of the campaign's file.

    Args:
        carried: name_vi, name_en, stories and items of each message.
        stories: All stories of the same filter.
        lang: "vi" or "en".
    """
    names = [str(message[f"name_{lang}"]) for message in carried]
    numbers = [int(message["stories"]) for message in carried]
    basis = label("messages.basis", lang, stories=words.count(stories, "story", lang))
    if not names:
        return Chart(None, words.text("finding.messages.undefined", lang), basis, "")
    present = words.decimal(sum(number > 0 for number in numbers), lang)
    title = label("messages.title", lang, carried=present, all=words.count(len(names), "message", lang))
    listed = "; ".join(
        f"{name}: {words.decimal(number, lang)}" for name, number in zip(names, numbers, strict=True)
    )
    return Chart(
        _message_figure(names, numbers, stories, lang), title, basis, f"{listed}.", _height(len(names))
    )


def _separators(lang: Lang) -> str:
    return ",." if lang == "vi" else ".,"


def _timeline_title(daily: pd.DataFrame, is_withheld: bool, lang: Lang) -> str:
    if is_withheld:
        return label("timeline.withheld", lang)
    peak = daily.iloc[int(daily["items"].to_numpy().argmax())]
    most = words.count(int(peak["items"]), "item", lang)
    return label("timeline.peak", lang, most=most, day=words.day(peak["day"].date(), lang))


def _gap_bars(incomplete: pd.DataFrame, top: float, in_legend: bool, lang: Lang) -> go.Bar:
    """Hatch days that collection does not cover, the denser the more outlets it concerns."""
    name = words.text("term.incomplete", lang)
    hints = [
        label("timeline.missing", lang, label=name, missing=str(round(part * most)), all=str(most))
        if most
        else name
        for part, most in zip(incomplete["missing"], incomplete["most"], strict=True)
    ]
    return go.Bar(
        x=incomplete["day"],
        y=[top] * len(incomplete),
        width=_DAY_MS,
        name=name,
        showlegend=in_legend and not incomplete.empty,
        marker={
            "color": _NOTHING,
            "opacity": [0.35 + 0.65 * part for part in incomplete["missing"]],
            "line": {"width": 0},
            "pattern": {"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": _HATCH, "bgcolor": _NOTHING},
        },
        customdata=hints,
        hovertemplate="%{x|%d/%m/%Y}<br>%{customdata}<extra></extra>",
    )


def _day_bars(daily: pd.DataFrame, column: str, name: str, colour: str) -> go.Bar:
    return go.Bar(
        x=daily["day"],
        y=daily[column],
        width=_DAY_MS * 0.7,
        name=name,
        showlegend=False,
        marker={"color": colour, "line": {"width": 0}},
        hovertemplate=f"%{{x|%d/%m/%Y}}<br>{name}: %{{y:,d}}<extra></extra>",
    )


def _shade_phases(
    figure: go.Figure,
    phases: Sequence[Mapping[str, Any]],
    first: pd.Timestamp,
    last: pd.Timestamp,
    lang: Lang,
) -> None:
    half = pd.Timedelta(hours=12)
    for index, phase in enumerate(phases):
        begin = max(pd.Timestamp(phase["from_date"]), first) - half
        end = min(pd.Timestamp(phase["to_date"]), last) + half
        if end <= begin:
            continue
        shade = _PHASE_SHADES[index % len(_PHASE_SHADES)]
        figure.add_vrect(x0=begin, x1=end, fillcolor=shade, line_width=0, layer="below")
        # a name on a narrow band would run into its neighbour's; the page lists all phases with their days
        if (end - begin) / (last - first + 2 * half) * _PHASE_LETTERS >= len(phase[f"name_{lang}"]):
            figure.add_annotation(
                x=begin + (end - begin) / 2,
                y=1,
                yref="paper",
                yanchor="bottom",
                yshift=24,
                text=html.escape(phase[f"name_{lang}"]),
                showarrow=False,
            )
    figure.update_xaxes(range=[first - half, last + half])


def _wrapped(text: str) -> str:
    return "<br>".join(html.escape(line) for line in textwrap.wrap(text, _LABEL_WIDTH))


def _steps(rows: Sequence[Mapping[str, Any]], column: str, colour: str, name: str, **more: Any) -> go.Scatter:  # noqa: ANN401 (plotly's)
    return go.Scatter(
        x=[row["day_date"] for row in rows],
        y=[row[column] for row in rows],
        mode="lines+markers",
        line={"shape": "hv", "color": colour, "width": 2},
        marker={"size": 4},
        name=name,
        **more,
    )


def _band(rows: Sequence[Mapping[str, Any]], is_open: bool, lang: Lang) -> list[go.Scatter]:
    """Fill between the limits; where the upper one is not known, faintly up to all and without a line."""
    shown = [row for row in rows if row["low"] is not None]
    tops = [{**row, "high": None if is_open else row["high"]} for row in shown]
    ceiling = [{**row, "high": 1 if row["high"] is None else row["high"]} for row in tops]
    lower, upper = words.text("reach.lower", lang), words.text("reach.upper", lang)
    bare = {"mode": "none", "line": {"shape": "hv"}, "hoverinfo": "skip"}
    return [
        _steps(shown, "low", BLUE, lower),
        _steps(ceiling, "high", BLUE, upper, fill="tonexty", fillcolor="rgba(0, 114, 178, 0.1)").update(bare),
        _steps(tops, "high", BLUE, upper),
    ]


def _share(measure: Measure, lang: Lang) -> str:
    assert measure.value is not None
    return words.percent(measure.value, lang)


def _tone_bar(tone: str, measure: Measure, place: int, lang: Lang) -> go.Bar:
    assert measure.value is not None and measure.low is not None and measure.high is not None
    colour, pattern = TONES[tone]
    name = words.text(f"tone.{tone}", lang)
    between = words.interval(measure.low, measure.high, "share", lang)
    return go.Bar(
        x=[measure.value],
        y=[place],
        width=_BAR,
        orientation="h",
        name=name,
        marker={
            "color": colour,
            "line": {"color": colour, "width": 1.5},
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 9},
        },
        error_x={
            "type": "data",
            "array": [measure.high - measure.value],
            "arrayminus": [measure.value - measure.low],
            "thickness": 2,
            "width": 6,
        },
        hovertemplate=f"{name}: {_share(measure, lang)}<br>{between}<extra></extra>",
    )


def _tone_title(found: Mapping[str, Measure], lang: Lang) -> str:
    for tone, measure in found.items():
        if measure.low is not None and measure.low > 0.5:
            return label("tones.majority", lang, tone=words.text(f"tone.{tone}", lang).lower())
    return label("tones.none", lang)


def _message_figure(names: list[str], numbers: list[int], stories: int, lang: Lang) -> go.Figure:
    places = list(range(len(names)))[::-1]
    figure = go.Figure(
        go.Bar(
            x=numbers,
            y=places,
            width=_BAR,
            orientation="h",
            marker={"color": BLUE},
            text=[words.decimal(number, lang) for number in numbers],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    for place, name in zip(places, names, strict=True):
        _name_bar(figure, place, name)
    figure.update_xaxes(range=[0, max(1, stories) * 1.02], showticklabels=False)
    _named_bars(figure, len(names))
    return figure


def _name_bar(figure: go.Figure, place: int, name: str) -> None:
    """Write a name above its bar, where it has the whole width, on a phone too."""
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place + _BAR / 2,
        yanchor="bottom",
        align="left",
        showarrow=False,
        text="<br>".join(html.escape(line) for line in textwrap.wrap(name, _LABEL_WIDTH)),
    )


def _named_bars(figure: go.Figure, bars: int, bottom: int = 4) -> None:
    figure.update_yaxes(visible=False, range=[-0.3, bars - 0.15])
    figure.update_layout(template=TEMPLATE, showlegend=False, margin={"l": 2, "r": 24, "t": 4, "b": bottom})


def _height(bars: int, bottom: int = 4) -> int:
    return 56 * bars + 8 + bottom
