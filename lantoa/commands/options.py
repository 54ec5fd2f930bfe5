"""Options and arguments that several commands have, and how their words are read."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

console = Console(stderr=True)
_Name = TypeVar("_Name", bound=str)
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of all data; default LANTOA_HOME, else ./data.")
]
CampaignArgument = Annotated[list[Path], typer.Argument(metavar="CAMPAIGN.toml...", help="Campaign files.")]
OneCampaignArgument = Annotated[Path, typer.Argument(metavar="CAMPAIGN.toml", help="The campaign's file.")]
OutletsOption = Annotated[
    str,
    typer.Option(
        "--outlets", help="Ids of outlets, with commas; default those the campaigns watch, else all."
    ),
]
PressOption = Annotated[str | None, typer.Option("--press", help="Address of a loopback press.")]
FromOption = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First published day (Vietnam).")
]
ToOption = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last published day (Vietnam).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object for programs.")]


def ids_in(outlets: str) -> tuple[str, ...]:
    """Give what stands between commas, without blanks and without what is empty."""
    return tuple(name.strip() for name in outlets.split(",") if name.strip())


def chosen(names: str, known: Sequence[_Name], option: str) -> list[_Name]:
    """Give those of the known names that are asked for, in their own order.

    Raises:
        typer.BadParameter: A name that is not known, or none.
    """
    asked = ids_in(names)
    for name in asked:
        if name not in known:
            raise typer.BadParameter(f"{name!r}: expected some of {', '.join(known)}", param_hint=option)
    if not asked:
        raise typer.BadParameter(f"expected some of {', '.join(known)}", param_hint=option)
    return [name for name in known if name in asked]


def day_of(moment: datetime | None) -> date | None:
    """Give the day that --from or --to names, None where it was not given."""
    return moment.date() if moment else None


def print_json(facts: dict[str, Any] | Sequence[Any]) -> None:
    """Print facts for programs; what JSON has no type for as text."""
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
