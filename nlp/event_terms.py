"""The terms of a news text, weighed by how rare they are in the press, for comparing what texts report.

How rare a term is was counted once on a large sample and ships with the package, so that two texts compare
the same whatever other texts are at hand.
"""

# scipy's types leave its sparse arrays open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.named_days import days
from nlp.numbered import NUMBERING, Numbered
from nlp.scenes import scenes
from nlp.text import fold

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

PARTS_FROM = 32 * 13
"""Numbers below this are dates, those from it on parts of a series."""
PARTS_OF_KIND = 64
"""Parts of a series are numbered up to this, without it."""
PLACES_OF_KIND = 1 << 12
"""Places are told apart by their hash modulo this."""
PLACE_KINDS = ("province", "country")
PART_KINDS = ("ngày", "vòng", "lượt", "phiên", "tập", "chặng", "công diễn", "kỳ họp")
"""What series consist of: days of a congress, rounds and legs of a league, sittings, episodes, stages."""
PLACES_FROM = PARTS_FROM + len(PART_KINDS) * PARTS_OF_KIND
"""Numbers from this on are places, a kind after the other; behind them stand the kinds of the headline."""
HEADLINES_FROM = PLACES_FROM + len(PLACE_KINDS) * PLACES_OF_KIND
HEADLINE_DATES_FROM = HEADLINES_FROM + len(PLACE_KINDS)
"""Numbers from this on are the dates of the headline."""
NUMBERS = HEADLINE_DATES_FROM + PARTS_FROM
"""All of them are below this."""
_SMALL = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_LEGS = ("đi", "về")
_UNITS = "giờ|phút|giây|ngày|tuần|tháng|năm|đội|km|cây số|mét|người|vạn|nghìn|ngàn|triệu|tỷ|em|điểm|lần|bảng"
_PART = re.compile(
    r"\b(?:(ngày) (?:làm việc|thi đấu|họp|xét xử|thảo luận) thứ"
    r"|(ngày) thứ(?= \w+ (?:của|đại hội|hội nghị|kỳ họp|phiên))"
    r"|(?<!trong )(?<!số đo )(vòng)(?: đấu| đàm phán)?(?: thứ)?"
    r"|(phiên)(?: đấu| họp| tòa| chất vấn| làm việc| thảo luận| toàn thể)?(?: thứ)?"
    r"|(kỳ họp)(?: lần)? thứ|(lượt)(?: trận)?(?: thứ)?|(tập|chặng|công diễn)(?: thứ)?)"
    rf" ([1-9][0-9]?|{'|'.join((*_SMALL, *_LEGS))})(?![\w/]|[.,-]\d| \d| (?:{_UNITS})\b)"
)


