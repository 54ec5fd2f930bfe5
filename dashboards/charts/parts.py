"""The messages of a campaign by kind of outlet and by week: a cell for each, with what it is of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import (
    BAR,
    MOST_LISTED,
    Chart,
    bars_height,
    below_names,
    cells,
    drawing,
    wrapped,
)
from dashboards.labels import label
from dashboards.rows import Made, Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang
from warehouse.measures import wilson

SHOWN_WEEKS = 8
"""Weeks that are drawn, the last ones; the table has all."""

_HEAD = 44  # CSS pixels above the first row for the names of the columns
_HEAD_LETTERS = 9


def messages_by_kind(carried: Sequence[Row], stories: int, at: Address) -> Chart:
    """Draw of how many stories of each kind of outlet how many carry each message.

    Args:
        carried: message, name_vi, name_en, part (kind), stories and of_stories, by message and kind.
        stories: All stories, of which each can be at several kinds.
        at: The page's address.
    """
    lang = at.lang
    order = [key.removeprefix("kind.") for key in words.keys("kind.")]
    kinds = {
        kind: words.text(f"kind.{kind}", lang) for kind in order if any(r["part"] == kind for r in carried)
    }
    rows = [
        _cell(row, kinds[row["part"]], at.rows(message=row["message"], outlet_kind=row["part"]), lang)
        for row in sorted(carried, key=lambda row: order.index(row["part"]))
    ]
    everywhere = [name for name, found in _by_message(rows).items() if all(row["stories"] for row in found)]
    title = label(
        "message_kinds.title",
        lang,
        count=words.decimal(len(everywhere), lang),
        all=words.count(len(_by_message(rows)), "message", lang),
    )
    table = _table(rows, "message_kinds", [Column("part", words.text("field.kind", lang))], lang)
    basis = label("message_kinds.basis", lang, n=words.decimal(stories, lang))
    return _chart(rows, list(kinds.values()), title, basis, table, lang)


def messages_by_week(carried: Sequence[Row], stories: int, incomplete: Sequence[date], at: Address) -> Chart:
    """Draw of how many stories of each week how many carry each message.

    Args:
        carried: message, name_vi, name_en, part (Monday), stories and of_stories, by message and week.
        stories: All stories, of which each can be in several weeks.
        incomplete: Days that collection does not cover; their weeks are marked.
        at: The page's address.
    """
    lang = at.lang
    gaps = Counter(day - timedelta(days=day.weekday()) for day in incomplete)
    weeks = sorted({row["part"] for row in carried})
    shown_weeks = weeks[-SHOWN_WEEKS:]

    def named(week: date) -> str:
        return words.short_day(week, lang) + ("*" if week in gaps else "")

    def cells_of(some: Sequence[Row]) -> list[Row]:
        addresses = _of_weeks(some, at)
        return [
            _cell(row, named(week), address, lang) | {"week": week, "gap_days": gaps[week]}
            for row, week, address in zip(some, map(itemgetter("part"), some), addresses, strict=True)
        ]

    rows = cells_of(_since(carried, shown_weeks))
    last = _by_message(cells_of(_since(carried, weeks[-1:])))
    title = label(
        "message_weeks.title",
        lang,
        count=words.decimal(sum(row["stories"] > 0 for found in last.values() for row in found), lang),
        all=words.count(len(last), "message", lang),
        week=words.day(weeks[-1], lang) if weeks else "–",
    )
    parts = [
        Column("week", label("column.week", lang), "day"),
        Column("gap_days", words.text("field.gap_days", lang), "count"),
    ]
    table = _table(Made(carried, cells_of), "message_weeks", parts, lang)
    listed = cells_of(_since(carried, weeks[-max(1, MOST_LISTED // max(1, len(last))) :]))
    basis = label(
        "message_weeks.basis",
        lang,
        n=words.decimal(stories, lang),
        weeks=words.decimal(SHOWN_WEEKS, lang),
    )
    shown = _chart(rows, [named(week) for week in shown_weeks], title, basis, table, lang)
    return replace(shown, listed=listed)


def _since(carried: Sequence[Row], weeks: Sequence[date]) -> list[Row]:
    """Give the rows from the first of some weeks on."""
    return [row for row in carried if weeks and row["part"] >= weeks[0]]


def _of_weeks(carried: Sequence[Row], at: Address) -> list[str | None]:
    """Give the address of the stories of each message and week, without the days that the page leaves out."""
    found: list[str | None] = []
    for message, group in groupby(carried, itemgetter("message")):
        spans = [
            (
                max(str(row["part"]), at.from_date or ""),
                min(str(row["part"] + timedelta(days=6)), at.to_date or "9999"),
            )
            for row in group
        ]
        found += at.rows_of_days(spans, message=message)
    return found


def _cell(row: Row, part: str, address: str | None, lang: Lang) -> Row:
    stories, of_stories = int(row["stories"]), int(row["of_stories"])
    low, high = wilson(stories, of_stories) if of_stories else (None, None)
    share = stories / of_stories if of_stories else None
    told = f"{words.decimal(stories, lang)}/{words.decimal(of_stories, lang)}"
    between = words.interval(low, high, "share", lang)
    return {
        ADDRESS: address,
        "message": row[f"name_{lang}"],
        "part": part,
        "stories": stories,
        "of_stories": of_stories,
        "share": share,
        "low": low,
        "high": high,
        "told": told,
        "hint": f"{wrapped(row[f'name_{lang}'])}<br>{wrapped(part)}: {told}, {between}",
    }


def _by_message(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["message"], []).append(row)
    return found


def _table(rows: Sequence[Row], name: str, parts: Sequence[Column], lang: Lang) -> Sheet:
    columns = [
        Column("message", words.text("field.message", lang)),
        *parts,
        Column("stories", label("column.carrying", lang), "count"),
        Column("of_stories", label("column.of_stories", lang), "count"),
        Column("share", label("column.share", lang), "share"),
        Column("low", label("column.low", lang), "share"),
        Column("high", label("column.high", lang), "share"),
    ]
    return Sheet(label(f"sheet.{name}", lang), columns, rows)


def _chart(
    rows: Sequence[Row], parts: Sequence[str], title: str, basis: str, table: Sheet, lang: Lang
) -> Chart:
    found = _by_message(rows)
    if not found:
        return Chart(None, words.text("finding.messages.undefined", lang), basis, "", table)
    places = {name: place for place, name in enumerate(reversed(found))}
    drawn: list[Row] = [
        row | {"column": parts.index(row["part"]), "place": places[row["message"]]}
        for row in rows
        if row["part"] in parts
    ]
    axis = {
        "range": [0, len(parts)],
        "tickvals": [place + 0.5 for place in range(len(parts))],
        "ticktext": [wrapped(part, _HEAD_LETTERS) for part in parts],
        "tickfont": {"size": 11},
        "tickangle": 0,
        "side": "top",
        "showgrid": False,
        "showline": False,
    }
    layout = below_names({place: name for name, place in places.items()}, axis)
    layout["margin"] |= {"t": _HEAD, "r": 4}
    figure = drawing([cells(drawn, "share", "told", "hint", width=BAR)], layout)
    return Chart(figure, title, basis, _said(drawn, len(parts), lang), table, bars_height(len(found)) + _HEAD)


def _said(drawn: Sequence[Row], parts: int, lang: Lang) -> str:
    """Say where the largest share is; there is none where no cell has one above 0."""
    most = max(drawn, key=lambda row: row["share"] or 0)
    return label(
        "cells.description" if most["share"] else "cells.none",
        lang,
        messages=words.count(len({row["message"] for row in drawn}), "message", lang),
        parts=words.decimal(parts, lang),
        message=most["message"],
        part=most["part"],
        told=most["told"],
    )
