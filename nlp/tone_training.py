"""Training of the tone model and the figures by which it is judged."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

# The libraries have no types.
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]
from sklearn.model_selection import GroupKFold  # pyright: ignore[reportMissingTypeStubs]
from threadpoolctl import threadpool_limits  # pyright: ignore[reportMissingTypeStubs]

from nlp import segment
from nlp.text import SYLLABLE, fold, syllables
from nlp.tone import LABELS, SURE_FROM, Label, Model, softmax
from nlp.tone_features import Text, Vocabulary, read
from nlp.tone_kinds import LEXICON

INVENTED: Final = LEXICON.with_name("invented.tsv")
"""Items written for the project, which show how denial and change turn a word: always learnt from beside the
rows, never judged."""
LAST_DAYS: Final = 7
"""Days with items at the end that the time-ordered figures are about."""

_FOLDS = 5
_CALIBRATION_FOLDS = 3
_BINS = 10
_RESAMPLES = 1000
# Found on whole days held out of the first twelve days of July and August 2026.
_C = 10.0
_UNSURE_WEIGHT = 0.25
_INVENTED_WEIGHT = 0.5
_MIN_ITEMS = 2
"""Items that an n-gram must occur in."""

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class _Read:
    """A text taken apart, and the words of it that hold several syllables, by their context."""

    text: Text
    words: frozenset[str]


@dataclass(frozen=True)
class Labelled:
    """An item with its hand or guide label.

    Attributes:
        sure: False where the coder hesitated.
        day: The day (Vietnam, ISO) it was found; "" if not known.
        outlet_kind: The kind of its outlet; "" if not known.
    """

    title: str
    lead: str
    label: Label
    sure: bool = True
    day: str = ""
    outlet_kind: str = ""

    @property
    def text(self) -> str:
        """Headline and lead, as models take them."""
        return f"{self.title}\n{self.lead}"


def train(
    rows: Sequence[Labelled], folder: Path, trained_on: date, data_sha256: str
) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """Judge the method, fit on all rows and write weights.npz and card.json.

    Args:
        rows: The labelled items; every label needs items.
        folder: Where the weights go; files of an earlier model are replaced.
        trained_on: Day of the training.
        data_sha256: Hash of the file that the rows come from.

    Returns:
        The card, as written: data, figures with their method, hashes of weights, lexicon and invented items;
        and the probabilities of each row by a model that it was held out of: float array (n, 3).
    """
    found = _read(rows)
    held_out = _held_out(rows, found)
    model = _model(rows, found)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "weights.npz"
    vocabulary = model.vocabulary
    np.savez_compressed(
        path,
        allow_pickle=False,
        syllables=_written(vocabulary.syllables),
        words=_written(vocabulary.words),
        kinds=_written(vocabulary.kinds),
        pairs=vocabulary.pairs,
        idf=vocabulary.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        intercept=model.intercept,
    )
    card: dict[str, Any] = {
        "method": f"n-grams and lexicon {trained_on.isoformat()}",
        "trained_on": trained_on.isoformat(),
        "command": "lantoa tone train FILE.tsv",
        "data_sha256": data_sha256,
        "lexicon_sha256": hashlib.sha256(LEXICON.read_bytes()).hexdigest(),
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "n_invented": len(invented()),
        "invented_sha256": hashlib.sha256(INVENTED.read_bytes()).hexdigest(),
        "n": len(rows),
        "n_sure": sum(row.sure for row in rows),
        "n_by_label": dict(Counter(row.label for row in rows)),
        "n_features": int(np.count_nonzero(vocabulary.idf)) + len(vocabulary.kinds),
        "settings": {
            "c": _C,
            "unsure_weight": _UNSURE_WEIGHT,
            "invented_weight": _INVENTED_WEIGHT,
            "min_items": _MIN_ITEMS,
        },
        "sure_from": SURE_FROM,
        "time_ordered": _time_ordered(rows, found),
        "cross_validated": figures([row.label for row in rows], *answers(held_out)),
        "cross_validation": f"{_FOLDS} folds; items whose headlines share their first five syllables stay in "
        "one fold; weights and calibration are both fitted without the fold they are judged on",
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return card, held_out


def time_ordered(rows: Sequence[Labelled]) -> dict[str, Any] | None:
    """Judge the method on the last 7 days of the rows, fitted and calibrated on the days before.

    Returns:
        Keys as of `figures`, and of `details` with the 95 % interval of macro-F1; None where rows have no
        day, or fewer than 8 days.
    """
    return _time_ordered(rows, _read(rows))


def cross_validate(rows: Sequence[Labelled]) -> dict[str, Any]:
    """Judge the method on rows it was not fitted on; keys as `figures` gives them.

    Weights and calibration are fitted on 4 of 5 folds, as in the final model. Items whose headlines share
    their first five syllables (a story and its copies, a daily column) never straddle folds.
    """
    return figures([row.label for row in rows], *answers(_held_out(rows, _read(rows))))


def judge(
    rows: Sequence[Labelled], inside: NDArray[np.int64], outside: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the probabilities of some rows by a model fitted and calibrated on others: float array (n, 3).

    Args:
        rows: The labelled items.
        inside: Positions of those to fit on.
        outside: Positions of those to judge.
    """
    return _judge(rows, _read(rows), inside, outside)


