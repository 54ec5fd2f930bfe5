"""What the charts of pages and reports say in words, apart from drawing, whose libraries load slowly."""

from collections.abc import Sequence

import pandas as pd

from dashboards import words
from dashboards.rows import Row
from dashboards.words import Lang

GAP_SHARE = 0.1
"""A day is hatched when more than this part of the outlets has a gap or was not watched."""


def timeline_description(daily: pd.DataFrame, lang: Lang) -> str:
    """Say in a sentence what the timeline shows: days, items, the most in a day, days with gaps."""
    days = [stamp.date() for stamp in daily["day"]]
    return words.text(
        "figure.timeline.description",
        lang,
        period=words.period(days[0], days[-1], lang),
        items=words.count(int(daily["items"].sum()), "item", lang),
        most=words.count(int(daily["items"].max()), "item", lang),
        gaps=words.count(int(has_gap(daily).sum()), "day", lang),
    )


def reach_bands(curve: Sequence[Row]) -> dict[tuple[str, str] | None, list[Row]]:
    """Give the rows of a curve by population and unit of time; under None where no audience is known."""
    found: dict[tuple[str, str] | None, list[Row]] = {}
    for row in curve:
        unit = None if row["base"] is None else (row["base"], row["time_unit"])
        found.setdefault(unit, []).append(row)
    return found


def band_title(unit: tuple[str, str], lang: Lang) -> str:
    """Give the name of a band of net reach: its population and unit of time."""
    base, time_unit = unit
    return words.text("figure.reach.band", lang, base=base, unit=words.text(f"unit.{time_unit}", lang))


def reach_description(curve: Sequence[Row], lang: Lang, is_open: bool) -> str:
    """Say in a sentence what the curve of reach comes to on its last day."""
    bands = reach_bands(curve)
    last = next(iter(bands.values()))[-1]
    told = [
        f"; {band_title(unit, lang)} {words.interval(rows[-1]['low'], top, 'share', lang)}"
        for unit, rows in bands.items()
        if unit is not None and rows[-1]["low"] is not None
        for top in [None if is_open else rows[-1]["high"]]
    ]
    return words.text(
        "figure.reach.description",
        lang,
        day=words.day(last["day_date"], lang),
        outlets=words.count(last["outlets"], "outlet", lang),
        stories=words.count(last["stories"], "story", lang),
        bands="".join(told),
    )


def has_gap(daily: pd.DataFrame) -> pd.Series:
    """Whether more than `GAP_SHARE` of the outlets of the period have a gap that day or were not watched."""
    whole = daily["watched"] - daily["gaps"]
    return (whole == 0) | (whole < (1 - GAP_SHARE) * daily["watched"].max())
