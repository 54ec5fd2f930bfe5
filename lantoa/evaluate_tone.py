"""Judges tone against labelled items, and trains the model from them."""

import hashlib
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nlp import tone as tones
from nlp import tone_training
from nlp.tone_training import Labelled

_NEEDED = ("label", "title", "lead")
_LABELS: dict[str, tones.Label] = {label: label for label in tones.LABELS}


class LabelsError(ValueError):
    """A file of labels that cannot be used: names the file, the line or column and what was expected."""


def tone(path: Path) -> dict[str, Any]:
    """Score the items of a file and compare the labels.

    Args:
        path: Tab-separated UTF-8 with a line of column names, among them `label` (negative, neutral or
            positive), `title` and `lead`; no quoting.

    Returns:
        n, macro_f1, accuracy, per_class, confusion, unscored, ece: see `nlp.tone_training.figures`. Items
        without a tone (empty, other language) are counted in `unscored` and as wrong.

    Raises:
        LabelsError: The file cannot be used.
    """
    rows = read(path)
    found = tones.score([f"{row.title}\n{row.lead}" for row in rows])
    confidences = [max(result.probabilities.values(), default=0.0) for result in found]
    return tone_training.figures([row.label for row in rows], [result.label for result in found], confidences)


def cross_validated(path: Path) -> dict[str, Any]:
    """Judge the training method on a file by cross-validation; keys as of `tone`.

    Raises:
        LabelsError: The file cannot be used.
    """
    return tone_training.cross_validate(read(path))


def train(path: Path, folder: Path, trained_on: date) -> dict[str, Any]:
    """Train the tone model on a file and write it into a folder.

    Args:
        path: As of `tone`; a further column `sure` (1 or 0) says where the coder hesitated.
        folder: `nlp.tone.MODEL` replaces the model that the package ships.
        trained_on: Day of the training.

    Returns:
        The model's card with its cross-validated figures.

    Raises:
        LabelsError: The file cannot be used.
    """
    rows = read(path)
    counts = {label: sum(row.label == label for row in rows) for label in tones.LABELS}
    if min(counts.values()) < 50:
        raise LabelsError(f"{path}: at least 50 items of each label are needed to train, found {counts}")
    return tone_training.train(rows, folder, trained_on, hashlib.sha256(path.read_bytes()).hexdigest())


def read(path: Path) -> list[Labelled]:
    """Read labelled items; `sure` defaults to 1.

    Raises:
        LabelsError: The file is missing, no UTF-8 or empty, a column is missing, or a line is wrong.
    """
    return [_item(place, values) for place, values in lines(path, _NEEDED)]


def lines(path: Path, needed: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Read a file of coded texts: for each line its place, for messages, and its values by column.

    Raises:
        LabelsError: The file is missing, no UTF-8 or empty, a needed column is missing, or a line is wrong.
    """
    try:
        first, *rest = path.read_text("utf-8-sig").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "expected UTF-8"
        raise LabelsError(f"{path} cannot be read: {reason}") from error
    columns = first.split("\t")
    for name in needed:
        if name not in columns:
            near = get_close_matches(name, columns, n=1)
            hint = f"; is it {near[0]!r}?" if near else ""
            raise LabelsError(f"{path}: no column {name!r}; its columns are {', '.join(columns)}{hint}")
    if not rest:
        raise LabelsError(f"{path}: no items after the line of column names")
    return [_values(f"{path}, line {number}", columns, line) for number, line in enumerate(rest, 2)]


def label(place: str, value: str) -> tones.Label:
    """Read a label.

    Raises:
        LabelsError: It is none.
    """
    if value not in _LABELS:
        near = get_close_matches(value, tones.LABELS, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        raise LabelsError(f"{place}: label {value!r}, expected one of {', '.join(tones.LABELS)}{hint}")
    return _LABELS[value]


def _values(place: str, columns: Sequence[str], line: str) -> tuple[str, dict[str, str]]:
    fields = line.split("\t")
    if len(fields) != len(columns):
        raise LabelsError(f"{place}: {len(fields)} fields, expected {len(columns)} separated by tabs")
    return place, dict(zip(columns, fields, strict=True))


def _item(place: str, values: dict[str, str]) -> Labelled:
    sure = values.get("sure", "1")
    if sure not in ("0", "1"):
        raise LabelsError(f"{place}: sure {sure!r}, expected 1 or 0")
    return Labelled(values["title"], values["lead"], label(place, values["label"]), sure == "1")
