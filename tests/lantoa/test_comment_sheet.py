"""Offices comment on a draft in a workbook: mistakes are named, the next draft shows what they wrote."""

import json
import shutil
from datetime import UTC, datetime

import openpyxl
import pytest

from dashboards import contents as reading
from lantoa import comment_sheet, steps
from lantoa.comment_sheet import CommentError, Taken
from warehouse.reader import Reader

AT = datetime(2026, 1, 16, 2, tzinfo=UTC)
OFFICE, TEXT = "Sở Y tế", '=HYPERLINK("x") Số bản đăng lại <b>cần</b> nêu rõ nguồn'


@pytest.fixture
def draft(complete_run):
    """The Vietnamese report of the complete run, as JSON."""
    return next(path.with_suffix(".json") for path in complete_run[1].reports if "-vi" in path.name)


@pytest.fixture
def exported(draft, tmp_path):
    file = tmp_path / "gop-y.xlsx"
    comment_sheet.export(draft, file)
    return file


def fill(file, **cells):
    """Write cells of the first sheet, such as B7="...", as an office would."""
    book = openpyxl.load_workbook(file)
    for place, text in cells.items():
        cell = book.worksheets[0][place]
        cell.value, cell.data_type = text, "s"
    book.save(file)
    return file


def row_of(file, figure):
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == figure)


@pytest.mark.slow
def test_a_comment_comes_back_once_and_stands_in_the_next_draft(home, exported, draft, monkeypatch):
    place = row_of(exported, "measure.items")
    fill(exported, **{f"C{place}": OFFICE, f"D{place}": TEXT})
    assert comment_sheet.take(exported, draft, home.codings, AT) == Taken(1, 0)
    assert comment_sheet.take(exported, draft, home.codings, AT) == Taken(0, 1)
    campaign = json.loads(draft.read_text("utf-8"))["campaign"]
    monkeypatch.setenv("LANTOA_NOW", AT.isoformat())
    steps.load(home, ())
    steps.publish(home)
    with Reader(home.published) as reader:
        (row,) = reading.read(reader, campaign, AT.date()).comments
        assert reading.read(reader, campaign, AT.date(), "2026-W02").comments == []
    assert (row["figure"], row["office"], row["text"]) == ("measure.items", OFFICE, TEXT)
    assert row["written_at"] == datetime.fromisoformat(json.loads(draft.read_text("utf-8"))["written_at"])


def test_every_mistake_is_named_and_nothing_is_taken(exported, draft, tmp_path):
    fill(exported, C2=OFFICE, D2=TEXT, D3=TEXT, A4="table.none", C4=OFFICE, D4=TEXT, C5=OFFICE)
    fill(exported, C6="Nguyễn Văn An, Sở Y tế", D6=TEXT)
    with pytest.raises(CommentError) as told:
        comment_sheet.take(exported, draft, tmp_path / "codings", AT)
    for said in (
        "row 3: expected the office",
        "row 4: the report has no figure 'table.none'",
        "row 5: Sở Y tế has no comment",
        "row 6, office: Value error, expected the name of an office",
    ):
        assert said in str(told.value)
    assert not (tmp_path / "codings").exists()


def test_comments_on_another_draft_are_refused(exported, draft, tmp_path):
    other = json.loads(draft.read_text("utf-8")) | {"written_at": "2026-01-20T00:00:00+00:00"}
    later = tmp_path / "later.json"
    later.write_text(json.dumps(other), "utf-8")
    fill(exported, C2=OFFICE, D2=TEXT)
    with pytest.raises(CommentError, match="comments on another draft"):
        comment_sheet.take(exported, later, tmp_path / "codings", AT)


def test_what_is_no_workbook_or_no_report_is_named(exported, draft, tmp_path):
    shutil.copy(draft, tmp_path / "x.xlsx")
    with pytest.raises(CommentError, match=r"x\.xlsx: expected a workbook"):
        comment_sheet.take(tmp_path / "x.xlsx", draft, tmp_path, AT)
    with pytest.raises(CommentError, match="expected the JSON file of a report"):
        comment_sheet.export(exported, tmp_path / "y.xlsx")
