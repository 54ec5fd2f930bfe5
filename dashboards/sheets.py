"""Tables of typed cells: what stands on a page, in a workbook and in a CSV file are the same rows."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboards import words
from dashboards.rows import Row
from dashboards.words import Lang

Kind = Literal["text", "count", "number", "share", "p", "day", "instant"]

ADDRESS = "address"
"""Key of the address of the page that lists what a row counts, where there is one; no column shows it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: The key of its cells in the rows.
        title: What stands above it.
        kind: What its cells are: text, int, float, share from 0 to 1, p-value, date, aware instant; None is
            empty.
        kind_key: Key of what a row's own cell is, where that differs from row to row; "" where it does not.
    """

    key: str
    title: str
    kind: Kind = "text"
    kind_key: str = ""

    def kind_in(self, row: Row) -> Kind:
        """Give what the cell of a row is."""
        return row[self.kind_key] if self.kind_key else self.kind


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        name: What it is called.
        columns: From left to right.
        rows: From the top.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def kind_of(unit: str, value: float | None) -> Kind:
    """Give what the cells of a measure are by its unit; a mean of counts has decimals."""
    if unit == "share":
        return "share"
    is_measured = unit in ("index", "ratio", "hours", "points")
    return "number" if is_measured or value is None or value % 1 else "count"


def written(cell: Any, kind: Kind, lang: Lang) -> str:  # noqa: ANN401 (as the row has it)
    """Give a cell as the screen has it; "–" for an empty one."""
    if cell is None:
        return "–"
    match kind:
        case "text":
            return str(cell)
        case "count":
            return words.decimal(cell, lang)
        case "number":
            return words.decimal(cell, lang, 2)
        case "share":
            return words.percent(cell, lang)
        case "p":
            return words.p_value(cell, lang)
        case "day":
            return words.day(cell, lang)
        case "instant":
            return words.time(cell, lang)


def csv_file(sheet: Sheet, told: Sequence[tuple[str, str]]) -> bytes:
    """Give a table as a CSV file: UTF-8 with its mark, without which Excel takes it for something else.

    Numbers have a decimal point, days are 2026-03-09, instants Vietnam time. A text that a spreadsheet would
    take for a formula begins with an apostrophe.

    Args:
        sheet: The table.
        told: What it rests on and is for, as name and text; stands below the table, after an empty line.
    """
    whole = io.StringIO()
    writer = csv.writer(whole)
    writer.writerow([_safe(column.title) for column in sheet.columns])
    writer.writerows(
        [_plain(row[column.key], column.kind_in(row)) for column in sheet.columns] for row in sheet.rows
    )
    writer.writerow([])
    writer.writerows([_safe(name), _safe(text)] for name, text in told)
    return whole.getvalue().encode("utf-8-sig")


def _plain(cell: Any, kind: Kind) -> str:  # noqa: ANN401 (as the row has it)
    if cell is None:
        return ""
    if kind == "text":
        return _safe(str(cell))
    if kind == "instant":
        return f"{cell.astimezone(words.VIETNAM):%Y-%m-%d %H:%M}"
    return str(cell)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
