"""Sketches of items in files of their own, one a day of publication, kept for the window of copies.

They hold nothing that can't be made again from the texts, and that is done with what is missing, torn or of
another method. So no transaction has to include them, and readers have no part in them.
"""

# The stubs of pyarrow leave files and lists open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from nlp import sketches
from nlp.copies import Lookup
from nlp.event_terms import Terms
from nlp.fingerprints import Hashes
from nlp.text import LONGEST_EXCERPT
from nlp.windows import WINDOW
from warehouse import db, processes
from warehouse.beside import Beside
from warehouse.placing import own, placed
from warehouse.sketching import LISTS, OF_COPIES, OF_EVENTS, Ahead, sketched

Row = dict[str, Any]

KEPT = 3 * WINDOW
"""How long before the newest item sketches are kept: an item up to two windows late finds its neighbours."""

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_METHOD = b"lantoa.method"
_SCHEMA = pa.schema([pa.field("number", pa.int64()), *LISTS])
_KNOWN = pa.schema([pa.field("number", pa.int64()), pa.field("published_date", pa.date32())])
# Missing sketches from which on to start processes for them pays.
_SHARED = 4_000
# A window of days on both sides of those of a batch.
_READ = 80


class SketchesError(Exception):
    """Sketches can't be made; the message names the folder and says what to do."""


def days(first: datetime, last: datetime) -> list[date]:
    """List the Vietnam days from one time to another."""
    start, end = (time.astimezone(_VIETNAM).date() for time in (first, last))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


@dataclass(frozen=True, eq=False)
class _Column:
    """A list for each row of a day: all values one behind the other, and where each begins."""

    values: NDArray[Any]
    offsets: NDArray[np.int64]

    def of(self, rows: NDArray[np.int64]) -> list[NDArray[Any]]:
        """Give the lists of some rows."""
        bounds = zip(self.offsets[rows].tolist(), self.offsets[rows + 1].tolist(), strict=True)
        return [self.values[start:end] for start, end in bounds]


@dataclass(frozen=True, eq=False)
class Day:
    """Columns of the sketches of a day, in the order of their numbers."""

    numbers: NDArray[np.int64]
    columns: dict[str, _Column]

    def of(self, numbers: Iterable[int]) -> Iterator[tuple[NDArray[Any], ...]]:
        """Give the lists, one a column, of sketches that are there."""
        rows = np.searchsorted(self.numbers, np.fromiter(numbers, np.int64))
        return zip(*(column.of(rows) for column in self.columns.values()), strict=True)


