"""Tone of a news item: does its reader come away feeling better, worse or unchanged about its subject?

Three linear classifiers over syllable n-grams, one per label against the rest, whose scores a multinomial
logistic regression turns into calibrated probabilities. Data, figures and failures: models/tone/README.md.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

# A compiled module without types.
from underthesea_core import (  # pyright: ignore[reportMissingTypeStubs]
    TextClassifier,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
)

from nlp.text import SYLLABLE, fold, is_vietnamese

Label = Literal["negative", "neutral", "positive"]
Status = Literal["ok", "empty", "other language"]

LABELS: Final[tuple[Label, ...]] = ("negative", "neutral", "positive")
MODEL: Final = Path(__file__).parent / "models" / "tone"
"""Folder of the weights that the package ships."""

# Beyond this a text is no headline and lead; it bounds the time that one text can take.
_LONGEST = 200_000


class Classifier(Protocol):
    """What is used of underthesea_core.TextClassifier: TF-IDF of n-grams and a linear SVM."""

    def fit(self, texts: list[str], labels: list[str]) -> None:
        """Fit on texts of words separated by spaces."""

    def predict_with_score(self, text: str) -> tuple[str, float]:
        """Give the winning label and 1 / (1 + exp(-its score))."""
        ...

    def save(self, path: str) -> None:
        """Write the fitted weights."""


_read: Final = cast("Callable[[str], Classifier]", TextClassifier.load)  # pyright: ignore[reportUnknownMemberType]  # as above


class ModelError(RuntimeError):
    """Weights that are missing or do not belong together: names the file and what to do."""


@dataclass(frozen=True)
class Tone:
    """The tone of one text.

    Attributes:
        label: The most probable label; None unless status is "ok".
        probabilities: Calibrated probability of each label, to 3 decimals, adding up to 1; {} unless "ok".
        method: Name and training day of the model.
        status: "ok", "empty" (no word in it) or "other language" (not Vietnamese with its diacritics).
    """

    label: Label | None
    probabilities: Mapping[Label, float]
    method: str
    status: Status


@dataclass(frozen=True)
class Model:
    """Classifiers with their calibration.

    Attributes:
        classifiers: One per label of LABELS, telling it ("y") from the rest ("n").
        weights: float array (3 scores, 3 labels) of the logistic regression.
        intercept: float array (3 labels).
        method: Name and training day.
    """

    classifiers: tuple[Classifier, ...]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]
    method: str

    def probabilities(self, documents: Sequence[str]) -> NDArray[np.float64]:
        """Give a float array (n documents, 3 labels), rows adding up to 1; texts as `document` forms them."""
        return calibrated(decision(self.classifiers, documents), self.weights, self.intercept)


def score(texts: Sequence[str]) -> list[Tone]:
    r"""Score texts with the model that the package ships; entry i is the tone of text i.

    Args:
        texts: Headline and lead, `f"{title}\n{lead}"`; beyond 200,000 characters the rest is not read.

    Raises:
        ModelError: The weights are missing or broken.
    """
    model = _shipped()
    cut = [text[:_LONGEST] for text in texts]
    statuses: list[Status] = [_status(text) for text in cut]
    scored = [text for text, status in zip(cut, statuses, strict=True) if status == "ok"]
    rows = iter(model.probabilities([document(text) for text in scored]))
    return [
        _tone(next(rows), model.method) if status == "ok" else Tone(None, {}, model.method, status)
        for status in statuses
    ]


def document(text: str) -> str:
    """Form what the classifiers read: folded syllables, those of the first line (the headline) twice.

    The headline carries most of the tone. Bars keep n-grams from reaching over its end.
    """
    headline, _, lead = fold(text).partition("\n")
    title = " ".join(SYLLABLE.findall(headline))
    return f"{title} | {title} | {' '.join(SYLLABLE.findall(lead))}"


def decision(classifiers: Sequence[Classifier], documents: Sequence[str]) -> NDArray[np.float64]:
    """Give the signed scores of the documents, a float array (n documents, one column per classifier).

    The library gives the winner's score s as 1 / (1 + exp(-s)); its sign here says who won: "y" or "n".
    """
    scores = np.empty((len(documents), len(classifiers)))
    for column, classifier in enumerate(classifiers):
        # One by one: the library's batches wait for threads that a forked process does not have.
        answers = [classifier.predict_with_score(text) for text in documents]
        scores[:, column] = [_signed(winner, share) for winner, share in answers]
    return scores


def calibrated(
    scores: NDArray[np.float64], weights: NDArray[np.float64], intercept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Turn scores (n, 3) into probabilities (n, 3) by multinomial logistic regression."""
    logits = scores @ weights + intercept
    exponentials: NDArray[np.float64] = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def load(folder: Path) -> Model:
    """Load a model that `nlp.tone_training.train` has written.

    Raises:
        ModelError: A file is missing, or the weights are not those that card.json describes.
    """
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text("utf-8"))
        for name, expected in card["weights_sha256"].items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != expected:
                raise ModelError(
                    f"{folder / name}: not the weights that card.json describes (sha256 {found[:8]}, "
                    f"expected {expected[:8]}); restore the folder or run `lantoa tone train FILE.tsv`"
                )
        classifiers = tuple(_read(str(folder / f"{label}.bin")) for label in LABELS)
    except OSError as error:
        raise ModelError(
            f"{error.filename}: the tone model is incomplete ({error.strerror}); restore the folder or run "
            "`lantoa tone train FILE.tsv`"
        ) from error
    calibration = card["calibration"]
    weights, intercept = np.array(calibration["weights"]), np.array(calibration["intercept"])
    return Model(classifiers, weights, intercept, card["method"])


@cache
def _shipped() -> Model:
    return load(MODEL)


def _status(text: str) -> Status:
    if not any(character.isalpha() for character in text):
        return "empty"
    return "ok" if is_vietnamese(text) else "other language"


def _tone(row: NDArray[np.float64], method: str) -> Tone:
    # The library adds up in varying order, so that two runs differ in the seventh digit.
    shares: dict[Label, float] = {
        label: round(float(share), 3) for label, share in zip(LABELS, row, strict=True)
    }
    best = max(LABELS, key=shares.__getitem__)
    rest = sum(share for label, share in shares.items() if label != best)
    shares[best] = round(1 - rest, 3)
    return Tone(best, shares, method, "ok")


def _signed(winner: str, share: float) -> float:
    bounded = min(max(share, 1e-6), 1 - 1e-6)
    margin = math.log(bounded / (1 - bounded))
    return margin if winner == "y" else -margin
