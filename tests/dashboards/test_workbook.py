"""Workbooks: cells keep their type, hostile text stays text, and the same figures give the same bytes."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl

from dashboards import words
from dashboards.sheets import Column, Sheet, kind_of
from dashboards.workbook import workbook

AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
COLUMNS = [
    Column("headline", "Tít"),
    Column("items", "Lượt tin, bài", "count"),
    Column("share", "Tỷ lệ", "share"),
    Column("day", "Ngày", "day"),
    Column("at", "Lúc", "instant"),
]
ROWS = [
    {"headline": "Đoàn kết", "items": 1234, "share": 0.25, "day": date(2026, 3, 8), "at": AT},
    {"headline": '=HYPERLINK("http://x","y")', "items": None, "share": None, "day": None, "at": None},
    {"headline": "@SUM(A1)\x07", "items": 0, "share": 1.0, "day": date(2026, 1, 1), "at": AT},
]


def made(name="Tin [gốc]/bản: đăng*lại?"):
    return workbook([Sheet(name, COLUMNS, ROWS)], [("Nguồn", "https://bao.test/")], "vi", AT)


def test_cells_are_typed_and_times_are_vietnams():
    table, _ = openpyxl.load_workbook(BytesIO(made())).worksheets
    cells = list(table.iter_rows(values_only=True))
    assert cells[0] == tuple(column.title for column in COLUMNS)
    assert cells[1][:3] == ("Đoàn kết", 1234, 0.25)
    assert [str(cell) for cell in cells[1][3:]] == ["2026-03-08 00:00:00", "2026-03-09 08:00:00"]
    assert table["C2"].number_format == "0.0%"


def test_hostile_text_is_neither_formula_nor_link():
    table, method = openpyxl.load_workbook(BytesIO(made())).worksheets
    assert {cell.data_type for cell in table["A"]} == {"s"}
    assert table["A3"].value == ROWS[1]["headline"]
    assert not any(cell.hyperlink for page in (table, method) for line in page.iter_rows() for cell in line)


def test_what_the_figures_rest_on_and_what_they_are_for_stands_in_the_last_sheet():
    method = openpyxl.load_workbook(BytesIO(made())).worksheets[-1]
    texts = [line[1] for line in method.iter_rows(values_only=True)]
    assert texts[1:] == [
        "https://bao.test/",
        words.text("foot.use", "vi"),
        words.text("foot.not_collected", "vi"),
    ]


def test_every_sheet_says_what_it_is_for_and_its_table_begins_in_its_first_cell():
    for page in openpyxl.load_workbook(BytesIO(made())).worksheets:
        (shown,) = page.data_validations.dataValidation
        assert (str(shown.sqref), shown.prompt) == ("A1", words.text("foot.use", "vi"))
        assert words.text("foot.use", "vi") in page.oddFooter.left.text
    assert page["A1"].value == words.text("workbook.name", "vi")


def test_a_cell_has_the_form_of_what_its_row_counts():
    columns = [Column("value", "Giá trị", "number", "kind")]
    values = [("items", 106), ("items", 1.9), ("share", 0.41), ("index", 1)]
    rows = [{"value": value, "kind": kind_of(unit, value)} for unit, value in values]
    book = workbook([Sheet("Chỉ số", columns, rows)], [], "vi", AT)
    cells = openpyxl.load_workbook(BytesIO(book)).worksheets[0]["A"][1:]
    assert [cell.number_format for cell in cells] == ["#,##0", "#,##0.00", "0.0%", "#,##0.00"]
    assert [cell.value for cell in cells] == [106, 1.9, 0.41, 1]


def test_the_same_figures_give_the_same_bytes():
    assert made() == made()
