"""A crawl through every fault of the loopback press at once: what was archived, how politely, in what memory.

With --kills the crawl is ended with SIGKILL that many times, resumed each time, and its pages and warehouse
rows are compared with those of a crawl that nobody disturbed.

Example: python -m bench.crawl --outlets 35 --pages 300 --kills 20
"""

import argparse
import json
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from crawlers import archive, outlets, run, urls
from crawlers.credit import VIETNAMESE_AGENCIES
from crawlers.links import LinkTable
from crawlers.run import CrawlError, Plan
from lantoa import extracting
from lantoa.press.server import Press
from warehouse import db, load

NOW = datetime(2026, 8, 9, 3, tzinfo=UTC)
DELAY_FACTOR = 0.5  # on the 0.5 s that outlets are given between two requests
LEAST_SECONDS = 0.5 * DELAY_FACTOR
_IN_A_ROW = 30  # requests: a single one is noted late when the machine is busy, and the next then seems early
FORBIDDEN = "/tim-kiem/"  # by the robots.txt of every outlet of the press
_MOST_CRAWLS = 5
_TEXT = (
    "xã huyện trạm bơm đường ống giếng hồ sông suối mưa nắng khô học sinh cô giáo bác sĩ kỹ sư thi công "
    "bàn giao kiểm tra kết quả kế hoạch vận động tuyên truyền buổi sáng cuối tuần"
)


@dataclass(frozen=True)
class Result:
    """What came of crawling a press until nothing was left to fetch.

    Attributes:
        fetchable: Canonical addresses that anybody could fetch.
        pages: Times each page lies in the archive, by canonical address.
        reasons: Entries that were given up, by reason.
        seconds: Time of all crawls.
        megabytes: Most resident memory that a crawl's process had.
        crawls: How many there were.
        killed: How many of them were ended with SIGKILL.
        rows: Rows of the warehouse's tables but for the names of the batches, by table.
    """

    fetchable: set[str]
    pages: Counter[str]
    reasons: Counter[str]
    seconds: float
    megabytes: float
    crawls: int
    killed: int
    rows: dict[str, list[Any]]


def invent(folder: Path, count: int, pages: int) -> tuple[Path, Path]:
    """Write a register of outlets and their items; give its folder and their file."""
    register = folder / "register"
    register.mkdir()
    chance = random.Random(0)
    rows: list[dict[str, Any]] = []
    for number in range(count):
        host = f"bao-{number:02d}.example"
        source = "sections" if number % 6 == 0 else "feeds"
        (register / f"bao-{number:02d}.toml").write_text(
            f'name = "Báo {number}"\ndomains = ["{host}"]\nkind = "newspaper"\n'
            f'[[{source}]]\nurl = "https://{host}/tin-moi"\nevidence = "invented"\nstatus = "seen"\n'
        )
        for page in range(pages):
            at = NOW - timedelta(minutes=5 + page * 9)
            words = [" ".join(chance.choices(_TEXT.split(), k=12)).capitalize() + "." for _ in range(30)]
            path = FORBIDDEN.strip("/") if page % 50 == 49 else "xa-hoi"
            rows.append(
                {
                    "outlet": host,
                    "title": " ".join(words[0].split()[:9]) + f" số {page}",
                    "summary": words[1],
                    "url": f"https://{host}/{path}/bai-{number:02d}{page:05d}.html",
                    "published": at.isoformat(),
                    "body": "\n\n".join(" ".join(words[at : at + 3]) for at in range(2, 29, 3)),
                }
            )
    items = folder / "items.jsonl"
    items.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return register, items


def crawl(press: Press, items: Path, register: Path, home: Path, kills: int, seconds: float) -> Result:
    """Crawl a press until nothing is left to fetch.

    Args:
        press: The press, with its faults.
        items: The file of its items.
        register: Folder of its outlets' records.
        home: Where pages and batches go.
        kills: Crawls that are ended at a random instant of their first `seconds`.
        seconds: Longest time until such an end.
    """
    chance = random.Random(kills)
    plan = Plan(
        home / "raw",
        (register,),
        tuple(outlets.load(register)),
        NOW,
        press=press.url,
        delay_factor=DELAY_FACTOR,
    )
    start, crawls, killed = time.monotonic(), 0, 0
    while killed < kills:
        crawls += 1
        killed += _crawl_killed_after(plan, chance.uniform(0.5, seconds))
    pending, memory = 1, 0.0
    while pending and crawls < kills + _MOST_CRAWLS:
        crawls += 1
        with _Memory() as most:
            results = run.crawl(plan)
        pending = sum(one.pending for one in results if one.fetched or (one.pending and one.scans_ok))
        memory = max(memory, most.megabytes)
    took = time.monotonic() - start
    pages, reasons = _archived(plan)
    rows = _warehouse(home, register)
    return Result(_fetchable(press, items), pages, reasons, took, memory, crawls, killed, rows)


