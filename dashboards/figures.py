"""Charts of the report as SVG and PNG: no script, the same to the byte for the same figures.

Colours are those of Okabe & Ito (Color universal design, 2008); shape or pattern always says the same.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dashboards import told, words
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.measures import Measure

Width = Literal["wide", "narrow"]

_YEAR = 330
_INK, _QUIET, _GRID = "#1c2b33", "#5b6b73", "#d9e0e3"
_ITEMS, _STORIES = "#0072b2", "#b36b00"
_TONES = {"negative": ("#b34700", "v"), "neutral": ("#5b6b73", "s"), "positive": ("#0072b2", "^")}
_STYLE = {
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": _INK,
    "axes.edgecolor": _QUIET,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": _INK,
    "ytick.color": _INK,
    "hatch.color": "#9aa7ad",
    "hatch.linewidth": 0.7,
}
_PHASE_TINTS = ("#eef4f7", "#fbf4e6")


_DOTS_PER_INCH = 200


@dataclass(frozen=True)
class Drawing:
    """A chart, drawn anew for each form in which it is asked for, so that none depends on another.

    Attributes:
        name: Begins the ids within its SVG, so that charts share a page.
        title: Name of the chart.
        description: What it shows, in a sentence: its text alternative.
        draw: Draws it.
    """

    name: str
    title: str
    description: str
    draw: Callable[[], Figure]

    @cached_property
    def svg(self) -> str:
        """The svg element, with its text alternative."""
        with mpl.rc_context(_style(self.name)):
            return _svg(self.draw(), self.name, self.title, self.description)

    def png(self) -> bytes:
        """Give the picture for documents that hold no SVG."""
        with mpl.rc_context(_style(self.name)):
            picture = io.BytesIO()
            canvas = FigureCanvasAgg(self.draw())
            canvas.figure.set_dpi(_DOTS_PER_INCH)
            canvas.print_png(picture, metadata={"Software": None})
            return picture.getvalue()


def _style(salt: str) -> dict[Any, Any]:
    """Settings of a figure; the salt makes the ids that matplotlib derives the same in every run."""
    return {**_STYLE, "svg.hashsalt": salt}


def timeline(
    daily: pd.DataFrame, phases: Sequence[Mapping[str, Any]], lang: Lang, width: Width = "wide"
) -> Drawing:
    """Draw items and stories by day, a panel each with an axis of its own, phases shaded, gaps hatched.

    Args:
        daily: One row a Vietnam day: day, items, stories, gaps and watched (outlets).
        phases: name_vi, name_en, from_date, to_date.
        lang: "vi" or "en".
        width: "narrow" for the screen of a telephone.

    Returns:
        The chart, as SVG and as PNG.
    """
    return Drawing(
        f"timeline-{width}",
        words.text("figure.timeline.title", lang),
        told.timeline_description(daily, lang),
        partial(_draw_timeline, daily, phases, lang, width),
    )


def _draw_timeline(
    daily: pd.DataFrame, phases: Sequence[Mapping[str, Any]], lang: Lang, width: Width
) -> Figure:
    size = (9.2, 4.3) if width == "wide" else (4.3, 4.6)
    figure = Figure(figsize=size, layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    for axes, column, colour in ((upper, "items", _ITEMS), (lower, "stories", _STORIES)):
        counted = {place: number for place, number in enumerate(daily[column].to_list()) if number}
        axes.bar(list(counted), list(counted.values()), width=0.8, color=colour, zorder=3)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.set_ylim(0, max(1.0, float(daily[column].max()) * 1.12))
        axes.grid(axis="y", color=_GRID, linewidth=0.7, zorder=0)
        axes.tick_params(length=0)
        axes.set_title(
            words.text(f"figure.timeline.{column}", lang), color=colour, pad=16 if axes is upper else 6
        )
        _shade_phases(axes, daily, phases, lang, (120 if width == "wide" else 46) if axes is upper else 0)
        _hatch_gaps(axes, daily)
    _days(lower, daily, lang, 9 if width == "wide" else 4)
    return figure


def reach(
    curve: Sequence[Row],
    daily: pd.DataFrame,
    phases: Sequence[Mapping[str, Any]],
    lang: Lang,
    is_open: bool,
) -> Drawing:
    """Draw cumulative outlets and stories by day and, where audiences are known, each band of net reach.

    Args:
        curve: Rows of rpt_reach_curve of one segment, by population, unit of time and day.
        daily: As for `timeline`.
        phases: As for `timeline`.
        lang: "vi" or "en".
        is_open: Whether gaps in collection leave every upper limit open.

    Returns:
        The chart, as SVG and as PNG.
    """
    return Drawing(
        "reach",
        words.text("figure.reach.title", lang),
        told.reach_description(curve, lang, is_open),
        partial(_draw_reach, curve, daily, phases, lang, is_open),
    )


def _draw_reach(
    curve: Sequence[Row],
    daily: pd.DataFrame,
    phases: Sequence[Mapping[str, Any]],
    lang: Lang,
    is_open: bool,
) -> Figure:
    bands = told.reach_bands(curve)
    first = next(iter(bands.values()))
    known = {unit: rows for unit, rows in bands.items() if unit is not None}
    figure = Figure(figsize=(6.4, 1.75 * (2 + len(known))), layout="constrained")
    panels: list[Axes] = list(figure.subplots(2 + len(known), 1, sharex=True))
    for axes, column, colour in zip(panels, ("outlets", "stories"), (_ITEMS, _STORIES), strict=False):
        _step(axes, first, column, daily, colour)
        axes.set_ylim(0, max(1.0, first[-1][column] * 1.12))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.set_title(words.text(f"figure.reach.{column}", lang), color=colour)
    for axes, (unit, rows) in zip(panels[2:], known.items(), strict=True):
        _band(axes, rows, daily, is_open)
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: words.percent(share, lang)))
        axes.set_title(told.band_title(unit, lang))
    for axes in panels:
        axes.grid(axis="y", color=_GRID, linewidth=0.7, zorder=0)
        axes.tick_params(length=0)
        _shade_phases(axes, daily, phases, lang, 0)
        _hatch_gaps(axes, daily)
    _days(panels[-1], daily, lang, 6)
    return figure


def tones(measures: Mapping[str, Measure], lang: Lang) -> Drawing:
    """Draw the shares of the tones with their intervals, each with a shape of its own.

    Args:
        measures: "tone_negative", "tone_neutral" and "tone_positive", all with a value and an interval.
        lang: "vi" or "en".

    Returns:
        The chart, as SVG and as PNG.
    """
    return Drawing(
        "tones",
        words.text("figure.tones.title", lang),
        tones_description(measures, lang),
        partial(_draw_tones, measures, lang),
    )


def _draw_tones(measures: Mapping[str, Measure], lang: Lang) -> Figure:
    figure = Figure(figsize=(5.2, 1.9), layout="constrained")
    axes = figure.subplots()
    for place, (tone, (colour, marker)) in enumerate(_TONES.items()):
        measure = measures[f"tone_{tone}"]
        assert measure.value is not None
        assert measure.low is not None
        assert measure.high is not None
        axes.plot([measure.low, measure.high], [place, place], color=colour, linewidth=2.2, zorder=2)
        axes.plot([measure.value], [place], marker=marker, color=colour, markersize=9, zorder=3)
    axes.set_yticks(range(3), [words.text(f"tone.{tone}", lang) for tone in _TONES])
    axes.set_ylim(-0.6, 2.6)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: words.percent(share, lang)))
    axes.grid(axis="x", color=_GRID, linewidth=0.7, zorder=0)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    return figure


def tones_description(measures: Mapping[str, Measure], lang: Lang) -> str:
    """Say in a sentence what the tone chart shows: each share with its interval, and n."""
    parts: list[str] = []
    for tone in reversed(_TONES):
        measure = measures[f"tone_{tone}"]
        assert measure.value is not None
        share = words.percent(measure.value, lang)
        between = words.interval(measure.low, measure.high, "share", lang)
        parts.append(f"{words.text(f'tone.{tone}', lang).lower()} {share} ({between})")
    count = words.count(measures["tone_positive"].n, "story", lang)
    return words.text("figure.tones.description", lang, shares="; ".join(parts), count=count)


def agreement(measure: Measure, lang: Lang) -> Drawing:
    """Draw A with its interval on its scale from -1 to 1.

    Args:
        measure: A of stories, with a value and an interval.
        lang: "vi" or "en".

    Returns:
        The chart, as SVG and as PNG.
    """
    return Drawing(
        "agreement",
        words.text("figure.agreement.title", lang),
        agreement_description(measure, lang),
        partial(_draw_agreement, measure, lang),
    )


def _draw_agreement(measure: Measure, lang: Lang) -> Figure:
    assert measure.value is not None
    assert measure.low is not None
    assert measure.high is not None
    figure = Figure(figsize=(5.2, 1.05), layout="constrained")
    axes = figure.subplots()
    axes.plot([-1, 1], [0, 0], color=_GRID, linewidth=7, solid_capstyle="round", zorder=1)
    axes.plot([measure.low, measure.high], [0, 0], color=_ITEMS, linewidth=3.2, zorder=2)
    axes.plot([measure.value], [0], marker="D", color=_ITEMS, markersize=9, zorder=3)
    axes.set_xlim(-1.18, 1.18)
    axes.set_ylim(-1, 1)
    ends = [words.text(f"figure.agreement.{end}", lang) for end in ("split", "even", "one")]
    axes.set_xticks([-1, 0, 1], ["\u22121\n" + ends[0], "0\n" + ends[1], "1\n" + ends[2]])
    axes.set_yticks([])
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return figure


def agreement_description(measure: Measure, lang: Lang) -> str:
    """Say in a sentence what the chart of A shows, with the note that it is not the people's consensus."""
    assert measure.value is not None
    return words.text(
        "figure.agreement.description",
        lang,
        value=words.value(measure.value, "index", lang),
        interval=words.interval(measure.low, measure.high, "index", lang),
        count=words.count(measure.n, "story", lang),
        note=words.text("term.consensus.note", lang),
    )