def figures(
    expected: Sequence[str], predicted: Sequence[str | None], confidences: Sequence[float]
) -> dict[str, Any]:
    """Compare labels with expected ones.

    Args:
        expected: Labels of LABELS.
        predicted: The model's; None (not scored) counts as wrong.
        confidences: Probability of the predicted label; not read where it is None.

    Returns:
        n, macro_f1, accuracy, per_class {label: {precision, recall, f1, n}}, confusion {expected: {predicted
        or "unscored": n}}, unscored, and ece: expected calibration error over 10 bins of equal width (Guo et
        al., "On Calibration of Modern Neural Networks", 2017), None where nothing was scored. macro_f1 is
        None where a label is not among those expected: nothing says how well it is found.
    """
    pairs = Counter(zip(expected, (label or "unscored" for label in predicted), strict=True))
    per_class = {label: _of_class(label, pairs) for label in LABELS}
    return {
        "n": len(expected),
        "macro_f1": round(sum(values["f1"] for values in per_class.values()) / len(LABELS), 4)
        if _are_all(expected)
        else None,
        "accuracy": round(sum(pairs[label, label] for label in LABELS) / len(expected), 4),
        "per_class": {
            label: {name: round(value, 4) for name, value in values.items()}
            for label, values in per_class.items()
        },
        "confusion": {
            label: {name: pairs[label, name] for name in (*LABELS, "unscored")} for label in LABELS
        },
        "unscored": sum(pairs[label, "unscored"] for label in LABELS),
        "ece": _calibration_error(expected, predicted, confidences),
    }


def _are_all(labels: Sequence[str]) -> bool:
    return set(LABELS) <= set(labels)


def _of_class(label: Label, pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    right = pairs[label, label]
    predicted = sum(pairs[other, label] for other in LABELS)
    n = sum(count for (expected, _), count in pairs.items() if expected == label)
    return {
        "precision": right / predicted if predicted else 0.0,
        "recall": right / n if n else 0.0,
        "f1": 2 * right / (predicted + n) if predicted + n else 0.0,
        "n": n,
    }


def _calibration_error(
    expected: Sequence[str], predicted: Sequence[str | None], confidences: Sequence[float]
) -> float | None:
    scored = [i for i, label in enumerate(predicted) if label is not None]
    if not scored:
        return None
    right = np.array([expected[i] == predicted[i] for i in scored], dtype=float)
    confidence = np.array([confidences[i] for i in scored])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float((right - confidence)[bins == b].sum())) for b in range(_BINS)]
    return round(sum(gaps) / len(scored), 4)


