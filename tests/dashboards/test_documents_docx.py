"""Word documents: editable, on A4, the same to the byte, and what is crawled stays text."""

import io
from datetime import UTC, datetime

import docx
from PIL import Image

from dashboards import documents_docx

AT = datetime(2026, 3, 21, 2, tzinfo=UTC)
HOSTILE = '</w:t><w:script/>\x0b\x00 =1+1 <img src=x> "Nước sạch" & đẹp'


def png():
    picture = io.BytesIO()
    Image.new("RGB", (4, 2)).save(picture, "PNG")
    return picture.getvalue()


def made():
    document = documents_docx.new("Báo cáo", "vi", AT)
    document.add_heading("Những điểm chính", 1)
    documents_docx.table(document, "Báo, đài", ("Báo", "Tin"), [(HOSTILE, "3")])
    documents_docx.picture(document, png(), "Diễn biến <b>")
    return documents_docx.packed(document)


def test_the_same_content_gives_the_same_bytes():
    assert made() == made()


def test_text_tables_and_pictures_can_be_read_back():
    document = docx.Document(io.BytesIO(made()))
    paper = document.sections[0]
    assert (round(paper.page_width.mm), round(paper.page_height.mm)) == (210, 297)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["Những điểm chính"]
    (grid,) = document.tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Báo", "Tin"],
        ['</w:t><w:script/> =1+1 <img src=x> "Nước sạch" & đẹp', "3"],
    ]
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Diễn biến <b>"
    assert document.core_properties.created == AT


def test_columns_fill_the_width_with_room_for_whole_words_and_by_how_much_they_hold():
    document = documents_docx.new("Báo cáo", "vi", AT)
    rows = [("Đưa các liệt sĩ về với gia đình, quê hương " * 4, "12", "https://bao.example/" + "a" * 200)]
    grid = documents_docx.table(document, "", ("Thông điệp", "Tin gốc", "Địa chỉ"), rows)
    said, number, address = (column.width for column in grid.columns)
    assert round(sum((said.mm, number.mm, address.mm))) == round(documents_docx.TEXT_WIDTH.mm)
    assert number < said < address
    assert {tuple(cell.width for cell in row.cells) for row in grid.rows} == {(said, number, address)}