def _step(
    axes: Axes, rows: Sequence[Mapping[str, Any]], column: str, daily: pd.DataFrame, colour: str
) -> None:
    """Draw what is known on each day until the next one on which something came, and to the last day."""
    known = [(day, row[column]) for day, row in zip(_places(rows, daily), rows, strict=True)]
    known = [(day, value) for day, value in known if value is not None]
    if known:
        days, values = zip(*known, (len(daily) - 1, known[-1][1]), strict=True)
        axes.step(days, values, where="post", color=colour, linewidth=2, zorder=3)


def _band(axes: Axes, rows: Sequence[Mapping[str, Any]], daily: pd.DataFrame, is_open: bool) -> None:
    """Fill a band between its limits; where the upper one is not known it fades up to all, without a line."""
    _step(axes, rows, "low", daily, _ITEMS)
    if not is_open:
        _step(axes, rows, "high", daily, _ITEMS)
    ends = [*_places(rows, daily)[1:], len(daily) - 1]
    for start, end, row in zip(_places(rows, daily), ends, rows, strict=True):
        if row["low"] is not None:
            top = None if is_open else row["high"]
            alpha = 0.08 if top is None else 0.28
            axes.fill_between(
                [start, end], row["low"], 1.0 if top is None else top, color=_ITEMS, alpha=alpha, lw=0
            )


