"""How do loading, measuring, publishing and searching grow with the items that a warehouse holds?

    python -m bench.warehouse --items 100000 [--home DIR] [--json]

It makes a home of invented items by SQL alone, as `bench.dashboard` does: 800 outlets of which an eighth has
half of the items, 3,000 items a day and a visit of each outlet every four hours for as many days as they
take, 2 % on the campaign, full texts of the last 40 days and excerpts of the others, as a purge leaves them.
Then come the batches of three more days, as extraction and scoring would write them. The first of these loads
also makes the sketches of a month; the second one is measured, and the third one, in which 60 articles of the
day before come again with another text. Each step runs in a process of its own, which DuckDB gives two
threads and 6 GB; processor time is that of the process and of those that it starts. The ratio is that time to
the one in which underthesea splits the texts of as many articles as a day has, in the same run: machines, and
hours of one machine, differ by half in seconds, and little in it.
"""

import argparse
import hashlib
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench import copies
from bench.dashboard import CAMPAIGN, NOW, fill
from bench.pipeline import peak_memory
from crawlers import outlets
from crawlers.credit import VIETNAMESE_AGENCIES
from crawlers.outlets import Outlet
from lantoa import batches, steps
from lantoa.settings import Home
from nlp.text import fold, without_diacritics
from warehouse import campaign, db, load
from warehouse.reader import Reader

OUTLETS, PER_DAY, ABOUT, SKEW, KEPT = 800, 3_000, 0.02, 3, timedelta(days=40)
CHANGED = 60
_CHUNK = 500_000
# Kinds of batch, by the table whose rows they bring, with the columns of their files.
_BATCHES = {
    "items": ("articles", "articles", batches.ARTICLES),
    "tones": ("scores", "scores", batches.SCORES),
    "item_places": ("scores", "places", batches.PLACES),
    "mentions": ("scores", "mentions", batches.MENTIONS),
    "messages_carried": ("scores", "messages", batches.MESSAGES),
    "campaign_tones": ("scores", "campaign_tones", batches.CAMPAIGN_TONES),
    "quotes": ("scores", "quotes", batches.QUOTES),
}
_OF_ITEMS = "select *, outlet as of_outlet from items"
_OF = """
select rows.*, items.outlet as of_outlet, rows.known_from as fetched_at
from {table} as rows inner join items on items.item_id = rows.item_id
"""
_SEARCHES = {
    "a phrase of every item": '"tin số"',
    "the same without diacritics, of all": '"tin so"',
    "a seldom phrase": '"{seldom}"',
    "the same without diacritics": '"{bare}"',
    "a phrase that is nowhere": '"không ở đâu cả"',
}


def register() -> dict[str, Outlet]:
    """Give the outlets of the register, and as many invented ones as make 800."""
    known = outlets.load()
    more = (Outlet(f"bao-{n:03}", f"Báo {n}", (f"bao-{n:03}.example",), "newspaper") for n in range(OUTLETS))
    return known | {one.id: one for one in list(more)[: OUTLETS - len(known)]}


