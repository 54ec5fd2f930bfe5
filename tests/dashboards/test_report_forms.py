"""The report as Word, Excel and PDF, for any period: the same figures and bytes, nothing from elsewhere."""

import io
import json
import re
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import lxml.html
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import contents as reading
from dashboards import report
from dashboards.findings import findings
from dashboards.reporting import excel, pdf, periods
from dashboards.reporting.exhibits import exhibits
from dashboards.reporting.periods import PeriodError
from dashboards.words import LANGUAGES
from tests.dashboards.conftest import HOSTILE
from warehouse.reader import Reader

AT = datetime(2026, 3, 21, 2, tzinfo=UTC)
CAMPAIGN = "nuoc-sach"
PERIODS = (
    "all",
    "khai-mac",
    *(pytest.param(one, marks=pytest.mark.slow) for one in ("during", "2026-W11", "2026-03-09..2026-03-11")),
)


def write(published, folder, formats, period="all"):
    with Reader(published) as reader:
        files = report.write(reader, CAMPAIGN, folder, ("vi",), AT, formats, period)
    return {file.suffix[1:]: file for file in files}


@pytest.fixture(scope="module")
def files(published, tmp_path_factory):
    return write(published, tmp_path_factory.mktemp("forms"), ("html", "json", "docx", "xlsx"))


@pytest.fixture(scope="module")
def twin(files):
    return json.loads(files["json"].read_text("utf-8"))


@pytest.fixture(scope="module")
def book(files):
    return openpyxl.load_workbook(files["xlsx"])


@pytest.fixture(scope="module")
def word(files):
    return docx.Document(io.BytesIO(files["docx"].read_bytes()))


def headings(files):
    page = lxml.html.document_fromstring(files["html"].read_text("utf-8"))
    return [" ".join(one.text_content().split()) for one in page.xpath("//h2")]


@pytest.mark.slow
def test_word_and_excel_are_the_same_to_the_byte(published, files, tmp_path):
    again = write(published, tmp_path, ("docx", "xlsx"))
    for form in ("docx", "xlsx"):
        assert again[form].read_bytes() == files[form].read_bytes()


def test_the_word_document_has_the_pages_headings_in_order_and_pictures_that_say_what_they_show(files, word):
    told = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert told == headings(files)
    assert [cell.text for cell in word.tables[0].rows[1].cells[:3]] == ["20", "11", "8"]
    assert {"Mục lục", "Tóm tắt", "Nguồn và phương pháp", "Giải thích từ ngữ"} <= set(told)
    shapes = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(shapes) == 4
    assert all(len(said) > 40 for said in shapes)
    captions = " ".join(p.text for p in word.paragraphs if p.style.name == "Caption")
    assert "[chart.timeline]" in captions
    assert "[table.outlets]" in captions


def test_headlines_stay_text_in_every_form(word, book):
    said = " ".join(HOSTILE.split())
    assert any(said in " ".join(p.text.split()) for p in word.paragraphs)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == HOSTILE for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_sheet_of_figures_says_what_the_twin_says(twin, book):
    head, *rows = book["Số liệu"].iter_rows(values_only=True)
    told = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert list(told) == [one["id"] for one in twin["figures"]]
    for name, measure in twin["measures"]["all"].items():
        row = told[f"measure.{name}"]
        assert [row["Giá trị"], row["n"]] == pytest.approx([measure["value"], measure["n"]], nan_ok=True)
    assert told["measure.items"]["Đơn vị"] == "lượt tin, bài"


