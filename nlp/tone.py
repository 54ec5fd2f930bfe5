"""Tone of a news item: does its reader come away feeling better, worse or unchanged about its subject?

A multinomial logistic regression over n-grams and a lexicon (`nlp.tone_features`), calibrated. It is linear,
so `explain` gives exactly what each word counted. Data, figures and failures: models/tone/README.md.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from nlp import shipped
from nlp.shipped import ModelError
from nlp.text import fold, spelling_of, strip_html
from nlp.tone_features import Text, Vocabulary, read
from nlp.tone_kinds import LEXICON

Label = Literal["negative", "neutral", "positive"]
Status = Literal["ok", "empty", "other language", "no diacritics", "unknown words"]

LABELS: Final[tuple[Label, ...]] = ("negative", "neutral", "positive")
MODEL: Final = Path(__file__).parent / "models" / "tone"
"""Folder of the weights that the package ships."""
SURE_FROM: Final = 0.55
"""Probability of its label from which a tone is sure: the curve of coverage and accuracy is in the card."""

# Beyond this a text is no headline and lead; it bounds the time that one text can take.
_LONGEST: Final = 20_000
# Markup that stands before the text is no text; this bounds the time that taking it out can take.
_LONGEST_MARKUP: Final = 1_000_000
_FEWEST_KNOWN: Final = 1 / 3
"""Share of a text's words known to the model below which it has no tone: of 9,147 items the least is .76."""
# Letters of other shapes, full-width and mathematical, which are written to look like the plain ones.
_LOOK_ALIKE: Final = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_OTHER_FEATURES = (
    "not a tone model of this version's features: train it anew with `lantoa tone train`, or take another"
)
_BLOCK: Final = 512
"""Texts that are scored at once."""


@dataclass(frozen=True)
class Tone:
    """The tone of one text.

    Attributes:
        label: The most probable label; None unless status is "ok".
        probabilities: Calibrated probability of each label, to 3 decimals, adding up to 1; {} unless "ok".
        method: Name and training day of the model.
        status: "ok", "empty" (no word in it), "no diacritics" (Vietnamese written without them, which the
            model cannot tell apart), "other language", or "unknown words" (not a third of them is known to
            the model, so that it would say what it says of no text at all).
    """

    label: Label | None
    probabilities: Mapping[Label, float]
    method: str
    status: Status

    @property
    def is_sure(self) -> bool:
        """Whether the label has at least the probability SURE_FROM; unsure ones are counted all the same."""
        return max(self.probabilities.values(), default=0.0) >= SURE_FROM


@dataclass(frozen=True)
class Explanation:
    """What a score is made of.

    Attributes:
        tone: The tone of the text.
        intercept: What each label starts from, without any word.
        words: For each word or pair of words, and each kind of the lexicon ("<praise>"), what it adds to the
            score of each label (negative takes away), by its size. Intercept and words add up to the scores.
    """

    tone: Tone
    intercept: Mapping[Label, float]
    words: Mapping[str, Mapping[Label, float]]

    def scores(self) -> dict[Label, float]:
        """Give the score of each label; the probabilities are exp(score) over the sum of these."""
        return {
            label: self.intercept[label] + math.fsum(added[label] for added in self.words.values())
            for label in LABELS
        }


@dataclass(frozen=True)
class Model:
    """Weights of n-grams and kinds; calibrated, and adding up to 0 over the labels.

    Attributes:
        vocabulary: The n-grams and kinds.
        weights: float array (n columns of the vocabulary, 3 labels).
        intercept: float array (3 labels).
        method: Name and training day.
    """

    vocabulary: Vocabulary
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]
    method: str

    @property
    def is_whole(self) -> bool:
        """Whether there is a finite weight for each feature and label."""
        return (
            self.vocabulary.is_whole
            and self.weights.shape == (self.vocabulary.n_columns, len(LABELS))
            and self.intercept.shape == (len(LABELS),)
            and bool(np.isfinite(self.weights).all() and np.isfinite(self.intercept).all())
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """The syllables that it has weights for."""
        return frozenset(self.vocabulary.syllables)

    def scores(self, texts: Sequence[Text]) -> NDArray[np.float64]:
        """Give a float array (n texts, 3 labels): what softmax turns into probabilities."""
        return self.vocabulary.matrix(texts) @ self.weights + self.intercept


def score(texts: Sequence[str], folder: Path = MODEL) -> list[Tone]:
    r"""Score texts, without more said with the model that the package ships; entry i is the tone of text i.

    Args:
        texts: Headline and lead, `f"{title}\n{lead}"`, as `readable` makes them.
        folder: The model's; it is read once in each process.

    Raises:
        ModelError: The weights are missing or broken.
    """
    model = _loaded(folder)
    blocks = (texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK))
    return [tone for block in blocks for tone in _scored(model, block)]


