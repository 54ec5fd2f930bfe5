"""Measuring quality on material whose right answers are known."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console

from lantoa import settings
from lantoa.commands.options import JsonOption, print_json

evaluate = typer.Typer(
    no_args_is_help=True, help="Measure quality on material whose right answers are known."
)


@evaluate.command("pages")
def evaluate_pages(folder: Path, as_json: JsonOption = False) -> None:
    """Check extraction on the pages of a folder against its expected.json.

    Example: lantoa eval pages FOLDER --json
    """
    from crawlers import outlets
    from lantoa.evaluate_pages import pages

    found = pages(folder, outlets.load(), settings.now())
    if as_json:
        print_json(found)
    else:
        for page in found["pages"]:
            wrong = [name for name, field in page["fields"].items() if not field["right"]]
            typer.echo(f"{page['file']}: {'right' if page['passed'] else 'wrong: ' + ', '.join(wrong)}")
        typer.echo(f"{found['passed']} of {found['checked']} pages right")
    if found["passed"] < found["checked"]:
        raise typer.Exit(1)


@evaluate.command("tone")
def evaluate_tone(
    file: Path,
    engine: Annotated[
        Literal["lantoa", "underthesea"],
        typer.Option(help="underthesea: its own sentiment, if its model is on this machine."),
    ] = "lantoa",
    tier: Annotated[
        Literal["fast", "precise"], typer.Option(help="lantoa's model; precise needs the extra semantic.")
    ] = "fast",
    as_json: JsonOption = False,
) -> None:
    """Compare a tone model with labels: a TSV file with the columns label, title, lead.

    Example: lantoa eval tone labels.tsv --json
    """
    from lantoa.evaluate_tone import tone as evaluated
    from lantoa.evaluation_tables import print_labels

    _print_evaluation(evaluated(file, engine, tier), print_labels, as_json)


@evaluate.command("passages")
def evaluate_passages(file: Path, as_json: JsonOption = False) -> None:
    """Compare campaign tone (experimental) with a TSV file: columns campaign, kind, label, text.

    Example: lantoa eval passages passages.tsv --json
    """
    from lantoa.evaluate_passages import passages
    from lantoa.evaluation_tables import print_labels

    _print_evaluation(passages(file), print_labels, as_json)


@evaluate.command("copies")
def evaluate_copies(file: Path, as_json: JsonOption = False) -> None:
    """Compare which items are held to be copies with a JSONL file of labelled pairs.

    Example: lantoa eval copies pairs.jsonl --json
    """
    from lantoa.evaluate_pairs import copies
    from lantoa.evaluation_tables import print_pairs

    _print_evaluation(copies(file), print_pairs, as_json)


@evaluate.command("words")
def evaluate_words(file: Path, as_json: JsonOption = False) -> None:
    """Compare word segmentation with a CoNLL-U file.

    Example: lantoa eval words vi_vtb-ud-test.conllu --json
    """
    from lantoa.evaluate_words import words
    from lantoa.evaluation_tables import print_words

    _print_evaluation(words(file), print_words, as_json)


@evaluate.command("events")
def evaluate_events(file: Path, as_json: JsonOption = False) -> None:
    """Compare events with articles grouped by people: JSON Lines with cluster, title, lead, time and body.

    Example: lantoa eval events same_event.jsonl --json
    """
    from lantoa.evaluate_events import events
    from lantoa.evaluation_tables import print_events

    _print_evaluation(events(file), print_events, as_json)


def _print_evaluation(
    figures: dict[str, Any], tables: Callable[[Console, dict[str, Any]], None], as_json: bool
) -> None:
    if figures.get("learnt_from"):
        typer.echo(
            "The model learnt from this file: the figures say how well it knows these texts again, not how "
            "well it judges others; for that see its card (nlp/models).",
            err=True,
        )
    if as_json:
        print_json(figures)
    else:
        tables(Console(), figures)
