"""The file a press is made from: one item a line, as JSON."""

import difflib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError


class ItemsError(Exception):
    """A file of items can't be served; the message names file, line and key, and what was expected."""


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected an http or https address with a host")
    return url


class Item(BaseModel):
    """One row: what an outlet published, as its feed gave it.

    Attributes:
        scan_day: Day (Vietnam) of the archived scan that saw the entry; None where it comes from no scan.
        outlet: A label for readers of the file; the outlet is found by `url`.
        title: Headline, as is.
        summary: The feed's description, as is; may carry HTML.
        url: The article's address.
        published: The feed's date, raw, in the outlet's own form.
        body: Paragraphs separated by a blank line, without lead and credit; None where unknown.
        section: Section name as shown.
        credit: The text's credit as printed at its end, such as "Theo TTXVN".
        photo: A picture's caption as printed; a picture is shown where it is given.
        photo_credit: The picture's credit where the caption does not hold it.
        sponsored: Whether the page carries a visible label.
        genre: As in `crawlers.article.Article`.
        updated: Time of the last change, in the form of `published`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    scan_day: date | None = None
    outlet: str
    title: Annotated[str, Field(min_length=1)]
    summary: str
    url: Annotated[str, AfterValidator(_web_address)]
    published: str
    body: str | None = None
    section: str | None = None
    credit: str | None = None
    photo: str | None = None
    photo_credit: str | None = None
    sponsored: bool = False
    genre: str | None = None
    updated: str | None = None


def read(path: Path) -> Iterator[Item]:
    """Read a file of items, one line at a time; blank lines are passed over.

    Raises:
        ItemsError: The file can't be read, or a line is no item.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _item(path, number, line)
    except OSError as error:
        raise ItemsError(f"{path}: expected a file with one JSON object a line: {error.strerror}") from error


def _item(path: Path, number: int, line: bytes) -> Item:
    try:
        return Item.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise ItemsError(f"{path}:{number}: expected one JSON object: {first['msg']}") from error
        key = str(first["loc"][0])
        nearest = difflib.get_close_matches(key, Item.model_fields, 1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest and nearest[0] != key else ""
        raise ItemsError(f"{path}:{number}: key {key!r}: {first['msg']}{hint}") from error
