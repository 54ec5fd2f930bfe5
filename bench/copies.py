"""Items grouped into stories and events as a load does it: processor time and memory as they grow in number.

    python -m bench.copies [--sizes 1000,10000] [--beside 1000000] [--json]

The items are invented: syllables drawn as often as the bundled press uses them, with the names of an event
between them, of real lengths, from 800 outlets, 2,740 a day. One in five is a version of an item of the days
before: cut, ended in another way, or with every tenth word another. They are entered by another process,
whose memory does not count. With --beside, 500 new items come to so many others: the newest 10,000 of these
were grouped as a load does it, the older ones, more than a window before, are stories of their own. What a
load does besides (words for search, statements, checks of the days it touched) is measured apart. The
reference is the time in which `underthesea.word_tokenize` splits a sample of the same texts, in the same run.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from bench.events import Press
from warehouse import db, grouping, load, statements, touched
from warehouse.stretch import Stretch

SIZES = (1_000, 10_000, 100_000)
OUTLETS = 800
PER_DAY = 2_740
"""A million items a year."""
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
BATCH, NEWEST = 500, 10_000
_COPIES, _NAMED, _SENTENCE, _SAMPLE = 0.2, 0.15, 20, 100
_OUTLETS = """
insert into outlets by name
select 'bao-' || range as outlet, 'Báo ' || range as name, 'newspaper' as kind, $at as known_from
from range($outlets)
"""
_ITEM = """
insert into items by name
select
    item_id, outlet, item_id as url, item_id as canonical_url, title, item_id as title_hash, lead, body,
    [] as photo_credit, 'editorial' as placement, published_at, 'json-ld' as published_method,
    'second' as published_precision, cast(published_at as date) as published_date,
    published_at as first_seen_at, published_at as fetched_at, 'feed' as via, [] as fallbacks,
    md5(title || lead || body) as sha256, published_at as known_from
from batch
"""
_NEW = """
insert into new_items
select item_id, fetched_at from items where item_id in (select item_id from touched_items)
"""
_OLD = """
create temp table old as
select
    substr(md5(range::varchar), 1, 16) as item_id,
    'bao-' || (range % 800) as outlet,
    repeat(md5(range::varchar) || ' ', 60) as body,
    timestamptz '2024-12-01' - to_seconds(($items - range) * 31.5) as published_at
from range($items);

insert into items by name
select
    item_id, outlet, item_id as url, item_id as canonical_url, 'Tin' as title, item_id as title_hash,
    '' as lead, body, [] as photo_credit, 'editorial' as placement, published_at,
    'json-ld' as published_method, 'second' as published_precision,
    cast(published_at as date) as published_date, published_at as first_seen_at, published_at as fetched_at,
    'feed' as via, [] as fallbacks, md5(body) as sha256, published_at as known_from
from old;

insert into grouped_items by name
select
    cast(md5_number_lower(item_id || md5(body)) >> 1 as bigint) as number, item_id, published_at,
    item_id as story_id, item_id as event_id
from old;

insert into story_items by name
select item_id, item_id as story_id, 'original' as role, 1.0 as containment, published_at as known_from
from old;

insert into stories by name
select
    item_id as story_id, item_id as first_item_id, item_id as event_id, outlet as origin,
    'earliest' as origin_method, [] as origin_evidence, published_at as known_from
from old;

insert into events by name
select item_id as event_id, item_id as central_story_id, published_at as known_from from old;

insert into searched_items select item_id, item_id as words from items;

drop table old
"""
_TABLE = pa.schema(
    [
        *((name, pa.string()) for name in ("item_id", "outlet", "title", "lead", "body")),
        ("published_at", pa.timestamp("us", "UTC")),
    ]
)


class Items:
    """Invented items in the order of their publication."""

    def __init__(self, seed: int, begin: datetime, per_day: int) -> None:
        press = Press()
        self._words = np.array(press.words)
        self._bounds = np.cumsum(press.weights)
        self._random = np.random.default_rng(seed)
        self._begin, self._per_day, self._seed = begin, per_day, seed
        self._recent: list[list[str]] = []

    def give(self, count: int) -> Iterator[dict[str, Any]]:
        """Give so many items, evenly over the days."""
        names = self._drawn(12)
        for number in range(count):
            if self._random.random() < 0.4:
                names = self._drawn(12)
            is_copy = self._recent and self._random.random() < _COPIES
            words = self._version() if is_copy else self._text(names)
            self._recent = [*self._recent[-2 * self._per_day :], words] if number % 4 == 0 else self._recent
            yield {
                "item_id": f"{self._seed}-{number:07}",
                "outlet": f"bao-{self._random.integers(OUTLETS)}",
                "title": " ".join(words[:12]),
                "lead": f"{' '.join(words[12:50])}.",
                "body": _written(words[50:]),
                "published_at": self._begin + timedelta(days=number / self._per_day),
            }

    def _drawn(self, count: int) -> list[str]:
        places = self._random.integers(self._bounds[-1], size=count)
        return self._words[np.searchsorted(self._bounds, places, side="right")].tolist()

    def _text(self, names: Sequence[str]) -> list[str]:
        length = int(np.clip(self._random.lognormal(6, 0.6), 80, 2500))
        words = self._drawn(length)
        for place in np.flatnonzero(self._random.random(length) < _NAMED / 2).tolist():
            words[place : place + 2] = names[2 * (place % 6) : 2 * (place % 6) + 2]
        return words

    def _version(self) -> list[str]:
        words = self._recent[self._random.integers(len(self._recent))]
        kind = self._random.integers(3)
        if kind == 0:
            return words[: max(60, len(words) * 3 // 4)]
        if kind == 1:
            return [*words[: len(words) // 2], *self._drawn(len(words) // 2)]
        return [self._drawn(1)[0] if place % 10 == 9 else word for place, word in enumerate(words)]


def _written(words: Sequence[str]) -> str:
    return " ".join(
        f"{' '.join(words[start : start + _SENTENCE])}." for start in range(0, len(words), _SENTENCE)
    )


def put(connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Enter items as a load would."""
    touched.begin(connection)
    queries = [_ITEM, "insert into touched_items select item_id from batch", _NEW]
    db.run_statements(connection, queries, pa.Table.from_pylist(list(rows), schema=_TABLE))


