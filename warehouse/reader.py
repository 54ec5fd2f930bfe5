"""Reading the published warehouse: what dashboards, reports and notebooks use."""

import re
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from nlp.person_terms import is_person
from nlp.text import LONGEST_EXCERPT, excerpt, fold, without_diacritics
from warehouse import alert_replay, contrasting, counting, db, kept, kept_frames, reaching
from warehouse import rewind as rewinding
from warehouse import search as searching
from warehouse.alert_replay import Replayed
from warehouse.campaign import Campaign
from warehouse.coded import Sample
from warehouse.coding_texts import CodingText, coding_texts
from warehouse.counting import Collection
from warehouse.filters import Filter
from warehouse.measures import Beside, Measure
from warehouse.measures.contrasts import Contrast
from warehouse.reaching import Audiences
from warehouse.search import Found

if TYPE_CHECKING:
    # Half a second to import: read by DuckDB where a table is asked for.
    import pandas as pd

__all__ = [
    "LONGEST_EXCERPT",
    "AskedError",
    "Filter",
    "NotPublishedError",
    "Reader",
    "excerpt",
    "fold",
    "is_person",
    "published_at",
    "without_diacritics",
]

_CUT_OFF = "Could not read enough bytes"
"""What DuckDB says where the end is needed to open a file."""


_OTHERWISE = "different configuration"
"""What DuckDB says where the process has the file open with other settings."""
_WRITES_FILES = re.compile(r"\b(enable_logging|profiling_output|profile_output)\b", re.IGNORECASE)
"""What DuckDB agrees to though files are disabled, and after which no statement runs any more."""


class NotPublishedError(Exception):
    """No snapshot has been published yet, or none by this version."""


class AskedError(Exception):
    """A query of an analyst can't be answered; the message is the warehouse's, with the place."""