def make(home: Home, items: int) -> None:
    """Make the warehouse of a home with so many items."""
    with db.writer(home.warehouse, NOW) as connection:
        enter(connection, home.folder, NOW - timedelta(days=1))  # else every load changed the campaign
        for first in range(0, items, _CHUNK):
            which = range(first, min(first + _CHUNK, items))
            fill(connection, which, items, max(items // PER_DAY, 1), ABOUT, SKEW)
        connection.execute("insert into purges values (?, ?)", [NOW, NOW - KEPT])
    with db.rewritten(home.warehouse, NOW):  # as a purge does
        pass


def enter(connection: duckdb.DuckDBPyConnection, folder: Path, at: datetime = NOW) -> None:
    """Load what a home has, with the outlets and the campaign as they are known from an instant."""
    load.load(connection, folder, register(), [campaign.load(CAMPAIGN)], VIETNAMESE_AGENCIES, at)


def write_day(home: Home, items: int, number: int) -> None:
    """Write the batches of one day after so many items."""
    start = items + number * PER_DAY
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as nothing:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        db.apply_schema(connection, NOW)
        enter(connection, Path(nothing))
        fill(connection, range(start, start + PER_DAY), items, max(items // PER_DAY, 1), ABOUT, SKEW)
        for table, (place, kind, schema) in _BATCHES.items():
            rows = db.table(connection, _OF_ITEMS if table == "items" else _OF.format(table=table))
            _write(rows, home.folder / place, f"{number}.{kind}.parquet", schema)
        scans = db.table(connection, "select *, outlet as of_outlet from scans")
        _write(scans, home.folder / "articles", f"{number}.scans.parquet", None)


def change(home: Home, number: int) -> None:
    """Let articles of a day come again the day after with a sentence more, and with scores of that text."""
    paths = sorted(home.folder.glob(f"articles/*/{number}.articles.parquet"))
    for articles, outlet in map(_changed, paths[:CHANGED]):
        batches.place(home.folder / "articles" / outlet / f"{number + 1}-changed.articles.parquet", articles)
        for path in home.folder.glob(f"scores/{outlet}/{number}.*.parquet"):
            said = pq.read_table(path)
            of_text = said.filter(pc.is_in(said["item_id"], articles["item_id"]))
            for name in ("sha256", "fetched_at"):
                place, told = of_text.schema.get_field_index(name), pa.repeat(articles[name][0], len(of_text))
                of_text = of_text.set_column(place, said.schema.field(name), told)
            kind = path.name.partition(".")[2]
            batches.place(home.folder / "scores" / outlet / f"{number + 1}-changed.{kind}", of_text)


def _changed(path: Path) -> tuple[pa.Table, str]:
    (row, *_) = pq.read_table(path).to_pylist()
    row["body"] += " Bài viết đã được cập nhật."
    row["sha256"] = hashlib.md5(row["body"].encode(), usedforsecurity=False).hexdigest()
    row["fetched_at"] += timedelta(days=1)
    return pa.Table.from_pylist([row], schema=batches.ARTICLES), path.parent.name


def _write(rows: pa.Table, folder: Path, name: str, schema: pa.Schema | None) -> None:
    """Write rows, a file an outlet."""
    for outlet in rows["of_outlet"].unique().to_pylist():
        of_outlet = rows.filter(pc.equal(rows["of_outlet"], outlet)).drop(["of_outlet"])
        written = of_outlet.select(schema.names).cast(schema) if schema else of_outlet
        batches.place(folder / outlet / name, written)


def step_load(home: Home) -> None:
    """Load the batches that are new."""
    with db.writer(home.warehouse, NOW) as connection:
        enter(connection, home.folder)


def used(folder: Path, name: str) -> dict[str, Any]:
    """Run a step in this process; give seconds by the clock and of processor time, and megabytes."""
    os.environ["LANTOA_NOW"] = NOW.isoformat()
    home, connect = Home(folder), duckdb.connect
    limits = {"threads": "2", "memory_limit": "6GB"}
    duckdb.connect = lambda *given, config=None, **named: connect(
        *given, config=limits | (config or {}), **named
    )
    chosen: dict[str, Callable[[], object]] = {
        "load": lambda: step_load(home),
        "measure": lambda: steps.measure(home, [CAMPAIGN]),
        "watch": lambda: steps.watch(home, [CAMPAIGN]),
        "publish": lambda: steps.publish(home),
        "check": lambda: steps.check(home),
        "check_kept": lambda: steps.check_kept(home),
    }
    begun, before = time.perf_counter(), sum(os.times()[:4])
    chosen[name]()
    return {
        "step": name,
        "clock": round(time.perf_counter() - begun, 2),
        "seconds": round(sum(os.times()[:4]) - before, 2),
        "mb": peak_memory() // 1024,
    }


def apart(folder: Path, name: str) -> dict[str, Any]:
    """Run a step in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(used, folder, name).result()


def searches(home: Home, times: int) -> list[dict[str, Any]]:
    """Give milliseconds, by the clock and of processor time, of searches in the published warehouse."""
    with Reader(home.published) as reader:
        (said,) = reader.query("select lead from stg_items order by published_at desc, item_id limit 1")[
            "lead"
        ]
        seldom = " ".join(said.split()[:4])
        filled = {"seldom": seldom, "bare": without_diacritics(fold(seldom))}
        rows: list[dict[str, Any]] = []
        for name, typed in _SEARCHES.items():
            clocks, processor = [], []
            for _ in range(times):
                begun, before = time.perf_counter(), time.process_time()
                found = reader.search(typed.format(**filled))
                clocks.append(1000 * (time.perf_counter() - begun))
                processor.append(1000 * (time.process_time() - before))
            rows.append(
                {
                    "search": name,
                    "found": len(found),
                    "p50": round(statistics.median(clocks)),
                    "p95": round(sorted(clocks)[int(0.95 * (times - 1))]),
                    "processor": round(statistics.median(processor)),
                }
            )
    return rows


def measured(folder: Path, items: int) -> dict[str, Any]:
    """Measure every step with so many items; a home that lies there from an earlier run is used again."""
    home = Home(folder)
    loaded: list[dict[str, Any]] = []
    if not (home.warehouse / "lantoa.duckdb").exists():
        make(home, items)
        for number in range(3):
            write_day(home, items, number)
            if number == 2:
                change(home, 1)
            loaded.append(apart(folder, "load"))
        loaded[2]["step"] = f"load, {CHANGED} of it changed"
    done = [
        *loaded[1:],
        *(apart(folder, name) for name in ("measure", "watch", "publish", "check", "check_kept")),
    ]
    split = copies.reference() * PER_DAY
    for step in done:
        step["ratio"] = round(step["seconds"] / split, 2)
    snapshot = (home.published / "current").read_text("utf-8")
    sizes = {
        "writer_mb": round((home.warehouse / "lantoa.duckdb").stat().st_size / 1e6),
        "published_mb": round((home.published / snapshot).stat().st_size / 1e6),
    }
    times = max(2, min(20, 20_000_000 // items))  # among ten million one of all takes seconds
    return {
        "items": items,
        **sizes,
        "split": round(split, 2),
        "steps": done,
        "searches": searches(home, times),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="where the home is made, or lies from an earlier run")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = measured(asked.home or Path(temporary), asked.items)
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{found['items']:,} items: writer {found['writer_mb']} MB, published {found['published_mb']} MB")
    print(f"underthesea takes {found['split']} s for the texts of a day")
    for rows in (found["steps"], found["searches"]):
        print("| " + " | ".join(rows[0]) + " |")
        for row in rows:
            print("| " + " | ".join(str(value) for value in row.values()) + " |")


if __name__ == "__main__":
    main()
