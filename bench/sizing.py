"""Room that an item takes in a home, and that a year of the whole press would.

    python -m bench.sizing [--articles 3000] [--pages 100] [--per-day 3000]

Invented articles of real lengths (`bench.pipeline`), one in fifty on a campaign, are scored, loaded, measured
and published; pages are archived apart, since they only weigh. The files of a folder are counted once the
steps have ended; what a folder takes without any item, some of the warehouse's megabytes, is not taken off.
"""

import argparse
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.copies import BEGIN, PER_DAY
from bench.pipeline import archived, extracted, steps_of
from lantoa import settings

DAYS = 365


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3_000, help="articles that go the whole way")
    parser.add_argument("--pages", type=int, default=100, help="pages that are archived")
    parser.add_argument("--per-day", type=int, default=3_000, help="items of a day")
    chosen = parser.parse_args()
    year = chosen.per_day * DAYS
    print(f"| folder | kB an item | GB a year of {year:,} items |")
    print("|---|---|---|")
    for name, per_item in measured(chosen.articles, chosen.pages):
        print(f"| `{name}/` | {per_item / 1e3:.1f} | {per_item * year / 1e9:.0f} |")


def measured(articles: int, pages: int) -> Iterator[tuple[str, float]]:
    """Give the bytes of an item in each folder of a home."""
    with TemporaryDirectory() as name:
        home = settings.home(Path(name))
        archived(home.raw, pages)
        yield "raw", _size(home.raw) / pages
    with TemporaryDirectory() as name:
        home = settings.home(Path(name))
        extracted(home.articles, articles)
        os.environ["LANTOA_NOW"] = (BEGIN + timedelta(days=articles / PER_DAY + 1)).isoformat()
        for step in list(steps_of(home).values())[1:]:
            step()
        for folder in (home.articles, home.scores, home.warehouse, home.sketches, home.published):
            yield folder.name, _size(folder) / articles


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
