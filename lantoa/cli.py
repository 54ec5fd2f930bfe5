"""The command line: thin over `lantoa.steps`.

Exit codes: 0 done; 1 a mistake that the message names; 2 wrong words on the command line; 3 nothing could
be collected.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer
from rich.console import Console

from lantoa import progress, settings

if TYPE_CHECKING:
    from lantoa.backup import Manifest
    from lantoa.steps import Selection

MODEL = Path(__file__).parent.parent / "nlp" / "models" / "tone"
CAMPAIGN_MODEL = MODEL.with_name("campaign_tone")
PRECISE_MODEL = MODEL.with_name("precise_tone")
OURS = {"crawlers", "nlp", "warehouse", "dashboards", "lantoa"}
NOTHING_COLLECTED = 3

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False
)
evaluate = typer.Typer(
    no_args_is_help=True, help="Measure quality on material whose right answers are known."
)
tone = typer.Typer(no_args_is_help=True, help="Train the tone models, and explain a tone.")
app.add_typer(evaluate, name="eval")
app.add_typer(tone, name="tone")
register = typer.Typer(no_args_is_help=True, help="Look after the outlets.")
app.add_typer(register, name="outlets")
plan = typer.Typer(no_args_is_help=True, help="Take in the plans of agencies.")
app.add_typer(plan, name="plan")
audience = typer.Typer(no_args_is_help=True, help="Take in and show measured audiences of outlets.")
app.add_typer(audience, name="audience")
members = typer.Typer(no_args_is_help=True, help="Who may open the dashboard.")
app.add_typer(members, name="users")
code = typer.Typer(no_args_is_help=True, help="Code a random sample of stories by hand.")
app.add_typer(code, name="code")
alert = typer.Typer(no_args_is_help=True, help="See, answer and try out alerts.")
app.add_typer(alert, name="alerts")
comments = typer.Typer(no_args_is_help=True, help="Take in what offices write about a draft report.")
app.add_typer(comments, name="comments")

console = Console(stderr=True)

_Name = TypeVar("_Name", bound=str)

HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder of all data; default LANTOA_HOME, else ./data.")
]
CampaignArgument = Annotated[list[Path], typer.Argument(metavar="CAMPAIGN.toml...", help="Campaign files.")]
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


def main() -> None:
    """Run a command; a mistake that has a name of ours, or of the machine, is told in one message."""
    try:
        app()
    except Exception as error:
        from lantoa import trouble

        is_ours = type(error).__module__.partition(".")[0] in OURS
        message = trouble.told(error) if is_ours or isinstance(error, trouble.TROUBLES) else None
        if message is None and not is_ours:
            raise
        console.print(
            f"error: {message or error}", style="red", markup=False, highlight=False, soft_wrap=True
        )
        sys.exit(NOTHING_COLLECTED if type(error).__name__ == "NothingCollectedError" else 1)


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
        _print_json(summary.as_facts(result))
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
        _print_json([vars(one) for one in done])
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
        articles, rejected = steps.extract(settings.home(home), _ids(outlets), report)
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
    typer.echo(f"{scored} articles newly scored, {mentions} newly found mentions")


@app.command()
def load(campaign: CampaignArgument, home: HomeOption = None) -> None:
    """Load articles, scores, register and campaigns into the warehouse.

    Example: lantoa load campaigns/500-ngay-dem.toml
    """
    from lantoa import steps

    with progress.shown(console) as report:
        loaded = steps.load(settings.home(home), campaign, report)
    typer.echo(
        f"{loaded.batches} new batches; the warehouse holds {loaded.items} items in {loaded.stories} stories "
        f"and {loaded.rejected} rejected entries"
    )


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

    measured = steps.measure(settings.home(home), campaign, _day(from_date), _day(to_date))
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
        _print_json(raised)
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
def check(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check the invariants of the published warehouse in full, and the bytes of all batches.

    A load checks the days that it touches, and reads what is new. Exit code 1 where something does not hold.

    Example: lantoa check
    """
    from lantoa import steps

    broken = steps.check(settings.home(home))
    if as_json:
        _print_json({"broken": broken})
    else:
        typer.echo("\n".join(broken) or "every invariant holds")
    if broken:
        raise typer.Exit(1)


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
        _print_json({"state": checks.worst(found), "checks": [asdict(check) for check in found]})
    else:
        checks.print_checks(Console(), found)
    if checks.worst(found) == "fault":
        raise typer.Exit(1)


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
    instant = settings.time(as_of, "--as-of") if as_of else None
    asked = steps.ReportRequest(
        instant, period, _chosen(formats, FORMATS, "--format"), _chosen(lang, LANGUAGES, "--lang")
    )
    for path in steps.report(place, campaign, asked):
        typer.echo(str(path))
        before = made_otherwise(place.reports / path.name, instant) if instant else None
        if before:
            console.print(
                f"{place.reports / path.name} was made by another lantoa ({before}): its figures can differ",
                soft_wrap=True,
            )


ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report's JSON file.")]


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
        _print_json({"comments": taken.comments, "known": taken.known})
    else:
        typer.echo(f"{taken.comments} comments were added, {taken.known} were known")


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

    asked: list[Format] = [one for one in FORMATS if one in _ids(formats)]
    if not asked or not set(_ids(formats)) <= set(FORMATS):
        expected = f"expected some of {', '.join(FORMATS)}, with commas, not {formats!r}"
        raise typer.BadParameter(expected, param_hint="--format")
    instant = settings.time(as_of, "--as-of") if as_of else None
    issue = steps.digest(settings.home(home), campaign, _day(day), asked, out, lang, number, instant)
    if as_json:
        _print_json(asdict(issue))
    else:
        typer.echo("\n".join(map(str, issue.files)))


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
        _print_json([vars(one) for one in found])
    else:
        summary.print_expired(Console(), found, dry_run=dry_run)


