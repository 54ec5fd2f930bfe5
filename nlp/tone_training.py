"""Training of the tone model and the figures by which it is judged."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

# The libraries have no types.
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]
from sklearn.model_selection import GroupKFold  # pyright: ignore[reportMissingTypeStubs]
from underthesea_core import (  # pyright: ignore[reportMissingTypeStubs]
    TextClassifier,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
)

from nlp.text import syllables
from nlp.tone import LABELS, Classifier, Label, calibrated, decision, document

_FOLDS = 5
_BINS = 10
# Found by cross-validation on the items of July and August 2026: longer n-grams, character n-grams and more
# features do not raise macro-F1, words of a segmenter by .005 at a twentieth of the speed.
_FEATURES = {"ngram_range": (1, 2), "max_features": 40_000, "min_df": 2, "c": 0.5}

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Labelled:
    """An item with its hand or guide label; `sure` is False where the coder hesitated."""

    title: str
    lead: str
    label: Label
    sure: bool = True


def train(rows: Sequence[Labelled], folder: Path, trained_on: date, data_sha256: str) -> dict[str, Any]:
    """Cross-validate, fit on all rows and write the weights and card.json.

    The library's training is not deterministic (macro-F1 moves by about .003), so the weights are shipped.

    Args:
        rows: The labelled items; every label needs items.
        folder: Where the weights go; files of an earlier model are replaced.
        trained_on: Day of the training.
        data_sha256: Hash of the file that the rows come from.

    Returns:
        The card, as written: data, figures with their method, calibration, hashes of the weights.
    """
    figures_ = cross_validate(rows)
    documents, codes = _inputs(rows)
    weights, intercept = _calibration(_out_of_fold(rows, documents, codes), codes)
    folder.mkdir(parents=True, exist_ok=True)
    hashes: dict[str, str] = {}
    for label, classifier in zip(LABELS, _fit(rows, documents, codes), strict=True):
        path = folder / f"{label}.bin"
        classifier.save(str(path))
        hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    card: dict[str, Any] = {
        "method": f"syllable n-grams {trained_on.isoformat()}",
        "trained_on": trained_on.isoformat(),
        "command": "lantoa tone train FILE.tsv",
        "data_sha256": data_sha256,
        "n": len(rows),
        "n_sure": sum(row.sure for row in rows),
        "n_by_label": dict(Counter(row.label for row in rows)),
        "features": _FEATURES,
        "cross_validated": figures_,
        "cross_validation": f"{_FOLDS} folds; items whose headlines share their first five syllables stay in "
        "one fold; classifiers and calibration are both fitted without the fold they are judged on",
        "calibration": {"weights": weights.tolist(), "intercept": intercept.tolist()},
        "weights_sha256": hashes,
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return card


def cross_validate(rows: Sequence[Labelled]) -> dict[str, Any]:
    """Judge the method on rows it was not fitted on; keys as `figures` gives them.

    For each of 5 folds the calibration is fitted on out-of-fold scores within the other 4, and the
    classifiers on the other 4, as in the final model. Items whose headlines share their first five syllables
    (a story and its copies, a daily column) never straddle folds.
    """
    documents, codes = _inputs(rows)
    probabilities = np.empty((len(rows), len(LABELS)))
    for inside, outside in _folds(rows):
        within, texts = _chosen(rows, inside), _chosen(documents, inside)
        weights, intercept = _calibration(_out_of_fold(within, texts, codes[inside]), codes[inside])
        scores = decision(_fit(within, texts, codes[inside]), _chosen(documents, outside))
        probabilities[outside] = calibrated(scores, weights, intercept)
    best: list[int] = probabilities.argmax(axis=1).tolist()
    predicted = [LABELS[code] for code in best]
    confidences: list[float] = probabilities.max(axis=1).tolist()
    return figures([row.label for row in rows], predicted, confidences)


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
        al., "On Calibration of Modern Neural Networks", 2017), None where nothing was scored.
    """
    pairs = Counter(zip(expected, (label or "unscored" for label in predicted), strict=True))
    per_class = {label: _of_class(label, pairs) for label in LABELS}
    return {
        "n": len(expected),
        "macro_f1": round(sum(values["f1"] for values in per_class.values()) / len(LABELS), 4),
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


def _inputs(rows: Sequence[Labelled]) -> tuple[list[str], NDArray[np.int64]]:
    documents = [document(f"{row.title}\n{row.lead}") for row in rows]
    return documents, np.array([LABELS.index(row.label) for row in rows])


def _folds(rows: Sequence[Labelled]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    groups = [" ".join(syllables(row.title)[:5]) for row in rows]
    splitter: Any = GroupKFold(_FOLDS, shuffle=True, random_state=0)
    return splitter.split(groups, groups=groups)


def _chosen(items: Sequence[_Item], chosen: NDArray[np.int64]) -> list[_Item]:
    return [items[int(i)] for i in chosen]


def _fit(rows: Sequence[Labelled], documents: Sequence[str], codes: NDArray[np.int64]) -> list[Classifier]:
    """Fit one classifier per label; rows the coder was sure of count twice."""
    repeated = [*range(len(rows)), *(i for i, row in enumerate(rows) if row.sure)]
    classifiers: list[Classifier] = []
    for code in range(len(LABELS)):
        classifier = cast("Classifier", TextClassifier(**_FEATURES))
        classifier.fit([documents[i] for i in repeated], ["y" if codes[i] == code else "n" for i in repeated])
        classifiers.append(classifier)
    return classifiers


def _out_of_fold(
    rows: Sequence[Labelled], documents: Sequence[str], codes: NDArray[np.int64]
) -> NDArray[np.float64]:
    scores = np.empty((len(rows), len(LABELS)))
    for inside, outside in _folds(rows):
        classifiers = _fit(_chosen(rows, inside), _chosen(documents, inside), codes[inside])
        scores[outside] = decision(classifiers, _chosen(documents, outside))
    return scores


def _calibration(
    scores: NDArray[np.float64], codes: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit the logistic regression; weights (3 scores, 3 labels) and intercept (3 labels)."""
    regression = cast("Any", LogisticRegression(max_iter=1000))
    regression.fit(scores, codes)
    return regression.coef_.T, regression.intercept_
