"""The items that a load touches, noted in temporary tables of its connection.

touched_items names them, with repeats; new_items those of them that were not known before, with their first
capture; known_items the others; touched_revisions holds all revisions of each, current_items the present one.
Whoever changes items by itself begins, names them in touched_items and settles.
"""

from datetime import datetime

import duckdb

from warehouse import db
from warehouse.stretch import Stretch

_ENDS = """
select min(published_at) as first, max(published_at) as last
from touched_revisions where item_id in (select item_id from known_items)
"""


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a transaction, with nothing in them."""
    db.run(connection, "load/begun")


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Find out, once all items are entered, which were known and how each is at present."""
    (first,) = db.rows(connection, "select min(first_known_from) as first_known_from from seen_items")
    db.run(connection, "load/current_items", parameters=first | {"since": new_since(connection)})


def stretch(connection: duckdb.DuckDBPyConnection) -> Stretch:
    """Give the stretch of time in which the revisions of items lie that were known before."""
    found = Stretch()
    (ends,) = db.rows(connection, _ENDS)
    found.cover(time for time in ends.values() if time)
    return found


def new_since(connection: duckdb.DuckDBPyConnection) -> datetime | None:
    """Give the first capture of all items that are new; None where none are."""
    return db.rows(connection, "select min(fetched_at) as at from new_items")[0]["at"]


def end(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the tables away."""
    db.run(connection, "load/ended")