def test_the_numbers_of_comparisons_and_segments_are_numbers_in_cells_of_their_own(published):
    compared = {"comparison": "c", "kind": "level", "a": "central", "b": "local", "measure": "positive_share"}
    compared |= {
        "unit": "share",
        "value": -0.1,
        "low": -0.49,
        "high": 0.35,
        "p_value": 0.04,
        "p_adjusted": 0.08,
    }
    compared |= {"n": 50, "method": "", "status": "ok", "reason": "", "is_planned": True}
    with Reader(published) as reader:
        contents = replace(reading.read(reader, CAMPAIGN, AT.date(), "all"), contrasts=[compared])
    book = openpyxl.load_workbook(io.BytesIO(excel.xlsx(contents, findings(contents, "vi"), "vi", AT)))
    (row,) = book["So sánh"].iter_rows(min_row=2, values_only=True)
    assert row[2:5] == pytest.approx((-10, -49, 35))
    assert row[5:9] == ("điểm phần trăm", 50, 0.04, 0.08)
    head, *rows = book["Đồng thuận theo phần"].iter_rows(values_only=True)
    values = [value for line in rows for title, value in zip(head, line, strict=True) if title == "Giá trị"]
    assert values
    assert all(value is None or isinstance(value, int | float) for value in values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sheet_has_a_name_that_excel_would_cut_off(published, lang):
    with Reader(published) as reader:
        contents = reading.read(reader, CAMPAIGN, AT.date(), "all")
    names = [sheet.name for sheet in excel.sheets(contents, lang).values()]
    assert max(map(len, names)) <= 31


@pytest.mark.parametrize("period", PERIODS)
def test_every_query_can_be_run_and_gives_the_rows_that_are_shown(published, period):
    with Reader(published) as reader:
        contents = reading.read(reader, CAMPAIGN, AT.date(), period)
        shown = {one.id: one for one in exhibits(contents, findings(contents, "vi"), "vi")}
        answers = {id: reader.answer(one.query) for id, one in shown.items() if one.query}
    lengths = {
        "table.outlets": contents.outlets,
        "table.messages": contents.messages,
        "table.stories": contents.stories,
        "table.activities": contents.plan.activities,
        "table.alerts": contents.alerts.alerts,
        "table.consensus": contents.consensus,
    }
    for id, rows in lengths.items():
        assert len(answers[id][1] if id in answers else []) == len(rows), id
    assert all(rest in shown for one in shown.values() for rest in one.rests_on if rest.startswith("measure"))
    columns, rows = answers["measure.items"]
    (row,) = rows
    assert dict(zip(columns, row, strict=True))["value" if period == "all" else "items"] == (
        contents.totals["items"].value
    )


def test_a_period_counts_its_own_days_only(published):
    with Reader(published) as reader:
        found = {
            period: reading.read(reader, CAMPAIGN, AT.date(), period)
            for period in ("2026-W11", "during", "khai-mac")
        }
    week = found["2026-W11"]
    assert (week.from_date, week.to_date) == (date(2026, 3, 9), date(2026, 3, 15))
    assert week.totals["stories"].n == found["during"].totals["stories"].n == 6
    assert {story["story_id"] for story in found["khai-mac"].stories} == {"s04"}
    assert [row["activity"] for row in found["khai-mac"].plan.activities] == ["khai-mac"]
    assert week.contrasts == week.corrections == []


def test_a_period_that_is_none_is_answered_with_the_nearest(published):
    with Reader(published) as reader:
        for asked, said in (
            ("durin", "did you mean 'during'"),
            ("2026-W60", "a week such as"),
            ("2026-03-09..2026-03-01", "the first day stands behind the last"),
        ):
            with pytest.raises(PeriodError, match=said):
                reading.read(reader, CAMPAIGN, AT.date(), asked)


@given(st.integers(2020, 2030), st.integers(1, 52))
def test_a_week_has_seven_days_from_a_monday(year, week):
    monday = periods._monday("", year, week)
    assert monday.weekday() == 0
    assert monday.isocalendar()[:2] == (year, week)


def test_the_three_last_boxes_of_the_chain_are_empty(files):
    page = lxml.html.document_fromstring(files["html"].read_text("utf-8"))
    boxes = page.xpath("//section[@id='chain']//li")
    assert [box.get("class") for box in boxes] == [None, None, "empty", "empty", "empty"]
    assert "11\u00a0tin gốc" in boxes[1].text_content()
    assert not any(character.isdigit() for box in boxes[2:] for character in box.text_content())


@pytest.mark.parametrize(
    "url",
    ["http://bao.example/a.png", "https://bao.example", "file:///etc/passwd", "bundled:../x", "data:,x"],
)
def test_a_pdf_opens_nothing_but_bundled_fonts(url):
    fetcher = pdf.bundled_only()
    with pytest.raises(ValueError, match="only what is bundled"):
        fetcher.fetch(url)
    assert fetcher.fetch("bundled:DejaVuSans.ttf").read(4) == b"\0\1\0\0"


def test_without_pango_the_other_forms_are_written_and_the_package_is_named(published, tmp_path, monkeypatch):
    def missing():
        raise pdf.PangoMissingError("apt-get install libpango-1.0-0")

    monkeypatch.setattr(pdf, "require", missing)
    with pytest.raises(pdf.PangoMissingError, match="libpango"):
        write(published, tmp_path, ("xlsx", "pdf"))
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".json", ".xlsx"]


@pytest.mark.slow
def test_a_pdf_is_the_same_to_the_byte_with_contents_bookmarks_and_its_fonts(published, files, tmp_path):
    made = [write(published, tmp_path / name, ("pdf",))["pdf"].read_bytes() for name in ("a", "b")]
    assert made[0] == made[1]
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made[0], re.DOTALL)
    plain = b"".join(map(_inflated, streams)) + made[0]
    fonts = set(re.findall(rb"/BaseFont ?/([\w+-]+)", plain))
    assert fonts
    assert all(b"DejaVu" in font for font in fonts)
    assert len(re.findall(rb"/FontFile[23]", plain)) >= 2
    assert b"/MediaBox [0 0 595" in plain.replace(b"/MediaBox[", b"/MediaBox [")
    assert b"/MarkInfo" in plain
    assert b"/StructTreeRoot" in plain
    assert len(re.findall(rb"/S ?/TH\b", plain)) > 20  # a screen reader tells what a cell is of
    figures, named = len(re.findall(rb"/S ?/Figure\b", plain)), len(re.findall(rb"/Alt\b", plain))
    assert 0 < figures == named
    titles = [_decoded(title) for title in re.findall(rb"/Title ?(<[0-9a-fA-F]+>|\((?:\\.|[^)])*\))", plain)]
    places = [titles.index(heading) for heading in headings(files)[1:] if heading in titles]
    assert len(places) >= len(headings(files)) - 2
    assert places == sorted(places)


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _decoded(title):
    if title.startswith(b"<"):
        return bytes.fromhex(title[1:-1].decode()).decode("utf-16")
    return title[1:-1].decode("latin-1")