@dataclass(frozen=True)
class Text:
    """What a report is compared by: headline, lead and body, the latter two as far as they are known."""

    title: str
    lead: str = ""
    body: str = ""


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a report, as kept for comparing it again and again.

    Attributes:
        buckets: Hashes of the terms that count, ascending, each once; int32.
        counts: How often each stands there, a headline's twice; uint16.
        named: What headline and lead name: dates, as day * 13 + month; the parts of a series, as PARTS_FROM +
            kind * PARTS_OF_KIND + number; places, as PLACES_FROM + kind * PLACES_OF_KIND + hash; of which
            kinds the headline names one, as HEADLINES_FROM + kind; and the dates that the headline names, as
            HEADLINE_DATES_FROM + day * 13 + month; ascending, each once; uint16.
    """

    buckets: NDArray[np.int32]
    counts: NDArray[np.uint16]
    named: NDArray[np.uint16]


@dataclass(frozen=True)
class Frequencies:
    """In how many texts of a sample terms occur.

    Attributes:
        texts: Number of texts.
        counts: Texts by bucket, shape (BUCKETS,).
    """

    texts: int
    counts: NDArray[np.uint32]


def terms(text: Text) -> Terms:
    """Find the terms of a report: the syllables, and in headline and lead each two neighbours."""
    return terms_of(NUMBERING.of((text.title, text.lead, text.body[:BODY])), [text])[0]


def terms_of(parts: Numbered, texts: Sequence[Text]) -> list[Terms]:
    """Find the terms of reports whose syllables were numbered before.

    Args:
        parts: Of each report headline, lead, and in one part or several what counts of its body.
        texts: The reports.
    """
    part = np.repeat(np.arange(len(parts.lengths)), parts.lengths)
    of_text, place = np.divmod(part, len(parts.lengths) // len(texts))
    followed = np.flatnonzero((part[:-1] == part[1:]) & (place[:-1] <= 1))
    buckets = np.concatenate([parts.crcs, parts.neighbours(followed)]) % BUCKETS
    rows, places = (np.concatenate([each, each[followed]]) for each in (of_text, place))
    counted = _weights()[buckets] > 0
    # The number of its text stands before a term, so that all are sorted at once.
    numbered = (rows * BUCKETS + buckets)[counted]
    numbered = np.repeat(numbered, np.where(places[counted] == 0, TITLE, 1))
    found, counts = np.unique(numbered, return_counts=True)
    ends = np.searchsorted(found, np.arange(len(texts) + 1) * BUCKETS).tolist()
    of_texts = (found % BUCKETS).astype(np.int32), counts.astype(np.uint16)
    return [
        Terms(of_texts[0][start:end], of_texts[1][start:end], _named(text))
        for (start, end), text in zip(pairwise(ends), texts, strict=True)
    ]


def _named(text: Text) -> NDArray[np.uint16]:
    folded = fold(f"{text.title}\n{text.lead}")
    of_days = [day * 13 + month for day, month in days(folded)]
    if of_days:
        of_days += [HEADLINE_DATES_FROM + day * 13 + month for day, month in days(fold(text.title))]
    of_series = (
        PARTS_FROM + PART_KINDS.index(kind) * PARTS_OF_KIND + number for kind, number in _parts(folded)
    )
    return np.array(sorted({*of_days, *of_series, *_placed(text)}), dtype=np.uint16)


def _placed(text: Text) -> Iterator[int]:
    found = scenes(text.title, text.lead)
    for kind, names in enumerate((found.provinces, found.countries)):
        start = PLACES_FROM + kind * PLACES_OF_KIND
        yield from (start + crc32(name.encode()) % PLACES_OF_KIND for name in names)
        if found.of_headline[kind]:
            yield HEADLINES_FROM + kind


def vectors(texts: Sequence[Terms]) -> sparse.csr_array:
    """Give each report a vector of unit length; one without terms that count has one of zeros.

    Terms weigh (1 + ln tf) * idf^1.5 with idf = ln((1 + n) / (1 + df)) + 1, at most 8.

    Returns:
        Rows in the order of the reports, shape (reports, BUCKETS), float32.
    """
    lengths = [len(text.buckets) for text in texts]
    buckets = np.concatenate([np.zeros(0, np.int32), *(text.buckets for text in texts)])
    counts = np.concatenate([np.zeros(0, np.uint16), *(text.counts for text in texts)])
    weights = (1 + np.log(counts.astype(np.float64))) * _weights()[buckets]
    of_text = np.repeat(np.arange(len(texts)), lengths)
    norms = np.sqrt(np.bincount(of_text, weights**2, len(texts)))
    unit = (weights / norms[of_text]).astype(np.float32)
    return sparse.csr_array(
        (unit, buckets, np.cumsum([0, *lengths], dtype=np.int32)), shape=(len(texts), BUCKETS)
    )


@cache
def _weights() -> NDArray[np.float64]:
    """Give idf^1.5 by bucket, 0 for terms that are left out."""
    known = load(TABLE)
    # Buckets are many times as many as the numbers of texts that they were met in.
    counts = np.arange(known.texts + 1)
    idf = np.minimum(np.log((1 + known.texts) / (1 + counts)) + 1, RARE)
    return np.where(counts > COMMON * known.texts, 0, idf**EMPHASIS)[known.counts]


def dates(text: Text) -> frozenset[tuple[int, int]]:
    """Find the dates, as (day, month), that headline and lead name: "23/10", "23-10-2013", "23 tháng 10"."""
    return days(fold(f"{text.title}\n{text.lead}"))


def parts(text: Text) -> frozenset[tuple[str, int]]:
    """Find the parts of a series that headline and lead name: ("ngày", 2) of "ngày làm việc thứ hai"."""
    return _parts(fold(f"{text.title}\n{text.lead}"))


def _parts(folded: str) -> frozenset[tuple[str, int]]:
    found = [
        ("".join(match.groups("")[:-1]), match[match.lastindex or 0]) for match in _PART.finditer(folded)
    ]
    return frozenset(
        (kind, _number(written)) for kind, written in found if kind == "lượt" or written not in _LEGS
    )


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return (_LEGS if written in _LEGS else _SMALL).index(written) + 1


def count(texts: Iterable[Text]) -> Frequencies:
    """Count in how many texts each term occurs; bodies take no part."""
    counts = np.zeros(BUCKETS, dtype=np.uint32)
    total = 0
    for text in texts:
        parts = NUMBERING.of((text.title, text.lead))
        of_lead = np.repeat([False, True], parts.lengths)
        followed = np.flatnonzero(of_lead[:-1] == of_lead[1:])
        found = np.concatenate([parts.crcs, parts.neighbours(followed)]) % BUCKETS
        counts[np.unique(found)] += 1
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
