"""Editable Word documents on A4: headings, tables, pictures; the same content gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dashboards.words import Lang

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_IN_ADDRESSES = "%/:?#@!$&'()*+,;=~"
_LINK = RGBColor(0x0B, 0x53, 0x94)
_FONT = "Times New Roman"
_INK = RGBColor(0x1C, 0x2B, 0x33)
_SIZES = {"Normal": 12, "Title": 20, "Heading 1": 15, "Heading 2": 13, "Heading 3": 12, "Caption": 11}
_PAGE = (Mm(210), Mm(297))
_MARGIN = Mm(20)
TEXT_WIDTH = Mm(210 - 2 * 20)
"""Width of the text between the margins."""
_LETTER, _PADDING = Mm(2.1), Mm(4.5)
"""Widths of a letter in a table, of the broader ones, and of what is left beside a cell's text."""
_LONGEST_WORD = 20
"""Letters of a word that a column has room for, at least; an address is broken."""


def clean(text: str) -> str:
    """Give a text without the control characters that a document can't hold; line breaks are spaces."""
    return " ".join(_NOT_IN_XML.sub("", text).split())


def new(title: str, lang: Lang, at: datetime) -> Document:
    """Begin an empty document on A4, with a font that has every Vietnamese letter and page numbers.

    Args:
        title: What it is, in its properties.
        lang: Language of its text, for the spelling check.
        at: The instant that it bears as that of its creation, aware.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title), "lantoa", ""
    properties.created = properties.modified = at.astimezone(UTC)
    for name, size in _SIZES.items():
        _use_font(document.styles[name], size, lang)
    _number_pages(section.footer.paragraphs[0])
    return document


def table(document: Document, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Add a table with its caption above it; the head is repeated on every page that it goes over.

    Args:
        document: What it is added to.
        caption: What it shows; "" for none.
        head: Names of the columns; all empty for none.
        rows: Cells, as many in each as there are columns; a cell may have several lines.
    """
    if caption:
        above = document.add_paragraph(clean(caption), style="Caption")
        above.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=0, cols=len(head), style="Table Grid")
    grid.autofit = False
    widths = _widths(list(zip(head, *rows, strict=True)))
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for line, cells in enumerate((head, *rows)):
        if not line and not any(head):
            continue
        row = grid.add_row()
        _keep_whole(row, is_head=line == 0)
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run("\n".join(map(clean, text.split("\n"))))
            run.bold, run.font.size = line == 0, Pt(10)
    document.add_paragraph()
    return grid


def _widths(columns: Sequence[Sequence[str]]) -> list[Length]:
    """Give columns that fill the text's width: room for the longest word, the rest by how much they hold."""
    longest = [max((len(word) for text in column for word in text.split()), default=0) for column in columns]
    least = [min(length, _LONGEST_WORD) * _LETTER + _PADDING for length in longest]
    held = [sum(map(len, column)) for column in columns]
    left = TEXT_WIDTH - sum(least)
    if left < 0:
        return [Length(TEXT_WIDTH * one // sum(least)) for one in least]
    return [Length(one + left * part // max(sum(held), 1)) for one, part in zip(least, held, strict=True)]


def link(paragraph: Paragraph, text: str, address: str) -> Run:
    """Add a link, blue and underlined.

    Args:
        paragraph: What it is added to.
        text: What is seen.
        address: Where it leads, checked by `dashboards.links.safe_link`; what Word takes for no part of an
            address is percent-encoded.
    """
    reference = paragraph.part.relate_to(
        quote(address, safe=_IN_ADDRESSES), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), reference)
    run = paragraph.add_run(clean(text))
    run.font.color.rgb, run.font.underline = _LINK, True
    around.append(run._r)
    paragraph._p.append(around)
    return run


def picture(document: Document, png: bytes, says: str) -> None:
    """Add a picture over the width of the text, with its text alternative."""
    shape = document.add_picture(io.BytesIO(png), width=TEXT_WIDTH)
    shape._inline.docPr.set("descr", clean(says))


def packed(document: Document) -> bytes:
    """Give a document as the bytes of its file, whose dates are all the same."""
    written, whole = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(whole, "w") as packed_parts:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed_parts.writestr(entry, parts.read(part))
    return whole.getvalue()


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add what Word works out itself, such as the number of a page, with what stands there until then."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = clean(text)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.text = text
            run._r.append(told)


def _use_font(style: BaseStyle, size: int, lang: Lang) -> None:
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for kind in [kind for kind in fonts.attrib if kind.lower().endswith("theme")]:
        del fonts.attrib[kind]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN" if lang == "vi" else "en-GB")
    properties.append(language)


def _keep_whole(row: _Row, *, is_head: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # pyright: ignore
    for name in ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",):
        properties.append(OxmlElement(name))


def _number_pages(footer: Paragraph) -> None:
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field(footer, "PAGE", "1")
