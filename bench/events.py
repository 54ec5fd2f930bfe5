"""Stories grouped into events: processor time and memory as they grow in number, and a late batch.

    python -m bench.events [--json]

The stories are invented: syllables drawn as often as the bundled press uses them, and in three of ten places
out of a dozen names of the event. Each event has one to eight stories within two days. They come 1,000
a day, one by one, as a warehouse would hand them over; the time of finding their terms is left out.
"""

import argparse
import json
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import lantoa.press
from nlp.event_terms import Text, terms
from nlp.events import EventDoc, group, regroup
from nlp.text import syllables
from nlp.windows import APART

PRESS = Path(lantoa.press.__file__).parent / "items.jsonl"
SIZES = (12_500, 25_000, 50_000, 100_000)
PER_DAY = 1000
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
LATE = 500
_LENGTHS = (12, 40, 330)


class Press:
    """Invented stories, the same for the same day."""

    def __init__(self) -> None:
        rows = [json.loads(line) for line in PRESS.read_text("utf-8").splitlines()]
        counted = Counter(word for row in rows for word in syllables(f"{row['title']} {row['body']}"))
        self.words, self.weights = list(counted), list(counted.values())

    def day(self, number: int) -> list[EventDoc]:
        """Give the stories of the events that begin on a day, which may be published until the next."""
        random = Random(number)
        found: list[EventDoc] = []
        while len(found) < PER_DAY:
            names = [self._name(random) for _ in range(12)]
            begun = BEGIN + timedelta(days=number, minutes=random.randrange(1440))
            for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
                at = begun + timedelta(minutes=random.randrange(1440))
                text = Text(*(self._words(random, names, length) for length in _LENGTHS))
                found.append(EventDoc(f"{number}-{len(found):05}", at, terms(text)))
        return found[:PER_DAY]

    def stories(self, first: int = 0) -> Iterator[EventDoc]:
        """Give the stories from a day on, in order."""
        waiting: list[EventDoc] = []
        for number in range(first, 10**6):
            midnight = BEGIN + timedelta(days=number + 1)
            waiting = sorted([*waiting, *self.day(number)], key=lambda doc: (doc.published_at, doc.id))
            yield from (doc for doc in waiting if doc.published_at < midnight)
            waiting = [doc for doc in waiting if doc.published_at >= midnight]

    def _name(self, random: Random) -> str:
        first, second = (random.choice("bcdghklmnpqrstvx") + random.choice("aeiouy") for _ in range(2))
        return f"{first}{random.choice('cmnptg')} {second}{random.choice('cmnptg')}"

    def _words(self, random: Random, names: list[str], length: int) -> str:
        common = random.choices(self.words, self.weights, k=length)
        return " ".join(random.choice(names) if random.random() < 0.15 else word for word in common)


class _Clock:
    """Hands on a number of stories, and notes the processor time and memory used but in making them."""

    def __init__(self, stories: Iterator[EventDoc], size: int) -> None:
        self.making, self.given = 0.0, 0
        self.notes: list[dict[str, Any]] = []
        self._stories, self._size, self._begun = stories, size, time.process_time()

    def __iter__(self) -> Iterator[EventDoc]:
        while self.given < self._size:
            begun = time.process_time()
            doc = next(self._stories)
            self.making += time.process_time() - begun
            self.given += 1
            yield doc
            if self.given in SIZES:
                self.notes.append(self._note())

    def _note(self) -> dict[str, Any]:
        seconds = time.process_time() - self._begun - self.making
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return {"stories": self.given, "seconds": round(seconds, 1), "mb": memory}


def growth() -> list[dict[str, Any]]:
    """Group ever more stories in one pass; the time of making them is left out."""
    clock = _Clock(Press().stories(), max(SIZES))
    regroup(clock, (), BEGIN, BEGIN + timedelta(days=10**5))
    return clock.notes


def late() -> dict[str, Any]:
    """Add 500 stories of one day weeks later, whatever there is before and after: how many are read again."""
    middle = BEGIN + timedelta(days=1000)
    stories = list(_Clock(Press().stories(994), 12 * PER_DAY))
    of_day = [doc for doc in stories if middle <= doc.published_at < middle + timedelta(days=1)]
    batch = set(Random(1).sample(of_day, LATE))
    before = [doc for doc in stories if doc not in batch]
    known = group(before)
    docs = (replace(doc, event=known.get(doc.id)) for doc in stories if doc.published_at >= middle - APART)
    near = _Clock(docs, len(stories))
    begun = time.process_time()
    found = regroup(near, (), middle, middle + timedelta(days=1))
    seconds = time.process_time() - begun
    return {"read": near.given, "changed": sum(id_ in known for id_ in found), "seconds": round(seconds, 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    found = {"growth": growth(), "late": late()}
    if as_json:
        print(json.dumps(found, indent=2))
        return
    print("| stories | seconds | MB |\n|---|---|---|")
    for row in found["growth"]:
        print(f"| {row['stories']} | {row['seconds']} | {row['mb']} |")
    print(f"\n{LATE} late stories: {found['late']}")


if __name__ == "__main__":
    main()
