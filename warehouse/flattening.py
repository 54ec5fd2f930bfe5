"""What the views of the upper layers show, as tables: a query of a view goes through all below it."""

import re
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

import duckdb

from warehouse import db, kept, storage

_LAYERS = (
    "15_outlets",
    "35_collection",
    "40_facts",
    "45_codings",
    "50_reports",
    "55_plan",
    "56_segments",
    "57_alerts",
)
_STILL_VIEWS = frozenset(
    {
        "int_visits",
        "int_outlet_visits",
        "int_outlet_hours",
        "int_output_days",
        "int_tones",
        "int_concerned",
        "fct_revisions",
        "fct_story_carriers",
        "fct_item_levels",
        "fct_item_places",
        "rpt_outlet_days",
    }
)
"""Over all visits, items or days, and read by no page: as tables they would take much of a publication.

`int_concerned` is read by `int_concerned_items` alone, which is kept.
"""
_EARLY = (
    "stg_outlets",
    "stg_watched",
    "int_item_days",
    "int_expected_items",
    "int_suspect_days",
    "rpt_outlet_health",
    "rpt_collection",
)
"""What is worked out while a file is copied: they go through all items or visits, and come to few rows."""
_AT_ONCE = 2
"""Tables that are made at once: of one alone, DuckDB's threads wait for a quarter of the time."""
_WORD = re.compile(r"\w+")


def flatten(connection: duckdb.DuckDBPyConnection, views: Collection[str] | None = None) -> None:
    """Hide views behind tables, for this connection alone.

    Args:
        connection: The writer's connection, in Vietnam time, outside a transaction.
        views: Those of them that are read; all that a snapshot has as tables, without.
    """
    kept.bring_up(connection)
    for view in db.made_by(_LAYERS):
        if view in kept.TABLES:
            connection.execute(f"create temp view {view} as select * from {kept.TABLES[view]}")  # noqa: S608 (our views)
        elif view not in _STILL_VIEWS if views is None else view in views:
            connection.execute(f"create temp table {view} as select * from {view}")  # noqa: S608


def begin(connection: duckdb.DuckDBPyConnection, is_ended: Callable[[], bool]) -> None:
    """Work out some of what `flatten_for_good` makes tables of, for this connection alone.

    Args:
        connection: A connection to a warehouse in which what is kept is brought up, in Vietnam time.
        is_ended: Is asked before each; no more are begun where it is true.
    """
    for view, table in kept.TABLES.items():
        connection.execute(f"create temp view {view} as select * from {table}")  # noqa: S608 (our views)
    for view in _EARLY:
        if is_ended():
            break
        connection.execute(f"create temp table {view} as select * from {view}")  # noqa: S608 (our views)
    for view in kept.TABLES:
        connection.execute(f"drop view temp.{view}")


def flatten_for_good(connection: duckdb.DuckDBPyConnection) -> None:
    """Put tables in the place of the views that pages and reports read.

    Args:
        connection: A connection to a copy of the warehouse in which what is kept is brought up, in Vietnam
            time, outside a transaction; with what `begin` made of the same warehouse.
    """
    # Once, since to list them DuckDB goes through all of them.
    listed = connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall()
    comments: dict[str, str | None] = dict(listed)
    begun = db.tables(connection, "temp")
    for view in begun:
        _make_table(connection, view, comments[view] or "", is_begun=True)
    views = [view for view in db.made_by(_LAYERS) if view not in _STILL_VIEWS and view not in begun]
    _make_tables(connection, {view: comments[view] or "" for view in views})
    for table in kept.STATES:
        connection.execute(f"drop table {table}")


def _make_tables(connection: duckdb.DuckDBPyConnection, comments: Mapping[str, str]) -> None:
    """Make tables of views, which have these comments: several at once, each when those are that it reads."""

    def make(view: str, own: duckdb.DuckDBPyConnection) -> None:
        with own:
            _make_table(own, view, comments[view])

    read = _read()
    order = TopologicalSorter({view: read[view] & comments.keys() for view in comments})
    order.prepare()
    making: dict[Future[None], str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            while order.is_active():
                for view in order.get_ready():
                    making[pool.submit(make, view, storage.another(connection))] = view
                for made in wait(making, return_when=FIRST_COMPLETED).done:
                    made.result()
                    order.done(making.pop(made))
        finally:
            pool.shutdown(cancel_futures=True)


def _read() -> dict[str, set[str]]:
    """Tell which views each view reads of those that become tables, also by way of others.

    Names in its statement tell that: macros of the layers read no views.
    """
    flattened = db.made_by(_LAYERS).keys() - _STILL_VIEWS
    read: dict[str, set[str]] = {}
    for view, query in db.made_by().items():
        named = read.keys() & set(_WORD.findall(query))
        read[view] = set().union(*({one} if one in flattened else read[one] for one in named))
    return read


def _make_table(
    connection: duckdb.DuckDBPyConnection, view: str, comment: str, *, is_begun: bool = False
) -> None:
    """Put a table in the place of a view, with the rows of a temporary one where it is begun.

    In a transaction of its own: a query over tables that are not committed yet can take twenty times as long.
    """
    made = kept.TABLES.get(view, f"flat_{view}")
    said = comment.replace("'", "''")
    with db.transaction(connection):
        if view not in kept.TABLES:
            connection.execute(f"create table {made} as select * from {view}")  # noqa: S608 (our views)
        if is_begun:
            connection.execute(f"drop table temp.{view}")
        connection.execute(f"drop view {view}")
        connection.execute(f"alter table {made} rename to {view}")
        connection.execute(f"comment on table {view} is '{said}'")


def restore_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the views back in the place of the tables that `flatten_for_good` made.

    A snapshot that an earlier version published can have some of them as views still.
    """
    for view in set(db.tables(connection)) & set(db.made_by(_LAYERS)):
        connection.execute(f"drop table {view}")
    db.make(connection, _LAYERS)