@app.command()
def sql(
    statement: Annotated[
        str,
        typer.Argument(metavar="[STATEMENT]", help="One statement; without, a shell.", show_default=False),
    ] = "",
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
    piped = statement or ("" if sys.stdin.isatty() else sys.stdin.read())
    with Reader(place.published) as reader:
        if piped:
            asking.ask(reader, piped, "json" if as_json else "csv" if as_csv else "table", console)
        else:
            asking.shell(reader, place.sql_history, console)


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
        found = reader.search(typed, _day(from_date), _day(to_date), _ids(outlets), limit)
    if as_json:
        _print_json([vars(one) for one in found])
    else:
        asking.print_found(Console(), found)
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
        _print_json(rows)
        return
    for name, number in rows.items():
        typer.echo(f"{name}: {number} rows")


@app.command()
def dashboard(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8050,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    no_login: Annotated[bool, typer.Option("--no-login", help="Ask nobody; on this machine only.")] = False,
    user_header: Annotated[
        str | None, typer.Option(help="Header in which a reverse proxy names the user; needs --proxy.")
    ] = None,
    proxy: Annotated[str | None, typer.Option(help="Address from which that proxy asks.")] = None,
) -> None:
    """Serve the dashboard until Ctrl-C, to the users that `lantoa users add` made.

    Example: lantoa dashboard --no-login
    """
    from dashboards import app as dashboard_app
    from dashboards import auth

    place = settings.home(home)
    if (user_header is None) != (proxy is None):
        raise typer.BadParameter("--user-header and --proxy are given both or neither")
    if no_login and user_header:
        raise typer.BadParameter("--no-login asks nobody, --user-header believes a proxy: choose one")
    access = (
        auth.nobody_asked()
        if no_login
        else auth.Access(place.users, auth.session_key(place.session_key), user_header, proxy)
    )
    typer.echo(f"http://{host}:{port}")
    dashboard_app.serve(place.published, host, port, settings.now, access, place.codings)


@members.command("add")
def add_user(
    name: str,
    role: Annotated[
        str, typer.Option(help="viewer, coder (labels by hand) or editor (draws, settles and corrects too).")
    ],
    pseudonym: Annotated[
        str, typer.Option(help="What stands beside what this user codes; made of the name where left out.")
    ] = "",
    without_password: Annotated[
        bool, typer.Option("--without-password", help="Only a reverse proxy lets this user in.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Let a user open the dashboard, or change role and password of one; the password is asked for.

    Example: lantoa users add hoa-sen --role coder
    """
    from dashboards import users

    if role not in users.ROLES:
        raise typer.BadParameter(f"{role!r}: expected one of {', '.join(users.ROLES)}", param_hint="--role")
    password = "" if without_password else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    users.add(settings.home(home).users, name, role, password, pseudonym)


@members.command("remove")
def remove_user(name: str, home: HomeOption = None) -> None:
    """Let a user in no more; open sessions end too.

    Example: lantoa users remove hoa-sen
    """
    from dashboards import users

    users.remove(settings.home(home).users, name)


@members.command("list")
def list_users(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List users with their roles and pseudonyms.

    Example: lantoa users list
    """
    from dashboards import users

    found = {
        name: {"role": user.role, "pseudonym": users.pseudonym(name, user)}
        for name, user in sorted(users.load(settings.home(home).users).items())
    }
    if as_json:
        _print_json(found)
        return
    for name, user in found.items():
        typer.echo(f"{name}  {user['role']}  {user['pseudonym']}")


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


@evaluate.command("pages")
def evaluate_pages(folder: Path, as_json: JsonOption = False) -> None:
    """Check extraction on the pages of a folder against its expected.json.

    Example: lantoa eval pages FOLDER --json
    """
    from crawlers import outlets
    from lantoa.evaluate_pages import pages

    found = pages(folder, outlets.load(), settings.now())
    if as_json:
        _print_json(found)
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


@plan.command("import")
def plan_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Excel workbooks, CSV files.")],
    campaign: Annotated[Path, typer.Option("--campaign", help="The campaign's file, to which is added.")],
    agency: Annotated[str, typer.Option("--agency", help="The agency: a name from the campaign's offices.")],
) -> None:
    """Add an agency's tasks and activities to a campaign's file: all of them, or none and what is wrong.

    What the file has already is not added again; conflicts are named with sheet, row and column.

    Example: lantoa plan import ke-hoach.xlsx --campaign campaigns/dai-hoi-xiv.toml --agency "Bộ Y tế"
    """
    from lantoa import planning

    done = planning.import_plan(files, campaign, agency)
    typer.echo(
        f"{done.tasks} tasks and {done.activities} activities added to {campaign}, "
        f"which had {done.known} already"
    )


OneCampaignArgument = Annotated[Path, typer.Argument(metavar="CAMPAIGN.toml", help="The campaign's file.")]
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
        which = coding.days_of(campaign, _day(from_date), _day(to_date))
        planned = coding.plan(reader, which, width)
    if as_json:
        _print_json(vars(planned))
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
        int, typer.Option("--double", min=0, help="How many of them two people code; agreement needs 60.")
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
        which = coding.days_of(campaign, _day(from_date), _day(to_date))
        chosen = int(now.timestamp()) if seed is None else seed
        drawn = shared.draw(reader, place.codings, which, stories, double, chosen, now)
    if as_json:
        _print_json(drawn.model_dump(mode="json"))
        return
    twice = sum(story.is_double for story in drawn.stories)
    typer.echo(f"{drawn.draw}: {len(drawn.stories)} stories drawn, {twice} of them for two people")


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
        _print_json(vars(taken))
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
        _print_json(found)
    else:
        coding.print_status(Console(), found)


AlertsArgument = Annotated[list[str], typer.Argument(metavar="ALERT...", help="Ids of alerts.")]
WhoOption = Annotated[
    str, typer.Option("--who", help="Role or pseudonym of who does it: small letters, digits, hyphens.")
]
WhyOption = Annotated[str, typer.Option("--why", help="Why, in a few words, without names.")]


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
        _print_json(found)
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
        _print_json([one.model_dump(mode="json") for one in written])
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
        _print_json(alerts.as_facts(found))
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
        _print_json(drill.as_facts(drilled))
    else:
        typer.echo(drill.sentence(drilled))
    if not drilled.is_alert:
        raise typer.Exit(1)


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
        _print_json(rows)
        return
    for row in rows:
        typer.echo(
            f"{row['outlet']}: {row['share']:.1%} of {row['base']} in a {row['time_unit']}, "
            f"{row['source']}, {row['as_of_date']}"
        )


@register.command("check")
def outlets_check(outlets: OutletsOption = "", home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show how the collection of each outlet goes, and what to do about it; exit code 1 where something is.

    Example: lantoa outlets check --outlets qdnd,laodong --json
    """
    from lantoa import outlet_health
    from warehouse.reader import Reader

    with Reader(settings.home(home).published) as reader:
        rows = outlet_health.outlet_health(reader, _ids(outlets))
    if as_json:
        _print_json(rows)
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
        _print_json(outlet_adding.as_facts(added))
    else:
        outlet_adding.print_added(Console(), added)


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

    _print_json(train(file, folder, settings.now().date()))


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
        _print_json(found)
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
        _print_json(found)
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
        _print_json(made.model_dump(mode="json"))
    else:
        typer.echo(
            f"{made.model} scores from {made.at} on ({made.method}): run `lantoa score`, `lantoa load`"
        )


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
        _print_json(explained)
    else:
        typer.echo("\n".join(explain_tone.lines(explained)))


@tone.command("train-precise")
def tone_train_precise(
    file: Path,
    folder: Annotated[
        Path, typer.Option(help="Where the model goes; default the package's own.", show_default=False)
    ] = PRECISE_MODEL,
    embeddings: Annotated[
        Path | None, typer.Option(help="Keeps the embeddings (.npz), so that training again takes minutes.")
    ] = None,
) -> None:
    """Train the precise tier of tone (extra semantic) on a TSV file: columns label, title, lead, day.

    Example: lantoa tone train-precise labels.tsv --folder candidate --embeddings labels.npz
    """
    from lantoa.evaluate_tone import train_precise

    _print_json(train_precise(file, folder, settings.now().date(), embeddings))


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

    _print_json(train(file, folder, settings.now().date()))


def _tell_tier() -> None:
    from nlp import precise_tone

    if not precise_tone.is_installed():
        console.print("tone by the fast tier alone; the precise tier comes with the extra `semantic`")


def _tell_backup(manifest: "Manifest", place: Path, as_json: bool) -> None:
    if as_json:
        _print_json(asdict(manifest) | {"place": str(place)})
        return
    typer.echo(f"{place}: {len(manifest.files)} files, {manifest.size:,} bytes, as of {manifest.made_at}")


def _selection(
    campaign: list[Path],
    outlets: str,
    from_date: datetime | None,
    to_date: datetime | None,
    press: str | None,
) -> "Selection":
    # Imported in each command that needs it, so that --help is fast.
    from lantoa.steps import Selection

    return Selection(tuple(campaign), _ids(outlets), _day(from_date), _day(to_date), press)


def _ids(outlets: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in outlets.split(",") if name.strip())


def _chosen(names: str, known: Sequence[_Name], option: str) -> list[_Name]:
    """Give those of the known names that are asked for, in their own order."""
    asked = _ids(names)
    for name in asked:
        if name not in known:
            raise typer.BadParameter(f"{name!r}: expected some of {', '.join(known)}", param_hint=option)
    if not asked:
        raise typer.BadParameter(f"expected some of {', '.join(known)}", param_hint=option)
    return [name for name in known if name in asked]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _print_evaluation(
    figures: dict[str, Any], tables: Callable[[Console, dict[str, Any]], None], as_json: bool
) -> None:
    if as_json:
        _print_json(figures)
    else:
        tables(Console(), figures)


def _print_json(facts: dict[str, Any] | Sequence[Any]) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
