"""Copies: whether two texts are versions of one.

Whole texts and short items (headline and lead) have a rule each; docs/method.md gives both.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from nlp.fingerprints import SHINGLE, Fingerprint, Hashes
from nlp.forms import fillings

COPY = 0.3
"""Containment from which two whole texts are versions of one."""
REPRINT = 0.8
"""Containment from which a version is a reprint; below it is a rewrite."""
PARTIAL = 0.15
"""Containment from which a whole text reuses a part of another."""
SHORT = 80
"""A text with fewer distinctive shingles, or without a body, is a short item."""
SHORT_COPY = 0.63
"""Mean of containment and likeness of first sentences, from which a short item is a version of another."""
SHORT_SHARED = 3
"""Distinctive runs that a short item must share besides."""
FIGURES = 3
"""Numbers in each of two texts, from which to have none in common tells them apart where one is short."""
FILLED = 1
"""Places filled with other names or figures (`nlp.forms`) from which two texts are a form filled anew."""
FILLED_IN_REPRINT = 2
"""The same for whole texts of which so much is shared that one would be a reprint."""
PASSAGE = 0.9
"""Share of what two whole texts have in common from which it is one passage: a quotation, a background."""
PASSAGE_GAP = 12
"""Syllables that may be others within a passage."""
OWN = 60
"""Syllables of its own from which a text that shares one passage is a report of its own."""
UNCHANGED = 0.95
"""Containment from which a whole text was published again, though its headline says "hôm nay"."""
NEXT_DAY = timedelta(hours=18)
"""Time between two texts from which "hôm nay" is another day."""
MET = 2
"""Hashes that the sketches of two texts share before the texts are compared."""
MET_SHARE = 0.04
"""Share of the smaller sketch that these are at least: a sentence that stands below each article of an outlet
is often less, and where a part of a text is reused about a tenth is shared."""

_AT_ONCE = 2**15
"""Hashes that fit a processor's cache."""


@dataclass(frozen=True)
class Shared:
    """What two texts have in common.

    Attributes:
        containment: Share of the smaller text that is in the other, 0 to 1, in distinctive shingles of five
            syllables, or runs of three where one of the two is short.
        is_copy: They are versions of one text.
        is_partial: One reuses a part of the other, and no more.
    """

    containment: float
    is_copy: bool
    is_partial: bool


