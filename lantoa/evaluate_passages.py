"""Judges campaign tone against coded passages, and trains its model from them."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lantoa.evaluate_tone import LabelsError, label, learnt_from, lines
from nlp import campaign_tone, campaign_tone_training
from nlp.campaign_tone_training import CodedPassage
from nlp.tone import LABELS
from nlp.tone_training import macro_f1_interval

_NEEDED = ("campaign", "kind", "label", "text")
_FEWEST = 30
_OWN = campaign_tone.MODEL / "passages.tsv"
_FURTHER = campaign_tone.MODEL / "further_passages.tsv"
# By 14 other authors, meant to be hard: with less the model is worse at others', with more at the rest.
_FURTHER_WEIGHT = 0.2


def passages(path: Path) -> dict[str, Any]:
    """Score the passages of a file and compare the labels.

    Args:
        path: Tab-separated UTF-8 with a line of column names, among them `campaign` (its name), `kind`,
            `label` (negative, neutral or positive: the tone towards the campaign) and `text`; no quoting.

    Returns:
        n, macro_f1, accuracy, per_class, confusion, unscored, ece and by_kind: see
        `nlp.campaign_tone_training.by_kind`; interval: see `nlp.tone_training.details`; learnt_from: see
        `lantoa.evaluate_tone.learnt_from`. Passages without a tone (empty, other language) count as wrong.

    Raises:
        LabelsError: The file cannot be used.
    """
    rows = read(path)
    found = campaign_tone.score([campaign_tone.about(row.text, row.campaign) for row in rows])
    confidences = [max(result.probabilities.values(), default=0.0) for result in found]
    labels = [result.label for result in found]
    return {
        **campaign_tone_training.by_kind(rows, labels, confidences),
        "interval": macro_f1_interval([row.label for row in rows], labels),
        "learnt_from": learnt_from(path, campaign_tone.MODEL),
    }


def cross_validated(path: Path) -> dict[str, Any]:
    """Judge the training method on a file by cross-validation; keys as of `passages`.

    The passages that the package ships for training are fitted on in every fold.

    Raises:
        LabelsError: The file cannot be used.
    """
    return campaign_tone_training.cross_validate(_enough(path, read(path)), _own())


def train(path: Path, folder: Path, trained_on: date) -> dict[str, Any]:
    """Train the model of campaign tone on a file and the package's own passages, and write it into a folder.

    Args:
        path: As of `passages`.
        folder: `nlp.campaign_tone.MODEL` replaces the model that the package ships.
        trained_on: Day of the training.

    Returns:
        The model's card with its cross-validated figures.

    Raises:
        LabelsError: The file cannot be used.
    """
    rows = _enough(path, read(path))
    files = {"data_sha256": path, "own_sha256": _OWN, "further_sha256": _FURTHER}
    hashes = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
    return campaign_tone_training.train(rows, _own(), folder, trained_on, hashes)


def read(path: Path) -> list[CodedPassage]:
    """Read coded passages.

    Raises:
        LabelsError: The file is missing, no UTF-8 or empty, a column is missing, or a line is wrong.
    """
    return [
        CodedPassage(
            values["campaign"],
            values["kind"],
            label(place, values["label"]),
            values["text"],
            author=values.get("author", ""),
        )
        for place, values in lines(path, _NEEDED)
    ]


def _own() -> list[CodedPassage]:
    """Give the passages that the package ships for training."""
    return [*read(_OWN), *(replace(row, weight=_FURTHER_WEIGHT) for row in read(_FURTHER))]


def _enough(path: Path, rows: list[CodedPassage]) -> list[CodedPassage]:
    counts = {one: sum(row.label == one for row in rows) for one in LABELS}
    campaigns = len({row.campaign for row in rows})
    if min(counts.values()) < _FEWEST or campaigns < campaign_tone_training.FOLDS:
        raise LabelsError(
            f"{path}: at least {_FEWEST} passages of each label and {campaign_tone_training.FOLDS} campaigns "
            f"are needed to train, found {counts} of {campaigns}"
        )
    return rows
