"""A digest as a mail: HTML without script, its styles inside, bounded in size, and the same as text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dashboards.digest.blocks import Block, Columns, Heading, Paragraph, Table
from dashboards.digest.contents import Digest
from dashboards.digest.first_page import first_page, head
from dashboards.digest.listed import foot, second_part
from dashboards.digest.words import text
from dashboards.templating import template
from dashboards.words import Lang

LONGEST = 200_000
"""Bytes that a mail stays under: mail programs cut what is longer."""

_RULE = "=" * 72


def blocks(digest: Digest, lang: Lang, most: int) -> list[Block]:
    """Give the whole digest; of each list, and of the entries, at most so many."""
    return [
        *head(digest, lang),
        *first_page(digest, lang, most),
        *second_part(digest, lang, most),
        *foot(digest, lang),
    ]


def longest(digest: Digest) -> int:
    """Give the length of the longest of all lists: with so many of each, nothing is left out."""
    lists = (digest.critical, digest.claims, digest.alerts.open, digest.gaps, digest.since_midnight)
    return max(len(digest.entries) + len(digest.late), *map(len, lists))


def mail(digest: Digest, lang: Lang) -> tuple[str, str]:
    """Give a digest as HTML and as text, both with as many entries as let the HTML stay under its bound.

    Both say how many entries are in the Word and Excel files only.
    """
    most = longest(digest)
    # Sizes grow with the number: of those that fit the largest.
    fitting = bisect_left(range(1, most + 1), True, key=lambda n: _size(digest, lang, n) >= LONGEST)
    shown = blocks(digest, lang, fitting)
    return _html(digest, shown, lang), plain_text(shown)


def _size(digest: Digest, lang: Lang, most: int) -> int:
    return len(_html(digest, blocks(digest, lang, most), lang).encode())


def plain_text(shown: Sequence[Block]) -> str:
    """Give blocks as plain text, a block a line or more, with the addresses behind headlines."""
    return "\n".join(line for block in shown for line in _lines(block)) + "\n"


def _html(digest: Digest, shown: Sequence[Block], lang: Lang) -> str:
    name = getattr(digest.campaign.names, lang)
    title = f"{text('title', lang)} {digest.issue.day:%d/%m/%Y}: {name}"
    return template("digest.html").render(blocks=shown, title=title, lang=lang)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Columns):
        yield from (_one_line(run.text) for run in (*block.left, *block.right))
    elif isinstance(block, Table):
        for name, first, *others in block.rows:
            beside = [f"; {title}: {cell}" for title, cell in zip(block.head[2:], others, strict=True)]
            yield _one_line(f"{name}: {first}{''.join(beside)}")
    elif isinstance(block, Heading):
        yield from ("", _RULE) if block.level == 1 else ("",)
        yield _one_line(block.text.upper() if block.level == 1 else block.text)
    else:
        yield from _paragraph(block)


def _paragraph(block: Paragraph) -> Iterator[str]:
    marks = {"bullet": "- ", "extract": "    ", "details": "    ", "entry": f"{block.number}. "}
    if block.style == "entry":
        yield ""
    told = "".join(f"{run.text} <{run.link}>" if run.link else run.text for run in block.runs)
    yield marks.get(block.style, "") + _one_line(told)


def _one_line(told: str) -> str:
    """Text of the press stays on its line, and what is no character of a text is left out."""
    return " ".join("".join(one for one in told if one.isprintable() or one.isspace()).split())
