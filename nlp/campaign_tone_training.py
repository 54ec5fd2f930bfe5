"""Training of the model of the tone towards a campaign, and the figures by which it is judged."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final, Literal, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# The library has no types.
from sklearn.feature_extraction import DictVectorizer  # pyright: ignore[reportMissingTypeStubs]
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]
from sklearn.model_selection import GroupKFold  # pyright: ignore[reportMissingTypeStubs]

from nlp.campaign_features import CUES, features
from nlp.campaign_tone import MODEL, SPELLINGS, Weights, about
from nlp.text import fold, without_diacritics
from nlp.tone import LABELS, Label
from nlp.tone_training import figures

CONTEXT: Final = MODEL / "context.txt"
"""Sentences that say nothing of any campaign, one a line."""
FOLDS: Final = 7
# Found by cross-validation over campaigns and authors, on the passages of November 2026.
_C: Final = 0.5
_MIN_PASSAGES: Final = 2
"""Passages that a feature must occur in."""
_AROUND: Final = 4
"""Sentences beside which each passage is learnt from once more, behind one and before the next in turns."""


@dataclass(frozen=True)
class CodedPassage:
    """A passage with the campaign that it was coded for, its kind and its label.

    Attributes:
        weight: What it counts in a fit.
        author: Who wrote it; "" if not told apart.
    """

    campaign: str
    kind: str
    label: Label
    text: str
    weight: float = 1.0
    author: str = ""


def train(
    rows: Sequence[CodedPassage],
    own: Sequence[CodedPassage],
    folder: Path,
    trained_on: date,
    hashes: Mapping[str, str],
) -> dict[str, Any]:
    """Cross-validate, fit on all rows and write weights.npz and card.json.

    Args:
        rows: The coded passages, of at least 7 campaigns.
        own: The passages that the package ships for training, on other campaigns than `rows`.
        folder: Where the weights go; files of an earlier model are replaced, `notes` of its card are kept.
        trained_on: Day of the training.
        hashes: Hashes of the files that they come from, by the names that the card gives them.

    Returns:
        The card, as written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {}
    for spelling in SPELLINGS:
        everything = with_context([*rows, *own])
        weights = _fit(_inputs(everything, spelling), everything)
        names = "\n".join(weights.rows).encode("utf-8")
        arrays[f"{spelling}_names"] = np.frombuffer(names, dtype=np.uint8)
        arrays[f"{spelling}_weights"] = weights.weights.astype(np.float32)
        arrays[f"{spelling}_intercept"] = weights.intercept
    path = folder / "weights.npz"
    np.savez_compressed(path, allow_pickle=False, **arrays)
    signed, unsigned = [row for row in own if row.author], [row for row in own if not row.author]
    card = {
        "method": f"words and cues by place {trained_on.isoformat()}",
        "status": "experimental until 300 hand-coded stories validate it",
        "trained_on": trained_on.isoformat(),
        "command": "lantoa tone train-campaign FILE.tsv",
        **hashes,
        "cues_sha256": hashlib.sha256(CUES.read_bytes()).hexdigest(),
        "context_sha256": hashlib.sha256(CONTEXT.read_bytes()).hexdigest(),
        "n": len(rows),
        "n_own": len(own),
        "cross_validated": {spelling: cross_validate(rows, own, spelling) for spelling in SPELLINGS},
        "cross_validation": f"{FOLDS} folds of the n, by campaign; own passages in all",
        "other_authors": {
            spelling: cross_validate(signed, [*rows, *unsigned], spelling, "author")
            for spelling in SPELLINGS
            if signed
        },
        "other_authors_validation": f"{FOLDS} folds of own passages, by author; all others in each",
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "notes": _notes(folder / "card.json"),
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return card


def cross_validate(
    rows: Sequence[CodedPassage],
    own: Sequence[CodedPassage],
    spelling: str = "spelled",
    of: Literal["campaign", "author"] = "campaign",
) -> dict[str, Any]:
    """Judge the method on campaigns, or authors, it was not fitted on; keys as `by_kind` gives them.

    Args:
        rows: The coded passages, of at least 7 campaigns or authors.
        own: Other passages, which are fitted on every time and not judged.
        spelling: "spelled" as they are, "bare" without their diacritics.
        of: What is held out together.
    """
    inputs = _inputs(rows, spelling)
    of_rows = [with_context([row]) for row in rows]
    inputs_of = [_inputs(some, spelling) for some in of_rows]
    added = with_context(own)
    inputs_added = _inputs(added, spelling)
    predicted: list[str | None] = [None] * len(rows)
    confidences = [0.0] * len(rows)
    for inside, outside in _folds([getattr(row, of) for row in rows]):
        fitted = [*chain.from_iterable(of_rows[i] for i in inside), *added]
        weights = _fit([*chain.from_iterable(inputs_of[i] for i in inside), *inputs_added], fitted)
        for index in outside:
            shares = weights.probabilities(inputs[index])
            predicted[index] = LABELS[int(shares.argmax())]
            confidences[index] = float(shares.max())
    return by_kind(rows, predicted, confidences)


def by_kind(
    rows: Sequence[CodedPassage], predicted: Sequence[str | None], confidences: Sequence[float]
) -> dict[str, Any]:
    """Give `nlp.tone_training.figures`, and for each kind under `by_kind` its n and accuracy."""
    kinds: dict[str, dict[str, Any]] = {}
    for kind in sorted({row.kind for row in rows}):
        hits = [row.label == label for row, label in zip(rows, predicted, strict=True) if row.kind == kind]
        kinds[kind] = {"n": len(hits), "accuracy": round(sum(hits) / len(hits), 4)}
    return {**figures([row.label for row in rows], predicted, confidences), "by_kind": kinds}


def with_context(rows: Sequence[CodedPassage]) -> list[CodedPassage]:
    """Give passages as they are, behind and before a sentence that says nothing, which leaves their labels.

    As passages of the press stand in other matters; else what comes last would be taken for what decides.
    All of one passage together weigh what it does, half of that as it is.
    """
    context = _context()
    found: list[CodedPassage] = []
    for row in rows:
        found.append(replace(row, weight=row.weight / 2))
        chosen = np.random.default_rng(crc32(row.text.encode())).permutation(context)[:_AROUND]
        for place, sentence in enumerate(chosen):
            text = f"{row.text} {sentence}" if place % 2 else f"{sentence} {row.text}"
            found.append(replace(row, text=text, weight=row.weight / 2 / _AROUND))
    return found


@cache
def _context() -> list[str]:
    return CONTEXT.read_text("utf-8").splitlines()


def _inputs(rows: Sequence[CodedPassage], spelling: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = []
    for row in rows:
        text = row.text if spelling == "spelled" else without_diacritics(row.text)
        passage = about(text, row.campaign)
        found.append(features(fold(passage.text), passage.mentions, spelling == "spelled"))
    return found


def _folds(groups: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    splitter: Any = GroupKFold(FOLDS)
    for inside, outside in splitter.split(groups, groups=groups):
        yield inside.tolist(), outside.tolist()


def _fit(inputs: Sequence[Mapping[str, float]], rows: Sequence[CodedPassage]) -> Weights:
    vectorizer = cast("Any", DictVectorizer())
    matrix = vectorizer.fit_transform(inputs)
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(axis=0)).ravel() >= _MIN_PASSAGES * (1 + _AROUND))
    regression = cast("Any", LogisticRegression(C=_C, class_weight="balanced", max_iter=3000))
    labels = [LABELS.index(row.label) for row in rows]
    regression.fit(matrix[:, kept], labels, sample_weight=[row.weight for row in rows])
    names: list[str] = vectorizer.get_feature_names_out()[kept].tolist()
    return Weights({name: row for row, name in enumerate(names)}, regression.coef_.T, regression.intercept_)


def _notes(card: Path) -> dict[str, Any]:
    """Give what people wrote into the card that is replaced."""
    return json.loads(card.read_text("utf-8")).get("notes", {}) if card.exists() else {}
