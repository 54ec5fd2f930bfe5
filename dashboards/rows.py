"""Frames of the published warehouse as rows."""

from typing import Any

import pandas as pd

Row = dict[str, Any]


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
    missing = told.isna().to_numpy()
    return [None if gone else cell for cell, gone in zip(told.to_list(), missing, strict=True)]
