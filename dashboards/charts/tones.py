"""The tones of the stories, with their intervals."""

from collections.abc import Mapping
from typing import Final

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import (
    BAR,
    BLUE,
    GREY,
    ORANGE,
    Chart,
    Trace,
    bars_height,
    below_names,
    drawing,
    error_bar,
)
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang
from warehouse.measures import Measure

TONES: Final = {"negative": (ORANGE, "\\"), "neutral": (GREY, ""), "positive": (BLUE, ".")}
"""Colour and pattern of each tone, in the order of the scale."""


def tones(measures: Mapping[str, Measure], at: Address) -> Chart:
    """Draw the tone shares of stories with their 95 % intervals.

    Args:
        measures: `tone_negative`, `tone_neutral` and `tone_positive`, with others or without.
        at: The page's address.
    """
    lang = at.lang
    found = {tone: measures[f"tone_{tone}"] for tone in TONES}
    first = found["neutral"]
    basis = label(
        "tones.basis",
        lang,
        n=words.basis("tone_neutral", first.n, lang),
        status=words.text(f"status.{first.status}", lang).lower(),
    )
    rows = [_row(tone, measure, at) for tone, measure in found.items()]
    table = _table(rows, lang)
    refused = [measure for measure in found.values() if measure.value is None]
    if refused:
        reason = words.reason(refused[0].reason, lang)
        return Chart(None, words.text(f"status.{refused[0].status}", lang), basis, reason, table)
    bars = [_bar(tone, row, place, lang) for place, (tone, row) in enumerate(zip(TONES, rows))]  # noqa: B905 (a row a tone)
    marks = [0, 0.25, 0.5, 0.75, 1]
    percents = [words.percent(mark, lang) for mark in marks]
    axis = {"range": [0, 1], "tickvals": marks, "ticktext": percents, "showgrid": True}
    named = {place: f"{row['tone']}: {words.percent(row['value'], lang)}" for place, row in enumerate(rows)}
    figure = drawing(bars, below_names(named, axis, bottom=28))
    shares = "; ".join(
        f"{row['tone']} {words.percent(row['value'], lang)} "
        f"({words.interval(row['low'], row['high'], 'share', lang)})"
        for row in rows
    )
    description = label("tones.description", lang, shares=shares)
    return Chart(figure, _title(found, lang), basis, description, table, bars_height(len(found), bottom=28))


def _row(tone: str, measure: Measure, at: Address) -> Row:
    lang = at.lang
    # The shares are of stories first told there: a list would have those too that ran there later.
    is_by_outlets = at.outlet_kind is not None or at.level is not None
    return {
        ADDRESS: None if is_by_outlets else at.rows(tone=tone),
        "tone": words.text(f"tone.{tone}", lang),
        "value": measure.value,
        "low": measure.low,
        "high": measure.high,
        "n": measure.n,
        "status": ": ".join(
            part
            for part in (words.text(f"status.{measure.status}", lang), words.reason(measure.reason, lang))
            if part
        ),
    }


def _table(rows: list[Row], lang: Lang) -> Sheet:
    columns = [
        Column("tone", words.text("field.tone", lang)),
        Column("value", label("column.share", lang), "share"),
        Column("low", label("column.low", lang), "share"),
        Column("high", label("column.high", lang), "share"),
        Column("n", label("column.n_stories", lang), "count"),
        Column("status", label("field.status", lang)),
    ]
    return Sheet(label("sheet.tones", lang), columns, rows)


def _bar(tone: str, row: Row, place: int, lang: Lang) -> Trace:
    colour, pattern = TONES[tone]
    between = words.interval(row["low"], row["high"], "share", lang)
    return {
        "type": "bar",
        "x": [row["value"]],
        "y": [place],
        "width": BAR,
        "orientation": "h",
        "name": row["tone"],
        "customdata": [row[ADDRESS]],
        "marker": {
            "color": colour,
            "line": {"color": colour, "width": 1.5},
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 9},
        },
        "error_x": error_bar(row["value"], row["low"], row["high"]),
        "hovertemplate": f"{row['tone']}: {words.percent(row['value'], lang)}<br>{between}<extra></extra>",
    }


def _title(found: Mapping[str, Measure], lang: Lang) -> str:
    for tone, measure in found.items():
        if measure.low is not None and measure.low > 0.5:
            return label("tones.majority", lang, tone=words.text(f"tone.{tone}", lang).lower())
    return label("tones.none", lang)
