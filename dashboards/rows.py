"""Frames of the published warehouse as rows."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload

import pandas as pd

Row = dict[str, Any]


class Made(Sequence[Row]):
    """Rows that are made when they are looked at: of thousands a page lists the last, a file has all.

    Args:
        sources: What rows are made of, one each: a sequence, or a frame.
        make: Makes the rows of a slice of them.
    """

    def __init__(self, sources: Any, make: Callable[[Any], list[Row]]) -> None:  # noqa: ANN401 (either)
        self._sources, self._make = sources, make

    @cached_property
    def _all(self) -> list[Row]:
        return self._make(self._sources)

    def __len__(self) -> int:
        """Give how many there are, without making any."""
        return len(self._sources)

    def __iter__(self) -> Iterator[Row]:
        """Make all of them, once."""
        return iter(self._all)

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> list[Row]: ...
    def __getitem__(self, which: int | slice) -> Row | list[Row]:
        """Make one or some of them."""
        if isinstance(which, slice):
            return self._make(self._sources[which])
        return self._make(self._sources[which:][:1])[0]


def rows(frame: pd.DataFrame, *days: str) -> list[Row]:
    """Give a frame as rows, with None for what is missing.

    Args:
        frame: The frame.
        *days: Columns of dates, which pandas holds as timestamps.
    """
    names = [str(name) for name in frame]
    columns = [_cells(frame[name], name in days) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series, is_day: bool) -> list[Any]:
    told = pd.to_datetime(column).dt.date if is_day else column
    cells, missing = told.to_list(), told.array.isna()
    return (
        [None if gone else cell for cell, gone in zip(cells, missing, strict=True)] if any(missing) else cells
    )
