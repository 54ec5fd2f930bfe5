"""What happened day by day: coverage, and how far it had reached."""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

import pandas as pd

from dashboards import coverage, told, words
from dashboards.address import Address
from dashboards.charts.chart import (
    BLUE,
    GREEN,
    MOST_LISTED,
    NOTHING,
    Chart,
    Drawing,
    Trace,
    by_width,
    drawing,
    separators,
    share_marks,
    wrapped,
)
from dashboards.charts.day_marks import day_hint, day_marks
from dashboards.labels import label
from dashboards.rows import Made, Row
from dashboards.sheets import ADDRESS, Column, Kind, Sheet
from dashboards.words import Lang

MOST_DAYS = 2 * 366
"""Days of the longest period that is drawn by day."""

_HATCH = "rgba(120, 124, 132, 0.75)"
_PHASE_SHADES = ("rgba(90, 120, 160, 0.06)", "rgba(90, 120, 160, 0.22)")
_DAY_MS = 24 * 3600 * 1000
_SUNDAY = 6
_BETWEEN_WEEKS = 0.35  # part of a day that is left free on each side of a week
_COUNTS = ("items", "stories", "gaps", "watched")
_COLOURS = {"items": BLUE, "stories": GREEN}
_PHASE_LETTERS = {0: 48, 764: 100, 1124: 150}
"""Letters of 12 px that a timeline has room for, by the width from which on; the first is a phone's."""


def is_drawn_by_weeks(days: int) -> bool:
    """Whether a period has so many days that weeks of it are drawn; no screen has a pixel for each day."""
    return days > MOST_DAYS


def timeline(
    daily: pd.DataFrame,
    weekly: pd.DataFrame | None,
    phases: Sequence[Mapping[str, Any]],
    is_withheld: bool,
    at: Address,
) -> Chart:
    """Draw items above and stories below by Vietnam day, or by week, with phases shaded and gaps hatched.

    Args:
        daily: day, items, stories, gaps and watched, a row a day (`coverage.daily`).
        weekly: Frame of `coverage.weekly` where weeks are drawn (`is_drawn_by_weeks`), else None.
        phases: name_vi, name_en, from_date and to_date.
        is_withheld: Whether gaps forbid to compare volumes.
        at: The page's address.
    """
    lang = at.lang
    days = [day.date() for day in daily["day"]]
    items = words.count(int(daily["items"].sum()), "item", lang)
    basis = label("timeline.basis", lang, items=items) + _numbered(phases, days, lang)
    if weekly is not None:
        basis += f" {label('timeline.weeks', lang)}"
    description = told.timeline_description(daily, lang)
    rows = Made(daily, partial(_day_rows, at=at))
    table = Sheet(label("sheet.timeline", lang), _timeline_columns(lang), rows)
    listed = rows[-MOST_LISTED:]
    if not daily["stories"].any():
        return Chart(None, words.text("page.nothing", lang), basis, description, table, listed=listed)
    panels = _panels_of_days(daily, rows, lang) if weekly is None else _panels_of_weeks(weekly, at)
    figure = _over_days(panels, 0.16, phases, days, lang, barmode="overlay")
    title = _timeline_title(daily, is_withheld, lang)
    return Chart(figure, title, basis, description, table, 440, listed=listed)


