"""Words by the library and by ours, and scoring on one core and on two, on the bundled, invented press.

    python -m bench.segmentation [--json]

Library and ours split the same bodies in one run, in turns; speeds are articles a second of processor time.
Ours is also measured with nothing remembered from texts before. Scoring (tone, words and a campaign, as
`lantoa score` does it) is measured by the clock and by the processor time of all processes, the best of
three; the clock tells of two cores only where nothing else uses them. What is written is compared.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from underthesea import word_tokenize

import lantoa.press
from lantoa import batches
from lantoa.scoring import score
from nlp import segment, tone

PRESS = Path(lantoa.press.__file__).parent / "items.jsonl"
CAMPAIGN = Path(__file__).parent.parent / "campaigns" / "500-ngay-dem.toml"
_LEAST_SECONDS = 3.0
_BATCHES = 16
_COPIES = 2
_ROUNDS = 3

Item = dict[str, Any]
Split = Callable[[Sequence[str]], list[list[str]]]


def library(texts: Sequence[str]) -> list[list[str]]:
    """Give the words of the library."""
    return [word_tokenize(text) for text in texts]


def splitting(items: Sequence[Item]) -> dict[str, Any]:
    """Give articles a second of processor time of both, the ratio to the library, and how many differ."""
    bodies = [item["body"] for item in items]
    library(["một"])
    segment.words("một")
    speeds = _speeds({"library": library, "lantoa": segment.words_batch}, bodies)
    speeds["lantoa, nothing remembered"] = _first(bodies)
    ratios = {name: round(speed / speeds["library"], 1) for name, speed in speeds.items()}
    found, expected = segment.words_batch(bodies), library(bodies)
    different = sum(ours != theirs for ours, theirs in zip(found, expected, strict=True))
    return {"articles": len(bodies), "speeds": speeds, "ratios": ratios, "different": different}


def _speeds(ways: dict[str, Split], texts: Sequence[str]) -> dict[str, float]:
    used = dict.fromkeys(ways, 0.0)
    rounds = dict.fromkeys(ways, 0)
    while min(used.values()) < _LEAST_SECONDS:
        for name, split in ways.items():
            begun = time.process_time()
            split(texts)
            used[name] += time.process_time() - begun
            rounds[name] += 1
    return {name: rounds[name] * len(texts) / seconds for name, seconds in used.items()}


def _first(texts: Sequence[str]) -> float:
    """Give the articles a second of ours while every syllable is met for the first time."""
    segment._tagger.cache_clear()
    segment.words("một")
    begun = time.process_time()
    segment.words_batch(texts)
    return len(texts) / (time.process_time() - begun)


def scoring(items: Sequence[Item]) -> dict[str, Any]:
    """Give articles a second of scoring on one core and on two, and whether both write the same."""
    segment.words("một")
    tone.score(["một"])
    cores = sorted(os.sched_getaffinity(0))[:2]
    clock: dict[int, float] = {}
    processor: dict[int, float] = {}
    written: dict[int, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as folder:
        articles = _write_articles(Path(folder), items)
        for number in range(_ROUNDS):
            for count in (1, 2):
                target = Path(folder, f"scores-{count}-{number}")
                took, used = _score_on(cores[:count], Path(folder, "articles"), target)
                clock[count] = max(articles / took, clock.get(count, 0.0))
                processor[count] = max(articles / used, processor.get(count, 0.0))
                written[count] = [path.read_bytes() for path in sorted(target.rglob("*.parquet"))]
    return {
        "articles": articles,
        "per_second": clock,
        "per_processor_second": processor,
        "same": written[1] == written[2],
    }


def _score_on(cores: Sequence[int], articles: Path, target: Path) -> tuple[float, float]:
    """Give the seconds that scoring on these cores took by the clock, and those of processor time."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    begun, used = time.perf_counter(), _processor_time()
    score(articles, target, [CAMPAIGN])
    took = time.perf_counter() - begun, _processor_time() - used
    os.sched_setaffinity(0, allowed)
    return took


def _processor_time() -> float:
    """Give the seconds of processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _write_articles(folder: Path, items: Sequence[Item]) -> int:
    for batch in range(_BATCHES):
        rows = [_row(item, f"{batch}-{copy}") for copy in range(_COPIES) for item in items]
        path = folder / "articles" / "press" / f"{batch}.articles.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table = pa.Table.from_pylist(rows, schema=batches.ARTICLES)
        pq.write_table(table.replace_schema_metadata({b"lantoa.source": b"bench"}), path)
    return _BATCHES * _COPIES * len(items)


def _row(item: Item, copy: str) -> Item:
    return {
        "item_id": batches.item_id(item["outlet"], f"{item['url']}#{copy}"),
        "sha256": copy,
        "fetched_at": datetime(2026, 8, 1, tzinfo=UTC),
        "published_date": date(2026, 8, 1),
        "title": item["title"],
        "lead": item["summary"],
        "body": item["body"],
    }


def main() -> None:
    """Print both comparisons as tables, or as one JSON object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    items = [json.loads(line) for line in PRESS.read_text("utf-8").splitlines()]
    words, scores = splitting(items), scoring(items)
    if as_json:
        print(json.dumps({"words": words, "scoring": scores}, ensure_ascii=False))
        return
    print("| words of an article's body | articles/s/core | ratio |\n|---|---|---|")
    for name, speed in words["speeds"].items():
        print(f"| {name} | {speed:,.0f} | {words['ratios'][name]} |")
    print(f"\nbodies: {words['articles']}, with other words than the library's: {words['different']}\n")
    print("| cores for scoring | articles/s by the clock | articles/s of processor time |\n|---|---|---|")
    for count, speed in scores["per_second"].items():
        print(f"| {count} | {speed:,.0f} | {scores['per_processor_second'][count]:,.0f} |")
    print(f"\narticles: {scores['articles']:,}; both write the same: {scores['same']}")


if __name__ == "__main__":
    main()
