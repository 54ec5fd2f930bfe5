"""Fingerprints: a text as numbers by which shared wording is found, the same on every machine.

A text is compared by runs of syllables ("shingles"): Broder, "On the resemblance and containment of
documents", 1997. Runs that recur from day to day (official names, titles, formulas) tell nothing of a copy
and are left out.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from nlp.numbered import Numbered
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
RECURRING = Path(__file__).parent / "models" / "copies" / "recurring.npy"
"""Hashes of the recurring runs, ascending; made by `recurring` of 9,196 feed items of 19 days."""

_BASE, _MIX_1, _MIX_2 = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})(?=[^\d]|$)")
_NUMBERED = re.compile(r"\bsố (\d+)")
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

    @cached_property
    def shingles(self) -> Hashes:
        """Shingles of the whole text that hold a distinctive run, ascending, each once."""
        shingles, is_distinctive = self._shingled
        return _unique(shingles[is_distinctive])

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
        found = ((int(day), int(month)) for day, month in _DATE.findall(self._read))
        return frozenset((day, month) for day, month in found if 1 <= day <= 31 and 1 <= month <= 12)

    @cached_property
    def numbered(self) -> frozenset[str]:
        """Numbers of documents, such as the 38 of "Nghị định số 38"."""
        return frozenset(_NUMBERED.findall(self._read.lower()))

    @cached_property
    def sketch(self) -> Hashes:
        """The shingles by which copies are looked up, ascending: a FracMinHash (Irber et al., 2022).

        Those below 2**64 / 8, and below 2**64 / 2 for headline and lead, so that short items are found too.
        """
        shingles, is_distinctive = self._shingled
        opening = _hashed(self.lead or " ".join(self.body.split()[:OPENING]))
        # Headline and opening are how the whole text begins.
        begin = slice(max(len(self._of_title) + len(opening) - SHINGLE + 1, 0))
        hashes = shingles[begin][is_distinctive[begin]]
        kept = (self.shingles[self.shingles < 2**64 // SKETCHED], hashes[hashes < 2**64 // SKETCHED_OPENING])
        return _unique(np.concatenate(kept))

    @cached_property
    def _of_title(self) -> Hashes:
        return _hashed(self.title)

    @cached_property
    def _shingled(self) -> tuple[Hashes, NDArray[np.bool_]]:
        """All shingles in order, and which of them are distinctive."""
        below = _hashed(f"{self.lead}\n{self.body}")
        return _all_shingles(np.concatenate((self._of_title, below)))

    @cached_property
    def _read(self) -> str:
        return normalise("\n".join((self.title, self.lead, self.body)))

    @cached_property
    def _ordered_sentences(self) -> tuple[Hashes, ...]:
        """Syllables of the sentences. What feeds cut off, and headlines they append, have no full stop."""
        text = fold(f"{self.lead}\n{self.body}")
        parts = [text[start:end] for start, end in sentences(text)]
        whole = [part for part in parts if _FINISHED.search(part)] or parts
        return tuple(hashed for hashed in map(_hashed, whole) if hashed.size)


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


def hash64(text: str) -> int:
    """Hash a text to 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


_syllables = Numbered(hash64, np.uint64)


def _hashed(text: str) -> Hashes:
    """Give the hash of each syllable, in order."""
    return cast("Hashes", _syllables.of(text))


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


def _all_shingles(hashed: Hashes) -> tuple[Hashes, NDArray[np.bool_]]:
    shingles = _rolled(hashed, SHINGLE)
    recurs = _is_recurring(_rolled(hashed, RUN))
    within = SHINGLE - RUN + 1
    named = np.logical_and.reduce([recurs[start : start + len(shingles)] for start in range(within)])
    return shingles, ~named


def _unique(hashes: Hashes) -> Hashes:
    """Sort, each once; for arrays of this size many times as fast as numpy's own."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if ordered.size else ordered


def _is_recurring(runs: Hashes) -> NDArray[np.bool_]:
    known = _known()
    places = np.minimum(np.searchsorted(known, runs), len(known) - 1)
    return known[places] == runs


@cache
def _known() -> Hashes:
    known: Hashes = np.load(RECURRING)
    return known
