"""Comments of offices on a draft report: a workbook out, one row a figure, and back in, checked."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import ValidationError

from dashboards.files import place
from dashboards.reporting.terms import term
from dashboards.words import LANGUAGES, Lang
from dashboards.workbook import Column, Sheet, workbook
from nlp.text import fold, normalise
from warehouse import codings
from warehouse.codings import Comment

_COLUMNS = ("figure", "what", "office", "text")
_BEARS = ("campaign", "period", "written_at")
_MOST_ROWS = 5000


class CommentError(Exception):
    """The workbook or the report can't be used; nothing was taken."""


@dataclass(frozen=True)
class Taken:
    """What an import did.

    Attributes:
        comments: Comments that were added.
        known: Comments that were there already.
    """

    comments: int
    known: int


def export(report: Path, file: Path) -> int:
    """Write a workbook in which offices comment on the figures of a report; give their number.

    Args:
        report: The report's JSON file.
        file: Where the workbook goes (.xlsx); it appears whole or not at all.

    Raises:
        CommentError: It is no report's JSON.
    """
    twin = _twin(report)
    lang: Lang = twin["language"]
    rows = [
        {"figure": one["id"], "what": one["says"] or one["title"], "office": None, "text": None}
        for one in twin["figures"]
    ]
    columns = [Column(name, term(f"comments.{name}", lang)) for name in _COLUMNS]
    method = [(term(f"comments.{name}", lang), str(twin[name])) for name in _BEARS]
    method.append((term("comments.how", lang), term("comments.how.text", lang)))
    at = datetime.fromisoformat(twin["written_at"])
    place(file, workbook([Sheet(term("comments.sheet", lang), columns, rows)], method, lang, at))
    return len(rows)


def take(file: Path, report: Path, folder: Path, at: datetime) -> Taken:
    """Add the comments of a filled workbook to the folder of codings.

    Args:
        file: The workbook.
        report: The JSON file of the draft that it comments on.
        folder: The folder of codings.
        at: Now, aware.

    Raises:
        CommentError: The workbook is of another draft, can't be read, or something in it is wrong; all that
            is wrong is named, and nothing was added.
        warehouse.codings.CodingsError: The comments can't be written.
    """
    twin = _twin(report)
    sheet, method = _read(file)
    _require_same_draft(file, method, report, twin)
    figures = {one["id"] for one in twin["figures"]}
    before = {_key(line.entry) for line in codings.read(folder)[0] if isinstance(line.entry, Comment)}
    found: dict[tuple[object, ...], Comment] = {}
    problems: list[str] = []
    for number, row in sheet:
        where = f"{file}, row {number}"
        if not row.get("text"):
            if row.get("office"):
                problems.append(f"{where}: {row['office']} has no comment: write one, or empty the office")
            continue
        if row.get("figure") not in figures:
            problems.append(
                f"{where}: the report has no figure {row.get('figure')!r}: leave the ids as exported"
            )
        elif not row.get("office"):
            problems.append(f"{where}: expected the office whose comment it is")
        else:
            try:
                comment = _comment(twin, row, at)
            except ValidationError as error:
                first = error.errors()[0]
                problems.append(f"{where}, {first['loc'][0]}: {first['msg']}")
            else:
                found[_key(comment)] = comment
    if problems:
        raise CommentError("no comment was taken\n" + "\n".join(problems))
    new = [comment for key, comment in found.items() if key not in before]
    if new:
        codings.append(folder, new)
    return Taken(len(new), len(found) - len(new))


def _comment(twin: Mapping[str, Any], row: Mapping[str, str], at: datetime) -> Comment:
    return Comment(
        campaign=twin["campaign"],
        period=twin["period"],
        written_at=twin["written_at"],
        figure=row["figure"],
        office=row["office"],
        text=row["text"],
        at=at,
    )


def _key(comment: Comment) -> tuple[object, ...]:
    """What makes two comments the same, whenever they were taken in."""
    return tuple(comment.model_dump(exclude={"at"}).values())


def _twin(report: Path) -> dict[str, Any]:
    try:
        twin = json.loads(report.read_text("utf-8"))
        return {key: twin[key] for key in ("language", "figures", *_BEARS)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommentError(f"{report}: expected the JSON file of a report: {error}") from error


def _require_same_draft(file: Path, method: Mapping[str, str], report: Path, twin: Mapping[str, Any]) -> None:
    for name in _BEARS:
        told = next((method[head] for lang in LANGUAGES if (head := _head(name, lang)) in method), None)
        if told != str(twin[name]):
            raise CommentError(
                f"{file} comments on another draft ({name} {told}, while {report} has {twin[name]}): give "
                "that draft's JSON, which `lantoa report --as-of` writes again"
            )


def _head(name: str, lang: Lang) -> str:
    return fold(term(f"comments.{name}", lang))


def _read(file: Path) -> tuple[Iterator[tuple[int, dict[str, str]]], dict[str, str]]:
    """Give the rows of the first sheet by column, with their numbers, and the last sheet's texts by name."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CommentError(
            f"{file}: expected a workbook of `lantoa comments export` (.xlsx): {error}"
        ) from error
    lines = [_texts(cells) for cells in book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True)]
    heads = [fold(cell) for cell in lines[0]] if lines else []
    places: dict[str, int] = {}
    for name in _COLUMNS:
        known = [heads.index(head) for lang in LANGUAGES if (head := _head(name, lang)) in heads]
        if not known:
            raise CommentError(
                f"{file}: expected a column {term(f'comments.{name}', 'vi')!r} in the first row"
            )
        places[name] = known[0]
    rows = (
        (number, {name: cells[at] for name, at in places.items()})
        for number, cells in enumerate(lines[1:], 2)
    )
    last = (_texts(cells) for cells in book.worksheets[-1].iter_rows(values_only=True))
    return rows, {fold(cells[0]): cells[1] for cells in last if len(cells) > 1}


def _texts(cells: tuple[object, ...]) -> list[str]:
    return ["" if cell is None else normalise(str(cell)).strip() for cell in cells]
