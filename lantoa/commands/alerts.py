"""Alerts: seeing, answering and trying them out."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from lantoa import progress, settings
from lantoa.commands.options import HomeOption, JsonOption, OneCampaignArgument, console, print_json

alert = typer.Typer(no_args_is_help=True, help="See, answer and try out alerts.")
AlertsArgument = Annotated[list[str], typer.Argument(metavar="ALERT...", help="Ids of alerts.")]
WhoOption = Annotated[
    str, typer.Option("--who", help="Role or pseudonym of who does it: small letters, digits, hyphens.")
]
WhyOption = Annotated[str, typer.Option("--why", help="Why, in a few words; a person's name is refused.")]


@alert.command("list")
def alerts_list(
    campaign: Annotated[str | None, typer.Option("--campaign", help="Id of a campaign; default all.")] = None,
    closed: Annotated[bool, typer.Option("--all", help="Those too that were closed.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the alerts that nobody has closed: why each was raised, its stories, and what was prepared for it.

    Example: lantoa alerts list --campaign 500-ngay-dem --json
    """
    from lantoa import alerts
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        found = alerts.listed(reader, campaign, closed)
    if as_json:
        print_json(found)
    else:
        alerts.print_listed(Console(), found)


@alert.command("acknowledge")
def alerts_acknowledge(
    ids: AlertsArgument, who: WhoOption, why: WhyOption, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Write down that somebody has alerts in hand; a story that comes later makes one new again.

    Example: lantoa alerts acknowledge 1f0c9a7be2d4 --who truc-ban --why "đã báo Bộ Y tế"
    """
    _answer(ids, None, who, why, home, as_json)


@alert.command("close")
def alerts_close(
    ids: AlertsArgument,
    finding: Annotated[
        Literal["happened", "nothing"],
        typer.Option("--finding", help="Whether something had happened; only then its day leaves baselines."),
    ],
    who: WhoOption,
    why: WhyOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close alerts with what was found.

    Example: lantoa alerts close 1f0c9a7be2d4 --finding happened --who truc-ban --why "lễ ra quân"
    """
    _answer(ids, finding, who, why, home, as_json)


def _answer(
    ids: list[str],
    finding: Literal["happened", "nothing"] | None,
    who: str,
    why: str,
    home: Path | None,
    as_json: bool,
) -> None:
    from dashboards import answers
    from warehouse.reader import Reader

    place = settings.home(home)
    with Reader(place.published) as reader:
        written = answers.answer(reader, place.codings, ids, finding, who, why, settings.now())
    if as_json:
        print_json([one.model_dump(mode="json") for one in written])
        return
    typer.echo(f"{len(written)} alerts {written[0].action}; seen after `lantoa load`, `watch` and `publish`")


@alert.command("replay")
def alerts_replay(
    campaign: OneCampaignArgument, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Ask every rule on each stored day, and show how often it raises an alert beside what it states.

    What people closed as something that had happened is told apart. A year of days takes half a minute.

    Example: lantoa alerts replay campaigns/500-ngay-dem.toml --json
    """
    from lantoa import alerts
    from warehouse import campaign as campaigns
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        found = reader.replay(campaigns.load(campaign))
    if as_json:
        print_json(alerts.as_facts(found))
    else:
        alerts.print_replay(Console(), found)


@alert.command("drill")
def alerts_drill(
    campaign: OneCampaignArgument,
    scenario: Annotated[str, typer.Option("--scenario", help="Id of one of the campaign's scenarios.")],
    as_json: JsonOption = False,
) -> None:
    """Send an invented case of a scenario the whole way, on a press of its own, and see if it is noticed.

    Nothing of it comes into the real warehouse, which is not opened. Exit code 1 where it raises no alert.

    Example: lantoa alerts drill campaigns/dai-hoi-xiv.toml --scenario an-toan-thuc-pham
    """
    from lantoa import drill

    with progress.shown(console) as report:
        drilled = drill.hold(campaign, scenario, settings.now(), report)
    if as_json:
        print_json(drill.as_facts(drilled))
    else:
        typer.echo(drill.sentence(drilled))
    if not drilled.is_alert:
        raise typer.Exit(1)