def _interruptible(cursor: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Answer a statement in a thread of its own: DuckDB itself looks for Ctrl-C between long steps only.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed, and the statement has ended.
    """

    def answered() -> tuple[list[str], list[tuple[Any, ...]]]:
        found = cursor.execute(sql)
        return [name for name, *_ in found.description or ()], found.fetchall()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(answered)
        try:
            return running.result()
        except KeyboardInterrupt:
            # Again and again, since what comes before the statement has begun is lost.
            while not running.done():
                cursor.interrupt()
                wait([running], 0.1)
            raise


def published_at(snapshot: str) -> datetime:
    """Give the time of publication that the name of a snapshot tells, UTC."""
    return datetime.strptime(snapshot[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


class Reader:
    """The published warehouse, read-only, with access to anything outside it switched off.

    A new snapshot is seen at the next call. Use it as a context manager, or close it.

    Example:
        >>> with Reader(Path("data/published")) as reader:  # doctest: +SKIP
        ...     reader.frame("rpt_daily", "500-ngay-dem")

    Args:
        published: The folder of snapshots.
        threads: Those that a query takes, of all readers in this process while this one has the snapshot
            open; as many as there are cores, without.
    """

    def __init__(self, published: Path, threads: int | None = None) -> None:
        self._published = published
        self._threads = threads
        self._snapshot = ""
        self._is_held = False
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._asked: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._asked, self._snapshot = None, None, ""

    @contextmanager
    def held(self) -> Generator[str]:
        """Stay with the snapshot that is current, whatever is published meanwhile; give its name.

        What is put together from several queries would otherwise mix two states.

        Raises:
            NotPublishedError: Nothing has been published.
        """
        self._cursor()
        before, self._is_held = self._is_held, True
        try:
            yield self._snapshot
        finally:
            self._is_held = before

    @property
    def published(self) -> Path:
        """The folder of snapshots."""
        return self._published

    @property
    def snapshot(self) -> str:
        """Name of the snapshot that is read: the UTC time of its publication and a hash.

        Raises:
            NotPublishedError: Nothing has been published.
        """
        if self._is_held:
            return self._snapshot
        pointer = self._published / "current"
        if not pointer.exists():
            raise NotPublishedError(f"{pointer}: nothing is published yet: run `lantoa run CAMPAIGN.toml`")
        return pointer.read_text("utf-8", errors="replace")

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        snapshot = self.snapshot
        if self._connection is None or snapshot != self._snapshot:
            self.close()
            self._connection = self._opened(self._published / snapshot)
            # For the whole instance: a cursor does not inherit what its connection has set.
            self._connection.execute("set global TimeZone = 'Asia/Ho_Chi_Minh'")
            if self._threads is not None:
                self._connection.execute(f"set global threads = {self._threads}")
            self._snapshot = snapshot
            if db.schema_version(self._connection) != db.SCHEMA_VERSION:
                raise NotPublishedError(
                    f"{self._published / snapshot}: published by another version of lantoa: "
                    "run `lantoa publish`, which makes one of this version or says what to do"
                )
        return self._connection.cursor()

    @staticmethod
    def _opened(snapshot: Path) -> duckdb.DuckDBPyConnection:
        try:
            found = duckdb.connect(snapshot, read_only=True, config={"enable_external_access": "false"})
        except duckdb.Error as error:
            said = " ".join(str(error).split())
            if _OTHERWISE in said:
                raise NotPublishedError(
                    f"{snapshot}: this process has it open already, by a connection that is no Reader: "
                    "close that one first, or ask by the Reader alone"
                ) from error
            what = "its end is cut off" if _CUT_OFF in said else f"can't be opened: {said}"
            raise NotPublishedError(
                f"{snapshot}: {what}: run `lantoa publish`, which makes it anew"
            ) from error
        if db.is_cut_off(found, snapshot):
            found.close()
            raise NotPublishedError(
                f"{snapshot}: its end is cut off: run `lantoa publish`, which makes it anew"
            )
        return found

    def campaigns(self) -> "pd.DataFrame":
        """Give campaign, name_vi, name_en and query of each campaign, by id."""
        return self._kept(
            "select campaign, name_vi, name_en, query from campaigns where known_to is null order by campaign"
        )

    def phases(self, campaign: str) -> "pd.DataFrame":
        """Give phase, name_vi, name_en, from_date and to_date (Vietnam days) in order of time."""
        return self._kept(
            "select phase, name_vi, name_en, from_date, to_date from phases "
            "where known_to is null and campaign = ? order by from_date",
            [campaign],
        )

    def workstreams(self, campaign: str) -> "pd.DataFrame":
        """Give workstream, name_vi and name_en in the order of the campaign's file."""
        return self._kept(
            "select workstream, name_vi, name_en from campaign_workstreams "
            "where known_to is null and campaign = ? order by position",
            [campaign],
        )

    def frame(self, view: str, campaign: str | None = None) -> "pd.DataFrame":
        """Give a report view whole, or its rows of one campaign.

        Args:
            view: Name of a view that begins with rpt_.
            campaign: Id, for views with a column campaign.

        Raises:
            ValueError: It is no report view.
        """
        if not view.startswith("rpt_") or not view.isidentifier():
            raise ValueError(f"{view!r}: expected a view whose name begins with rpt_")
        if campaign is None:
            return self._kept(f"select * from {view}")  # noqa: S608 (an identifier, checked above)
        return self._kept(f"select * from {view} where campaign = ?", [campaign])  # noqa: S608

    def shown(self, name: str, parameters: dict[str, Any]) -> "pd.DataFrame":
        """Give what `sql/pages/<name>.sql` selects, with those of the parameters that it uses."""
        return self._kept(*counting.filtered(f"pages/{name}", parameters))

    def measures(self, which: Filter) -> dict[str, Measure]:
        """Compute every measure for one filter, by the same way as the stored ones."""
        with self._of_this_version():
            return counting.all_measures(self._cursor(), which)

    def measure(self, name: str, which: Filter) -> Measure:
        """Compute one measure for one filter.

        Raises:
            KeyError: There is no such measure.
        """
        return self.measures(which)[name]

    def collection(self, which: Filter) -> Collection:
        """Give how complete the collection is that a filter counts on."""
        with self._of_this_version():
            return counting.collection(self._cursor(), which)

    def reach(self, which: Filter) -> list[Audiences]:
        """Give the net reach of a filter, for each population and unit of time with a known audience."""
        with self._of_this_version():
            return reaching.reach(self._cursor(), which)

    def coverage_beside_plan(self, which: Filter) -> list[Beside]:
        """Give the share of each planned activity beside its intended weight; the last falls to none."""
        with self._of_this_version():
            return counting.beside_plan(self._cursor(), which)

    def compare(self, campaign: str, a: tuple[date, date], b: tuple[date, date]) -> dict[str, Contrast]:
        """Compare two periods of Vietnam days by every measure that phases are compared by; exploratory."""
        with self._of_this_version():
            return contrasting.between(self._cursor(), campaign, a, b)

    def coded_sample(self, which: Filter) -> Sample:
        """Give the stories of a filter with those that were coded by hand."""
        return counting.coded_sample(self._cursor(), which)

    def coding_texts(self, campaign: str, items: Sequence[str]) -> dict[str, CodingText]:
        """Give what a coder reads of items of a campaign, by id; blank for those that are gone.

        Raises:
            NotPublishedError: There is no such campaign.
        """
        return coding_texts(self._cursor(), self._published_query(campaign), items)

    def coder_agreement(self, campaign: str) -> Measure:
        """Compute the agreement of a campaign's coders under the guide of its newest draw."""
        return counting.coder_agreement(self._cursor(), campaign)

    def replay(self, campaign: Campaign) -> list[Replayed]:
        """Ask the rules of alerts on every day that is stored, and give how often each raised one.

        Raises:
            NotPublishedError: There is no such campaign.
        """
        self._published_query(campaign.id)
        return alert_replay.replay(self._cursor(), campaign)

    def period(self, from_date: date | None = None, to_date: date | None = None) -> tuple[date, date] | None:
        """Give the Vietnam days asked for, else those of all known items; None without any item."""
        return counting.period(self._cursor(), from_date, to_date)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> "pd.DataFrame":
        """Run one query on the snapshot; times come back in Vietnam time."""
        return self._cursor().execute(sql, list(parameters)).df()

    def _published_query(self, campaign: str) -> str:
        """Give the query of a campaign that must be there."""
        known = self.query("select query from campaigns where known_to is null and campaign = ?", [campaign])
        if known.empty:
            raise NotPublishedError(
                f"{campaign}: not published; run `lantoa load` and `lantoa publish` first"
            )
        return str(known["query"].iloc[0])

    def _kept(self, sql: str, parameters: Sequence[object] | dict[str, Any] = ()) -> "pd.DataFrame":
        """Answer a query of ours as `query` does, with what was read before where it is kept."""
        cursor = self._cursor()
        key = self._published, self._snapshot, sql, repr(parameters)
        with self._of_this_version():
            return kept_frames.kept(key, lambda: cursor.execute(sql, parameters).df())

    @contextmanager
    def _of_this_version(self) -> Generator[None]:
        """Tell of a snapshot that lacks a table or column which is read: an earlier version published it."""
        try:
            yield
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            (what, *_) = str(error).splitlines()
            raise NotPublishedError(
                f"{self._published / self._snapshot}: published by an earlier version of lantoa: "
                f"run `lantoa publish`, which makes one of this version: {what}"
            ) from error

    def violations(self) -> list[str]:
        """Give the invariants of the warehouse that do not hold for any item, each with its first row."""
        return db.violations(self._cursor())

    def is_of_this_version(self) -> bool:
        """Tell whether a version with the same views published it."""
        return db.is_applied(self._cursor())

    def differing(self) -> list[str]:
        """Tell which kept tables, of this version, differ from what their views give, each with a row."""
        return kept.differing(self._cursor())

    def known_at(self) -> datetime | None:
        """Give the newest instant, UTC, at which anything that is read came to be known; None without any."""
        return rewinding.known_at(self._cursor())

    @contextmanager
    def as_of(self, instant: datetime) -> Generator["Reader"]:
        """Give a reader of what was known at an instant; this one, where nothing came to be known later.

        Raises:
            NotPublishedError: Nothing has been published.
        """
        with self.held() as snapshot:
            newest = self.known_at()
            if newest is None or newest <= instant:
                yield self
                return
            with self._rewound(snapshot, instant) as reader:
                yield reader

    @contextmanager
    def _rewound(self, snapshot: str, instant: datetime) -> Generator["Reader"]:
        with TemporaryDirectory() as folder:
            rewinding.rewind(self._published, snapshot, Path(folder), instant)
            with Reader(Path(folder)) as reader:
                yield reader

    def search(
        self,
        typed: str,
        from_date: date | None = None,
        to_date: date | None = None,
        outlets: Sequence[str] = (),
        limit: int = 20,
    ) -> list[Found]:
        """Find items that hold words and "phrases in quotation marks", the newest first, as excerpts.

        Args:
            typed: The search; what is typed without diacritics is found with any.
            from_date: First Vietnam day of publication.
            to_date: Last one.
            outlets: Ids; none means all.
            limit: Items at most.

        Raises:
            SearchError: There are no words, or only a person's name, no days, or an outlet is not known.
        """
        terms = searching.phrases(typed)
        searching.require_days(from_date, to_date)
        searching.require_outlets(self._cursor(), outlets)
        days = self.period(from_date, to_date)
        return searching.search(self._cursor(), terms, days, outlets, limit) if days else []

    def export(self, name: str, parameters: dict[str, object]) -> pa.Table:
        """Give what `sql/export/<name>.sql` selects for an export, with those parameters that it uses.

        Args:
            name: One of the files there; each has a column month ("2026-01").
            parameters: Values by name.
        """
        (query,) = db.statements(f"export/{name}")
        used = {key: value for key, value in parameters.items() if f"${key}" in query}
        return self._cursor().execute(query, used or None).to_arrow_table()

    def answer(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer what an analyst asks: the names of the columns, and rows of Python values.

        What a statement sets, or creates as a temporary table, holds for the next ones on the same snapshot.

        Raises:
            AskedError: The warehouse does not understand it, it is none or several statements, or it would
                change or leave the snapshot.
            KeyboardInterrupt: It was interrupted; the next one can be asked.
        """
        if any("\ud800" <= letter <= "\udfff" for letter in sql):
            raise AskedError("the statement is not UTF-8: save it as UTF-8")
        try:
            asked = len(duckdb.extract_statements(sql))
            if asked != 1:
                raise AskedError(f"expected one statement, not {asked}: ask one after the other")
            if named := _WRITES_FILES.search(sql):
                raise AskedError(f"{named[0]} would write outside the snapshot, which is disabled")
            return _interruptible(self._analysts(), sql)
        except duckdb.Error as error:
            raise AskedError(str(error)) from error

    def _analysts(self) -> duckdb.DuckDBPyConnection:
        """Give the one cursor of all that an analyst asks, since a cursor alone knows what was set on it."""
        cursor = self._cursor()  # first, since it lets go of the other one where a new snapshot is published
        self._asked = self._asked or cursor
        return self._asked
