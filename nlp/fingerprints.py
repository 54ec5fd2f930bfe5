"""Fingerprints: a text as numbers by which shared wording is found, the same on every machine.

A text is compared by runs of syllables ("shingles"): Broder, "On the resemblance and containment of
documents", 1997. Runs that recur from day to day (official names, titles, formulas) tell nothing of a copy
and are left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import filterfalse, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.named_days import days
from nlp.numbered import NUMBERING
from nlp.places import find
from nlp.scenes import TODAY
from nlp.set_phrases import without_set_phrases
from nlp.text import fold, normalise, sentences

Hashes = NDArray[np.uint64]

SHINGLE = 5
"""Syllables in a shingle, the unit in which whole texts are compared."""
RUN = 3
"""Syllables in a run, the unit in which short texts are compared."""
RECURRING_DAYS = 4
"""Days of publication on which a run is found, from which it is held to be a name or a formula."""
SKETCHED = 8
"""Of the shingles of a text about one in as many is in its sketch."""
SKETCHED_OPENING = 2
"""Of the shingles of headline and lead about one in as many is."""
OPENING = 60
"""Syllables of the body that stand for the lead where there is none."""
OPENING_SENTENCES = 8
"""Sentences in which a form filled anew is looked for."""
OPENING_READ = 1200
"""Characters of a headline, and of lead and body, that hold these."""
OPPOSITES = frozenset(("tăng", "giảm"))
"""What says that something rises or falls."""
RECURRING = Path(__file__).parent / "models" / "copies" / "recurring.npy"
"""Hashes of the recurring runs, ascending; made by `recurring` of 9,196 feed items of 19 days."""

_BASE, _MIX_1, _MIX_2 = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
_LAST_BITS = np.uint64(2**18 - 1)
_NUMBERED = re.compile(
    r"\b(?:luật|nghị định|nghị quyết|thông tư|quyết định|quy định|thông báo|kết luận|chỉ thị|công văn"
    r"|công điện|kế hoạch|hướng dẫn|văn bản|tờ trình|báo cáo|lệnh) số (\d+)"
)
_INSTALMENT = re.compile(
    r"\b(tuần|tháng|quý|kỳ|số|vòng|lần|khóa|đợt|tập|phiên)(?: thứ)? (\d{1,3})(?![\w]|[.,]\d)"
)
_TODAY = re.compile(r"\b(?:hôm nay|ngày mai)\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARK = re.compile("[.,]")
_LETTERS = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\W_]+")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of one text; each part is made when it is first asked for.

    Attributes:
        title: Headline.
        lead: Lead, "" without one.
        body: Body, "" without one.
    """

    title: str
    lead: str
    body: str = ""

    @property
    def parts(self) -> tuple[str, str, str]:
        """Headline, lead, and the body without set phrases."""
        return self.title, self.lead, self._told

    @cached_property
    def shingles(self) -> Hashes:
        """Shingles of the text, but for set phrases, that hold a distinctive run, ascending, each once."""
        return _distinctive([self.parts])[0]

    @cached_property
    def whole(self) -> Hashes:
        """Shingles with those of set phrases."""
        return (
            self.shingles
            if self._told == self.body
            else _distinctive([(self.title, self.lead, self.body)])[0]
        )

    @cached_property
    def ordered(self) -> Hashes:
        """The shingles at each syllable of headline, lead and body without set phrases, in order."""
        return _rolled(NUMBERING.of(self.parts).hashes, SHINGLE)

    @property
    def begins(self) -> int:
        """Syllables of the headline and the first sentence below it."""
        return len(self._of_title) + sum(map(len, self._ordered_sentences[:1]))

    @cached_property
    def runs(self) -> Hashes:
        """Distinctive runs of the headline and of each whole sentence, ascending, each once."""
        parts = (self._of_title, *self._ordered_sentences)
        hashed = np.concatenate(parts)
        of_part = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        runs = _rolled(hashed, RUN)
        within = of_part[: len(runs)] == of_part[RUN - 1 :][: len(runs)]
        return _unique(runs[within & ~_is_recurring(runs)])

    @cached_property
    def sentences(self) -> tuple[frozenset[int], ...]:
        """The syllables of each whole sentence below the headline, in order."""
        return tuple(frozenset(sentence.tolist()) for sentence in self._ordered_sentences)

    @cached_property
    def dates(self) -> frozenset[tuple[int, int]]:
        """Days and months that are written as numbers."""
        return days(self._read)

    @cached_property
    def title_dates(self) -> frozenset[tuple[int, int]]:
        """Those of the headline."""
        return days(fold(self.title))

    @cached_property
    def title_today(self) -> frozenset[str]:
        """The days that the headline names by when it was published."""
        return frozenset(_TODAY.findall(fold(self.title)))

    @cached_property
    def numbered(self) -> frozenset[str]:
        """Numbers of documents, such as the 38 of "Nghị định số 38"."""
        return frozenset(_NUMBERED.findall(self._read))

    @cached_property
    def instalments(self) -> frozenset[tuple[str, str]]:
        """What of a column the headline says it is: ("tuần", "3") of "tuần 3 tháng 7", and ("tháng", "7")."""
        return frozenset(_INSTALMENT.findall(fold(self.title)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers that are written in figures, without the marks between these."""
        return frozenset(map(figure, _NUMBER.findall(self._read)))

    @cached_property
    def figures(self) -> frozenset[str]:
        """These numbers, and what stands between their marks: of "29.7" both days."""
        found = _NUMBER.findall(self._read)
        return self.numbers | {figure(part) for number in found for part in _MARK.split(number)}

    @cached_property
    def provinces(self) -> frozenset[str]:
        """Provinces of today that are named below the headline, but for where a report was sent from."""
        found = find(f"{self.lead}\n{self.body}", TODAY)
        return frozenset(place.province for place in found if place.is_told_of)

    @cached_property
    def opening(self) -> tuple[tuple[str, ...], ...]:
        """The words of the headline, and of the first sentences below it, as they are written."""
        text = normalise(self._first)
        below = (text[start:end] for start, end in sentences(text)[:OPENING_SENTENCES])
        return tuple(tuple(_WORD.findall(part)) for part in (normalise(self.title[:OPENING_READ]), *below))

    @cached_property
    def spaced(self) -> str:
        """All words, folded, with a space around each."""
        return f" {' '.join(_WORD.findall(self._read))} "

    @cached_property
    def telling(self) -> frozenset[str]:
        """What is `telling` in the whole text."""
        return telling("\n".join((self.title, self.lead, self.body)))

    @cached_property
    def telling_first(self) -> frozenset[str]:
        """What is in the opening."""
        return telling(f"{self.title}\n{self._first}")

    @property
    def _first(self) -> str:
        return f"{self.lead}\n{self.body}"[:OPENING_READ]

    @cached_property
    def _told(self) -> str:
        return without_set_phrases(self.body)

    @cached_property
    def _of_title(self) -> Hashes:
        return _hashed(self.title)

    @cached_property
    def _read(self) -> str:
        return fold("\n".join((self.title, self.lead, self.body)))

    @cached_property
    def _ordered_sentences(self) -> tuple[Hashes, ...]:
        """Syllables of the sentences. What feeds cut off, and headlines they append, have no full stop."""
        text = fold(f"{self.lead}\n{self._told}")
        parts = [text[start:end] for start, end in sentences(text)]
        whole = [part for part in parts if _FINISHED.search(part)] or parts
        return tuple(hashed for hashed in map(_hashed, whole) if hashed.size)


def made(texts: Sequence[tuple[str, str, str]]) -> list[tuple[str | None, Hashes]]:
    """Make what takes longest of the fingerprints of texts (headline, lead, body), at once: far faster.

    Returns:
        Of each the body without set phrases, None where it has none, and the shingles.
    """
    told = [without_set_phrases(body) for _, _, body in texts]
    parts = [(title, lead, body) for (title, lead, _), body in zip(texts, told, strict=True)]
    return [
        (None if body == text[2] else body, shingles)
        for text, body, shingles in zip(texts, told, _distinctive(parts), strict=True)
    ]


def fingerprint(text: tuple[str, str, str], told: str | None, shingles: Hashes) -> Fingerprint:
    """Give the fingerprint of a text with what was `made` of it."""
    found = Fingerprint(*text)
    # Where cached_property keeps it.
    vars(found).update(_told=text[2] if told is None else told, shingles=shingles)
    return found


def telling(text: str) -> frozenset[str]:
    """Give the figures, the words with capitals, and what says that something rises or falls, as written."""
    # Each word once: to ask of a word whether it has capitals takes longer than to find it.
    found = frozenset(_LETTERS.findall(text))
    return frozenset(filterfalse(str.islower, found)) | (found & OPPOSITES)


def figure(number: str) -> str:
    """Give the digits of a number without the marks between them and zeros before them."""
    return _MARK.sub("", number).lstrip("0")


def recurring(days: Iterable[Iterable[tuple[str, str]]]) -> Hashes:
    """Find the runs that stand in items of several days.

    Args:
        days: For each day of publication its items, as headline and lead.

    Returns:
        Hashes of the runs found on at least four days, ascending.
    """
    counted: Counter[int] = Counter()
    for items in days:
        texts = [_rolled(_hashed(part), RUN) for item in items for part in item]
        counted.update(np.unique(np.concatenate(texts)).tolist() if texts else ())
    return np.array(sorted(run for run, n in counted.items() if n >= RECURRING_DAYS), dtype=np.uint64)


def sketches(hashes: Hashes, lengths: NDArray[np.int64], openings: NDArray[np.int64]) -> list[Hashes]:
    """Give the shingles by which copies of texts are looked up: a FracMinHash each (Irber et al., 2022).

    Those below 2**64 / 8, and below 2**64 / 2 for headline and lead, so that short items are found too.

    Args:
        hashes: Of the syllables of headline, lead and body, the texts one behind the other.
        lengths: Syllables of each text.
        openings: Syllables of headline and lead of each, with which it begins.

    Returns:
        Distinctive shingles of each text, ascending, each once.
    """
    shingles = _rolled(hashes, SHINGLE)
    of_text = np.repeat(np.arange(len(lengths)), lengths)[: len(shingles)]
    ends = np.cumsum(lengths)
    # The places behind a shingle's last syllable.
    behind = np.arange(SHINGLE, len(shingles) + SHINGLE)
    is_opening = behind <= (ends - lengths + openings)[of_text]
    bounds = np.array([2**64 // SKETCHED, 2**64 // SKETCHED_OPENING], np.uint64)
    is_kept = (behind <= ends[of_text]) & (shingles < bounds[is_opening.astype(np.int8)])
    kept = np.flatnonzero(is_kept & _are_distinctive(hashes))
    parts = np.searchsorted(of_text[kept], np.arange(len(lengths) + 1)).tolist()
    return [_unique(shingles[kept[start:end]]) for start, end in pairwise(parts)]


def _distinctive(texts: Sequence[tuple[str, str, str]]) -> list[Hashes]:
    """Give the distinctive shingles of each text (headline, lead, body), ascending, each once."""
    parts = NUMBERING.of([part for text in texts for part in text])
    hashed = parts.hashes
    shingles, are_distinctive = _rolled(hashed, SHINGLE), _are_distinctive(hashed)
    ends = np.cumsum([0, *parts.lengths.reshape(-1, 3).sum(axis=1)]).tolist()
    # Of the shingles that begin in a text the last ones reach into the next.
    within = [slice(start, max(end - SHINGLE + 1, start)) for start, end in pairwise(ends)]
    return [_unique(shingles[part][are_distinctive[part]]) for part in within]


def _hashed(text: str) -> Hashes:
    """Give the hash of each syllable, in order."""
    return NUMBERING.of((text,)).hashes


def _rolled(hashed: Hashes, length: int) -> Hashes:
    """Give a hash of each run of so many syllables: a polynomial in a fixed base, its bits mixed.

    The mixing is the finaliser of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
    """
    count = max(len(hashed) - length + 1, 0)
    mixed = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        mixed = mixed * _BASE + hashed[offset : offset + count]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    return mixed ^ (mixed >> np.uint64(31))


def _are_distinctive(hashed: Hashes) -> NDArray[np.bool_]:
    """Tell for each shingle of some syllables whether one of its runs is distinctive."""
    recurs = _is_recurring(_rolled(hashed, RUN))
    count, within = max(len(hashed) - SHINGLE + 1, 0), SHINGLE - RUN + 1
    return ~np.logical_and.reduce([recurs[start : start + count] for start in range(within)])


def _unique(hashes: Hashes) -> Hashes:
    """Sort, each once; for arrays of this size many times as fast as numpy's own."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if ordered.size else ordered


def _is_recurring(runs: Hashes) -> NDArray[np.bool_]:
    known, may_be = _known()
    # Nearly all are ruled out by their last bits.
    found = may_be[runs & _LAST_BITS]
    asked = runs[found]
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    found[found] = known[places] == asked
    return found


@cache
def _known() -> tuple[Hashes, NDArray[np.bool_]]:
    """Give the recurring runs, and for each of their last bits whether one ends so."""
    known: Hashes = np.load(RECURRING)
    may_be = np.zeros(int(_LAST_BITS) + 1, np.bool_)
    may_be[known & _LAST_BITS] = True
    return known, may_be