def details(
    rows: Sequence[Labelled], predicted: Sequence[str | None], confidences: Sequence[float]
) -> dict[str, Any]:
    """Break figures down.

    Returns:
        interval: 95 % interval of macro-F1 from 1,000 resamples of the items (percentile bootstrap; Efron and
        Tibshirani, "An Introduction to the Bootstrap", 1993, 13.3), which takes them for independent; None
        where macro-F1 is.
        by_outlet_kind and by_length (characters): n, macro_f1, its interval, accuracy for each.
        reliability: for each of 10 bins of probability n, mean probability and accuracy.
        coverage: for each threshold n and share of the items with at least that probability, their accuracy.
    """
    groups = {
        "by_outlet_kind": [row.outlet_kind or "unknown" for row in rows],
        "by_length": [_length(row) for row in rows],
    }
    labels = [row.label for row in rows]
    broken_down: dict[str, Any] = {"interval": macro_f1_interval(labels, predicted)}
    for name, keys in groups.items():
        members = {key: [i for i, one in enumerate(keys) if one == key] for key in sorted(set(keys))}
        broken_down[name] = {
            key: _short([labels[i] for i in chosen], [predicted[i] for i in chosen])
            for key, chosen in members.items()
        }
    right = np.array([label == one for label, one in zip(labels, predicted, strict=True)], dtype=float)
    confidence = np.array(confidences)
    return {
        **broken_down,
        "reliability": _reliability(right, confidence),
        "coverage": _coverage(right, confidence),
    }


def _length(row: Labelled) -> str:
    length = len(row.title) + len(row.lead)
    return next((name for name, most in (("to 150", 150), ("151 to 250", 250)) if length <= most), "over 250")


def _short(labels: Sequence[str], predicted: Sequence[str | None]) -> dict[str, Any]:
    whole = figures(labels, predicted, [1.0] * len(labels))
    return {
        "n": len(labels),
        "macro_f1": whole["macro_f1"],
        "interval": macro_f1_interval(labels, predicted),
        "accuracy": whole["accuracy"],
    }


def macro_f1_interval(labels: Sequence[str], predicted: Sequence[str | None]) -> list[float] | None:
    """Give the 95 % interval of macro-F1 from 1,000 resamples of the texts: see `details`.

    Args:
        labels: Expected labels, at least one.
        predicted: The model's; None (not scored) counts as wrong.
    """
    if not _are_all(labels):
        return None
    codes, guesses = _codes(labels), _codes(predicted)
    return _interval([_macro_f1(codes[draw], guesses[draw]) for draw in _draws(len(codes))])


def macro_f1_gain(
    labels: Sequence[str], predicted: Sequence[str | None], other: Sequence[str | None]
) -> list[float]:
    """Give the 95 % interval of macro-F1 less that of other predictions of the same texts.

    Of paired resamples: both are judged on the same texts in each. Else as `macro_f1_interval`.
    """
    codes, guesses, others = _codes(labels), _codes(predicted), _codes(other)
    return _interval(
        [
            _macro_f1(codes[draw], guesses[draw]) - _macro_f1(codes[draw], others[draw])
            for draw in _draws(len(codes))
        ]
    )


def _codes(labels: Sequence[str | None]) -> NDArray[np.int64]:
    return np.array([LABELS.index(cast("Label", one)) if one else len(LABELS) for one in labels])


def _draws(n: int) -> NDArray[np.int64]:
    return np.random.default_rng(0).integers(0, n, (_RESAMPLES, n))


def _interval(scores: Sequence[float]) -> list[float]:
    low, high = np.percentile(scores, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]


def _macro_f1(codes: NDArray[np.int64], guesses: NDArray[np.int64]) -> float:
    n, found = np.bincount(codes, minlength=4)[:3], np.bincount(guesses, minlength=4)[:3]
    right = np.bincount(codes[codes == guesses], minlength=3)
    return float((2 * right / np.maximum(n + found, 1)).mean())


