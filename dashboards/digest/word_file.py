"""A digest as a Word document that an office edits: A4, real styles, numbered entries, links."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Written

from dashboards import documents_docx as documents
from dashboards.digest.blocks import Block, Columns, Heading, Paragraph, Run, Table
from dashboards.digest.contents import Digest
from dashboards.digest.words import text
from dashboards.words import Lang

_STYLES = {
    "title": "Title",
    "bullet": "List Bullet",
    "entry": "List Number",
    "extract": "List Continue",
    "details": "List Continue",
}
_SIZES = {"Normal": 13, "Title": 18, "Heading 1": 15, "Heading 2": 14, "Heading 3": 13}
_SMALL = Pt(11)


def word_file(digest: Digest, blocks: Sequence[Block], lang: Lang) -> bytes:
    """Give a digest as the bytes of a Word document; the same digest gives the same bytes."""
    name = getattr(digest.campaign.names, lang)
    document = documents.new(f"{text('title', lang)}: {name}", lang, digest.known_at)
    _lay_out(document)
    for block in blocks:
        if isinstance(block, Heading):
            heading = document.add_heading(documents.clean(block.text), block.level)
            heading.paragraph_format.page_break_before = block.is_on_new_page
        elif isinstance(block, Table):
            documents.table(document, "", block.head, block.rows)
        elif isinstance(block, Columns):
            _columns(document, block)
        else:
            _paragraph(document, block)
    return documents.packed(document)


def _lay_out(document: Document) -> None:
    """Margins and sizes of office papers; the title without the line below it."""
    section = document.sections[0]
    section.left_margin = Mm(30)
    for name, size in _SIZES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(4)
    title = document.styles["Title"]
    assert isinstance(title, ParagraphStyle)
    title.font.bold, title.paragraph_format.alignment = True, WD_ALIGN_PARAGRAPH.CENTER
    for line in title.element.iter(qn("w:pBdr")):
        line.getparent().remove(line)


def _paragraph(document: Document, block: Paragraph) -> None:
    written = document.add_paragraph(style=_STYLES.get(block.style, "Normal"))
    if block.style == "subtitle":
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written.paragraph_format.keep_with_next = block.style in ("entry", "bullet")
    for run in block.runs:
        _run(written, run, is_small=block.style in ("note", "details"))


def _run(written: Written, run: Run, *, is_small: bool = False) -> None:
    one = documents.link(written, run.text, run.link) if run.link else written.add_run(_spaced(run.text))
    one.bold, one.italic = run.is_bold or None, run.is_italic or None
    if is_small:
        one.font.size = _SMALL


def _spaced(told: str) -> str:
    """Text without what a document can't hold, with the spaces at its ends, where other text follows."""
    before, after = told[:1].isspace(), told[-1:].isspace()
    return f"{' ' * before}{documents.clean(told)}{' ' * after}" if told.strip() else told


def _columns(document: Document, block: Columns) -> None:
    sides = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(sides, (block.left, block.right), strict=True):
        for place, line in enumerate(lines):
            written = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            written.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(written, line)
