"""Coding a random sample of stories by hand."""

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
    day_of,
    print_json,
)

code = typer.Typer(no_args_is_help=True, help="Code a random sample of stories by hand.")
DrawOption = Annotated[str, typer.Option("--draw", help="Id of the draw, as `lantoa code draw` printed it.")]
CoderOption = Annotated[
    str, typer.Option("--coder", help="Pseudonym of who codes: small letters, digits, hyphens.")
]
ThirdLookOption = Annotated[
    bool, typer.Option("--third-look", help="Settle what first codes left open: they differ, or are unsure.")
]


@code.command("plan")
def code_plan(
    campaign: OneCampaignArgument,
    width: Annotated[
        float, typer.Option("--width", help="Wanted width of the widest 95 % interval; 0.1 is ten points.")
    ] = 0.1,
    from_date: FromOption = None,
    to_date: ToOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how many stories to code, so that the shares of the tones are known as exactly as wanted.

    Example: lantoa code plan campaigns/500-ngay-dem.toml --width 0.1
    """
    from lantoa import coding
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        which = coding.days_of(campaign, day_of(from_date), day_of(to_date))
        planned = coding.plan(reader, which, width)
    if as_json:
        print_json(vars(planned))
        return
    typer.echo(
        f"code {planned.stories} of {planned.of_stories} stories ({planned.coded} are coded): the interval "
        f"of {planned.tone} is then some {width:.0%} wide from end to end, those of the others less"
    )


@code.command("draw")
def code_draw(
    campaign: OneCampaignArgument,
    stories: Annotated[
        int, typer.Option("--stories", min=1, help="Stories to draw: see `lantoa code plan`.")
    ],
    double: Annotated[
        int,
        typer.Option(
            "--double",
            min=0,
            help="How many of them two people code with a tone; agreement needs 60. For each that turns out "
            "to be off the campaign or unsure the next of the others takes its place, as far as they go.",
        ),
    ] = 60,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="Of the random numbers; default the present second.")
    ] = None,
    from_date: FromOption = None,
    to_date: ToOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw stories at random to be coded by hand; without --from and --to of the campaign's whole time.

    Example: lantoa code draw campaigns/500-ngay-dem.toml --stories 200
    """
    from dashboards import coding as shared
    from lantoa import coding
    from warehouse.reader import Reader

    place, now = settings.home(home), settings.now()
    with Reader(place.published) as reader:
        which = coding.days_of(campaign, day_of(from_date), day_of(to_date))
        chosen = int(now.timestamp()) if seed is None else seed
        drawn = shared.draw(reader, place.codings, which, stories, double, chosen, now)
    if as_json:
        print_json(drawn.model_dump(mode="json"))
        return
    twice = sum(story.is_double for story in drawn.stories)
    spare = len(drawn.stories) - twice
    typer.echo(
        f"{drawn.draw}: {len(drawn.stories)} stories drawn, {twice} of them for two people"
        + (f"; {spare} can take the place of those off the campaign or unsure" if twice else "")
    )


@code.command("export")
def code_export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to be written.")],
    draw: DrawOption,
    coder: CoderOption,
    third_look: ThirdLookOption = False,
    home: HomeOption = None,
) -> None:
    """Write the stories that wait for a person into a workbook, without the machine's labels.

    Example: lantoa code export ma-1.xlsx --draw 500-ngay-dem-20260810-010000 --coder ma-1
    """
    from lantoa import coding, coding_sheet
    from warehouse.reader import Reader

    work = coding.find_draw(settings.home(home).codings, draw)
    with Reader(settings.home(home).published) as reader:
        written = coding_sheet.export(reader, work, coder, third_look, file)
    typer.echo(f"{file}: {written} stories to code")


@code.command("import")
def code_import(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A workbook of `lantoa code export`.")],
    coder: CoderOption,
    third_look: ThirdLookOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the codes of a filled workbook: all of them, or none and what is wrong.

    The same again adds nothing.

    Example: lantoa code import ma-1.xlsx --coder ma-1
    """
    from lantoa import coding_sheet

    taken = coding_sheet.take(file, settings.home(home).codings, coder, third_look, settings.now())
    if as_json:
        print_json(vars(taken))
        return
    typer.echo(
        f"{taken.codes} codes taken, {taken.known} were there, {taken.empty} stories without one; "
        "they count after `lantoa load`, `measure` and `publish`"
    )


@code.command("status")
def code_status(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show how far coding is, how far coders agree, and which lines of codings/ could not be taken.

    Example: lantoa code status --json
    """
    from lantoa import coding
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        found = coding.status(reader, settings.home(home).codings)
    if as_json:
        print_json(found)
    else:
        coding.print_status(Console(), found)
