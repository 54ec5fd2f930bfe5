"""Statements: which quotes of the warehouse are one, across the stories of an event and their versions."""

from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from nlp import statements
from warehouse import db

_STATEMENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("campaign", "item_id", "sha256")),
        ("position", pa.int32()),
        ("statement_id", pa.string()),
    ]
)


def align(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the statements up to date with the quotes; they are a function of the quotes and their events.

    The new state is known from the instant at which the newest quote became known. Rows that stay as they are
    keep the time from which they were known.

    Args:
        connection: The writer's connection.
    """
    (query,) = db.statements("load/statement_quotes")
    rows = db.rows(connection, query)
    if not rows:
        return
    found: list[dict[str, Any]] = []
    for _, same in groupby(rows, key=lambda row: (row["campaign"], row["event_id"])):
        event = list(same)
        ids = statements.align([(row["office"], row["words"]) for row in event])
        found += [row | {"statement_id": one} for row, one in zip(event, ids, strict=True)]
    table = pa.Table.from_pylist(found, schema=_STATEMENTS)
    db.replace_rows(connection, "quote_statements", table, max(row["known_from"] for row in rows))