def reach(curve: Sequence[Row], phases: Sequence[Mapping[str, Any]], is_open: bool, at: Address) -> Chart:
    """Draw cumulative outlets and stories by day and, where audiences are known, each band of net reach.

    Args:
        curve: Rows of rpt_reach_curve of one segment, not empty, by population, unit of time and day.
        phases: name_vi, name_en, from_date and to_date.
        is_open: Whether gaps in collection leave every upper limit open.
        at: The page's address.
    """
    lang = at.lang
    bands = told.reach_bands(curve)
    first = next(iter(bands.values()))
    # In the days before a unit of time has passed there is no band at all yet.
    known = {
        unit: rows
        for unit, rows in bands.items()
        if unit is not None and any(row["low"] is not None for row in rows)
    }
    days = [row["day_date"] for row in first]
    is_by_weeks = is_drawn_by_weeks(len(days))
    drawn = _week_ends(first) if is_by_weeks else first
    so_far = at.rows_of_days((None, str(row["day_date"])) for row in drawn)
    panels: list[_Panel] = []
    for column, colour in (("outlets", BLUE), ("stories", GREEN)):
        name = words.text(f"figure.reach.{column}", lang)
        steps = {**_steps(drawn, column, colour, name), "customdata": so_far}
        panels.append(_Panel(name, [steps], {"rangemode": "tozero", "tickformat": ",d"}))
    for unit, rows in known.items():
        axis = {"range": [0, 1.02], **share_marks(1, lang)}
        shown = _week_ends(rows) if is_by_weeks else rows
        panels.append(_Panel(told.band_title(unit, lang), _band(shown, is_open, lang), axis))
    figure = _over_days(panels, 0.32 / len(panels), phases, days, lang, showlegend=False)
    title = label("reach.title", lang, outlets=words.count(first[-1]["outlets"], "outlet", lang))
    basis = label("reach.basis", lang, stories=words.count(first[-1]["stories"], "story", lang))
    basis += _numbered(phases, days, lang)
    if is_by_weeks:
        basis += f" {label('reach.weeks', lang)}"
    described = told.reach_description(curve, lang, is_open)
    table = _reach_table(curve, is_open, at)
    height = 190 * len(panels) + 60
    return Chart(figure, title, basis, described, table, height, listed=table.rows[-MOST_LISTED:])


def _day_rows(daily: pd.DataFrame, at: Address) -> list[Row]:
    days = [day.date() for day in daily["day"]]
    addresses = at.rows_of_days((str(day), str(day)) for day in days)
    counts = (daily[column].to_list() for column in _COUNTS)
    keys = (*_COUNTS, "day", ADDRESS)
    return [dict(zip(keys, row, strict=True)) for row in zip(*counts, days, addresses, strict=True)]


def _timeline_columns(lang: Lang) -> list[Column]:
    return [
        Column("day", label("column.day", lang), "day"),
        Column("items", words.text("field.items", lang), "count"),
        Column("stories", words.text("field.stories", lang), "count"),
        Column("gaps", label("column.gaps", lang), "count"),
        Column("watched", label("column.watched", lang), "count"),
    ]


def _reach_table(curve: Sequence[Row], is_open: bool, at: Address) -> Sheet:
    lang = at.lang

    def made(some: Sequence[Row]) -> list[Row]:
        addresses = at.rows_of_days((None, str(row["day_date"])) for row in some)
        return [
            row
            | {
                "unit": row["time_unit"] and words.text(f"unit.{row['time_unit']}", lang),
                "high": None if is_open else row["high"],
                ADDRESS: address,
            }
            for row, address in zip(some, addresses, strict=True)
        ]

    kinds: dict[str, Kind] = {"day_date": "day", "outlets": "count", "stories": "count"}
    names = {
        "day_date": label("column.day", lang),
        "outlets": words.text("figure.reach.outlets", lang),
        "stories": words.text("figure.reach.stories", lang),
    }
    if any(row["base"] for row in curve):
        kinds |= {"base": "text", "unit": "text", "low": "share", "high": "share"}
        names |= {
            "base": label("column.base", lang),
            "unit": label("column.unit", lang),
            "low": words.text("reach.lower", lang),
            "high": words.text("reach.upper", lang),
        }
    columns = [Column(key, names[key], kind) for key, kind in kinds.items()]
    return Sheet(label("sheet.reach", lang), columns, Made(curve, made))


def _week_ends(curve: Sequence[Row]) -> list[Row]:
    """Give the first and the last day of a curve, and each Sunday between them."""
    ends = {0, len(curve) - 1}
    return [row for place, row in enumerate(curve) if place in ends or row["day_date"].weekday() == _SUNDAY]


def _timeline_title(daily: pd.DataFrame, is_withheld: bool, lang: Lang) -> str:
    if is_withheld:
        return label("timeline.withheld", lang)
    peak = daily.iloc[int(daily["items"].to_numpy().argmax())]
    most = words.count(int(peak["items"]), "item", lang)
    return label("timeline.peak", lang, most=most, day=words.day(peak["day"].date(), lang))


