"""What the views of the upper layers show, as tables: a query of a view goes through all below it."""

from collections.abc import Collection

import duckdb

from warehouse import db, kept

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
        "fct_revisions",
        "fct_story_carriers",
        "fct_item_levels",
        "fct_item_places",
    }
)
"""Over all visits or items, and read by no page: as tables they would take much of a publication's time."""
_FOR_OTHERS = frozenset({"int_concerned", "int_concerned_places"})
"""What several other views read, and no page: tables until these are made."""


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


def flatten_for_good(connection: duckdb.DuckDBPyConnection) -> None:
    """Put tables in the place of the views that pages and reports read.

    Args:
        connection: A connection to a copy of the warehouse, in Vietnam time, outside a transaction.
    """
    kept.bring_up(connection)
    # Once, since to list them DuckDB goes through all of them.
    listed = connection.execute("select view_name, comment from duckdb_views() where not internal").fetchall()
    comments: dict[str, str | None] = dict(listed)
    for view in db.made_by(_LAYERS):
        # One by one, since a query over tables that are not committed yet can take twenty times as long.
        with db.transaction(connection):
            if view in _FOR_OTHERS:
                connection.execute(f"create temp table {view} as select * from {view}")  # noqa: S608 (our views)
            elif view not in _STILL_VIEWS:
                _make_table(connection, view, comments[view] or "")
    for view in _FOR_OTHERS:
        connection.execute(f"drop table temp.{view}")
    for table in kept.STATES:
        connection.execute(f"drop table {table}")


def _make_table(connection: duckdb.DuckDBPyConnection, view: str, comment: str) -> None:
    made = kept.TABLES.get(view, "flat")
    if view not in kept.TABLES:
        connection.execute(f"create table {made} as select * from {view}")  # noqa: S608 (our views)
    connection.execute(f"drop view {view}")
    connection.execute(f"alter table {made} rename to {view}")
    said = comment.replace("'", "''")
    connection.execute(f"comment on table {view} is '{said}'")


def restore_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the views back in the place of the tables that `flatten_for_good` made.

    A snapshot that an earlier version published can have some of them as views still.
    """
    for view in set(db.tables(connection)) & set(db.made_by(_LAYERS)):
        connection.execute(f"drop table {view}")
    db.make(connection, _LAYERS)
