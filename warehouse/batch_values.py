"""Values that no batch of ours has, and that a damaged one can: they would end a load far from their file."""

# The stubs of pyarrow leave columns open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

FIRST, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Between these lie all times of a batch: of what lies far outside no Vietnam day, or window, can be told."""


def impossible(rows: pa.Table) -> str:
    """Say which column of a batch holds what can't be, in one English clause; "" where none does.

    That is text that is no UTF-8, lists that do not fit their column, and times outside FIRST to END.
    """
    for name in rows.column_names:
        column = rows[name]
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            return f"its column {name} is damaged ({error})"
        if pa.types.is_timestamp(column.type):
            first, end = (pa.scalar(time, column.type) for time in (FIRST, END))
            outside = pc.or_(pc.less(column, first), pc.greater_equal(column, end))
            if pc.any(outside).as_py():
                time = pc.strftime(column.filter(outside), "%Y-%m-%d")[0]
                return f"its column {name} has the time {time}, expected are {FIRST:%Y} to {END:%Y}"
    return ""