@dataclass(frozen=True)
class _Panel:
    """A part of a chart under its title, with what is drawn in it and its vertical axis."""

    title: str
    traces: Sequence[Trace]
    axis: Mapping[str, Any]


def _over_days(
    panels: Sequence[_Panel],
    spacing: float,
    phases: Sequence[Mapping[str, Any]],
    days: Sequence[date],
    lang: Lang,
    **more: Any,  # noqa: ANN401 (parts of the layout)
) -> Drawing:
    """Lay panels out below each other over the same days, with the phases shaded."""
    first, last, half = pd.Timestamp(min(days)), pd.Timestamp(max(days)), pd.Timedelta(hours=12)
    marks = day_marks(min(days), max(days), lang)
    bands = _phase_bands(phases, first, last, lang)
    height = (1 - spacing * (len(panels) - 1)) / len(panels)
    layout: dict[str, Any] = {"margin": {"t": 52}, "separators": separators(lang), **more}
    traces, titles, shades = [], [], []
    for place, panel in enumerate(panels):
        axis = str(place + 1) if place else ""
        top = 1 - place * (height + spacing)
        traces += [{**trace, "xaxis": f"x{axis}", "yaxis": f"y{axis}"} for trace in panel.traces]
        layout[f"xaxis{axis}"] = {
            "anchor": f"y{axis}",
            **({"matches": "x"} if place else {}),
            **marks,
            "range": [first - half, last + half],
        }
        layout[f"yaxis{axis}"] = {"anchor": f"x{axis}", "domain": [max(0, top - height), top], **panel.axis}
        titles.append(_panel_title(panel.title, top))
        shades += [_phase_shade(band, axis) for band in bands]
    names = {
        width: [*map(_phase_annotation, _phase_marks(bands, first, last, letters)), *titles]
        for width, letters in _PHASE_LETTERS.items()
    }
    return drawing(traces, {**layout, **by_width(names), "shapes": shades})


def _panel_title(title: str, top: float) -> dict[str, Any]:
    """Give a title at the left, clear of the names of the phases, which stand above it."""
    return {
        "text": wrapped(title),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "align": "left",
        "font": {"size": 13},
        "showarrow": False,
    }


def _panels_of_days(daily: pd.DataFrame, rows: Sequence[Row], lang: Lang) -> list[_Panel]:
    missing = coverage.missing_share(daily)
    is_incomplete = missing > told.GAP_SHARE
    most = daily["watched"].max()
    parts = missing[is_incomplete].to_list()
    name = words.text("term.incomplete", lang)
    hints = [
        label("timeline.missing", lang, label=name, missing=str(round(part * most)), all=str(most))
        if most
        else name
        for part in parts
    ]
    hatched = [day.isoformat() for day in daily["day"][is_incomplete]]
    days, addresses = [row["day"].isoformat() for row in rows], [row[ADDRESS] for row in rows]
    panels: list[_Panel] = []
    for column, colour in _COLOURS.items():
        counts = [row[column] for row in rows]
        top = max(1, *counts) * 1.12
        gaps = _hatches(hatched, top, _DAY_MS, parts, hints, not panels, day_hint(lang), lang)
        of = words.text(f"field.{column}", lang)
        bars = _bars(days, counts, _DAY_MS * 0.7, addresses, of, colour, day_hint(lang))
        title = words.text(f"figure.timeline.{column}", lang)
        panels.append(_Panel(title, [gaps, bars], _count_axis(top)))
    return panels


