"""The provinces and centrally run cities of Vietnam as they were on a day: 63, and 34 from 1 July 2025."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Province:
    """A province or centrally run city, as long as it had this name and these borders.

    Attributes:
        name: Short name, "Nghệ An".
        first: First Vietnam day; None where it is older than any article.
        last: Last Vietnam day; None where it still is.
        became: Name of the one that it is in since; None where it still is.
        spellings: Other ways in which it is written.
    """

    name: str
    first: date | None
    last: date | None
    became: str | None
    spellings: tuple[str, ...]

    @property
    def present(self) -> str:
        """Name of the province of today that it is, or lies in."""
        return provinces()[self.became].present if self.became else self.name

    def is_on(self, day: date) -> bool:
        """Tell whether it was there on a Vietnam day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Unit:
    """A part of a province: a commune, ward or special zone of today, or a district of before July 2025.

    Attributes:
        kind: "xã", "phường" or "đặc khu"; "huyện", "quận", "thị xã" or "thành phố".
        name: Without its kind.
        province: Name of the province whose part it is, or was when it was dissolved.
    """

    kind: str
    name: str
    province: str


@cache
def provinces() -> dict[str, Province]:
    """Give all provinces by name: those of today from north to south, then those that were."""
    return {row[0]: _province(row) for row in _rows("provinces")}


@cache
def units() -> tuple[Unit, ...]:
    """List the parts of provinces; a name can stand more than once."""
    return tuple(Unit(*row) for row in _rows("units"))


def provinces_on(day: date) -> tuple[str, ...]:
    """List the names of the provinces that there were on a Vietnam day."""
    return tuple(province.name for province in provinces().values() if province.is_on(day))


@cache
def on(name: str, day: date) -> str:
    """Give the province in which a province, by any name that it ever had, lies on a Vietnam day.

    Raises:
        KeyError: There never was one of that name.

    >>> on("Hà Giang", date(2024, 3, 7)), on("Hà Giang", date(2026, 3, 7)), on("Huế", date(2024, 3, 7))
    ('Hà Giang', 'Tuyên Quang', 'Thừa Thiên Huế')
    """
    province = provinces()[name]
    while province.last is not None and province.last < day and province.became is not None:
        province = provinces()[province.became]
    if province.first is not None and day < province.first:
        # The name is younger than the text.
        return next(old.name for old in provinces().values() if old.became == province.name)
    return province.name


def _rows(table: str) -> Iterator[list[str]]:
    text = files("nlp").joinpath("gazetteer", f"{table}.tsv").read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if not line.startswith("#"))


def _province(row: list[str]) -> Province:
    name, first, last, became, spellings = row
    return Province(name, _day(first), _day(last), became or None, tuple(filter(None, spellings.split("|"))))


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
