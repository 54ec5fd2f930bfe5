"""The terms of a news text, weighed by how rare they are in the press, for comparing what texts report.

How rare a term is was counted once on a large sample and ships with the package, so that two texts compare
the same whatever other texts are at hand.
"""

# scipy's types leave its sparse arrays open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.text import fold, syllables

BUCKETS = 1 << 20
"""Terms are told apart by their hash modulo this."""
BODY = 1500
"""Characters of the body that count: a report says first what happened."""
TITLE = 2
"""How often a headline counts."""
RARE = 8.0
"""The largest inverse document frequency: terms of 7 texts in 9,000 and of none weigh the same."""
COMMON = 0.05
"""Terms in a larger share of texts are left out: they say nothing of an event and take the most time."""
EMPHASIS = 1.5
"""Power of the inverse document frequency: rare terms, names above all, tell events of one topic apart."""
TABLE = Path(__file__).parent / "models" / "events" / "terms.npz"

_DAY = "(0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?<![\w/.,-]){_DAY}(?: ?[/.-] ?| tháng ){_MONTH}(?:(?: ?[/.-] ?| năm )(?:19|20)\d\d)?(?![\w/]|[.,-]\d)"
)


@dataclass(frozen=True)
class Text:
    """What a report is compared by: headline, lead and body, the latter two as far as they are known."""

    title: str
    lead: str = ""
    body: str = ""


@dataclass(frozen=True)
class Frequencies:
    """In how many texts of a sample terms occur.

    Attributes:
        texts: Number of texts.
        counts: Texts by bucket, shape (BUCKETS,).
    """

    texts: int
    counts: NDArray[np.uint32]


def vectors(texts: Sequence[Text]) -> sparse.csr_array:
    """Give each text a vector of unit length; a text without terms that count has one of zeros.

    Terms are the syllables, and in headline and lead each two neighbours. They weigh (1 + ln tf) * idf^1.5
    with idf = ln((1 + n) / (1 + df)) + 1, at most 8.

    Returns:
        Rows in the order of the texts, shape (texts, BUCKETS), float32.
    """
    rows = [_weighed(text) for text in texts]
    indptr = np.cumsum([0, *(len(terms) for terms, _ in rows)])
    terms = np.concatenate([terms for terms, _ in rows]) if rows else np.zeros(0, np.int64)
    weights = np.concatenate([weights for _, weights in rows]) if rows else np.zeros(0, np.float32)
    return sparse.csr_array((weights, terms, indptr), shape=(len(rows), BUCKETS), dtype=np.float32)


def _weighed(text: Text) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    title, lead = syllables(text.title), syllables(text.lead)
    once = [*_neighbours(lead), *map(_bucket, lead), *map(_bucket, syllables(text.body[:BODY]))]
    of_title = [*map(_bucket, title), *_neighbours(title)]
    terms, frequency = np.unique(np.array(once + TITLE * of_title, dtype=np.int64), return_counts=True)
    weights = (1 + np.log(frequency)) * _weights()[terms]
    counted = weights > 0
    length = np.linalg.norm(weights) or 1.0
    return terms[counted], (weights[counted] / length).astype(np.float32)


# A press's syllables are few thousand.
@lru_cache(maxsize=1 << 15)
def _bucket(syllable: str) -> int:
    return crc32(syllable.encode()) % BUCKETS


def _neighbours(words: Sequence[str]) -> list[int]:
    return [
        crc32(f" {second}".encode(), crc32(first.encode())) % BUCKETS for first, second in pairwise(words)
    ]


@cache
def _weights() -> NDArray[np.float64]:
    """Give idf^1.5 by bucket, 0 for terms that are left out."""
    known = load(TABLE)
    idf = np.minimum(np.log((1 + known.texts) / (1 + known.counts.astype(np.float64))) + 1, RARE)
    return np.where(known.counts > COMMON * known.texts, 0, idf**EMPHASIS)


def dates(text: Text) -> frozenset[tuple[int, int]]:
    """Find the dates, as (day, month), that headline and lead name: "23/10", "23-10-2013", "23 tháng 10"."""
    named = _DATE.findall(fold(f"{text.title}\n{text.lead}"))
    return frozenset((int(day), int(month)) for day, month in named)


def count(texts: Iterable[Text]) -> Frequencies:
    """Count in how many texts each term occurs; bodies take no part."""
    counts = np.zeros(BUCKETS, dtype=np.uint32)
    total = 0
    for text in texts:
        words = [syllables(text.title), syllables(text.lead)]
        terms = [[*map(_bucket, part), *_neighbours(part)] for part in words]
        counts[np.unique(np.array(terms[0] + terms[1], dtype=np.int64))] += 1
        total += 1
    return Frequencies(total, counts)


def save(frequencies: Frequencies, path: Path) -> None:
    """Write a table, without the terms so rare that they weigh as much as unknown ones."""
    rare = np.log((1 + frequencies.texts) / (1 + frequencies.counts.astype(np.float64))) + 1 >= RARE
    buckets = np.flatnonzero(~rare).astype(np.uint32)
    np.savez_compressed(path, texts=frequencies.texts, buckets=buckets, counts=frequencies.counts[buckets])


def load(path: Path) -> Frequencies:
    """Read a table that `save` wrote."""
    with np.load(path, allow_pickle=False) as table:
        counts = np.zeros(BUCKETS, dtype=np.uint32)
        counts[table["buckets"]] = table["counts"]
        return Frequencies(int(table["texts"]), counts)
