"""Reports and digests, and what offices write about a draft."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from lantoa import settings
from lantoa.commands.options import (
    CampaignArgument,
    HomeOption,
    JsonOption,
    chosen,
    console,
    day_of,
    ids_in,
    print_json,
)

app = typer.Typer()
comments = typer.Typer(no_args_is_help=True, help="Take in what offices write about a draft report.")
ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report's JSON file.")]


@app.command()
def report(
    campaign: CampaignArgument,
    period: Annotated[
        str,
        typer.Option(
            "--period",
            help="all, a phase, an activity, a week such as 2026-W10, or days such as "
            "2026-03-02..2026-03-08.",
        ),
    ] = "all",
    formats: Annotated[
        str, typer.Option("--format", help="Of html, json, pdf, docx, xlsx those wanted, with commas.")
    ] = "html",
    lang: Annotated[str, typer.Option("--lang", help="vi, en, or both with a comma.")] = "vi,en",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The instant a past report bears, ISO 8601 with a zone.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write the report, with its figures as JSON beside it.

    With --as-of: what was known then, to a folder of its own. The same version of lantoa gives the same
    files as then; where a report of that instant was made by another one, that is said.

    Example: lantoa report campaigns/500-ngay-dem.toml --period 2026-W10 --format html,pdf,docx,xlsx
    """
    from dashboards.report import FORMATS
    from dashboards.reporting.twin import made_otherwise
    from dashboards.words import LANGUAGES
    from lantoa import steps

    place = settings.home(home)
    instant = settings.past(as_of, "--as-of") if as_of else None
    asked = steps.ReportRequest(
        instant, period, chosen(formats, FORMATS, "--format"), chosen(lang, LANGUAGES, "--lang")
    )
    for path in steps.report(place, campaign, asked):
        typer.echo(str(path))
        before = made_otherwise(place.reports / path.name, instant) if instant else None
        if before:
            console.print(
                f"{place.reports / path.name} was made by another lantoa ({before}): its figures can differ",
                soft_wrap=True,
            )


@app.command()
def digest(
    campaign: Annotated[Path, typer.Argument(metavar="CAMPAIGN.toml", help="Campaign file.")],
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="Working day of the issue (Vietnam); today without."
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="docx, html (a mail, with its text part) and xlsx, with commas.")
    ] = "docx,html,xlsx",
    out: Annotated[
        Path | None, typer.Option(help="Folder of the files; digest in the home's reports, without.")
    ] = None,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Language.")] = "vi",
    number: Annotated[
        int | None, typer.Option(min=1, help="Number of the issue; the campaign's working days, without.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Instant whose knowledge counts, with a zone; closing time without."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the press digest (điểm báo) of a working day: what was published since the last one closed.

    It closes at the campaign's closing time (06:30 without) and holds what was known then, so that it is the
    same whenever it is written.

    Example: lantoa digest campaigns/500-ngay-dem.toml --date 2026-08-10 --format docx,html --out diem-bao
    """
    from dashboards.digest.writing import FORMATS, Format
    from lantoa import steps

    asked: list[Format] = [one for one in FORMATS if one in ids_in(formats)]
    if not asked or not set(ids_in(formats)) <= set(FORMATS):
        expected = f"expected some of {', '.join(FORMATS)}, with commas, not {formats!r}"
        raise typer.BadParameter(expected, param_hint="--format")
    instant = settings.past(as_of, "--as-of") if as_of else None
    issue = steps.digest(settings.home(home), campaign, day_of(day), asked, out, lang, number, instant)
    if as_json:
        print_json(asdict(issue))
    else:
        typer.echo("\n".join(map(str, issue.files)))


@comments.command("export")
def comments_export(
    report: ReportArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Where the workbook goes.")],
) -> None:
    """Write a workbook with a row for each finding, figure, chart and table of a report, to be commented on.

    Example: lantoa comments export data/reports/500-ngay-dem-2026-08-10-vi.json gop-y.xlsx
    """
    from lantoa import comment_sheet

    typer.echo(f"{comment_sheet.export(report, file)} figures in {file}")


@comments.command("import")
def comments_import(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The filled workbook.")],
    report: ReportArgument,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in the comments of a workbook on that very draft: all, or none and what is wrong.

    They are shown by the next report of the same period, after a load and a publish.

    Example: lantoa comments import gop-y.xlsx data/reports/500-ngay-dem-2026-08-10-vi.json
    """
    from lantoa import comment_sheet

    taken = comment_sheet.take(file, report, settings.home(home).codings, settings.now())
    if as_json:
        print_json({"comments": taken.comments, "known": taken.known})
    else:
        typer.echo(f"{taken.comments} comments were added, {taken.known} were known")