def _panels_of_weeks(weekly: pd.DataFrame, at: Address) -> list[_Panel]:
    """Give each week a bar as wide as its days; it is hatched, denser the more of them lack collection."""
    lang, days = at.lang, weekly["days"].to_list()
    firsts = [day.date() for day in weekly["day"]]
    lasts = [first + timedelta(days=number - 1) for first, number in zip(firsts, days, strict=True)]
    addresses = at.rows_of_days((str(first), str(last)) for first, last in zip(firsts, lasts, strict=True))
    name, hatched = words.text("term.incomplete", lang), weekly[weekly["incomplete"] > 0]
    hints = [
        label("timeline.weeks.missing", lang, label=name, missing=str(number), all=str(of))
        for number, of in zip(hatched["incomplete"], hatched["days"], strict=True)
    ]
    parts = (hatched["incomplete"] / hatched["days"]).to_list()
    hatched_days = [day.date().isoformat() for day in hatched["day"]]
    spans = [number * _DAY_MS for number in hatched["days"]]
    span = f"{label('column.week', lang)} {day_hint(lang)}"
    panels: list[_Panel] = []
    for column, colour in _COLOURS.items():
        counts = weekly[column].to_list()
        top = max(1, *counts) * 1.12
        gaps = _hatches(hatched_days, top, spans, parts, hints, not panels, span, lang)
        widths = [(number - 2 * _BETWEEN_WEEKS) * _DAY_MS for number in days]
        of = words.text(f"field.{column}", lang)
        bars = _bars([day.isoformat() for day in firsts], counts, widths, addresses, of, colour, span)
        traces = [
            gaps | {"offset": -_DAY_MS / 2},
            bars | {"offset": (_BETWEEN_WEEKS - 0.5) * _DAY_MS},
        ]
        panels.append(_Panel(label(f"timeline.weeks.{column}", lang), traces, _count_axis(top)))
    return panels


def _count_axis(top: float) -> dict[str, Any]:
    return {"range": [0, top], "dtick": max(1, math.ceil(top / 5)), "tickformat": ",d"}


def _hatches(
    days: Sequence[str],
    top: float,
    width: float | Sequence[float],
    parts: Sequence[float],
    hints: Sequence[str],
    in_legend: bool,
    span: str,
    lang: Lang,
) -> Trace:
    """Hatch what collection does not cover, the denser the greater the part that is missing."""
    return {
        "type": "bar",
        "x": days,
        "y": [top] * len(days),
        "width": width,
        "name": words.text("term.incomplete", lang),
        "showlegend": in_legend and bool(days),
        "marker": {
            "color": NOTHING,
            "opacity": [0.35 + 0.65 * part for part in parts],
            "line": {"width": 0},
            "pattern": {"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": _HATCH, "bgcolor": NOTHING},
        },
        "hovertext": hints,
        "hovertemplate": f"{span}<br>%{{hovertext}}<extra></extra>",
    }


def _bars(
    days: Sequence[str],
    counts: Sequence[int],
    width: float | Sequence[float],
    addresses: Sequence[str | None],
    name: str,
    colour: str,
    span: str,
) -> Trace:
    return {
        "type": "bar",
        "x": days,
        "y": counts,
        "width": width,
        "name": name,
        "showlegend": False,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": addresses,
        "hovertemplate": f"{span}<br>{name}: %{{y:,d}}<extra></extra>",
    }


@dataclass(frozen=True)
class _PhaseBand:
    """The days of a phase within those of a chart, on which it is the one with this number."""

    number: int
    name: str
    begin: pd.Timestamp
    end: pd.Timestamp


@dataclass(frozen=True)
class _PhaseMark:
    """What stands above phases: the name of one that has room for it, else the numbers of those so close.

    Attributes:
        bands: The phases, one after the other.
        text: What is written.
        is_name: Whether that is a name.
        anchor: Which of its ends, or its middle, stands above the same one of these phases.
        from_letter: Where it begins, of the letters that the chart has room for.
    """

    bands: Sequence[_PhaseBand]
    text: str
    is_name: bool
    anchor: Literal["left", "center", "right"]
    from_letter: float

    @property
    def to_letter(self) -> float:
        return self.from_letter + len(self.text)


def _phase_bands(
    phases: Sequence[Mapping[str, Any]], first: pd.Timestamp, last: pd.Timestamp, lang: Lang
) -> list[_PhaseBand]:
    found: list[_PhaseBand] = []
    for number, phase in enumerate(phases, start=1):
        begin = max(pd.Timestamp(phase["from_date"]), first)
        end = min(pd.Timestamp(phase["to_date"]), last)
        if begin <= end:
            found.append(_PhaseBand(number, str(phase[f"name_{lang}"]), begin, end))
    return found


