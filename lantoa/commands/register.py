"""What is known of outlets and of plans: the register, measured audiences, agencies' plans."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lantoa import progress, settings
from lantoa.commands.options import (
    HomeOption,
    JsonOption,
    OutletsOption,
    PressOption,
    console,
    ids_in,
    print_json,
)

register = typer.Typer(no_args_is_help=True, help="Look after the outlets.")
plan = typer.Typer(no_args_is_help=True, help="Take in the plans of agencies.")
audience = typer.Typer(no_args_is_help=True, help="Take in and show measured audiences of outlets.")


@register.command("check")
def outlets_check(outlets: OutletsOption = "", home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show how the collection of each outlet goes, and what to do about it; exit code 1 where something is.

    Example: lantoa outlets check --outlets qdnd,laodong --json
    """
    from lantoa import outlet_health
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        rows = outlet_health.outlet_health(reader, ids_in(outlets))
    if as_json:
        print_json(rows)
    else:
        outlet_health.print_health(Console(), rows)
    if any(row["to_do"] for row in rows):
        raise typer.Exit(1)


@register.command("add")
def outlets_add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the outlet's site.")],
    kind: Annotated[
        str, typer.Option("--kind", help="What the outlet is; any other word lists the choices.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--to", help="Folder of the record; default the register of this clone.")
    ] = None,
    golden: Annotated[
        Path | None, typer.Option("--golden", help="Folder of the golden page; default this clone's.")
    ] = None,
    press: PressOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at an outlet's site, write its record and a golden page, and say what is left to check.

    The site is asked some thirty times, as a crawl would ask. No text of the site is written: the golden
    page has the markup of one of its articles, and invented words.

    Example: lantoa outlets add https://vensong.example --kind newspaper
    """
    from crawlers.outlets import KINDS
    from lantoa import outlet_adding

    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r}: expected one of {', '.join(KINDS)}", param_hint="--kind")
    register, pages = outlet_adding.folders(to, golden)
    request = outlet_adding.Request(
        url=url,
        kind=kind,
        register=register,
        golden=pages,
        now=settings.now(),
        press=press,
        contact=settings.contact(),
        delay_factor=settings.delay_factor() if press else 1.0,
    )
    with progress.shown(console) as report:
        added = outlet_adding.add(request, report)
    if as_json:
        print_json(outlet_adding.as_facts(added))
    else:
        outlet_adding.print_added(Console(), added)


@audience.command("import")
def audience_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV file or Excel workbook (.xlsx).")],
    home: HomeOption = None,
) -> None:
    """Take in what others measured of outlets' audiences: all of a file, or nothing and what is wrong.

    Columns: outlet, audience, population (numbers of people), base (whom the population is), time_unit (day,
    week or month), source, source_url (may be empty), as_of_date. The next load makes it known.

    Example: lantoa audience import audiences.csv
    """
    from crawlers import outlets as registered
    from lantoa import audiences
    from lantoa.press import REGISTERS

    place = settings.home(home)
    done = audiences.import_audiences(file, place.audiences, registered.load(*REGISTERS), settings.now())
    what = "were known already" if done.is_known else "imported; `lantoa load` makes them known"
    typer.echo(f"{done.records} audiences {what}")


@audience.command("list")
def audience_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show the audiences that the published warehouse knows, by outlet, each with its source and day.

    Example: lantoa audience list --json
    """
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        found = reader.query(
            "select * replace (cast(as_of_date as varchar) as as_of_date) from rpt_audiences "
            "order by name, base, time_unit"
        )
    rows = json.loads(found.to_json(orient="records"))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(
            f"{row['outlet']}: {row['share']:.1%} of {row['base']} in a {row['time_unit']}, "
            f"{row['source']}, {row['as_of_date']}"
        )


@plan.command("import")
def plan_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Excel workbooks, CSV files.")],
    campaign: Annotated[Path, typer.Option("--campaign", help="The campaign's file, to which is added.")],
    agency: Annotated[str, typer.Option("--agency", help="The agency: a name from the campaign's offices.")],
) -> None:
    """Add an agency's tasks and activities to a campaign's file: all of them, or none and what is wrong.

    What the file has already is not added again; conflicts are named with sheet, row and column.
    Columns of tasks: Nhiệm vụ, Mảng công việc, and as known Mã, Cơ quan chủ trì, Cơ quan phối hợp. Of
    activities: Hoạt động, Nhiệm vụ, Ngày, and as known Mã, Địa điểm, Từ khóa, Số ngày trước, Số ngày
    sau, Tỷ trọng dự kiến; English words and short ones: docs/operate.md. Từ khóa and Cơ quan phối hợp are
    parted by ";" or line breaks, in a cell without them by commas.

    Example: lantoa plan import ke-hoach.xlsx --campaign campaigns/dai-hoi-xiv.toml --agency "Bộ Y tế"
    """
    from lantoa import planning

    done = planning.import_plan(files, campaign, agency)
    typer.echo(
        f"{done.tasks} tasks and {done.activities} activities added to {campaign}, "
        f"which had {done.known} already"
    )
