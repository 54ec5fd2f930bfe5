"""The links table's rows as Arrow tables, for those who load them; a crawl needs none."""

import sqlite3
from datetime import date, datetime
from typing import Any

import pyarrow as pa

_TIME = pa.timestamp("us", tz="UTC")
_LINKS = pa.schema(
    [
        ("canonical_url", pa.string()),
        ("request_url", pa.string()),
        ("outlet", pa.string()),
        ("title", pa.string()),
        ("title_hash", pa.string()),
        ("summary", pa.string()),
        ("published_raw", pa.string()),
        ("published_at", _TIME),
        ("via", pa.string()),
        ("via_kind", pa.string()),
        ("scan_date", pa.date32()),
        ("discovered_at", _TIME),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("attempts", pa.int32()),
        ("warc", pa.string()),
        ("offset", pa.int64()),
        ("fetched_at", _TIME),
    ]
)
_ARCHIVED = _LINKS.append(pa.field("outcome", pa.string()))
_SCANS = pa.schema(
    [
        ("outlet", pa.string()),
        ("source", pa.string()),
        ("source_kind", pa.string()),
        ("scanned_at", _TIME),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("entries", pa.int32()),
        ("oldest_at", _TIME),
        ("newest_at", _TIME),
        ("scan_date", pa.date32()),
    ]
)
_FETCHES = pa.schema(
    [
        ("outlet", pa.string()),
        ("canonical_url", pa.string()),
        ("fetched_at", _TIME),
        ("outcome", pa.string()),
    ]
)
_SIGHTINGS = pa.schema(
    [
        *((name, pa.string()) for name in ("outlet", "canonical_url", "source", "source_kind")),
        ("first_seen_at", _TIME),
        ("last_seen_at", _TIME),
    ]
)
_REJECTED = pa.schema(
    [
        ("outlet", pa.string()),
        ("canonical_url", pa.string()),
        ("title_hash", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("published_at", _TIME),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("at", _TIME),
    ]
)

_COLUMNS = {
    "links": _LINKS,
    "archived": _ARCHIVED,
    "scans": _SCANS,
    "fetches": _FETCHES,
    "sightings": _SIGHTINGS,
    "rejected": _REJECTED,
}


def frame(database: sqlite3.Connection, columns: str, query: str, *values: str) -> pa.Table:
    """Give a query's rows as a table, times in UTC.

    Args:
        database: The file of a crawl; its rows have names.
        columns: Which columns the table has: those of "links", "archived" (links with their answer), "scans",
            "fetches", "sightings" or "rejected".
        query: Gives each of them.
        values: Of the query's parameters.
    """
    schema = _COLUMNS[columns]
    rows = [dict(row) for row in database.execute(query, values)]
    arrays: list[pa.Array] = []
    for field in schema:
        column: list[Any] = [row[field.name] for row in rows]
        if field.type == _TIME:
            column = [value and datetime.fromisoformat(value) for value in column]
        elif field.type == pa.date32():
            column = [value and date.fromisoformat(value) for value in column]
        arrays.append(pa.array(column, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
