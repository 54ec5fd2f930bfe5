"""A digest as a list of blocks, which every format writes in its own way."""

from dataclasses import dataclass
from typing import ClassVar, Literal

Style = Literal["title", "subtitle", "body", "note", "bullet", "entry", "extract", "details"]


@dataclass(frozen=True)
class Run:
    """A piece of a line.

    Attributes:
        text: Plain text; what was crawled stands here as it came.
        link: An address that a reader may follow, or None.
        is_bold: Whether it is bold.
        is_italic: Whether it is italic.
    """

    text: str
    link: str | None = None
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; one of style "entry" has a number, and these follow each other from 1."""

    kind: ClassVar = "paragraph"
    style: Style
    runs: tuple[Run, ...]
    number: int | None = None

    @property
    def text(self) -> str:
        """Its text alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; a part that begins on a new page is told."""

    kind: ClassVar = "heading"
    text: str
    level: int
    is_on_new_page: bool = False


@dataclass(frozen=True)
class Table:
    """A table of texts."""

    kind: ClassVar = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Columns:
    """Two columns without borders, as an office's head and signature have them; centred lines."""

    kind: ClassVar = "columns"
    left: tuple[Run, ...]
    right: tuple[Run, ...]


Block = Paragraph | Heading | Table | Columns


def plain(style: Style, text: str) -> Paragraph:
    """Give a paragraph of one piece."""
    return Paragraph(style, (Run(text, is_italic=style in ("note", "details")),))
