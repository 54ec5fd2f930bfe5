"""Syllables as numbers, for texts by the thousand."""

from collections.abc import Callable
from itertools import chain

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nlp.text import syllables

_KEPT = 200_000


class Numbered(dict[str, tuple[int, ...]]):
    """Gives the number of each syllable of a text.

    What stands between two spaces is folded and split once, however many texts hold it: a press's words are
    few, and to look them up takes a third of the time.

    Args:
        number: Gives the number of a syllable, folded.
        dtype: Type of the arrays.
    """

    def __init__(self, number: Callable[[str], int], dtype: DTypeLike) -> None:
        super().__init__()
        self._number, self._dtype = number, np.dtype(dtype)

    def __missing__(self, part: str) -> tuple[int, ...]:
        found = self[part] = tuple(map(self._number, syllables(part)))
        return found

    def of(self, text: str) -> NDArray[np.generic]:
        """Give the numbers of the syllables that `nlp.text.syllables` lists, in order."""
        if len(self) > _KEPT:
            self.clear()
        # No syllable holds a space, and folding neither looks nor reaches across one.
        return np.fromiter(chain.from_iterable(map(self.__getitem__, text.split())), self._dtype)
