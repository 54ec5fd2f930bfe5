"""Asking the published warehouse."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lantoa import settings
from lantoa.commands.options import (
    FromOption,
    HomeOption,
    JsonOption,
    OneCampaignArgument,
    ToOption,
    console,
    day_of,
    ids_in,
    print_json,
)

app = typer.Typer()

_INTERRUPTED = 130
"""What shells expect of a command that Ctrl-C ended."""


@app.command()
def sql(
    statement: Annotated[
        str | None,
        typer.Argument(metavar="[STATEMENT]", help="One statement; without, a shell.", show_default=False),
    ] = None,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of rows.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with the names of the columns.")] = False,
) -> None:
    """Ask the published warehouse, which can't be changed or left; texts are cut to excerpts.

    Without a statement: a shell with history, or what comes through a pipe.

    Example: lantoa sql "select outlet, items from rpt_outlets where campaign = '500-ngay-dem'" --csv
    """
    from lantoa import asking
    from warehouse.reader import Reader

    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv: choose one")
    place = settings.home(home)
    asked = _asked(statement)
    with Reader(place.published) as reader:
        if asked is not None:
            try:
                asking.ask(reader, asked, "json" if as_json else "csv" if as_csv else "table", console)
            except KeyboardInterrupt:
                console.print("interrupted")
                raise typer.Exit(_INTERRUPTED) from None
        else:
            asking.shell(reader, place.sql_history, console)


def _asked(statement: str | None) -> str | None:
    """Give the statement that is written or comes through a pipe; None where one is to be typed."""
    if statement is None and sys.stdin.isatty():
        return None
    # What is not UTF-8 the reader refuses, as in an argument: whether Python does here hangs on the locale.
    piped = sys.stdin.buffer.read().decode("utf-8", "surrogateescape") if statement is None else ""
    asked = statement or piped
    if not asked.strip():
        raise typer.BadParameter("expected one statement, and there is none")
    return asked


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help="Words, and phrases in quotation marks.")
    ],
    from_date: FromOption = None,
    to_date: ToOption = None,
    outlets: Annotated[str, typer.Option("--outlets", help="Ids of outlets, with commas; default all.")] = "",
    limit: Annotated[int, typer.Option(help="Items at most, the newest first.", min=1)] = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find items that hold all words and phrases; what is typed without diacritics is found with any.

    A person's name alone is refused.

    Example: lantoa search "nuoc sach" "trường học" --from 2026-01-10
    """
    from lantoa import asking
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        typed = " ".join(f'"{one}"' if " " in one and '"' not in one else one for one in words)
        found = reader.search(typed, day_of(from_date), day_of(to_date), ids_in(outlets), limit)
    if as_json:
        print_json([vars(one) for one in found])
    else:
        asking.print_found(Console(), found)
    console.print(asking.use(), highlight=False, soft_wrap=True)


PeriodArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD", help="A phase, a week such as 2026-W10, or days such as 2026-03-02..2026-03-08."
    ),
]


@app.command()
def compare(
    campaign: OneCampaignArgument,
    first: PeriodArgument,
    second: PeriodArgument,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare any two periods of a campaign, as its phases are compared: the second against the first.

    Volumes as a ratio over the same outlets and weekdays, per item that these published and without gaps;
    shares of tones and agreement as a difference; each with its interval, or why there is none. What nobody
    planned in the campaign's file is exploratory, and is not kept.

    Example: lantoa compare campaigns/500-ngay-dem.toml 2026-01-05..2026-01-18 2026-01-19..2026-02-01
    """
    from lantoa import asking, comparing
    from warehouse import campaign as campaigns
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        found = comparing.compare(reader, campaigns.load(campaign).id, first, second)
    if as_json:
        print_json(found)
    else:
        comparing.print_compared(Console(), found)
    console.print(asking.use(), highlight=False, soft_wrap=True)


@app.command()
def export(
    parquet: Annotated[
        Path, typer.Option("--parquet", metavar="DIR", help="A folder that does not exist yet.")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the published warehouse as Parquet by month: excerpts with links, no full texts.

    Example: lantoa export --parquet lantoa-2026-08
    """
    from lantoa import exporting
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        rows = exporting.parquet(reader, parquet, settings.now())
    if as_json:
        print_json(rows)
        return
    for name, number in rows.items():
        typer.echo(f"{name}: {number} rows")
