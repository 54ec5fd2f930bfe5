"""Audiences as the warehouse takes them: batches of imported records, and what the register says."""

from collections.abc import Iterable

import pyarrow as pa

from crawlers.outlets import Outlet

SCHEMA = pa.schema(
    [
        ("outlet", pa.string()),
        ("audience", pa.int64()),
        ("population", pa.int64()),
        ("base", pa.string()),
        ("time_unit", pa.string()),
        ("source", pa.string()),
        ("source_url", pa.string()),
        ("as_of_date", pa.date32()),
        ("known_from", pa.timestamp("us", "UTC")),
    ]
)
"""A batch of imported records, one row a record."""

_REGISTER = pa.schema(
    [
        *((name, pa.string()) for name in ("outlet", "base", "time_unit", "source", "via")),
        ("share", pa.float64()),
        ("as_of_date", pa.date32()),
    ]
)


def register_rows(outlets: Iterable[Outlet]) -> pa.Table:
    """Give the audiences that records of the register hold."""
    rows = [
        {
            "outlet": outlet.id,
            "base": one.population,
            "time_unit": one.unit,
            "source": one.source,
            "via": "register",
            "share": one.share,
            "as_of_date": one.measured_on,
        }
        for outlet in outlets
        for one in outlet.audience
    ]
    return pa.Table.from_pylist(rows, _REGISTER)
