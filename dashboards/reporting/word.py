"""The report as an editable Word document, made from the page's own HTML, so that both say the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import lxml.html
from docx.document import Document
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from dashboards import documents_docx
from dashboards.figures import Drawing
from dashboards.links import safe_link
from dashboards.reporting.terms import term
from dashboards.words import Lang

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2}
_TEXTS = ("p", "summary", "figcaption")
_SKIPPED = ("svg", "style", "head")
# Spans that stand below each other on the page.
_LINES = ("hint", "interval", "n", "status", "value")


def docx(html: str, drawings: Mapping[str, Drawing], lang: Lang, at: datetime) -> bytes:
    """Give a report as a Word document; the same page gives the same bytes.

    Args:
        html: The page.
        drawings: Its charts by name, which become pictures with a text alternative.
        lang: Its language.
        at: The instant that it bears, aware.
    """
    page = lxml.html.document_fromstring(html)
    document = documents_docx.new(page.findtext(".//title") or "", lang, at)
    writer = _Writer(document, drawings, lang)
    writer.write(page.find("body"))
    return documents_docx.packed(document)


@dataclass(frozen=True)
class _Writer:
    """Walks over a page and adds what it finds to a document."""

    document: Document
    drawings: Mapping[str, Drawing]
    lang: Lang

    def write(self, element: HtmlElement) -> None:
        """Add an element with all that is in it."""
        tag, kind = element.tag, element.get("class", "")
        writers: dict[object, Callable[[HtmlElement], None]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(_TEXTS, self._paragraph),
            "table": self._table,
            "figure": self._figure,
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "nav": self._contents,
        }
        if kind == "key-figures":
            self._key_figures(element)
        elif tag in writers:
            writers[tag](element)
        elif tag not in _SKIPPED and isinstance(tag, str) and "narrow" not in kind:
            for child in element:
                self.write(child)

    def _heading(self, element: HtmlElement) -> None:
        text = documents_docx.clean(element.text_content())
        self.document.add_heading(text, _HEADINGS[str(element.tag)])

    def _paragraph(self, element: HtmlElement) -> None:
        _fill(self.document.add_paragraph(), element)

    def _key_figures(self, element: HtmlElement) -> None:
        """A table of one column a figure: label, value, basis."""
        figures = [[_joined(line) for line in figure.iterchildren("p")] for figure in element]
        head, *rows = zip(*figures, strict=True)
        documents_docx.table(self.document, element.get("aria-label", ""), head, rows)

    def _contents(self, element: HtmlElement) -> None:
        """A table of contents that Word fills with the numbers of the pages."""
        self.document.add_heading(term("contents", self.lang), 1)
        names = [documents_docx.clean(link.text_content()) for link in element.iter("a")]
        paragraph = self.document.add_paragraph()
        documents_docx.field(paragraph, r'TOC \o "1-1" \h \z \u', "; ".join(names))

    def _figure(self, element: HtmlElement) -> None:
        mark = element.find(".//a[@class='mark']")
        drawing = self.drawings[str(mark.get("id")).removeprefix("chart.")]
        caption = element.find("figcaption")
        documents_docx.picture(self.document, drawing.png(), drawing.description)
        text = documents_docx.clean(caption.text_content())
        self.document.add_paragraph(text, style="Caption")

    def _list(self, element: HtmlElement) -> None:
        for number, item in enumerate(element.iterchildren("li"), 1):
            blocks = [child for child in item if child.tag in ("p", "details", "ul")]
            marker = f"{number}. " if element.tag == "ol" else "– "
            paragraph = self.document.add_paragraph(marker)
            first, rest = (blocks[0], blocks[1:]) if blocks and blocks[0].tag == "p" else (item, [])
            _fill(paragraph, first)
            for block in rest:
                self.write(block)

    def _terms(self, element: HtmlElement) -> None:
        for name in element.iter("dt"):
            told = name.getnext()
            paragraph = self.document.add_paragraph()
            paragraph.add_run(documents_docx.clean(name.text_content()) + ": ").bold = True
            _fill(paragraph, told)
            for inner in told.iterchildren("ul"):
                self.write(inner)

    def _table(self, element: HtmlElement) -> None:
        caption = element.find("caption")
        lines = [[_cell_text(cell) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        width = max(map(len, lines))
        head = lines[0] if element.find("thead") is not None else [""] * width
        rows = [line + [""] * (width - len(line)) for line in (lines[1:] if any(head) else lines)]
        title = "" if caption is None else caption.text_content()
        documents_docx.table(self.document, title, head, rows)


def _cell_text(cell: HtmlElement) -> str:
    """The text of a cell, a line for each span that stands below the others on the page."""
    for span in cell.iter("span"):
        if span.get("class", "") in _LINES:
            span.text = "\n" + (span.text or "")
    lines = (documents_docx.clean(line) for line in _whole(cell).split("\n"))
    return "\n".join(filter(None, lines))


def _joined(element: HtmlElement) -> str:
    """The text of an element, on a new line after each break."""
    for line in element.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return _whole(element)


def _whole(element: HtmlElement) -> str:
    return str(element.text_content())


def _fill(paragraph: Paragraph, element: HtmlElement) -> None:
    """Add the text of an element, its links as links; lists and folded parts in it stand by themselves."""
    is_apart = False
    for part, address in _parts(element):
        text = documents_docx.clean(part)
        if text:
            gap = " " if paragraph.text.strip() and (is_apart or part[0].isspace()) else ""
            if address:
                paragraph.add_run(gap)
                documents_docx.link(paragraph, text, address)
            else:
                paragraph.add_run(gap + text)
        if part:
            is_apart = part[-1].isspace() or (is_apart and not text)


def _parts(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield pieces of text, each with the address it links to or ""."""
    yield element.text or "", ""
    for child in element:
        if child.tag not in ("ul", "ol", "details"):
            address = safe_link(child.get("href", "")) if child.tag == "a" else None
            if address:
                yield child.text_content(), address
            else:
                yield from _parts(child)
        yield child.tail or "", ""