def _places(rows: Sequence[Mapping[str, Any]], daily: pd.DataFrame) -> list[int]:
    first: date = daily["day"].iloc[0].date()
    return [max(0, (row["day_date"] - first).days) for row in rows]


def _shade_phases(
    axes: Axes, daily: pd.DataFrame, phases: Sequence[Mapping[str, Any]], lang: Lang, letters: int
) -> None:
    """Tint the phases; `letters` is how many letters of their names the whole axis has room for, or 0."""
    first: date = daily["day"].iloc[0].date()
    last = len(daily) - 1
    for number, phase in enumerate(phases):
        start = max(0, (phase["from_date"] - first).days)
        end = min(last, (phase["to_date"] - first).days)
        if start > end:
            continue
        axes.axvspan(start - 0.5, end + 0.5, color=_PHASE_TINTS[number % 2], linewidth=0, zorder=0)
        # A name longer than its phase would run into the next one's.
        room = (end - start + 1) * letters // len(daily)
        if room > 2:
            name: str = phase[f"name_{lang}"]
            axes.text(
                start - 0.3,
                1.02,
                name if len(name) <= room else name[: room - 1] + "…",
                transform=axes.get_xaxis_transform(),
                fontsize=8,
                color=_QUIET,
                parse_math=False,
            )


def _hatch_gaps(axes: Axes, daily: pd.DataFrame) -> None:
    for has_gap, days in groupby(enumerate(told.has_gap(daily)), key=itemgetter(1)):
        places = [place for place, _ in days]
        if has_gap:
            axes.axvspan(
                places[0] - 0.5,
                places[-1] + 0.5,
                facecolor="none",
                edgecolor="#9aa7ad",
                hatch="////",
                linewidth=0,
                zorder=1,
            )


def _days(axes: Axes, daily: pd.DataFrame, lang: Lang, at_most: int) -> None:
    write = words.short_day if len(daily) < _YEAR else words.month
    places = range(0, len(daily), max(1, -(-len(daily) // at_most)))
    axes.set_xlim(-0.6, len(daily) - 0.4)
    axes.set_xticks(list(places), [write(daily["day"].iloc[place].date(), lang) for place in places])


def _svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The svg element with its text alternative; its ids begin with `name`, so that figures share a page."""
    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(
        buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", drawn)
    head, body = drawn.split(">", 1)
    box = re.search(r'viewBox="[^"]+"', head)
    assert box is not None
    labels = (
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {box[0]} '
        f'role="img" aria-labelledby="{name}-title {name}-desc">{labels}{body.strip()}'
    )
