"""Reach and consensus by segment as tables of typed cells, for workbooks and CSV files."""

from collections.abc import Sequence

from dashboards import segments, words
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import Column, Sheet, kind_of
from dashboards.words import Lang


def consensus(found: Sequence[Row], lang: Lang) -> Sheet:
    """Give A and what stands beside it, a row a segment and measure.

    Args:
        found: Rows of rpt_consensus.
        lang: "vi" or "en".
    """
    rows = [
        row
        | {
            "measure": words.text(f"measure.{row['measure']}", lang),
            "form": kind_of(row["unit"], row["value"]),
            "unit": words.text(f"measured_in.{row['unit']}", lang),
            "counted": words.counted(row["measure"], lang),
        }
        for row in found
    ]
    columns = [
        Column("measure", words.text("group.consensus", lang)),  # with what it is not
        Column("value", label("field.value", lang), "number", "form"),
        *(Column(end, label(f"column.{end}", lang), "number", "form") for end in ("low", "high")),
        Column("unit", label("column.unit", lang)),
        Column("n", label("column.n", lang), "count"),
        Column("counted", label("column.counted", lang)),
    ]
    return _by_segment("sheet.segments", columns, rows, lang)


def reach(found: Sequence[Row], lang: Lang) -> Sheet:
    """Give the band of net reach, a row a population, unit of time and segment.

    Args:
        found: Rows of rpt_reach.
        lang: "vi" or "en".
    """
    rows = [row | {"time_unit": words.text(f"unit.{row['time_unit']}", lang)} for row in found]
    columns = [
        Column("base", label("column.base", lang)),
        Column("time_unit", label("column.unit", lang)),
        Column("outlets", words.text("field.outlets", lang), "count"),
        Column("known_outlets", words.text("field.known", lang), "count"),
        Column("low", words.text("reach.lower", lang), "share"),
        Column("high", words.text("reach.upper", lang), "share"),
        Column("random_duplication", words.text("field.random", lang), "share"),
    ]
    return _by_segment("sheet.net_reach", columns, rows, lang)


def _by_segment(name: str, columns: Sequence[Column], found: Sequence[Row], lang: Lang) -> Sheet:
    """Put the segment before the columns of a table, and how far its figures stand behind them."""
    rows = [
        row
        | {
            "segment": segments.name(row, lang),
            "status": words.text(f"status.{row['status']}", lang),
            "reason": words.reason(row["reason"], lang),
        }
        for row in found
    ]
    whole = [
        Column("segment", words.text("field.segment", lang)),
        *columns,
        Column("status", label("field.status", lang)),
        Column("reason", words.text("field.reason", lang)),
    ]
    return Sheet(label(name, lang), whole, rows)