def group(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Stretch, dict[str, Any]]:
    """Group what is new.

    Returns:
        Where it lies; seconds by the clock and of processor time, and the most memory so far.
    """
    begun, used = time.perf_counter(), _used()
    with db.transaction(connection):
        touched.settle(connection)
        stretch = grouping.regroup(connection, ("TTXVN",), folder)
    return stretch, {
        "clock": round(time.perf_counter() - begun, 2),
        "seconds": round(_used() - used, 2),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def besides(connection: duckdb.DuckDBPyConnection, stretch: Stretch) -> float:
    """Do what a load does after grouping; give the seconds of processor time."""
    used = _used()
    with db.transaction(connection):
        db.run(connection, "load/searched")
        statements.align(connection, BEGIN, stretch)
        load.check_touched(connection, stretch)
        touched.end(connection)
    return round(_used() - used, 2)


def _used() -> float:
    """Give the processor time of this process and of those it started."""
    return sum(os.times()[:4])


def growth(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Group so many items of a year from nothing."""
    for size in sizes:
        with TemporaryDirectory() as folder:
            _elsewhere(_enter_new, Path(folder), size)
            with db.writer(Path(folder), BEGIN) as connection:
                yield _grouped(connection, Path(folder) / "sketches", size)


def _grouped(connection: duckdb.DuckDBPyConnection, folder: Path, size: int) -> dict[str, Any]:
    touched.begin(connection)
    db.run_statements(connection, ["insert into touched_items select item_id from items", _NEW])
    stretch, found = group(connection, folder)
    found["besides"] = besides(connection, stretch)
    (stories, events) = connection.execute(
        "select count(*), count(distinct event_id) from stories where known_to is null"
    ).fetchone() or (0, 0)
    return {"items": size, "stories": stories, "events": events, **found}


def _enter_new(folder: Path, size: int) -> None:
    """Fill a warehouse with so many items that are not grouped yet."""
    with db.writer(folder, BEGIN) as connection:
        connection.execute(_OUTLETS, {"at": BEGIN, "outlets": OUTLETS})
        put(connection, list(Items(1, BEGIN, PER_DAY).give(size)))


def _elsewhere(enter: Callable[..., None], *given: object) -> None:
    """Enter items in another process, whose memory does not count."""
    process = get_context("spawn").Process(target=enter, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{enter.__name__} ended with {process.exitcode}")


def beside(size: int) -> dict[str, Any]:
    """Group 500 new items beside so many others."""
    rows = list(Items(1, BEGIN, PER_DAY).give(NEWEST + BATCH))
    with TemporaryDirectory() as folder:
        _elsewhere(_enter, Path(folder), size, rows[:NEWEST])
        with db.writer(Path(folder), BEGIN) as connection:
            put(connection, rows[NEWEST:])
            stretch, found = group(connection, Path(folder) / "sketches")
            return {"items": size, "batch": BATCH, **found, "besides": besides(connection, stretch)}


def _enter(folder: Path, size: int, newest: Sequence[dict[str, Any]]) -> None:
    """Fill a warehouse with so many items, the newest of them grouped."""
    with db.writer(folder, BEGIN) as connection:
        connection.execute(_OUTLETS, {"at": BEGIN, "outlets": OUTLETS})
        for query in _OLD.split(";"):
            connection.execute(query, {"items": size - NEWEST} if "$items" in query else None)
        put(connection, newest)
        stretch, _ = group(connection, folder / "sketches")
        besides(connection, stretch)


def reference() -> float:
    """Give the processor time in which underthesea splits an item's text into words."""
    from underthesea import word_tokenize

    rows = list(Items(1, BEGIN, PER_DAY).give(_SAMPLE))
    word_tokenize("nước sạch")
    begun = time.process_time()
    for row in rows:
        word_tokenize(f"{row['title']}\n{row['lead']}\n{row['body']}")
    return (time.process_time() - begun) / _SAMPLE


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--beside", type=int, help="add 500 items to so many, in place of the sizes")
    chosen = parser.parse_args()
    if chosen.beside:
        print(json.dumps(beside(chosen.beside)))
        return
    grown = list(growth([int(size) for size in chosen.sizes.split(",")]))
    split = reference()
    for row in grown:
        row["ratio"] = round(row["seconds"] / row["items"] / split, 3)
    if chosen.json:
        print(json.dumps({"growth": grown}, indent=2))
        return
    print(
        "| items | stories | events | seconds | processor time | ratio | besides | MB |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    for row in grown:
        print(
            f"| {row['items']} | {row['stories']} | {row['events']} | {row['clock']} | {row['seconds']} "
            f"| {row['ratio']} | {row['besides']} | {row['mb']} |"
        )


if __name__ == "__main__":
    main()
