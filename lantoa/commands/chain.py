"""The steps from the press to published figures, at once or one by one; the demo, and a press to try them."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from lantoa import progress, settings
from lantoa.commands.options import (
    CampaignArgument,
    FromOption,
    HomeOption,
    JsonOption,
    OutletsOption,
    PressOption,
    ToOption,
    console,
    day_of,
    ids_in,
    print_json,
)

if TYPE_CHECKING:
    from lantoa.steps import Selection

app = typer.Typer()


@app.command()
def demo(
    home: HomeOption = None,
    serve: Annotated[bool, typer.Option(help="Open the dashboard at the end, until Ctrl-C.")] = True,
) -> None:
    """Go the whole way on the bundled press, and show what was found and where to look.

    Example: lantoa demo --no-serve --home demo-data
    """
    from lantoa import demonstration

    demonstration.show(settings.home(home or Path("demo-data")), console, serve=serve)


@app.command()
def run(
    campaign: CampaignArgument,
    from_date: FromOption = None,
    to_date: ToOption = None,
    outlets: OutletsOption = "",
    press: PressOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Crawl, extract, score, load, measure, watch, publish, report.

    Without --from and --to: what is new since the last run; a first run takes everything the feeds offer.

    Example: lantoa run campaigns/500-ngay-dem.toml
    """
    from lantoa import steps, summary

    place = settings.home(home)
    _tell_tier()
    with progress.shown(console) as report:
        result = steps.run_all(place, _selection(campaign, outlets, from_date, to_date, press), report)
    if as_json:
        print_json(summary.as_facts(result))
        return
    summary.print_problems(console, result.crawled)
    summary.print_table(console, result, place)


@app.command()
def crawl(
    campaign: CampaignArgument,
    from_date: FromOption = None,
    to_date: ToOption = None,
    outlets: OutletsOption = "",
    press: PressOption = None,
    home: HomeOption = None,
) -> None:
    """Fetch what the outlets announce and is not in the archive yet.

    Example: lantoa crawl campaigns/500-ngay-dem.toml --outlets vnexpress,tuoitre
    """
    from lantoa import steps, summary

    selection = _selection(campaign, outlets, from_date, to_date, press)
    with progress.shown(console) as report:
        crawled = steps.crawl(settings.home(home), selection, report)
    summary.print_problems(console, crawled)
    fetched, pending = sum(one.fetched for one in crawled), sum(one.pending for one in crawled)
    again = sum(one.revisited for one in crawled)
    typer.echo(
        f"{fetched} pages archived from {len(crawled)} outlets, {again} asked for again, "
        f"{pending} still to fetch"
    )
    steps.require_something(crawled)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="WARC files, saved pages, feed items (.jsonl), folders."),
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take pages and feed items of registered outlets out of other archives; completeness stays unknown.

    The same again changes nothing. A source that can't be read is named, and the others are imported.

    Example: lantoa import CC-NEWS-20260801.warc.gz saved-pages/
    """
    from lantoa import importing, steps, summary

    done: list[importing.Imported] = []
    failed = 0
    with progress.shown(console) as report:
        for path in paths:
            try:
                done.append(steps.import_archive(settings.home(home), path, report))
            except importing.SourceError as error:
                failed += 1
                console.print(f"error: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
    if as_json:
        print_json([vars(one) for one in done])
    else:
        summary.print_imports(Console(), done)
    if failed:
        raise typer.Exit(1)


@app.command()
def extract(outlets: OutletsOption = "", home: HomeOption = None) -> None:
    """Read articles out of the archive.

    Example: lantoa extract
    """
    from lantoa import steps

    with progress.shown(console) as report:
        articles, rejected = steps.extract(settings.home(home), ids_in(outlets), report)
    typer.echo(f"{articles} new articles, {rejected} pages rejected")


@app.command()
def score(campaign: CampaignArgument, home: HomeOption = None) -> None:
    """Score the tone of articles and look for the campaigns in them.

    Example: lantoa score campaigns/500-ngay-dem.toml
    """
    from lantoa import steps

    _tell_tier()
    with progress.shown(console) as report:
        scored, mentions = steps.score(settings.home(home), campaign, progress=report)
    typer.echo(f"{scored} articles scored, {mentions} mentions found in the batches that were searched")


@app.command()
def load(campaign: CampaignArgument, home: HomeOption = None) -> None:
    """Load articles, scores, register and campaigns into the warehouse.

    Example: lantoa load campaigns/500-ngay-dem.toml
    """
    from lantoa import steps

    _tell_unsearched(settings.home(home), campaign)
    with progress.shown(console) as report:
        loaded = steps.load(settings.home(home), campaign, report)
    typer.echo(
        f"{loaded.batches} new batches; the warehouse holds {loaded.items} items in {loaded.stories} stories "
        f"and {loaded.rejected} rejected entries"
    )
    if loaded.rejected_codings:
        said = f"{loaded.rejected_codings} lines of codings do not count"
        typer.echo(f"{said}: `lantoa code status` says why, once published", err=True)


@app.command()
def measure(
    campaign: CampaignArgument,
    from_date: FromOption = None,
    to_date: ToOption = None,
    home: HomeOption = None,
) -> None:
    """Compute and store every measure, whole and by phase.

    Example: lantoa measure campaigns/500-ngay-dem.toml --from 2026-07-20 --to 2026-08-09
    """
    from lantoa import steps

    _tell_unsearched(settings.home(home), campaign)
    measured = steps.measure(settings.home(home), campaign, day_of(from_date), day_of(to_date))
    for which in measured.values():
        typer.echo(f"{which.campaign}: measured {which.from_date} to {which.to_date}")
    if not measured:
        typer.echo("no items yet, nothing measured: run `lantoa load` first")


@app.command()
def watch(campaign: CampaignArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Ask the rules of alerts of what was collected last, and keep what they raise.

    The same again adds nothing.

    Example: lantoa watch campaigns/500-ngay-dem.toml
    """
    from lantoa import steps

    raised = steps.watch(settings.home(home), campaign)
    if as_json:
        print_json(raised)
        return
    for name, alerts in raised.items():
        typer.echo(f"{name}: {len(alerts)} new alerts" + "".join(f"\n  {one}" for one in alerts))
    if not raised:
        typer.echo("nothing is collected yet: run `lantoa load` first")


