"""The steps from the press to the report: what the command line and the DAGs both call.

Every step can be repeated with the same result, and leaves the last whole state if it is ended.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from lantoa import known_outlets, reading, settings
from lantoa.making import Making
from lantoa.press import REGISTERS
from lantoa.settings import Home
from lantoa.step_log import timed
from warehouse.done import Doing
from warehouse.filters import Filter
from warehouse.loaded import Loaded
from warehouse.sketch_files import size

# What one step alone needs is imported in it: together it takes two seconds.
if TYPE_CHECKING:
    from crawlers.run import OutletCrawl
    from crawlers.settings import Visits
    from dashboards.digest.writing import Format
    from dashboards.report import Format as ReportFormat
    from dashboards.words import Lang
    from lantoa.due import Due, Kind
    from lantoa.importing import Imported
    from lantoa.purging import Expired
    from lantoa.tone_models import Promotion
    from warehouse.campaign import Campaign
    from warehouse.reader import Reader

Progress = Callable[[str, int, int], None]

LANGUAGES: Final[tuple["Lang", ...]] = ("vi", "en")


class NothingCollectedError(Exception):
    """No outlet could be read at all."""


class PressUnreachableError(Exception):
    """No loopback press answers at the address given."""


@dataclass(frozen=True)
class Selection:
    """What a run is about.

    Attributes:
        campaign_files: The campaigns to look for.
        only: Ids of the outlets to crawl; without, those the campaigns watch (all, where they name none).
        from_date: First published Vietnam day to fetch, or None.
        to_date: Last published Vietnam day to fetch, or None.
        press: Address of a loopback press, or None for the live one.
        visits: What a crawl asks for, as `crawlers.settings.Plan` has it.
    """

    campaign_files: tuple[Path, ...]
    only: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    press: str | None = None
    visits: "Visits" = "all"


@timed
def crawl(home: Home, selection: Selection, progress: Progress | None = None) -> "list[OutletCrawl]":
    """Fetch what the outlets' feeds announce and is not in the archive yet.

    Raises:
        ConfigError: The plan can't be carried out, such as a live crawl without a contact address.
        PressUnreachableError: The loopback press does not answer.
    """
    from crawlers import run
    from lantoa import batches

    known_outlets.register(home)
    plan = run.Plan(
        raw=home.raw,
        register=REGISTERS if selection.press else REGISTERS[:1],
        outlets=outlets_to_crawl(selection),
        now=settings.now(),
        from_date=selection.from_date,
        to_date=selection.to_date,
        press=selection.press,
        contact=settings.contact(),
        delay_factor=settings.delay_factor() if selection.press else 1.0,
        followed=batches.followed(home.articles, home.scores),
        visits=selection.visits,
    )
    return run.crawl(plan, progress)


@timed
def import_archive(home: Home, source: Path, progress: Progress | None = None) -> "Imported":
    """Take the pages of registered outlets out of WARC files and saved pages into the archive.

    Raises:
        SourceError: It can't be read.
    """
    from lantoa import importing

    return importing.import_archive(source, home.folder, known_outlets.register(home), progress)


@timed
def extract(home: Home, only: Sequence[str] = (), progress: Progress | None = None) -> tuple[int, int]:
    """Read articles out of the archive; give the numbers of new articles and of rejected pages."""
    making = Making(home.articles, only, reading.below(home.raw, ".warc.gz", ".sqlite", "-wal"))
    if making.is_done():
        return 0, 0
    from lantoa import extracting

    known_outlets.register(home)
    made = extracting.extract(home.raw, home.articles, REGISTERS, only, progress)
    making.note()
    return made


def outlets_to_extract(home: Home) -> list[str]:
    """Give the ids of the outlets whose archive holds pages that were not read yet."""
    from lantoa import extracting

    return extracting.unread(home.raw, home.articles)


@timed
def score(
    home: Home, campaign_files: Sequence[Path], only: Sequence[str] = (), progress: Progress | None = None
) -> tuple[int, int]:
    """Score tone and look for campaigns; give the numbers of newly scored articles and mentions.

    Tones are those of the model that was promoted last; what another one scored is scored anew.

    Raises:
        ToneModelError: The model that was promoted can't be read.
    """
    making = _scoring(home, campaign_files, only)
    if making.is_done():
        return 0, 0
    from lantoa import scoring, tone_models

    model = tone_models.scoring(home)
    made = scoring.score(home.articles, home.scores, campaign_files, only, progress, model)
    making.note()
    return made


def _scoring(home: Home, campaign_files: Sequence[Path], only: Sequence[str]) -> Making:
    files = list(map(str, campaign_files))
    read = reading.below(home.articles, ".articles.parquet"), reading.below(home.tone_models)
    return Making(home.scores, [*files, "", *only], chain(files, *read))


def unsearched(home: Home, campaign_files: Sequence[Path]) -> dict[Path, int]:
    """Give the campaign files by which, as they are now, batches of articles were not searched: how many."""
    if _scoring(home, campaign_files, ()).is_done():
        return {}
    from lantoa import searched

    found = {path: searched.unsearched(home.articles, home.scores, path) for path in campaign_files}
    return {path: number for path, number in found.items() if number}


@timed
def retrain_tone(home: Home, labels: Path) -> dict[str, Any]:
    """Train and judge a candidate for the tone model, as `lantoa.retraining.retrain`; it scores nothing.

    Raises:
        LabelsError: The file can't be used, or there are too few items of a label.
        ToneModelError: The model that scores can't be read.
    """
    from lantoa import retraining

    return retraining.retrain(home, labels, settings.now())


@timed
def promote_tone(home: Home, name: str, who: str, why: str, despite: str = "") -> "Promotion | None":
    """Let a tone model score from now on; arguments and errors as of `lantoa.tone_models.promote`."""
    from lantoa import tone_models

    return tone_models.promote(home, name, who, why, despite, settings.now())


_KNOWN_AFTER_LOAD = ("items", "rejected", "stories", "rejected_codings")


@timed
def load(home: Home, campaign_files: Sequence[Path], progress: Progress | None = None) -> Loaded:
    """Load all batches into the warehouse; where nothing is new, only that is told."""
    now = settings.now()
    asked = list(map(str, campaign_files))
    doing = Doing(home.warehouse, "load", asked, _read_by_load(home, asked, now))
    known = doing.gave()
    if known is not None and known.keys() == set(_KNOWN_AFTER_LOAD):  # not as a version before wrote it
        return Loaded(batches=0, **known, sketches=size(home.sketches))

    from crawlers.credit import VIETNAMESE_AGENCIES
    from warehouse import campaign as campaigns
    from warehouse import db, storage
    from warehouse import load as loading

    register = known_outlets.register(home)
    loaded = [campaigns.load(path, register, settings.real_today()) for path in campaign_files]
    with db.writer(home.warehouse, now, doing) as connection:
        done = storage.in_memory_of(
            loading.MEMORY,
            connection,
            lambda: loading.load(
                connection, home.folder, register, loaded, VIETNAMESE_AGENCIES, now, progress
            ),
        )
        doing.give({name: getattr(done, name) for name in _KNOWN_AFTER_LOAD})
    return done


def _read_by_load(home: Home, campaign_files: Sequence[str], now: datetime) -> str:
    batches = [reading.below(place, ".parquet") for place in (home.articles, home.scores, home.audiences)]
    decided = reading.below(home.codings, ".jsonl")
    others = [reading.below(place) for place in (home.tone_models, *REGISTERS)]
    # The day, since an outlet can have another governing body from one on.
    return reading.seen(chain(campaign_files, *batches, decided, *others), str(now.date()))


@timed
def measure(
    home: Home, campaign_files: Sequence[Path], from_date: date | None = None, to_date: date | None = None
) -> dict[str, Filter]:
    """Compute and store every measure, whole and by phase, and consensus by outlet kind and by message.

    Gives the period measured by campaign. Where nothing changed since the same was computed, that is all.

    Raises:
        WarehouseError: A campaign was never loaded, or there is no day to measure.
    """
    files = list(map(str, campaign_files))
    doing = Doing(home.warehouse, "measure", [*files, str(from_date), str(to_date)], reading.seen(files))
    if (known := doing.gave()) is not None:
        return {
            name: Filter(name, date.fromisoformat(first), date.fromisoformat(last))
            for name, (first, last) in known.items()
        }

    from warehouse import campaign as campaigns
    from warehouse import campaign_rows, contrasting, counting, db, flattening, reaching

    measured: dict[str, Filter] = {}
    with db.writer(home.warehouse, settings.now(), doing) as connection:
        flattening.flatten(connection, counting.READ)
        for campaign in map(campaigns.load, campaign_files):
            days = counting.period(connection, from_date, to_date)
            data_at = counting.known_at(connection)
            if days is None or data_at is None:
                continue
            campaign_rows.require_loaded(connection, campaign)
            which = Filter(campaign.id, *_within(campaign, *days))
            phases = [
                phase.id
                for phase in campaign.phases
                if phase.from_date <= which.to_date and which.from_date <= phase.to_date
            ]
            segments = {"all": counting.all_measures(connection, which)} | {
                phase: counting.all_measures(connection, replace(which, phase=phase)) for phase in phases
            }
            segments |= {
                f"{kind}:{name}": counting.evidence(connection, part)
                for (kind, name), part in counting.segments(
                    connection, which, counting.CONSENSUS_KINDS
                ).items()
            }
            at = counting.measured_at(connection, which, segments, data_at, settings.now())
            counting.store(connection, which, segments, at)
            contrasting.store(connection, campaign, which, at)
            reaching.store(connection, which, phases, at)
            measured[campaign.id] = which
        doing.give({name: [str(one.from_date), str(one.to_date)] for name, one in measured.items()})
    return measured


@timed
def watch(home: Home, campaign_files: Sequence[Path]) -> dict[str, list[str]]:
    """Ask the rules of alerts, and keep what they raise; give the ids of new ones by campaign.

    Alerts that stories made new again are among them. Where nothing changed since they were asked, they raise
    nothing more.
    """
    asked = list(map(str, campaign_files))
    doing = Doing(home.warehouse, "watch", asked, reading.seen(asked))
    if (known := doing.gave()) is not None:
        return {name: [] for name in known}

    from warehouse import alerting, db
    from warehouse import campaign as campaigns

    loaded = [campaigns.load(path) for path in campaign_files]
    with db.writer(home.warehouse, settings.now(), doing) as connection:
        raised = alerting.watch(connection, loaded)
        doing.give(dict.fromkeys(raised))
    return raised


@timed
def publish(home: Home) -> Path:
    """Publish the warehouse; give the snapshot that readers now see."""
    from warehouse import publish as publishing

    return publishing.publish(home.warehouse, home.published, settings.now())


@timed
def purge(
    home: Home, keep_days: int, *, dry_run: bool = False, is_clock_right: bool = False
) -> "list[Expired]":
    """Take away pages and full texts older than a number of days; give what goes, by outlet and month.

    Args:
        home: The home.
        keep_days: Vietnam days before today that are kept.
        dry_run: Only tells.
        is_clock_right: Somebody looked at the clock, which is else held against what was collected.

    Raises:
        SettingError: The days are too few, or the clock may be ahead.
    """
    from lantoa import purging

    now = settings.now()
    first_kept = purging.first_kept_day(now, keep_days)
    if dry_run:
        return purging.expired(home, first_kept)
    return purging.purge(home, first_kept, now, is_clock_right=is_clock_right)


def check(home: Home) -> list[str]:
    """Check all items of the published warehouse, and the bytes of all batches; give what does not hold."""
    from warehouse.batch_files import BatchFiles
    from warehouse.reader import Reader

    with Reader(home.published) as reader:
        broken = reader.violations()
    changed = "its bytes changed since it was loaded: put it back from a backup"
    return [*broken, *(f"{home.folder / name}: {changed}" for name in BatchFiles(home.folder).damaged())]


def check_kept(home: Home, *, forget: bool = False) -> list[str]:
    """Compare the kept tables of the published warehouse with what their views give; tell which differ.

    All visits are gone through, of nine years for a minute, so it is apart from `check`.

    Args:
        home: The home.
        forget: Where one differs, let all of them be worked out anew by the next measure, watch and publish.

    Returns:
        What differs, each with what to do.
    """
    from warehouse import db, kept
    from warehouse.reader import Reader

    with Reader(home.published) as reader:
        if not reader.is_of_this_version():
            return ["the snapshot is of another version: run `lantoa publish`, and check again"]
        differing = reader.differing()
    remedy = (
        "`lantoa measure` and `lantoa watch` of each campaign and `lantoa publish`, which work it out anew"
    )
    if not (forget and differing):
        return [f"{one}: run `lantoa check --forget`, and after it {remedy}" for one in differing]
    with db.writer(home.warehouse, settings.now()) as connection:
        kept.forget(connection)
    return [f"{one}: what is kept is forgotten now: run {remedy}" for one in differing]


@dataclass(frozen=True)
class ReportRequest:
    """Which reports are asked for.

    Attributes:
        as_of: Writes, to a folder of its own, what was known at this instant; all that is, without.
        period: "all", a phase, an activity, a week such as 2026-W10, or days such as 2026-03-02..2026-03-08.
        formats: What to write besides the figures as JSON: html, json, pdf, docx, xlsx.
        languages: "vi", "en" or both.
    """

    as_of: datetime | None = None
    period: str = "all"
    formats: Sequence["ReportFormat"] = ("html",)
    languages: Sequence["Lang"] = LANGUAGES


EVERY_REPORT = ReportRequest()


@timed
def report(home: Home, campaign_files: Sequence[Path], request: ReportRequest = EVERY_REPORT) -> list[Path]:
    """Write each campaign's report; give the files, Vietnamese first.

    It bears the newest instant of what it is made from, not that of its writing: what is collected or coded
    between the two and loaded later was not known to it, and is left out where it is asked for again.

    Raises:
        dashboards.reporting.pdf.PangoMissingError: PDFs can't be written here; every other file was.
    """
    from warehouse.reader import Reader

    if request.as_of is None:
        with Reader(home.published) as reader, reader.held():
            at = reader.known_at() or settings.now()
            return _reports(reader, campaign_files, home.reports, at, request)
    folder = home.reports / f"as-of-{request.as_of.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    with Reader(home.published) as now, now.as_of(request.as_of) as reader:
        return _reports(reader, campaign_files, folder, request.as_of, request)


@dataclass(frozen=True)
class Issue:
    """An issue of the press digest, as written.

    Attributes:
        campaign: Id of its campaign.
        day: The working day on which it appears.
        number: Its number, or None before the campaign's first day.
        from_at: First instant of what it covers, Vietnam time.
        to_at: Its closing time, before which all of it was published.
        known_at: The instant as at which the warehouse was read.
        items: Items of its time.
        stories: Stories of these.
        late: Stories of the time before that came to be known only after that closed.
        files: The files.
    """

    campaign: str
    day: date
    number: int | None
    from_at: datetime
    to_at: datetime
    known_at: datetime
    items: int
    stories: int
    late: int
    files: list[Path]


@timed
def digest(
    home: Home,
    campaign_file: Path,
    day: date | None = None,
    formats: Sequence["Format"] = ("docx", "html", "xlsx"),
    folder: Path | None = None,
    lang: "Lang" = "vi",
    number: int | None = None,
    as_of: datetime | None = None,
) -> Issue:
    """Write an issue of the press digest of a campaign.

    Args:
        home: The home.
        campaign_file: The campaign.
        day: A Vietnam day; today, without.
        formats: Forms to write it in.
        folder: Where the files go; without, `digest` in the home's reports.
        lang: Language of the words around what the press wrote.
        number: Its number; without, the working days of the campaign are counted.
        as_of: What was known later is left out; without, its closing time, so that it is the same whenever it
            is written.

    Raises:
        NoIssueError: The day is no working day, or its issue has not closed yet.
        NothingKnownError: Nothing was known of the campaign then.
    """
    from dashboards.digest import contents, period, writing
    from warehouse import campaign as campaigns
    from warehouse.reader import Reader

    campaign = campaigns.load(campaign_file)
    issue = period.asked(day, campaign.digest.closing, settings.now())
    known_at = (as_of or issue.to_at).astimezone(UTC)
    with Reader(home.published) as reader:
        made = contents.read(reader, campaign, issue, known_at, number)
    files = writing.write(made, formats, folder or home.reports / "digest", lang)
    return Issue(
        campaign=campaign.id,
        day=issue.day,
        number=made.number,
        from_at=issue.from_at,
        to_at=issue.to_at,
        known_at=known_at,
        items=made.figures.items,
        stories=len(made.entries),
        late=len(made.late),
        files=files,
    )


def due_reports(home: Home, campaign_files: Sequence[Path], kind: "Kind | None", lang: "Lang") -> "list[Due]":
    """Give the reports that are due and not written yet, or all of a kind that can be written now."""
    from lantoa import due

    now = settings.now()
    if kind is None:
        return due.unwritten(home, campaign_files, now, lang)
    return [one for file in campaign_files for one in due.reports(file, now) if one.kind == kind]


def write_due(
    home: Home,
    campaign_file: Path,
    kind: "Kind",
    period: str,
    formats: Sequence["ReportFormat"],
    lang: "Lang",
) -> list[Path]:
    """Write a report that `due_reports` gave.

    Returns:
        Its files; none of a digest where nothing was known of the campaign when its issue closed.

    Raises:
        dashboards.reporting.pdf.PangoMissingError: PDFs can't be written here; every other file was.
    """
    if kind == "morning":
        from dashboards.digest.contents import NothingKnownError

        of_digest: list[Format] = [one for one in ("docx", "html", "xlsx") if one in formats]
        try:
            return digest(home, campaign_file, date.fromisoformat(period), of_digest, lang=lang).files
        except NothingKnownError:
            return []
    return report(home, (campaign_file,), ReportRequest(period=period, formats=formats, languages=(lang,)))


def _reports(
    reader: "Reader", campaign_files: Sequence[Path], folder: Path, at: datetime, request: ReportRequest
) -> list[Path]:
    # With matplotlib it takes a second, for which the other steps should not wait.
    from dashboards import report as written_report
    from dashboards.reporting.pdf import PangoMissingError
    from warehouse import campaign as campaigns

    files: list[Path] = []
    refused: PangoMissingError | None = None
    for path in campaign_files:
        campaign = campaigns.load(path).id
        try:
            files += written_report.write(
                reader, campaign, folder, request.languages, at, request.formats, request.period
            )
        except PangoMissingError as error:
            refused = error
    if refused is not None:
        raise refused
    return files


@dataclass(frozen=True)
class RunResult:
    """What a whole run did.

    Attributes:
        crawled: One result an outlet.
        loaded: What the warehouse holds now.
        measured: The period measured, by campaign.
        alerts: Ids of the alerts that are new, by campaign.
        snapshot: What readers now see.
        reports: The files written.
    """

    crawled: "list[OutletCrawl]"
    loaded: Loaded
    measured: dict[str, Filter]
    alerts: dict[str, list[str]]
    snapshot: Path
    reports: list[Path]


def run_all(home: Home, selection: Selection, progress: Progress | None = None) -> RunResult:
    """Go the whole way: crawl, extract, score, load, measure, watch, publish, report.

    Raises:
        NothingCollectedError: No outlet could be read, now or before.
    """
    files = selection.campaign_files
    crawled = crawl(home, selection, progress)
    extract(home, selection.only, progress)
    score(home, files, progress=progress)
    loaded = load(home, files, progress)
    measured = measure(home, files)
    alerts = watch(home, files)
    result = RunResult(crawled, loaded, measured, alerts, publish(home), report(home, files))
    require_something(crawled)
    return result


def require_something(crawled: "Sequence[OutletCrawl]") -> None:
    """Raise NothingCollectedError if no outlet could be read."""
    if all(outlet.problem and not outlet.fetched for outlet in crawled):
        raise NothingCollectedError(
            "\n".join(["nothing could be collected", *(f"{one.outlet}: {one.problem}" for one in crawled)])
        )


def outlets_to_crawl(selection: Selection) -> tuple[str, ...]:
    """Give the ids of the outlets that a selection is about: those named, served by the press, or watched.

    Sub-sites without a feed or sitemap of their own come in with their parent. What ended before the days
    asked for is left out, and told where a campaign watches it by name.
    """
    from crawlers import outlets
    from warehouse import campaign as campaigns

    register = outlets.load(*REGISTERS)
    # All files are read first: a mistake in one is told before an hour of crawling.
    loaded = [campaigns.load(path, register, settings.real_today()) for path in selection.campaign_files]
    if selection.only:
        return selection.only
    watched = [one for campaign in loaded for one in campaign.watched_outlets]
    chosen = _served_outlets(selection.press) if selection.press else watched or outlets.load()
    day = selection.from_date or settings.now().astimezone(outlets.VIETNAM).date()
    known_outlets.tell_ended(loaded, register, day)
    return tuple(
        sorted({one for one in chosen if register[one].is_announced and register[one].is_read_on(day)})
    )


def _within(campaign: "Campaign", first: date, last: date) -> tuple[date, date]:
    """Keep to the campaign's own time, unless nothing was published in it.

    Raises:
        WarehouseError: There is no day.
    """
    from warehouse.storage import WarehouseError

    if first > last:
        raise WarehouseError(
            f"the period from {first} to {last} is empty: expected --from <= --to; without them it begins "
            "and ends with the items that are known"
        )
    start, end = max(first, campaign.phases[0].from_date), min(last, campaign.phases[-1].to_date)
    return (start, end) if start <= end else (first, last)


def _served_outlets(press: str) -> tuple[str, ...]:
    """Ask the loopback press which outlets it serves."""
    from http.client import HTTPConnection, HTTPException

    try:
        address = urlsplit(press)
        with closing(HTTPConnection(address.hostname or "", address.port, timeout=20)) as connection:
            connection.request("GET", "/")
            return tuple(json.loads(connection.getresponse().read())["outlets"])
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise PressUnreachableError(
            f"{press}: expected a loopback press: {error}; start one with `lantoa press`"
        ) from error
