"""The items that a load touches, noted in temporary tables of its connection.

touched_items names them, with repeats; new_items those of them that were not known before, with their first
capture; known_items the others; current_items holds the present revision of each. Whoever changes items by
itself begins, names them in touched_items and settles.
"""

from datetime import datetime

import duckdb

from warehouse import db


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a transaction, with nothing in them."""
    db.run(connection, "load/begun")


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Find out, once all items are entered, which were known and how each is at present."""
    db.run(connection, "load/current_items", parameters={"since": new_since(connection)})


def new_since(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give the first capture of all items that are new; None where none are."""
    return db.rows(connection, "select min(fetched_at) as at from new_items")[0]["at"]


def end(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the tables away."""
    db.run(connection, "load/ended")