def _reliability(right: NDArray[np.float64], confidence: NDArray[np.float64]) -> list[dict[str, Any]]:
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        {
            "from": b / _BINS,
            "n": int((bins == b).sum()),
            "probability": round(float(confidence[bins == b].mean()), 3) if (bins == b).any() else None,
            "accuracy": round(float(right[bins == b].mean()), 3) if (bins == b).any() else None,
        }
        for b in range(_BINS)
    ]


def _coverage(right: NDArray[np.float64], confidence: NDArray[np.float64]) -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = []
    for percent in range(35, 100, 5):
        kept = confidence >= percent / 100
        accuracy = round(float(right[kept].mean()), 4) if kept.any() else None
        share = round(float(kept.mean()), 4)
        table.append({"from": percent / 100, "n": int(kept.sum()), "share": share, "accuracy": accuracy})
    return table


def last_days(rows: Sequence[Labelled]) -> tuple[NDArray[np.int64], NDArray[np.int64], str] | None:
    """Part the rows by time.

    Returns:
        Positions of the rows before the last 7 days with rows, positions of the others, and the last day
        before; None where rows have no day, or fewer than 8 days.
    """
    days = sorted({row.day for row in rows})
    if "" in days or len(days) <= LAST_DAYS:
        return None
    is_last = np.array([row.day >= days[-LAST_DAYS] for row in rows])
    return np.flatnonzero(~is_last), np.flatnonzero(is_last), days[-LAST_DAYS - 1]


def answers(probabilities: NDArray[np.float64]) -> tuple[list[Label], list[float]]:
    """Give the most probable label of each row (n, 3), and its probability."""
    best: list[int] = probabilities.argmax(axis=1).tolist()
    return [LABELS[code] for code in best], probabilities.max(axis=1).tolist()


def _time_ordered(rows: Sequence[Labelled], found: Sequence[_Read]) -> dict[str, Any] | None:
    parted = last_days(rows)
    if parted is None:
        return None
    inside, outside, until = parted
    probabilities = _judge(rows, found, inside, outside)
    judged = _chosen(rows, outside)
    predicted, confidences = answers(probabilities)
    return {
        "trained_until": until,
        "n_trained": len(inside),
        "method": "fitted and calibrated on the days before the last 7; intervals by bootstrap of the items",
        **figures([row.label for row in judged], predicted, confidences),
        **details(judged, predicted, confidences),
    }


def _held_out(rows: Sequence[Labelled], found: Sequence[_Read]) -> NDArray[np.float64]:
    probabilities = np.empty((len(rows), len(LABELS)))
    for inside, outside in _folds(rows, _FOLDS):
        probabilities[outside] = _judge(rows, found, inside, outside)
    return probabilities


def _judge(
    rows: Sequence[Labelled], found: Sequence[_Read], inside: NDArray[np.int64], outside: NDArray[np.int64]
) -> NDArray[np.float64]:
    model = _model(_chosen(rows, inside), _chosen(found, inside))
    return softmax(_scores(model, _chosen(found, outside)))


def _read(rows: Sequence[Labelled]) -> list[_Read]:
    folded = [fold(row.text) for row in rows]
    words = segment.words_batch(folded)
    return [_Read(read(text), _long(found)) for text, found in zip(folded, words, strict=True)]


def invented() -> list[Labelled]:
    """Give the items that are learnt from beside the rows."""
    _, *lines = INVENTED.read_text("utf-8").splitlines()
    fields = [line.split("\t") for line in lines]
    return [
        Labelled(title, lead, cast("Label", label), sure == "1") for _, label, sure, title, lead in fields
    ]


@cache
def _invented() -> tuple[list[Labelled], list[_Read]]:
    rows = invented()
    return rows, _read(rows)


def _long(words: Sequence[str]) -> frozenset[str]:
    """Give the words of several syllables, without the punctuation in them."""
    return frozenset(" ".join(parts) for word in words if len(parts := SYLLABLE.findall(word)) > 1)


