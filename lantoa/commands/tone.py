"""Training, choosing and explaining the tone models."""

from pathlib import Path
from typing import Annotated

import typer

from lantoa import settings
from lantoa.commands.options import HomeOption, JsonOption, print_json

tone = typer.Typer(no_args_is_help=True, help="Train the tone models, and explain a tone.")
MODEL = Path(__file__).parents[2] / "nlp" / "models" / "tone"
CAMPAIGN_MODEL = MODEL.with_name("campaign_tone")
PRECISE_MODEL = MODEL.with_name("precise_tone")


@tone.command("train")
def tone_train(
    file: Path,
    folder: Annotated[
        Path, typer.Option(help="Where the model goes; default the package's own.", show_default=False)
    ] = MODEL,
) -> None:
    """Train the tone model on a TSV file (label, title, lead, if known sure, day, url); write its card.

    Example: lantoa tone train labels.tsv --folder candidate
    """
    from lantoa.evaluate_tone import train

    print_json(train(file, folder, settings.now().date()))


@tone.command("retrain")
def tone_retrain(
    file: Path,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a candidate on a TSV file and the home's hand codes, and judge it; nothing is scored with it.

    The file is as of `lantoa tone train`; hand codes are those of the published warehouse.

    Example: lantoa tone retrain labels.tsv
    """
    from lantoa import steps

    found = steps.retrain_tone(settings.home(home), file)
    if as_json:
        print_json(found)
        return
    for line in found["below"] or ["it reaches every floor"]:
        typer.echo(line)
    typer.echo(f"{found['page']}: read it, then `lantoa tone promote {found['name']}`")


@tone.command("models")
def tone_models(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the tone models of the home, with the one that scores.

    Example: lantoa tone models
    """
    from lantoa import tone_models as models

    found = models.as_facts(settings.home(home))
    if as_json:
        print_json(found)
        return
    said = found["promotion"]
    since = f", since {said['at']} by {said['who']}: {said['why']}" if said else ""
    typer.echo(f"scores: {found['scoring']} ({found['method']}){since}")
    for one in found["candidates"]:
        typer.echo(f"{one['name']}: {one['n']} items; {'; '.join(one['below']) or 'reaches every floor'}")


@tone.command("promote")
def tone_promote(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A candidate, or shipped: the package's own.")],
    why: Annotated[str, typer.Option(help="Why; it is written down.")],
    who: Annotated[str, typer.Option(help="Who decides; default the user of this machine.")] = "",
    despite: Annotated[
        str, typer.Option(help="Why a model that does not reach a floor is used all the same.")
    ] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a candidate score from now on, or the package's own model again; what is scored is scored anew.

    Example: lantoa tone promote shipped --why "the candidate took fairs for rescues"
    """
    from getpass import getuser

    from lantoa import steps

    made = steps.promote_tone(settings.home(home), name, who or getuser(), why, despite)
    if as_json:
        print_json(made.model_dump(mode="json") if made else {"model": name, "scores_already": True})
    elif made:
        typer.echo(
            f"{made.model} scores from {made.at:%Y-%m-%d %H:%M} UTC on ({made.method}): run `lantoa score`, "
            "`lantoa load`"
        )
    else:
        typer.echo(f"{name} scores already: nothing was changed")


@tone.command("explain")
def tone_explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help='Headline, or "headline\\nlead".')],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which words spoke for and against the tone of a text, and how much, by the model that scores.

    Example: lantoa tone explain "Trao tặng 50 căn nhà tình nghĩa"
    """
    from lantoa import explain_tone, tone_models

    explained = explain_tone.facts(text, tone_models.scoring(settings.home(home)).folder)
    if as_json:
        print_json(explained)
    else:
        typer.echo("\n".join(explain_tone.lines(explained)))


@tone.command("train-precise")
def tone_train_precise(
    file: Path,
    folder: Annotated[
        Path, typer.Option(help="Where the model goes; default the package's own.", show_default=False)
    ] = PRECISE_MODEL,
    second: Annotated[
        Path | None,
        typer.Option(help="A second coding (TSV: url, label, else), of which half of each target is made."),
    ] = None,
) -> None:
    """Train the precise tier of tone on a TSV file: label, title, lead; if known sure, day, url.

    It needs the extra semantic, and PyTorch, which no extra brings (pip install torch, the CPU build).

    Example: lantoa tone train-precise labels.tsv --second second_codes.tsv --folder candidate
    """
    from rich.console import Console

    from lantoa.evaluate_tone import train_precise
    from lantoa.progress import shown

    with shown(Console(stderr=True)) as report:
        card = train_precise(file, folder, settings.now().date(), report, second)
    print_json(card)


@tone.command("train-campaign")
def tone_train_campaign(
    file: Path,
    folder: Annotated[
        Path, typer.Option(help="Where the model goes; default the package's own.", show_default=False)
    ] = CAMPAIGN_MODEL,
) -> None:
    """Train campaign tone (experimental) on a TSV file: columns campaign, kind, label, text.

    Example: lantoa tone train-campaign passages.tsv --folder candidate
    """
    from lantoa.evaluate_passages import train

    print_json(train(file, folder, settings.now().date()))
