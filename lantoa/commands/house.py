"""Looking after a home: backups, what is too old, what is amiss."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from lantoa import settings
from lantoa.commands.options import HomeOption, JsonOption, PressOption, print_json

if TYPE_CHECKING:
    from lantoa.backup import Manifest

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write archive, batches, warehouse, codings and users to one tar file, with the hash of every file.

    Others can go on reading and crawling; a load is waited for, and waits. The file holds full texts and
    hashes of passwords: keep it as you keep the home.

    Example: lantoa backup /backups/lantoa-2026-08-10.tar.gz
    """
    from lantoa import backup as backups

    manifest = backups.backup(settings.home(home), file, settings.now())
    _tell_backup(manifest, file, as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `lantoa backup` wrote.")],
    home: Annotated[
        Path, typer.Option("--home", help="The home to make; it must not exist, or be an empty folder.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Read a backup into a new home, which appears when every file was compared with its hash.

    Example: lantoa restore /backups/lantoa-2026-08-10.tar.gz --home restored
    """
    from lantoa import backup as backups

    place = settings.home(home)
    manifest = backups.restore(file, place)
    _tell_backup(manifest, place.folder, as_json)
    if not as_json:
        typer.echo(f"readers see it after: lantoa publish --home {place.folder}")


@app.command()
def doctor(
    online: Annotated[
        bool, typer.Option("--online", help="Ask each outlet's host too, once, for its robots.txt.")
    ] = False,
    press: PressOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look whether everything is as it should be, and say what to do; nothing is changed.

    Exit code 1 where there is a fault; a warning alone gives 0.

    Example: lantoa doctor --online
    """
    from lantoa.doctor import checks

    found = checks.examine(settings.home(home), settings.now(), online=online, press=press)
    if as_json:
        print_json({"state": checks.worst(found), "checks": [asdict(check) for check in found]})
    else:
        checks.print_checks(Console(), found)
    if checks.worst(found) == "fault":
        raise typer.Exit(1)


@app.command()
def purge(
    keep_days: Annotated[
        int, typer.Option(envvar="LANTOA_KEEP_DAYS", help="Vietnam days whose pages and texts are kept.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    is_clock_right: Annotated[
        bool, typer.Option("--clock-is-right", help="You looked at the clock: don't ask what was collected.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take away archived pages and full texts that are older; hashes, scores, sketches and excerpts stay.

    Figures and past reports stay what they are. What is gone can't be scored or extracted again, so a purge
    is refused where nothing was fetched for a week, or outlets' clocks differ from ours by more than a day.

    Example: lantoa purge --keep-days 180 --dry-run
    """
    from lantoa import steps, summary

    found = steps.purge(settings.home(home), keep_days, dry_run=dry_run, is_clock_right=is_clock_right)
    if as_json:
        print_json([vars(one) for one in found])
    else:
        summary.print_expired(Console(), found, dry_run=dry_run)


def _tell_backup(manifest: "Manifest", place: Path, as_json: bool) -> None:
    if as_json:
        print_json(asdict(manifest) | {"place": str(place)})
        return
    typer.echo(f"{place}: {len(manifest.files)} files, {manifest.size:,} bytes, as of {manifest.made_at}")
