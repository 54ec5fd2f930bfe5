"""Syllables as numbers, for texts by the thousand."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.text import syllables

_KEPT = 200_000


def hash64(text: str) -> int:
    """Hash a text to 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


class _Table(dict[str, tuple[int, ...]]):
    """The syllables met so far, each with a place, by what stands between two spaces.

    What stands between two spaces is folded and split once, however many texts hold it: a press's words are
    few.
    """

    def __init__(self) -> None:
        super().__init__()
        self.hashes: NDArray[np.uint64] = np.zeros(1, np.uint64)
        self.crcs: NDArray[np.uint32] = np.zeros(1, np.uint32)
        self.words: list[bytes] = []
        self._places: dict[str, int] = {}

    def __missing__(self, part: str) -> tuple[int, ...]:
        found = self[part] = tuple(map(self._place, syllables(part)))
        return found

    def _place(self, syllable: str) -> int:
        place = self._places.setdefault(syllable, len(self._places))
        if place == len(self.words):
            if place == len(self.hashes):
                self.hashes, self.crcs = np.tile(self.hashes, 2), np.tile(self.crcs, 2)
            self.words.append(syllable.encode())
            self.hashes[place], self.crcs[place] = hash64(syllable), crc32(self.words[place])
        return place


@dataclass(frozen=True, eq=False)
class Numbered:
    """The syllables of some texts, which `nlp.text.syllables` lists, one behind the other.

    Attributes:
        lengths: Syllables of each text.
    """

    lengths: NDArray[np.int64]
    _places: NDArray[np.int32]
    _table: _Table

    @property
    def hashes(self) -> NDArray[np.uint64]:
        """The `hash64` of each syllable."""
        return self._table.hashes[self._places]

    @property
    def crcs(self) -> NDArray[np.uint32]:
        """The CRC-32 of each syllable."""
        return self._table.crcs[self._places]

    def neighbours(self, firsts: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Give the CRC-32 of some syllables, by their numbers, with a space and the syllable behind each."""
        words, places = self._table.words, self._places
        crcs: list[int] = self._table.crcs[places[firsts]].tolist()
        seconds: list[int] = places[firsts + 1].tolist()
        found = [crc32(b" " + words[second], crc) for crc, second in zip(crcs, seconds, strict=True)]
        return np.array(found, np.uint32)

    def only(self, chosen: NDArray[np.bool_]) -> "Numbered":
        """Leave texts out, by whether each is chosen."""
        kept = np.repeat(chosen, self.lengths)
        return Numbered(self.lengths[chosen], self._places[kept], self._table)


class Numbering:
    """Numbers the syllables of texts, and remembers those it met."""

    def __init__(self) -> None:
        self._table = _Table()

    def of(self, texts: Sequence[str]) -> Numbered:
        """Number the syllables of some texts."""
        if len(self._table) > _KEPT:
            # Another table: what was numbered before still needs its own.
            self._table = _Table()
        places: list[int] = []
        ends = [0]
        for text in texts:
            # No syllable holds a space, and folding neither looks nor reaches across one.
            places.extend(chain.from_iterable(map(self._table.__getitem__, text.split())))
            ends.append(len(places))
        return Numbered(np.diff(ends), np.array(places, np.int32), self._table)


NUMBERING = Numbering()
"""What all rules number syllables by, so that each is read once."""
