"""Excel workbooks of figures: typed tables, and what they rest on in a sheet of its own."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboards import words
from dashboards.sheets import Column, Kind, Sheet
from dashboards.words import Lang

_FORMS = {
    "text": {"text_wrap": True},
    "count": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.00"},
    "share": {"num_format": "0.0%"},
    "p": {"num_format": "0.000"},
    "day": {"num_format": "dd/mm/yyyy"},
    "instant": {"num_format": "dd/mm/yyyy hh:mm"},
}
_WIDTHS = {"text": 40, "count": 12, "number": 12, "share": 12, "p": 12, "day": 12, "instant": 17}
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def workbook(sheets: Sequence[Sheet], method: Sequence[tuple[str, str]], lang: Lang, at: datetime) -> bytes:
    """Give a workbook of tables, each cell typed, with a sheet of method after them.

    Every sheet says what the figures are for where it is opened and at the foot of its printed pages; a table
    has its cells to itself.

    Text stays text: nothing in a cell is taken for a formula or followed as a link. The same arguments give
    the same bytes.

    Args:
        sheets: The tables, whose names differ; on their tabs they are cut and cleaned to what Excel takes.
        method: What they rest on, as rows of name and text. The sentence of use and what is not collected are
            added.
        lang: Language of the words that are added.
        at: The instant that the workbook bears, aware.
    """
    whole = BytesIO()
    book = xlsxwriter.Workbook(
        whole,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"created": at.replace(tzinfo=None), "comments": words.text("foot.use", lang)})
    rows = [{"name": name, "text": text} for name, text in (*method, *of_every_file(lang))]
    columns = [
        Column("name", words.text("workbook.name", lang)),
        Column("text", words.text("workbook.text", lang)),
    ]
    for sheet in (*sheets, Sheet(words.text("workbook.method", lang), columns, rows)):
        _write(book, sheet, lang)
    book.close()
    return whole.getvalue()


def of_every_file(lang: Lang) -> list[tuple[str, str]]:
    """Give what every file of figures says, as name and text: its use, and what is not collected."""
    return [
        (words.text("workbook.use", lang), words.text("foot.use", lang)),
        (words.text("workbook.not_collected", lang), words.text("foot.not_collected", lang)),
    ]


def _write(book: xlsxwriter.Workbook, sheet: Sheet, lang: Lang) -> None:
    page = book.add_worksheet(_NOT_IN_NAMES.sub(" ", sheet.name)[:_LONGEST_NAME])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    forms = {kind: book.add_format({"valign": "top", **form}) for kind, form in _FORMS.items()}
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, _WIDTHS[column.kind], forms[column.kind])
        page.write_string(0, at, column.title, head)
        for line, row in enumerate(sheet.rows, 1):
            kind = column.kind_in(row)
            _put(page, line, at, row[column.key], kind, forms[kind])
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    _say_use(page, lang)


def _say_use(page: Worksheet, lang: Lang) -> None:
    """Say what a sheet is for beside its first cell, chosen when it is opened, and in print."""
    use = words.text("foot.use", lang)
    shown = {"validate": "any", "input_title": words.text("workbook.use", lang), "input_message": use}
    page.data_validation(0, 0, 0, 0, shown)
    page.set_footer(f"&L&8{use}&R&8&P/&N")


def _put(
    page: Worksheet,
    line: int,
    at: int,
    cell: Any,  # noqa: ANN401 (as the row has it)
    kind: Kind,
    form: Format,
) -> None:
    if cell is None:
        return
    if kind == "text":
        page.write_string(line, at, str(cell)[:_LONGEST_CELL], form)
    elif kind == "instant":
        page.write_datetime(line, at, cell.astimezone(words.VIETNAM).replace(tzinfo=None), form)
    elif kind == "day":
        day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 (a day, no instant)
        page.write_datetime(line, at, day, form)
    else:
        page.write_number(line, at, cell, form)
