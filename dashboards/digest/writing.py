"""Writes an issue of the digest as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from dashboards.digest.contents import Digest
from dashboards.digest.mail import blocks, longest, mail
from dashboards.digest.sheets import sheets
from dashboards.digest.word_file import word_file
from dashboards.files import place
from dashboards.words import Lang

Format = Literal["docx", "html", "xlsx"]
FORMATS: tuple[Format, ...] = ("docx", "html", "xlsx")


def write(digest: Digest, formats: Sequence[Format], folder: Path, lang: Lang) -> list[Path]:
    """Write an issue; the same issue gives the same bytes, and each file appears whole or not at all.

    Args:
        digest: The issue.
        formats: docx, html (a mail; with it its text part, .txt) and xlsx.
        folder: Where the files go; made where it is missing.
        lang: Language of all but what the press wrote.

    Returns:
        `<folder>/diem-bao-<campaign>-<day>-<language>.<format>` in the order of the formats.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"diem-bao-{digest.campaign.id}-{digest.issue.day.isoformat()}-{lang}"
    return [
        place(folder / f"{name}.{suffix}", content)
        for form in formats
        for suffix, content in _contents(digest, form, lang).items()
    ]


def _contents(digest: Digest, form: Format, lang: Lang) -> dict[str, bytes]:
    if form == "xlsx":
        return {"xlsx": sheets(digest, lang)}
    if form == "html":
        html, plain = mail(digest, lang)
        return {"html": html.encode(), "txt": plain.encode()}
    return {"docx": word_file(digest, blocks(digest, lang, longest(digest)), lang)}
