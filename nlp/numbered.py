"""Syllables as numbers, for texts by the thousand."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nlp.text import syllables

_KEPT = 200_000


class Numbered(dict[str, tuple[int, ...]]):
    """Gives the number of each syllable of a text.

    What stands between two spaces is folded and split once, however many texts hold it: a press's words are
    few. It is held as places in a table of numbers, which cost less to list than the numbers themselves.

    Args:
        number: Gives the number of a syllable, folded.
        dtype: Type of the numbers.
    """

    def __init__(self, number: Callable[[str], int], dtype: DTypeLike) -> None:
        super().__init__()
        self._number = number
        self._places: dict[str, int] = {}
        self._table: NDArray[Any] = np.zeros(1, dtype)

    def __missing__(self, part: str) -> tuple[int, ...]:
        found = self[part] = tuple(map(self._place, syllables(part)))
        return found

    def of(self, text: str) -> NDArray[Any]:
        """Give the numbers of the syllables that `nlp.text.syllables` lists, in order."""
        if len(self) > _KEPT:
            self.clear()
            self._places.clear()
        # No syllable holds a space, and folding neither looks nor reaches across one.
        places = np.fromiter(chain.from_iterable(map(self.__getitem__, text.split())), np.int32)
        return self._table[places]

    def _place(self, syllable: str) -> int:
        place = self._places.setdefault(syllable, len(self._places))
        if place == len(self._table):
            self._table = np.concatenate((self._table, np.zeros_like(self._table)))
        self._table[place] = self._number(syllable)
        return place
