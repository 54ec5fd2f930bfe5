"""Audiences of outlets as others measured them: out of CSV files and Excel workbooks, into the home.

All of a file is taken, or nothing: what is wrong is told with file, row and column. An import is kept as a
batch of its own and never changed; the next load makes it known.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from crawlers.outlets import Outlet
from lantoa.planning import sheets
from nlp.text import normalise
from warehouse.load_audiences import SCHEMA
from warehouse.placing import own, placed

_Text = Annotated[str, Field(min_length=1, max_length=300)]


def _digits_alone(given: object) -> object:
    """Refuse "400.000", which is four hundred thousand where it was written and four hundred elsewhere."""
    if isinstance(given, str) and not given.isdecimal():
        raise ValueError(f"digits alone are expected, as 400000, not {given!r}")
    return given


def _written_as_day(given: object) -> object:
    """Refuse numbers, which would be read as seconds since 1970."""
    if isinstance(given, date) or (isinstance(given, str) and _DAY.fullmatch(given)):
        return given
    raise ValueError(f"a day is expected, as 2026-08-31, not {given!r}")


_Number = Annotated[int, BeforeValidator(_digits_alone)]
_Day = Annotated[date, BeforeValidator(_written_as_day)]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class AudienceError(Exception):
    """Nothing was imported; one mistake a line, each with file, row and column."""


class _Measured(BaseModel):
    """A row: so many of a population an outlet reached within one unit of time, who measured it, and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outlet: _Text
    audience: Annotated[_Number, Field(ge=0)]
    population: Annotated[_Number, Field(gt=0)]
    base: _Text
    time_unit: Literal["day", "week", "month"]
    source: _Text
    source_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    as_of_date: _Day

    @model_validator(mode="after")
    def _within_population(self) -> "_Measured":
        if self.audience > self.population:
            raise ValueError(f"at most the population, {self.population}, is expected as audience")
        return self

    @property
    def key(self) -> tuple[object, ...]:
        """What can have one audience only."""
        return self.outlet, self.base, self.time_unit, self.as_of_date


COLUMNS = tuple(_Measured.model_fields)


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        records: Records of the file.
        is_known: Whether the same file had been imported before, so that nothing was added.
    """

    records: int
    is_known: bool


def import_audiences(file: Path, folder: Path, outlets: Mapping[str, Outlet], at: datetime) -> Imported:
    """Check a file of audiences and keep it as a batch.

    Args:
        file: CSV in UTF-8 or Excel workbook (.xlsx) with the columns of `COLUMNS`; source_url may be missing.
        folder: The home's folder of audiences; made where it is missing.
        outlets: The register.
        at: The instant from which the records are known, UTC.

    Raises:
        AudienceError: Something in the file is wrong.
        PlanError: The file can't be read as a table.
    """
    problems: list[str] = []
    rows = list(_rows(file, problems))
    first: dict[tuple[object, ...], str] = {}
    for where, row in rows:
        problems += _wrong_outlet(where, row.outlet, outlets)
        if row.as_of_date > at.date():
            problems.append(f"{where}, as_of_date: a day that has passed is expected, not {row.as_of_date}")
        if (other := first.setdefault(row.key, where)) != where:
            problems.append(f"{where}: {other} has an audience of {row.outlet!r} for this base, unit and day")
    if not problems and not rows:
        problems.append(f"{file}: rows below the names of the columns are expected")
    if problems:
        raise AudienceError("nothing was imported:\n" + "\n".join(problems))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    if any(folder.glob(f"*/*-{digest}.audiences.parquet")):
        return Imported(len(rows), is_known=True)
    records = [row.model_dump() | {"known_from": at} for _, row in rows]
    # The time comes first: batches are loaded in the order of their names.
    target = folder / "imported" / f"{at:%Y%m%dT%H%M%S}-{digest}.audiences.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    with placed(own(target), target) as partial:
        pq.write_table(pa.Table.from_pylist(records, SCHEMA), partial)
    return Imported(len(rows), is_known=False)


def _rows(file: Path, problems: list[str]) -> Iterator[tuple[str, _Measured]]:
    for sheet, table in sheets(file):
        where = f"{file}, sheet {sheet!r}" if sheet else str(file)
        head = [str(cell or "").strip() for cell in table[0]] if table else []
        unknown = next((name for name in head if name and name not in COLUMNS), None)
        if unknown is not None:
            known = ", ".join(COLUMNS)
            hint = _nearest(unknown, COLUMNS)
            raise AudienceError(f"{where}, row 1: unknown column {unknown!r}{hint}; known are {known}")
        twice = next((name for name in head if name and head.count(name) > 1), None)
        if twice is not None:
            raise AudienceError(
                f"{where}, row 1: {twice!r} stands above two columns; one of each is expected"
            )
        for number, cells in enumerate(table[1:], 2):
            filled = {
                name: normalise(cell).strip() if isinstance(cell, str) else cell
                for name, cell in zip(head, cells, strict=False)
                if name and cell not in (None, "")
            }
            at = f"{where}, row {number}"
            if unnamed := [
                cell for name, cell in zip_longest(head, cells) if not name and cell not in (None, "")
            ]:
                problems.append(
                    f"{at}: {unnamed[0]!r} stands below no column; a text with commas is expected in quotes"
                )
            elif filled:
                try:
                    yield at, _Measured.model_validate(filled)
                except ValidationError as error:
                    problems += [_told(at, one) for one in error.errors()]


def _told(where: str, error: Mapping[str, Any]) -> str:
    column = ".".join(map(str, error["loc"])) or "audience"
    if error["type"] == "missing":
        return f"{where}, {column}: a value is expected"
    message = str(error["msg"]).removeprefix("Value error, ")
    given = f", not {error['input']!r}" if error["loc"] else ""
    return f"{where}, {column}: {message}{given}"


def _wrong_outlet(where: str, name: str, outlets: Mapping[str, Outlet]) -> Iterator[str]:
    outlet = outlets.get(name)
    if outlet is None:
        yield f"{where}, outlet: {name!r} is not in the register{_nearest(name, outlets)}"
    elif outlet.parent is not None:
        yield (
            f"{where}, outlet: {name!r} is a sub-site, whose items count for {outlet.parent!r}: "
            "the audience of that one is expected"
        )


def _nearest(name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