class Sketches:
    """The sketches of the items that grouping knows, by the numbers that these have in grouped_items.

    Args:
        connection: The writer's connection.
        folder: Where the files lie; made where it is missing.
        ahead: Sketches that are being made, of texts of some of the items.

    Attributes:
        ahead: These.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, ahead: Ahead | None = None
    ) -> None:
        self._connection, self._folder = connection, folder
        self.ahead = ahead or Ahead(Beside())
        self._whole: set[date] = set()
        self._read: dict[tuple[date, tuple[str, ...]], Day] = {}

    def met(
        self, lookup: Lookup, wanted: Collection[date], last: date
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Look items of some days up, up to the last that has any of interest; sketches are made of all.

        Returns:
            Places of the texts asked for, and numbers of the items that each met.
        """
        self._complete(wanted)

        def of_day(name: date) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
            table = self._table(name, OF_COPIES)
            if table is None:
                return nothing, nothing
            day = _as_day(table, OF_COPIES)
            texts_met, rows = lookup.met(day.columns["hashes"].values, day.columns["hashes"].offsets)
            return texts_met, day.numbers[rows]

        nothing = np.zeros(0, np.int64)
        # Nearly all of it is numpy's and pyarrow's, which let other threads run. No day is kept: to read one
        # again takes less time than to get memory for all of them.
        with ThreadPoolExecutor(processes.cores()) as pool:
            found = [(nothing, nothing), *pool.map(of_day, (name for name in sorted(wanted) if name <= last))]
        return np.concatenate([places for places, _ in found]), np.concatenate([met for _, met in found])

    def hashes(self, items: Iterable[Row]) -> list[Hashes]:
        """Give the hashes of items (number, published_at), in their order."""
        return [hashes for (hashes,) in self._lists(list(items), OF_COPIES)]

    def terms(self, items: Iterable[Row]) -> list[Terms]:
        """Give the terms of items (number, published_at), in their order."""
        return [Terms(*lists) for lists in self._lists(list(items), OF_EVENTS)]

    def complete(self, wanted: Collection[date]) -> None:
        """Make the sketches that are missing of some days."""
        for day in wanted:  # one by one: a year of texts is too much at once
            self._complete([day])

    def prune(self) -> None:
        """Take away the files of days that are too old, but for those that can't be made again.

        These are the ones that were looked at just now, and those of purged texts.
        """
        newest = db.latest(self._connection, "grouped_items", "published_at")
        oldest = (newest - KEPT).astimezone(_VIETNAM).date() if newest else date.max
        old = {path: date.fromisoformat(path.stem) for path in self._folder.glob("*.parquet")}
        old = {path: day for path, day in old.items() if day < oldest and day not in self._whole}
        purged = _purged_days(self._connection) if old else set[date]()
        for path, day in old.items():
            if day not in purged:
                path.unlink()

    def _lists(self, items: list[Row], columns: tuple[str, ...]) -> Iterator[tuple[NDArray[Any], ...]]:
        """Give what columns hold of items (number, published_at), in their order."""
        of_day = [item["published_at"].astimezone(_VIETNAM).date() for item in items]
        numbers: dict[date, list[int]] = defaultdict(list)
        for day, item in zip(of_day, items, strict=True):
            numbers[day].append(item["number"])
        found = self._days(numbers.keys(), columns)
        lists = {day: found[day].of(wanted) for day, wanted in numbers.items()}
        return (next(lists[day]) for day in of_day)

    def _days(self, wanted: Collection[date], columns: tuple[str, ...]) -> dict[date, Day]:
        """Give columns of the sketches of some days, those that have items, once these are all there."""
        self._complete(wanted)
        missing = [day for day in sorted(wanted) if (day, columns) not in self._read]
        with ThreadPoolExecutor(processes.cores()) as pool:
            tables = pool.map(self._table, missing, repeat(columns))
            for day, table in zip(missing, tables, strict=True):
                if table is not None:
                    self._read[day, columns] = _as_day(table, columns)
        found = {day: known for day in sorted(wanted) if (known := self._read.get((day, columns)))}
        for known in list(self._read)[:-_READ]:
            del self._read[known]
        return found

    def _complete(self, wanted: Collection[date]) -> None:
        """Make the sketches that are missing of some days."""
        open_days = sorted(set(wanted) - self._whole)
        if not open_days:
            return
        files = ((day, table) for day in open_days if (table := self._table(day, ())) is not None)
        tables = [
            table.append_column("published_date", pa.repeat(pa.scalar(day), table.num_rows))
            for day, table in files
        ]
        known = pa.concat_tables([_KNOWN.empty_table(), *tables])
        (query,) = db.statements("load/sketches_missing")
        stretch = {"first": open_days[0], "last": open_days[-1]}
        between = db.table(self._connection, query, known, stretch)
        # Days between those that are wanted were not read: what they hold is not known here.
        is_wanted = pc.is_in(between["published_date"], pa.array(open_days, pa.date32()))
        missing = between.filter(is_wanted)
        _check_texts(self._connection, missing, self._folder)
        missing = self._without_ready(missing)
        by_day = list(_by_day(missing))
        if missing.num_rows < _SHARED or processes.cores() < 2:
            for day, items in by_day:
                self._add(day, sketched(texts(self._connection, items), "number"))
        else:
            self._add_shared(by_day)
        self._whole.update(open_days)

    def _without_ready(self, missing: pa.Table) -> pa.Table:
        """Put those sketches into their files that were made ahead; give the items that are left."""
        made = self.ahead.made() if missing.num_rows else missing
        if not made.num_rows:
            return missing
        (query,) = db.statements("load/sketches_ready")
        items = db.table(self._connection, query, missing, {"longest": LONGEST_EXCERPT})
        items = items.append_column("place", pc.index_in(items["sha256"], made["sha256"]))
        ready = items.filter(pc.is_valid(items["place"]))
        for day, of_day in _by_day(ready):
            lists = made.take(of_day["place"]).drop(["sha256"])
            self._add(day, lists.add_column(0, "number", of_day["number"]))
        return missing.filter(pc.invert(pc.is_in(missing["number"], ready["number"].combine_chunks())))

    def _add_shared(self, by_day: list[tuple[date, pa.Table]]) -> None:
        """Make the sketches of many items in processes of their own, a day at a time in each."""
        with processes.pool(processes.cores()) as pool:
            waiting: deque[tuple[date, Future[pa.Table]]] = deque()
            for day, items in by_day:
                waiting.append((day, pool.submit(sketched, texts(self._connection, items), "number")))
                if len(waiting) > 2 * processes.cores():
                    done, made = waiting.popleft()
                    self._add(done, made.result())
            for day, made in waiting:
                self._add(day, made.result())

    def _add(self, day: date, new: pa.Table) -> None:
        """Put sketches into the file of a day."""
        before = self._table(day, (*OF_COPIES, *OF_EVENTS))
        table = pa.concat_tables([new] if before is None else [before, new]).sort_by("number")
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(day)
        named = table.replace_schema_metadata({_METHOD: sketches.method()})
        with placed(own(path), path) as partial:
            pq.write_table(named, partial, compression="zstd", use_dictionary=False)

    def _table(self, day: date, columns: tuple[str, ...]) -> pa.Table | None:
        """Read numbers and some columns of a day; None where there is no file, or a torn or foreign one."""
        try:
            with pq.ParquetFile(self._path(day)) as file:
                if (file.schema_arrow.metadata or {}).get(_METHOD) != sketches.method().encode():
                    return None
                # A file is small: to start threads for it takes longer than to read it.
                return file.read(["number", *columns], use_threads=False)
        except (OSError, pa.ArrowInvalid):
            return None

    def _path(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.parquet"


def _by_day(items: pa.Table) -> Iterator[tuple[date, pa.Table]]:
    """Part items (published_date, ...) by their days, in order."""
    for day in sorted(cast("list[date]", pc.unique(items["published_date"]).to_pylist())):
        yield day, items.filter(pc.field("published_date") == pa.scalar(day))


def _purged_days(connection: duckdb.DuckDBPyConnection) -> set[date]:
    before = db.purged_before(connection)
    if before is None:
        return set()
    (query,) = db.statements("purge/days_before")
    return {row["day"] for row in db.rows(connection, query, parameters={"before": before})}


def _check_texts(connection: duckdb.DuckDBPyConnection, missing: pa.Table, folder: Path) -> None:
    """Make no sketches of excerpts: copies and events would be lost without a word."""
    before = db.purged_before(connection)
    if before is None:
        return
    (query,) = db.statements("load/sketches_lost")
    (found,) = db.rows(connection, query, missing, {"before": before, "longest": LONGEST_EXCERPT})
    if found["lost"]:
        raise SketchesError(
            f"{folder}: {found['lost']} sketches are missing or of another method, and the texts that they "
            "are made from were purged: put the folder back from a backup"
        )


def texts(connection: duckdb.DuckDBPyConnection, items: pa.Table) -> pa.Table:
    """Give number, title, lead and body of items (number, item_id, published_at), in any order."""
    (query,) = db.statements("load/grouping_texts")
    return db.table(connection, query, items)


def _as_day(table: pa.Table, columns: tuple[str, ...]) -> Day:
    lists = {name: table[name].combine_chunks() for name in columns}
    arrays = {
        name: _Column(one.values.to_numpy(zero_copy_only=False), one.offsets.to_numpy().astype(np.int64))
        for name, one in cast("dict[str, Any]", lists).items()
    }
    return Day(table["number"].to_numpy(), arrays)