@app.command()
def publish(home: HomeOption = None) -> None:
    """Publish the warehouse for readers.

    Example: lantoa publish
    """
    from lantoa import steps

    typer.echo(str(steps.publish(settings.home(home))))


@app.command()
def check(
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget what is kept of views, where it differs from them.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the invariants of the published warehouse in full, kept tables, and the bytes of all batches.

    A load checks the days that it touches, and reads what is new. Exit code 1 where something does not hold.
    What --forget forgets, the next `lantoa measure`, `watch` and `publish` work out anew.

    Example: lantoa check
    """
    from lantoa import steps

    of = settings.home(home)
    broken = [*steps.check(of), *steps.check_kept(of, forget=forget)]
    if as_json:
        print_json({"broken": broken})
    else:
        typer.echo("\n".join(broken) or "every invariant holds")
    if broken:
        raise typer.Exit(1)


@app.command()
def press(
    items: Annotated[
        Path | None, typer.Option(help="Items, one JSON object a line; default the bundled.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = 8099,
    now: Annotated[str | None, typer.Option(help="Serve what was published by then, ISO 8601.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Serve every item in the feeds.")] = False,
    faulty: Annotated[
        bool, typer.Option("--faults", help="Let some outlets and pages misbehave, the same ones every time.")
    ] = False,
) -> None:
    """Serve recorded or invented items as the outlets' own sites, on this machine only.

    Example: lantoa press --items items.jsonl --port 8099 --all
    """
    from lantoa.press import server

    at = settings.time(now, "--now") if now else None
    server.serve(items or server.BUNDLED_ITEMS, port, at, everything, faulty)


def _tell_unsearched(home: settings.Home, campaign: list[Path]) -> None:
    """Warn where figures would be of another file than the campaign's, or of some articles only."""
    from lantoa import steps

    for path, number in steps.unsearched(home, campaign).items():
        console.print(
            f"{path}: {number} batches of articles were not searched by this file as it is now (it was "
            f"changed, or they are new): run `lantoa score {path}`, then `lantoa load {path}`",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _tell_tier() -> None:
    from nlp import semantic

    if not semantic.is_installed():
        console.print("tone by the fast tier alone; the precise tier comes with the extra `semantic`")


def _selection(
    campaign: list[Path],
    outlets: str,
    from_date: datetime | None,
    to_date: datetime | None,
    press: str | None,
) -> "Selection":
    from lantoa.steps import Selection

    return Selection(tuple(campaign), ids_in(outlets), day_of(from_date), day_of(to_date), press)