def _scored(model: Model, texts: Sequence[str]) -> Iterator[Tone]:
    found = [read(fold(readable(text))) for text in texts]
    statuses: list[Status] = [_status(text, model.known) for text in found]
    chosen = [text for text, status in zip(found, statuses, strict=True) if status == "ok"]
    rows = iter(softmax(model.scores(chosen)).tolist())
    for status in statuses:
        answer = most_probable(next(rows)) if status == "ok" else (None, dict[Label, float]())
        yield Tone(*answer, model.method, status)


def explain(text: str, folder: Path = MODEL) -> Explanation:
    """Say what each word of a text counts for and against each label; no words unless its status is "ok".

    Args:
        text: As of `score`.
        folder: As of `score`.

    Raises:
        ModelError: The weights are missing or broken.
    """
    model = _loaded(folder)
    (tone,) = score([text], folder)
    intercept = _by_label(model.intercept)
    if tone.status != "ok":
        return Explanation(tone, intercept, {})
    values = model.vocabulary.matrix([read(fold(readable(text)))])
    sums: dict[str, NDArray[np.float64]] = {}
    for column, value in zip(values.indices, values.data, strict=True):
        word = model.vocabulary.name(int(column))
        sums[word] = sums.get(word, np.zeros(len(LABELS))) + value * model.weights[column]
    ordered = sorted(sums, key=lambda word: -float(np.abs(sums[word]).max()))
    return Explanation(tone, intercept, {word: _by_label(sums[word]) for word in ordered})


def readable(text: str) -> str:
    """Give what is read of a text: HTML left in is taken out, letters of other shapes are the plain ones.

    20,000 characters at most, those of the first million where there is HTML. The first line break, which
    parts headline from lead, stays.
    """
    cut = text[:_LONGEST_MARKUP]
    if "<" in cut or "&" in cut:
        # The line break parts headline from lead; taking tags out would lose it.
        headline, _, lead = cut.partition("\n")
        cut = f"{strip_html(headline)}\n{strip_html(lead)}"
    return _LOOK_ALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), cut[:_LONGEST])


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn scores (n, 3) into probabilities (n, 3), rows adding up to 1."""
    if not len(scores):
        return scores
    exponentials: NDArray[np.float64] = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def most_probable(row: Iterable[float]) -> tuple[Label, dict[Label, float]]:
    """Give the most probable label of a row (3 labels), and all shares to 3 decimals, adding up to 1."""
    shares: dict[Label, float] = {
        label: round(float(share), 3) for label, share in zip(LABELS, row, strict=True)
    }
    best = max(LABELS, key=shares.__getitem__)
    shares[best] = round(1 - sum(share for label, share in shares.items() if label != best), 3)
    return best, shares


def load(folder: Path) -> Model:
    """Load a model that `nlp.tone_training.train` has written.

    Raises:
        ModelError: A file is missing, weights or lexicon are not those that card.json describes, or the
            weights are not of this version's features.
    """
    card, arrays = shipped.read(
        folder, "the tone model", "lantoa tone train FILE.tsv", {"lexicon_sha256": LEXICON}
    )
    try:
        model = _model(arrays, card["method"])
        is_whole = model.is_whole
    except (KeyError, ValueError, TypeError) as error:
        raise ModelError(f"{folder}: {_OTHER_FEATURES} ({type(error).__name__}: {error})") from error
    if not is_whole:
        raise ModelError(f"{folder}: {_OTHER_FEATURES}")
    return model


def _model(arrays: Mapping[str, NDArray[Any]], method: str) -> Model:
    syllables, words, kinds = (
        arrays[name].tobytes().decode("utf-8").split("\n") for name in ("syllables", "words", "kinds")
    )
    idf = arrays["idf"].astype(np.float64)
    vocabulary = Vocabulary(syllables, words, arrays["pairs"], idf, kinds)
    return Model(vocabulary, arrays["weights"].astype(np.float64), arrays["intercept"], method)


@cache
def _loaded(folder: Path) -> Model:
    return load(folder)


def _status(text: Text, known: frozenset[str]) -> Status:
    syllables = [*text.headline, *text.lead]
    if not any(character.isalpha() for syllable in syllables for character in syllable):
        return "empty"
    spelled = spelling_of(syllables)
    if spelled is None:
        return "other language"
    if spelled == "bare":
        return "no diacritics"
    words = [syllable for syllable in syllables if not syllable.isdigit()]
    return "ok" if sum(map(known.__contains__, words)) >= _FEWEST_KNOWN * len(words) else "unknown words"


def _by_label(row: NDArray[np.float64]) -> dict[Label, float]:
    return {label: float(value) for label, value in zip(LABELS, row, strict=True)}