class Lookup:
    """Finds which of many texts share hashes of their sketches with some.

    Args:
        sketches: Of the texts that are asked for.
    """

    def __init__(self, sketches: Sequence[Hashes]) -> None:
        hashes = np.concatenate([np.zeros(0, np.uint64), *sketches])
        order = np.argsort(hashes)
        self._texts = np.repeat(np.arange(len(sketches)), [len(one) for one in sketches])[order]
        self._lengths = np.array([len(one) for one in sketches], np.int64)
        ordered = hashes[order]
        first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)])
        self._hashes, self._first = ordered[first], np.append(first, len(ordered))
        # Nearly all hashes of others are ruled out by their last bits, most of those left by the ones before.
        self._bits = np.uint64(len(hashes).bit_length() + 4)
        self._mask = (np.uint64(1) << self._bits) - np.uint64(1)
        self._last, self._before = (np.zeros(int(self._mask) + 1, dtype=np.bool_) for _ in range(2))
        self._last[hashes & self._mask] = True
        self._before[hashes >> self._bits & self._mask] = True

    def met(self, hashes: Hashes, offsets: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the pairs that share enough hashes: the places of the texts asked for, and of the others.

        Args:
            hashes: Of the sketches of the others, one behind the other.
            offsets: Where the sketch of each begins, and where the last one ends.
        """
        held, places = self._held(hashes)
        first = self._first[places]
        counts = self._first[places + 1] - first
        others = np.repeat(np.searchsorted(offsets, held, side="right") - 1, counts)
        # Of each of these hashes, all places where texts asked for have it.
        begin = np.repeat(first - np.cumsum(counts) + counts, counts)
        texts = self._texts[begin + np.arange(len(begin))]
        pairs, shared = np.unique(texts * len(offsets) + others, return_counts=True)
        asked_for, met = np.divmod(pairs, len(offsets))
        smaller = np.minimum(self._lengths[asked_for], np.diff(offsets)[met])
        is_enough = shared >= np.maximum(MET, MET_SHARE * smaller)
        return asked_for[is_enough], met[is_enough]

    def _held(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Tell where those hashes stand that texts asked for have, and the place of each among theirs."""
        starts = range(0, len(hashes), _AT_ONCE)
        may_be = (self._may_be_held(hashes[start : start + _AT_ONCE]) + start for start in starts)
        held = np.concatenate([np.zeros(0, np.int64), *may_be])
        asked = hashes[held]
        places = np.searchsorted(self._hashes, asked)
        is_same = self._hashes[np.minimum(places, len(self._hashes) - 1)] == asked
        return held[is_same], places[is_same]

    def _may_be_held(self, hashes: Hashes) -> NDArray[np.int64]:
        found = np.flatnonzero(self._last[hashes & self._mask])
        return found[self._before[hashes[found] >> self._bits & self._mask]]


def compare(a: Fingerprint, b: Fingerprint, apart: timedelta = timedelta()) -> Shared:
    """Compare two texts, published so long apart; their order does not matter."""
    if is_short(a) or is_short(b):
        return _compare_short(a, b, apart)
    if min(len(a.shingles), len(b.shingles)) < SHORT:
        # One is hardly anything but set phrases: only nearly the same text is a version of it.
        share = _common(a.whole, b.whole) / max(len(a.whole), len(b.whole))
        return Shared(share, share >= REPRINT, is_partial=False)
    share = containment(a.shingles, b.shingles)
    # What has all of its words in the other has no names of its own.
    if COPY <= share < 1 and _is_filled_anew(a, b, share, apart):
        return Shared(share, is_copy=False, is_partial=False)
    is_copy = share >= COPY and not (share < REPRINT and _share_one_passage(a, b))
    return Shared(share, is_copy, share >= PARTIAL and not is_copy)


def is_short(text: Fingerprint) -> bool:
    """Tell whether a text is judged by the rule for short items."""
    return not text.body or len(text.whole) < SHORT


def containment(a: Hashes, b: Hashes) -> float:
    """Give the share of the smaller set of hashes that is in the other, 0 to 1; 0 if one is empty.

    Args:
        a: Hashes in ascending order, each once.
        b: Likewise.
    """
    return _common(a, b) / min(len(a), len(b)) if len(a) and len(b) else 0.0


def _compare_short(a: Fingerprint, b: Fingerprint, apart: timedelta) -> Shared:
    share = containment(a.runs, b.runs)
    is_copy = (
        _common(a.runs, b.runs) >= SHORT_SHARED
        # The likeness is at most 1 and costs more: it is only asked where it can decide.
        and share + 1 >= 2 * SHORT_COPY
        and share + _likeness(a, b) >= 2 * SHORT_COPY
        and not _contradict(a, b)
        and not (_are_of_two_days(a, b, apart) or fillings(a, b) >= FILLED)
    )
    return Shared(share, is_copy, is_partial=False)


def _common(a: Hashes, b: Hashes) -> int:
    return len(np.intersect1d(a, b, assume_unique=True))


def _likeness(a: Fingerprint, b: Fingerprint) -> float:
    """Compare the first sentence of each text with the nearest of the other: mean Jaccard index."""
    if not a.sentences or not b.sentences:
        return 0.0
    nearest_of_b = max(_jaccard(a.sentences[0], sentence) for sentence in b.sentences)
    nearest_of_a = max(_jaccard(b.sentences[0], sentence) for sentence in a.sentences)
    return (nearest_of_a + nearest_of_b) / 2


def _jaccard(a: Set[object], b: Set[object]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _contradict(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether two short items report other days, documents, places or figures in the same words."""
    compared = ((a.dates, b.dates), (a.numbered, b.numbered), (a.provinces, b.provinces))
    several = len(a.numbers) >= FIGURES and len(b.numbers) >= FIGURES
    return (
        any(_differ(mine, others) for mine, others in compared)
        or (several and not a.numbers & b.numbers)
        or _is_another_day(a, b)
    )


def _is_filled_anew(a: Fingerprint, b: Fingerprint, share: float, apart: timedelta) -> bool:
    """Tell whether two whole texts are a form filled anew, by their headlines and first sentences."""
    if share < REPRINT and _is_another_day(a, b):
        return True
    if share < UNCHANGED and _are_of_two_days(a, b, apart):
        return True
    return fillings(a, b) >= (FILLED if share < REPRINT else FILLED_IN_REPRINT)


def _share_one_passage(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether two texts share one passage behind their openings, and each has more of its own than that.

    Reports quote one statement at length, or end with what a campaign was about, and are no copies.
    """
    return _has_one_passage(a, b) and _has_one_passage(b, a)


def _has_one_passage(text: Fingerprint, other: Fingerprint) -> bool:
    in_both = np.intersect1d(text.shingles, other.shingles, assume_unique=True)
    places = np.flatnonzero(np.isin(text.ordered, in_both))
    passages = np.split(places, np.flatnonzero(np.diff(places) > PASSAGE_GAP) + 1)
    longest = max(passages, key=len)
    start, end = int(longest[0]), int(longest[-1]) + SHINGLE
    own = len(text.ordered) + SHINGLE - 1 - (end - start)
    return len(longest) >= PASSAGE * len(places) and start >= text.begins and own >= OWN


def _are_of_two_days(a: Fingerprint, b: Fingerprint, apart: timedelta) -> bool:
    """Tell whether both headlines say "hôm nay", or "ngày mai", of days of their own."""
    return apart >= NEXT_DAY and bool(a.title_today & b.title_today)


def _is_another_day(a: Fingerprint, b: Fingerprint) -> bool:
    """Tell whether two headlines are of one column: they name other days, or another week or round."""
    kinds = {kind for kind, _ in a.instalments} & {kind for kind, _ in b.instalments}
    return _differ(a.title_dates, b.title_dates) or any(
        _differ(*({one for one in text.instalments if one[0] == kind} for text in (a, b))) for kind in kinds
    )


def _differ(mine: Set[object], others: Set[object]) -> bool:
    """Tell whether both name something, and nothing of the other's."""
    return bool(mine and others and not mine & others)