def _phase_marks(
    bands: Sequence[_PhaseBand], first: pd.Timestamp, last: pd.Timestamp, letters: int
) -> list[_PhaseMark]:
    """Give marks that are clear of each other: phases whose own would not be have one of their numbers."""
    found: list[_PhaseMark] = []
    for band in bands:
        mark = _phase_mark([band], first, last, letters)
        while found and mark.from_letter < found[-1].to_letter:
            mark = _phase_mark([*found.pop().bands, *mark.bands], first, last, letters)
        found.append(mark)
    return found


def _phase_mark(
    bands: Sequence[_PhaseBand], first: pd.Timestamp, last: pd.Timestamp, letters: int
) -> _PhaseMark:
    letters_of_day = letters / ((last - first).days + 1)
    begin = (bands[0].begin - first).days * letters_of_day
    end = ((bands[-1].end - first).days + 1) * letters_of_day
    is_name = len(bands) == 1 and end - begin >= len(bands[0].name)
    numbers = "\u2013".join(str(band.number) for band in (bands[0], *bands[1:][-1:]))
    text = bands[0].name if is_name else f"({numbers})"
    middle = (begin + end - len(text)) / 2
    # What reached over an end of the days would be cut off.
    if middle < 0:
        return _PhaseMark(bands, text, is_name, "left", begin)
    if middle + len(text) > letters:
        return _PhaseMark(bands, text, is_name, "right", end - len(text))
    return _PhaseMark(bands, text, is_name, "center", middle)


def _numbered(phases: Sequence[Mapping[str, Any]], days: Sequence[Any], lang: Lang) -> str:
    """Say which phases the numbers above a chart are, after a space; "" where a phone has room for all."""
    first, last = pd.Timestamp(min(days)), pd.Timestamp(max(days))
    marks = _phase_marks(_phase_bands(phases, first, last, lang), first, last, _PHASE_LETTERS[0])
    told = [
        f"({band.number}) {band.name}, {words.period(band.begin.date(), band.end.date(), lang)}"
        for mark in marks
        if not mark.is_name
        for band in mark.bands
    ]
    return f" {label('phases.numbered', lang, listed='; '.join(told))}" if told else ""


def _phase_annotation(mark: _PhaseMark) -> dict[str, Any]:
    begin, end = mark.bands[0].begin, mark.bands[-1].end
    return {
        "text": html.escape(mark.text),
        "x": {"left": begin, "center": begin + (end - begin) / 2, "right": end}[mark.anchor],
        "xanchor": mark.anchor,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 24,
        "showarrow": False,
    }


def _phase_shade(band: _PhaseBand, axis: str) -> dict[str, Any]:
    half = pd.Timedelta(hours=12)
    return {
        "type": "rect",
        "xref": f"x{axis}",
        "x0": band.begin - half,
        "x1": band.end + half,
        "yref": f"y{axis} domain",
        "y0": 0,
        "y1": 1,
        "fillcolor": _PHASE_SHADES[(band.number - 1) % len(_PHASE_SHADES)],
        "line": {"width": 0},
        "layer": "below",
    }


def _steps(rows: Sequence[Row], column: str, colour: str, name: str) -> Trace:
    return {
        "type": "scatter",
        "x": [row["day_date"].isoformat() for row in rows],
        "y": [row[column] for row in rows],
        "mode": "lines+markers",
        "line": {"shape": "hv", "color": colour, "width": 2},
        "marker": {"size": 4},
        "name": name,
    }


def _band(rows: Sequence[Row], is_open: bool, lang: Lang) -> list[Trace]:
    """Fill between the limits; where the upper one is not known, faintly up to all and without a line."""
    shown = [row for row in rows if row["low"] is not None]
    tops = [{**row, "high": None if is_open else row["high"]} for row in shown]
    ceiling = [{**row, "high": 1 if row["high"] is None else row["high"]} for row in tops]
    lower, upper = words.text("reach.lower", lang), words.text("reach.upper", lang)
    filled = {"mode": "none", "fill": "tonexty", "fillcolor": "rgba(0, 114, 178, 0.1)", "hoverinfo": "skip"}
    return [
        _steps(shown, "low", BLUE, lower),
        {**_steps(ceiling, "high", BLUE, upper), **filled},
        _steps(tops, "high", BLUE, upper),
    ]
