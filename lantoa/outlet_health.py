"""What the operator should know of each outlet's collection, and do about it."""

from collections.abc import Collection
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from warehouse.reader import Reader

# What to do where the newest visit of an outlet brought nothing, by what became of its sources.
_BY_STATE = {
    "challenge page": "it answers with a JavaScript challenge: it can't be collected; its days are gaps",
    "empty feed": "its feed is valid and empty: look for another feed or a sitemap",
    "no feed at its address": "no feed stands at its address: look up the present one and change the record",
    "no article on the page": "its section page links to no article: look at it and change the record",
    "feed too large": "its feed is over 20 MB: give another in the record",
    "feed too slow": "its feed does not end within a minute: give another in the record",
    "robots unreachable": "its robots.txt can't be read, so nothing is fetched until the next run tries it",
    "robots disallow": "its robots.txt forbids the feed: take it out of the record",
    "fetch failed": "its feed could not be fetched: see rpt_collection for the reason",
    "moved": "its feed moved for good: change the address in the record",
}
_MOST_SHARE = 0.2  # of pages without a part, from which on the layout is worth a look
_SHARES = {
    "no_body_share": "pages without a body",
    "no_date_share": "pages without a date",
    "no_lead_share": "items without a lead",
    "drift_share": "items whose parts were not where they are expected",
}


class UnknownOutletError(Exception):
    """An id was given of which no visit is known; the message names it and the nearest right one."""


def outlet_health(reader: Reader, only: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Give the rows of `rpt_outlet_health` by outlet id, each with `to_do`, a list of sentences.

    Args:
        reader: The published warehouse.
        only: Ids of outlets; all without.

    Raises:
        NotPublishedError: Nothing was published yet.
        UnknownOutletError: No outlet of one of the ids was visited.
    """
    frame = reader.frame("rpt_outlet_health").sort_values("outlet")
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    found = [{str(name): _plain(value) for name, value in row.items()} for row in rows]
    _require(only, [row["outlet"] for row in found])
    return [row | {"to_do": to_do(row)} for row in found if not only or row["outlet"] in only]


def to_do(row: dict[str, Any]) -> list[str]:
    """Say what needs somebody's attention at an outlet; nothing where all is well."""
    said = _of_sources(row)
    if not row["is_in_panel"]:
        said.append("without 7 good days in 14: it counts as not collected")
    said += [
        f"{row[name]:.0%} {what}: run `lantoa eval pages` on a saved page"
        for name, what in _SHARES.items()
        if row[name] is not None and row[name] > _MOST_SHARE
    ]
    if row["suspect_days"]:
        said.append(f"{row['suspect_days']} days with far fewer items than usual: see rpt_suspect_days")
    return said


def _require(only: Collection[str], visited: Collection[str]) -> None:
    for name in only:
        if name not in visited:
            near = get_close_matches(name, visited, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise UnknownOutletError(
                f"--outlets: no visit of {name!r} is published: "
                f"expected ids of outlets that were crawled{hint}"
            )


def _of_sources(row: dict[str, Any]) -> list[str]:
    """Say what is wrong with an outlet's feeds and sitemaps, of some among others that work the worst."""
    if row["feed_state"] not in _BY_STATE:
        return []
    if row["sources_not_ok"] == row["sources"]:
        return [_BY_STATE[row["feed_state"]]]
    count = f"{row['sources_not_ok']} of its {row['sources']} feeds and sitemaps"
    return [f"{count} not as they should be, the worst: {row['feed_state']}: see rpt_collection"]


def print_health(console: Console, rows: list[dict[str, Any]]) -> None:
    """Print a line for each outlet, and below the table what to do."""
    table = Table(title=f"{len(rows)} outlets", title_justify="left")
    table.add_column("outlet", no_wrap=True)
    for heading in ("newest visit", "read / visits, 7 days", "items, 7 days", "gap days", "panel"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            row["outlet"],
            _state(row),
            f"{row['readable_7d']} / {row['visits_7d']}",
            str(row["items_7d"]),
            f"{row['gap_days']} of {row['known_days']}",
            "in" if row["is_in_panel"] else "not collected",
        )
    console.print(table)
    for row in rows:
        for sentence in row["to_do"]:
            console.print(f"{row['outlet']}: {sentence}", markup=False, highlight=False, soft_wrap=True)


def _state(row: dict[str, Any]) -> str:
    """Write what the newest visit came to, such as "challenge page (1 of 3)"."""
    if not row["sources_not_ok"] or row["sources"] == 1:
        return row["feed_state"] or "–"
    return f"{row['feed_state']} ({row['sources_not_ok']} of {row['sources']})"


def _plain(value: Any) -> Any:  # noqa: ANN401 a cell of any type
    if isinstance(value, pd.Timestamp | datetime):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
