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
    kept = frame.astype(object).where(frame.notna(), None)
    found: list[Row] = [{str(key): cell for key, cell in row.items()} for row in kept.to_dict("records")]
    for row in found:
        row.update({day: pd.Timestamp(row[day]).date() for day in days if row[day] is not None})
    return found
