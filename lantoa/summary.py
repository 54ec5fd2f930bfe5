"""What a run found, for people and for programs."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from crawlers.run import OutletCrawl
from lantoa.importing import Imported
from lantoa.purging import Expired
from lantoa.settings import Home
from lantoa.steps import RunResult
from warehouse.reader import Reader

_SHOWN = (
    ("items", "items"),
    ("stories", "stories"),
    ("outlets_covered", "outlets"),
    ("share_of_attention", "share of attention"),
    ("tone_negative", "negative stories"),
    ("tone_neutral", "neutral stories"),
    ("tone_positive", "positive stories"),
    ("agreement", "agreement A"),
)


def as_facts(result: RunResult) -> dict[str, Any]:
    """Give the result as a dictionary that becomes JSON."""
    return {
        "outlets": [asdict(outlet) for outlet in result.crawled],
        "warehouse": asdict(result.loaded),
        "measured": {name: asdict(which) for name, which in result.measured.items()},
        "alerts": result.alerts,
        "snapshot": str(result.snapshot),
        "reports": [str(path) for path in result.reports],
    }


def print_problems(console: Console, crawled: Sequence[OutletCrawl]) -> None:
    """Print one line for each outlet that could not be read."""
    for outlet in crawled:
        if outlet.problem:
            console.print(f"{outlet.outlet}: {outlet.problem}", markup=False, highlight=False, soft_wrap=True)


def print_imports(console: Console, done: Sequence[Imported]) -> None:
    """Print what came of each imported source: pages by outlet, what was passed over, what was wrong."""
    for one in done:
        kept = ", ".join(f"{outlet} {count}" for outlet, count in sorted(one.kept.items())) or "none"
        passed = ", ".join(f"{reason} {count}" for reason, count in sorted(one.rejected.items())) or "none"
        again = " (imported before, nothing was done)" if one.known else ""
        lines = [f"{one.source}: {one.read} read{again}", f"  kept: {kept}", f"  passed over: {passed}"]
        for line in lines + ([f"  warning: {one.warning}"] if one.warning else []):
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def print_table(console: Console, result: RunResult, home: Home) -> None:
    """Print what was found for each campaign, and where to look."""
    fetched = sum(outlet.fetched for outlet in result.crawled)
    table = Table(title=f"{fetched} pages fetched from {len(result.crawled)} outlets", title_justify="left")
    table.add_column("")
    with Reader(home.published) as reader:
        measured = {campaign: _whole(reader, campaign) for campaign in result.measured}
    for campaign in measured:
        table.add_column(campaign, justify="right")
    for name, heading in _SHOWN:
        table.add_row(heading, *(_cell(figures[name]) for figures in measured.values()))
    console.print(table)
    console.print(
        f"warehouse holds {result.loaded.items} items in {result.loaded.stories} stories, "
        f"{result.loaded.rejected} rejected entries (stg_rejected says why)",
        highlight=False,
    )
    if result.loaded.rejected_codings:
        number = result.loaded.rejected_codings
        console.print(
            f"codings    {number} lines do not count (lantoa code status says why)", highlight=False
        )
    for campaign, alerts in result.alerts.items():
        if alerts:
            console.print(f"alerts     {campaign}: {len(alerts)} new (lantoa alerts list)", highlight=False)
    kept = result.loaded.sketches
    console.print(f"sketches   {kept.bytes / 1e6:.1f} MB, {kept.days} days of publication", highlight=False)
    for path in result.reports:
        console.print(f"report     {path}", highlight=False, soft_wrap=True)
    command = f"lantoa dashboard --no-login --home {home.folder}"
    console.print(f"dashboard  {command}", highlight=False, soft_wrap=True)


def print_expired(console: Console, found: Sequence[Expired], *, dry_run: bool) -> None:
    """Print what a purge took, or would take, by outlet and month of fetching."""
    if not found:
        console.print("nothing is that old")
        return
    table = Table(title="what would go" if dry_run else "what went", title_justify="left")
    for heading in ("outlet", "fetched in", "pages, MB", "batches", "texts"):
        table.add_column(heading, justify="left" if heading in ("outlet", "fetched in") else "right")
    for one in found:
        size = f"{one.pages_bytes / 1e6:.1f}"
        table.add_row(one.outlet, one.month, size, str(one.batches), str(one.texts))
    console.print(table)


def _whole(reader: Reader, campaign: str) -> dict[str, Mapping[Hashable, Any]]:
    """Give the stored measures of the whole period by name."""
    rows = reader.frame("rpt_measures", campaign).to_dict("records")
    return {row["name"]: row for row in rows if row["segment"] == "all"}


def _cell(row: Mapping[Hashable, Any]) -> str:
    if row["status"] in ("not_estimable", "withheld"):
        return row["status"].replace("_", " ")
    form = {"share": ".0%", "index": ".2f"}.get(row["unit"], ".0f")
    value = f"{row['value']:{form}}"
    return value if row["status"] == "ok" else f"{value} ({row['status']})"