def impolite(press: Press) -> tuple[int, float]:
    """Give the requests against robots.txt, and the least mean seconds between thirty requests to a host."""
    faults = press.edition.faults
    assert faults is not None
    against, least = 0, float("inf")
    by_host: dict[str, list[float]] = {}
    for request in faults.requests:
        by_host.setdefault(request.host, []).append(request.at)
        closed = faults.why_not(request.host, "/").startswith("robots")
        against += request.target != "/robots.txt" and (closed or request.target.startswith(FORBIDDEN))
    for times in by_host.values():
        spans = (later - earlier for earlier, later in zip(times, times[_IN_A_ROW:], strict=False))
        least = min([least, *(span / _IN_A_ROW for span in spans)])
    return against, least


def _crawl_killed_after(plan: Plan, seconds: float) -> bool:
    """Start a crawl and end it after some seconds, unless it ends before; tell whether it was."""
    timer = threading.Timer(seconds, _kill_children)
    timer.start()
    try:
        run.crawl(plan)
    except CrawlError:
        return True
    finally:
        timer.cancel()
    return False


class _Memory:
    """Watches the peak of this process's children while the context is open.

    What the system keeps of a child that has ended counts the memory of the parent it was forked from.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            for child in _children():
                with suppress(FileNotFoundError, ProcessLookupError):
                    status = Path(f"/proc/{child}/status").read_text()
                    if "crawlers.run" in Path(f"/proc/{child}/cmdline").read_text() and "VmHWM" in status:
                        peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
                        self.megabytes = max(self.megabytes, peak)


def _kill_children() -> None:
    for child in _children():
        with suppress(ProcessLookupError):  # it has just ended
            os.kill(child, signal.SIGKILL)


def _children() -> list[int]:
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found += map(int, (task / "children").read_text().split())
    return found


def _fetchable(press: Press, items: Path) -> set[str]:
    faults = press.edition.faults
    assert faults is not None
    found: set[str] = set()
    for line in items.open(encoding="utf-8"):
        url = json.loads(line)["url"]
        host, _, path = url.removeprefix("https://").partition("/")
        if not path.startswith(FORBIDDEN.strip("/")) and not faults.why_not(host, f"/{path}"):
            found.add(urls.canonical(url))
    return found


def _archived(plan: Plan) -> tuple[Counter[str], Counter[str]]:
    """Give how often each page lies in the archive by its WARC files, and the entries given up by reason."""
    pages: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for name in plan.outlets:
        for warc in sorted((plan.raw / name).glob("*/*.warc.gz")):
            pages.update(page.link for page in archive.read(warc) if page.link and page.status == 200)
        with LinkTable(plan.raw / name / "links.sqlite") as table:
            reasons.update(table.frame_of("rejected")["reason"].to_pylist())
    return pages, reasons


def _warehouse(home: Path, register: Path) -> dict[str, list[Any]]:
    extracting.extract(home / "raw", home / "articles", (register,))
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        db.apply_schema(connection, NOW)
        load.load(connection, home, outlets.load(register), [], VIETNAMESE_AGENCIES, NOW)
        tables = connection.execute("select table_name from duckdb_tables() where not internal").fetchall()
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall()
            for (table,) in tables
            if table != "batches"  # a crawl names its files by chance
        }


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--outlets", type=int, default=35)
    parser.add_argument("--pages", type=int, default=300, help="pages of each outlet")
    parser.add_argument("--kills", type=int, default=0, help="times the crawl is ended with SIGKILL")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register, items = invent(Path(folder), chosen.outlets, chosen.pages)
        place = {"now": NOW, "everything": True, "registers": (register,), "faulty": True}
        with Press(items, **place) as press:
            whole = crawl(press, items, register, Path(folder, "whole"), 0, 0.0)
            against, least = impolite(press)
        _say(whole, against, least)
        if chosen.kills:
            with Press(items, **place) as press:
                seconds = 2 * whole.seconds / chosen.kills
                killed = crawl(press, items, register, Path(folder, "killed"), chosen.kills, seconds)
            _compare(whole, killed)


def _say(whole: Result, against: int, least: float) -> None:
    archived = whole.fetchable & whole.pages.keys()
    print("| what | found | wanted |\n|---|---|---|")
    print(f"| fetchable pages archived | {len(archived):,} of {len(whole.fetchable):,} | all |")
    print(f"| other pages archived | {len(whole.pages.keys() - whole.fetchable):,} | 0 |")
    print(f"| pages archived twice | {whole.pages.total() - len(whole.pages):,} | 0 |")
    print(f"| requests against robots.txt | {against} | 0 |")
    print(f"| least mean time between thirty requests to a host | {least:.3f} s | {LEAST_SECONDS:.3f} s |")
    print(f"| most memory of the crawl | {whole.megabytes:,.0f} MB | under 400 MB |")
    print(f"| time, crawls | {whole.seconds:,.0f} s, {whole.crawls} | |")
    for reason, count in whole.reasons.most_common():
        print(f"| given up: {reason} | {count:,} | |")


def _compare(whole: Result, killed: Result) -> None:
    print(f"| SIGKILL, crawls in all | {killed.killed}, {killed.crawls} | |")
    print(f"| pages in one of the two only | {len(whole.pages.keys() ^ killed.pages.keys()):,} | 0 |")
    print(f"| pages archived twice | {killed.pages.total() - len(killed.pages):,} | 0 |")
    other = [table for table, rows in whole.rows.items() if rows != killed.rows[table]]
    print(f"| tables with other rows | {', '.join(other) or 'none'} | none |")


if __name__ == "__main__":
    main()