def _folds(rows: Sequence[Labelled], folds: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    groups = [" ".join(syllables(row.title)[:5]) for row in rows]
    splitter: Any = GroupKFold(folds, shuffle=True, random_state=0)
    return splitter.split(groups, groups=groups)


def _chosen(items: Sequence[_Item], chosen: NDArray[np.int64]) -> list[_Item]:
    return [items[int(i)] for i in chosen]


def _scores(model: Model, found: Sequence[_Read]) -> NDArray[np.float64]:
    return model.scores([one.text for one in found])


# Threads that share products as small as these wait for each other most of the time.
@threadpool_limits.wrap(limits=1, user_api="blas")  # pyright: ignore[reportUnknownMemberType]
def _model(rows: Sequence[Labelled], found: Sequence[_Read]) -> Model:
    """Fit on all rows, and calibrate by the scores of rows that were not fitted on."""
    scores = np.empty((len(rows), len(LABELS)))
    for inside, outside in _folds(rows, _CALIBRATION_FOLDS):
        part = _fit(_chosen(rows, inside), _chosen(found, inside))
        scores[outside] = _scores(part, _chosen(found, outside))
    regression = cast("Any", LogisticRegression(max_iter=1000))
    regression.fit(scores, [LABELS.index(row.label) for row in rows])
    model = _fit(rows, found)
    # What calibrates linear scores linearly goes into the weights.
    weights = _centred(model.weights @ regression.coef_.T)
    intercept = _centred(model.intercept @ regression.coef_.T + regression.intercept_)
    return Model(model.vocabulary, weights, intercept, "")


def _fit(rows: Sequence[Labelled], found: Sequence[_Read]) -> Model:
    """Fit the regression to the rows and the invented items; what the coder was not sure of weighs less."""
    invented, read_of_invented = _invented()
    every = [*rows, *invented]
    read_of_every = [*found, *read_of_invented]
    vocabulary = _vocabulary(read_of_every)
    matrix = vocabulary.matrix([one.text for one in read_of_every])
    regression = cast("Any", LogisticRegression(C=_C, max_iter=200))
    weights = np.array([1.0 if row.sure else _UNSURE_WEIGHT for row in every])
    weights[len(rows) :] *= _INVENTED_WEIGHT
    regression.fit(matrix, [LABELS.index(row.label) for row in every], sample_weight=weights)
    return Model(vocabulary, regression.coef_.T, regression.intercept_, "")


def _vocabulary(found: Sequence[_Read]) -> Vocabulary:
    """Give what occurs in enough items, and all kinds."""
    texts = [one.text for one in found]
    syllables = _frequent({*text.headline, *text.lead} for text in texts)
    words = _frequent(one.words for one in found)
    of_lexicon = sorted({kind for text in texts for kind in text.kinds})
    none = np.empty(0, np.int64)
    codes, rows = Vocabulary(syllables, words, none, np.empty(0), of_lexicon).found_pairs(texts)
    known, columns = np.unique(codes, return_inverse=True)
    once = coo_array((np.ones(len(rows)), (rows, columns))).tocsr()
    pairs = known[np.bincount(once.indices) >= _MIN_ITEMS]
    counts = Vocabulary(syllables, words, pairs, np.empty(0), of_lexicon).counts(texts)
    items = np.bincount(counts.indices, minlength=counts.shape[1])[: -len(of_lexicon)]
    idf = np.where(items >= _MIN_ITEMS, 1 + np.log((1 + len(texts)) / (1 + items)), 0)
    return Vocabulary(syllables, words, pairs, idf, of_lexicon)


def _frequent(sets: Iterable[Set[str]]) -> list[str]:
    counts = Counter(name for one in sets for name in one)
    return sorted(name for name, count in counts.items() if count >= _MIN_ITEMS)


def _written(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def _centred(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the mean over the labels away: no probability changes, and what is above 0 speaks for a label."""
    return weights - weights.mean(axis=-1, keepdims=True)
