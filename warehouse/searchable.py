"""What can be searched of items, as rows: words without diacritics."""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from warehouse import db
from warehouse.beside import Beside


def begin(connection: duckdb.DuckDBPyConnection, beside: Beside) -> Callable[[], pa.Table] | None:
    """Note of which items words are to be made anew, and begin to make them where there is another core.

    Args:
        connection: The writer's connection, in a transaction, with the tables of `touched`, settled, for all
            items that may have come, changed or gone since the last call.
        beside: Where they are made.

    Returns:
        What `finish` needs.
    """
    db.run(connection, "load/unsearched")
    if not beside.is_there:
        return None
    (query,) = db.statements("load/unsearched_texts")
    return beside.begin_in_thread(_words, connection, db.table(connection, query))


def finish(connection: duckdb.DuckDBPyConnection, begun: Callable[[], pa.Table] | None) -> None:
    """Let searched_items hold the words of the present revision of each item."""
    (texts,) = db.statements("load/unsearched_texts")
    words = _query(f"({texts})") if begun is None else "select * from batch"
    db.run(connection, "load/searched", begun and begun(), filled={"words": words})


def _words(connection: duckdb.DuckDBPyConnection, texts: pa.Table) -> pa.Table:
    with connection.cursor() as another:
        return db.table(another, _query("batch"), texts)


def _query(texts: str) -> str:
    (query,) = db.statements("load/words", {"texts": texts})
    return query
