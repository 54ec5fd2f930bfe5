"""The coders' workbook: drawn stories out to Excel, without the machine's label, and codes back in.

All codes of a workbook are taken, or none and every mistake is named with file, row and column.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from pydantic import ValidationError

from dashboards import coding as shared
from dashboards import words
from dashboards.coding import CODES, CodingError, Work
from dashboards.links import safe_link
from nlp.text import fold, normalise
from warehouse import codings
from warehouse.coding_texts import CodingText
from warehouse.codings import Code, Entry, StoryCode
from warehouse.placing import placed
from warehouse.reader import Reader

_COLUMNS = {"title": 50, "lead": 60, "passages": 80, "link": 30, "code": 28, "item": 20, "draw": 20}
_MOST_ROWS = 5000


@dataclass(frozen=True)
class Taken:
    """What an import did.

    Attributes:
        codes: Codes that were added.
        known: Codes that were there already.
        empty: Stories without a code.
    """

    codes: int
    known: int
    empty: int


def export(reader: Reader, work: Work, coder: str, third: bool, file: Path) -> int:
    """Write the stories that wait for a person into a workbook; give their number.

    Args:
        reader: The published warehouse.
        work: What was drawn, with its codes so far.
        coder: Pseudonym of the person.
        third: Whether the stories that wait for a third look are meant, and not those to be coded first.
        file: Where it goes (.xlsx); it appears whole or not at all.

    Raises:
        CodingError: No story waits for this person, or its name is no pseudonym.
    """
    _check_coder(coder)
    draw = work.draw
    waiting = [
        story
        for story in draw.stories
        if (work.wants_third(story, coder, is_editor=True) if third else work.wants(story, coder))
    ]
    if not waiting:
        raise CodingError(f"no story of {draw.draw} waits for {coder}: see `lantoa code status`")
    texts = reader.coding_texts(draw.campaign, [story.item for story in waiting])
    rows = [_row(texts[story.item]) | {"item": story.item, "draw": draw.draw} for story in waiting]
    book = openpyxl.Workbook()
    _fill(book.active, rows)
    notes = book.create_sheet(words.text("coding.guide", "vi"))
    for line in (*words.text("coding.guide.text", "vi").split("\n"), words.text("foot.use", "vi")):
        notes.append([line])
    notes.column_dimensions["A"].width = 120
    with placed(file.with_name(file.name + ".partial"), file) as partial:
        book.save(partial)
    return len(rows)


def _check_coder(coder: str) -> None:
    try:
        codings.CODER.validate_python(coder)
    except ValidationError as error:
        expected = "expected a pseudonym of at most 40 small letters, digits and hyphens"
        raise CodingError(f"--coder is {coder!r}: {expected}") from error


def _row(text: CodingText) -> dict[str, str]:
    return {
        "title": text.title,
        "lead": text.lead,
        "passages": text.passages,
        "link": safe_link(text.url) or "",
    }


def _fill(sheet: Any, rows: Sequence[dict[str, str]]) -> None:  # noqa: ANN401 (any sheet of openpyxl)
    sheet.title = words.text("coding.sheet", "vi")
    for place, (name, width) in enumerate(_COLUMNS.items(), 1):
        sheet.cell(1, place, words.text(f"coding.column.{name}", "vi")).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, 2):
        for place, name in enumerate(_COLUMNS, 1):
            cell = sheet.cell(number, place, ILLEGAL_CHARACTERS_RE.sub("", row.get(name, "")))
            # What is crawled is text, whatever it begins with.
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    choices = ",".join(words.text(f"tone.{code}", "vi") for code in CODES)
    rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=True)
    rule.error = words.text("coding.choose", "vi")
    column = get_column_letter(list(_COLUMNS).index("code") + 1)
    rule.add(f"{column}2:{column}{len(rows) + 1}")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"


def take(file: Path, folder: Path, coder: str, third: bool, at: datetime) -> Taken:
    """Add the codes of a filled workbook to the folder of codings.

    Args:
        file: The workbook.
        folder: The folder of codings.
        coder: Pseudonym of the person who coded.
        third: Whether these are third looks, which settle.
        at: Now.

    Raises:
        CodingError: The workbook can't be read or something in it is wrong, or the coder's name is no
            pseudonym; nothing was added.
        CodingsError: The codes can't be written.
    """
    _check_coder(coder)
    rows = list(_rows(file))

    def new(entries: Sequence[Entry]) -> list[StoryCode]:
        return _new_codes(file, rows, entries, coder, third, at)

    written = codings.decide(folder, new)
    empty = sum("code" not in row for _, row in rows)
    return Taken(len(written), len(rows) - empty - len(written), empty)


def _new_codes(
    file: Path,
    rows: Sequence[tuple[int, dict[str, str]]],
    entries: Sequence[Entry],
    coder: str,
    third: bool,
    at: datetime,
) -> list[StoryCode]:
    """Give the codes of rows that the coder did not write before."""
    works = shared.works(entries)
    drawn = {(one.draw.draw, story.item): (one.draw, story) for one in works for story in one.draw.stories}
    own = _own(works, coder, third)
    written_at = codings.instant(entries, at)
    found: list[StoryCode] = []
    problems: list[str] = []
    row_of: dict[tuple[str, str], int] = {}
    for number, row in rows:
        where = f"{file}, row {number}"
        if (written := row.get("code")) is None:
            continue
        code, key = _CODES.get(fold(written)), (row.get("draw", ""), row.get("item", ""))
        if code is None:
            listed = ", ".join(words.text(f"tone.{one}", "vi") for one in CODES)
            problems.append(f"{where}, column {_HEADS['code']!r}: expected one of {listed}, not {written!r}")
        elif key not in drawn:
            problems.append(f"{where}: no draw {row.get('draw')!r} has an item {row.get('item')!r}")
        elif (first := row_of.setdefault(key, number)) != number:
            problems.append(f"{where}: row {first} codes the same item; one row of each is expected")
        elif own.get(key, code) != code:
            problems.append(
                f"{where}: {coder} coded this as {own[key]} before; the first code stands, a second thought "
                "is a third look (--third-look)"
            )
        elif key not in own:
            found.append(shared.as_code(*drawn[key], code, coder, third, written_at))
    if problems:
        raise CodingError("no code was taken\n" + "\n".join(problems))
    return found


def _own(works: Sequence[Work], coder: str, third: bool) -> dict[tuple[str, str], Code]:
    """Give the codes that a coder wrote before, by draw and item."""
    return {
        (one.draw.draw, story.item): code
        for one in works
        for story in one.draw.stories
        if (code := (one.thirds if third else one.firsts)(story).get(coder)) is not None
    }


_CODES: dict[str, Code] = {
    fold(written): code
    for code in CODES
    for written in (code, *(words.text(f"tone.{code}", lang) for lang in words.LANGUAGES))
}
_HEADS = {name: words.text(f"coding.column.{name}", "vi") for name in _COLUMNS}


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows below the heads, each with its number and its cells by column."""
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CodingError(f"{file}: expected a workbook of `lantoa code export` (.xlsx): {error}") from error
    sheet = book.worksheets[0]
    # What a program says of its size is not relied on: some say nothing, or one cell.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_MOST_ROWS + 2, values_only=True)
    heads = [fold(str(cell or "")) for cell in next(rows, ())]
    places = {name: heads.index(fold(head)) for name, head in _HEADS.items() if fold(head) in heads}
    needed = ("code", "item", "draw")
    if missing := [_HEADS[name] for name in needed if name not in places]:
        raise CodingError(f"{file}: expected the columns {', '.join(missing)} in the first row")
    if twice := [_HEADS[name] for name in needed if heads.count(fold(_HEADS[name])) > 1]:
        raise CodingError(f"{file}: expected one column {twice[0]} in the first row, not several")
    for number, cells in enumerate(rows, 2):
        if number > _MOST_ROWS + 1:
            raise CodingError(f"{file}: expected at most {_MOST_ROWS} rows; part the workbook")
        filled = {name: cells[at] for name, at in places.items() if at < len(cells) and cells[at] is not None}
        row = {name: text for name, cell in filled.items() if (text := normalise(str(cell)).strip())}
        if row:
            yield number, row
