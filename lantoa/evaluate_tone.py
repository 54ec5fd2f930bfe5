"""Judges tone against labelled items, and trains the model from them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

# Without types, the second one compiled.
from underthesea.pipeline.sentiment import general
from underthesea_core import TextClassifier  # pyright: ignore[reportAttributeAccessIssue]

from crawlers import outlets
from crawlers.outlets import Outlet
from lantoa import evaluation_files
from lantoa.progress import Report
from nlp import precise_tone, precise_tone_training, tone_training
from nlp import tone as tones
from nlp.precise_tone_training import Second
from nlp.tone_training import Labelled

Engine = Literal["lantoa", "underthesea"]
Tier = Literal["fast", "precise"]

_NEEDED = ("label", "title", "lead")
_LABELS: dict[str, tones.Label] = {label: label for label in tones.LABELS}


class EngineError(RuntimeError):
    """An engine that cannot be asked: names the file and what to do."""


class LabelsError(ValueError):
    """A file of labels that cannot be used: names the file, the line or column and what was expected."""


def tone(path: Path, engine: Engine = "lantoa", tier: Tier = "fast") -> dict[str, Any]:
    """Score the items of a file and compare the labels.

    Args:
        path: Tab-separated UTF-8 with a line of column names, among them `label` (negative, neutral or
            positive), `title` and `lead`; no quoting.
        engine: "underthesea" judges that library's own `sentiment`, made from reviews, for comparison. Its
            model must lie where the library keeps it: nothing is ever downloaded.
        tier: Which of lantoa's own models scores.

    Returns:
        n, macro_f1, accuracy, per_class, confusion, unscored, ece: see `nlp.tone_training.figures`. Items
        without a tone (those whose status is not "ok": see `nlp.tone.Tone`) are counted in `unscored` and as
        wrong. Then interval, by_outlet_kind, by_length, reliability, coverage: see
        `nlp.tone_training.details`; and learnt_from: see `learnt_from`.

    Raises:
        LabelsError: The file cannot be used.
        EngineError: The other engine's model is not on this machine.
        MissingError: The precise tier is asked for and its package is not installed.
    """
    rows = read(path)
    texts = [row.text for row in rows]
    folders = {"fast": (tones.MODEL,), "precise": (precise_tone.MODEL, tones.MODEL)}[tier]
    if engine == "underthesea":
        labels, confidences = _by_underthesea(texts)
    else:
        found = tones.score(texts) if tier == "fast" else precise_tone.score(texts)
        labels = [result.label for result in found]
        confidences = [max(result.probabilities.values(), default=0.0) for result in found]
    return {
        **tone_training.figures([row.label for row in rows], labels, confidences),
        **tone_training.details(rows, labels, confidences),
        "learnt_from": engine == "lantoa" and learnt_from(path, *folders),
    }


def learnt_from(path: Path, *folders: Path) -> bool:
    """Tell whether a file is, byte for byte, one that a model of these folders learnt from, by its card."""
    cards: list[dict[str, Any]] = [
        json.loads((folder / "card.json").read_text("utf-8")) for folder in folders
    ]
    names = ("data_sha256", "own_sha256", "further_sha256", "invented_sha256")
    return sha256(path) in {card.get(name) for card in cards for name in names}


def _by_underthesea(texts: Sequence[str]) -> tuple[list[tones.Label | None], list[float]]:
    # The library's own function would download a missing model; reading the file cannot.
    path = Path(general.UNDERTHESEA_FOLDER) / "models" / general.MODEL_NAME
    if not path.is_file():
        raise EngineError(
            f"{path}: underthesea's sentiment model is not on this machine, and none is downloaded; put the "
            "file there, or leave --engine out"
        )
    classifier: Any = TextClassifier.load(str(path))
    answers = [classifier.predict_with_score(text.replace("\n", ". ")) for text in texts]
    return [_LABELS.get(label) for label, _ in answers], [share for _, share in answers]


def time_ordered(path: Path) -> dict[str, Any] | None:
    """Judge the training method on the last 7 days of a file: see `nlp.tone_training.time_ordered`.

    Raises:
        LabelsError: The file cannot be used.
    """
    return tone_training.time_ordered(read(path))


def cross_validated(path: Path) -> dict[str, Any]:
    """Judge the training method on a file by cross-validation; keys as of `tone`.

    Raises:
        LabelsError: The file cannot be used.
    """
    return tone_training.cross_validate(read(path))


def train(path: Path, folder: Path, trained_on: date) -> dict[str, Any]:
    """Train the tone model on a file, and the invented items of the package, and write it into a folder.

    Args:
        path: As of `tone`; further columns say where the coder hesitated (`sure`, 1 or 0), and for the
            time-ordered figures when and where the item was found (`day`, ISO; `url`).
        folder: `nlp.tone.MODEL` replaces the model that the package ships.
        trained_on: Day of the training.

    Returns:
        The model's card with its time-ordered and cross-validated figures.

    Raises:
        LabelsError: The file cannot be used.
    """
    return tone_training.train(enough(path, read(path)), folder, trained_on, sha256(path))[0]


def train_precise(
    path: Path, folder: Path, trained_on: date, report: Report, second: Path | None = None
) -> dict[str, Any]:
    """Train the precise tier on a file and write it into a folder; the fast tier stays as it is.

    Args:
        path: As of `train`; a column `day` (ISO) lets the card say how later days are scored.
        folder: `nlp.precise_tone.MODEL` replaces the model that the package ships.
        trained_on: Day of the training.
        report: Shows how far it is.
        second: A second coding of the same items: see `second_codes`.

    Returns:
        The model's card with its time-ordered figures.

    Raises:
        LabelsError: The file cannot be used.
        MissingError: The package of the precise tier, or PyTorch, is not installed.
    """
    rows = enough(path, read(path))
    codes = second_codes(second, path) if second else [None] * len(rows)
    hashes = {"data_sha256": sha256(path), **({"second_sha256": sha256(second)} if second else {})}
    return precise_tone_training.train(rows, codes, folder, trained_on, hashes, report)


def second_codes(path: Path, labels: Path) -> list[Second | None]:
    """Give the second coding of each item of a file of labels, in order; None where there is none.

    Args:
        path: As of `tone`, with the columns `url`, `label` and `else`: the label that the coder thought of
            next, or nothing.
        labels: The file of labels, with a column `url`.

    Raises:
        LabelsError: A file cannot be used.
    """
    codes = {
        values["url"]: Second(
            label(place, values["label"]), label(place, values["else"]) if values["else"] else None
        )
        for place, values in lines(path, ("url", "label", "else"))
    }
    found = [codes.get(values["url"]) for _, values in lines(labels, ("url",))]
    if not any(found):
        raise LabelsError(f"{path}: codes none of the items of {labels}; expected the same column url")
    return found


def read(path: Path) -> list[Labelled]:
    """Read labelled items; `sure` defaults to 1, and an outlet that is not in the register has no kind.

    Raises:
        LabelsError: The file is missing, no UTF-8 or empty, a column is missing, or a line is wrong.
    """
    register = outlets.load()
    return [_item(place, values, register) for place, values in lines(path, _NEEDED)]


def lines(path: Path, needed: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Read a file of coded texts: for each line its place, for messages, and its values by column.

    Raises:
        LabelsError: The file is missing, no UTF-8 or empty, a needed column is missing, or a line is wrong.
    """
    first, *rest = evaluation_files.text(path, LabelsError).rstrip("\n").split("\n")
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


def enough(path: Path, rows: list[Labelled]) -> list[Labelled]:
    """Give the rows, where they are enough to train on.

    Raises:
        LabelsError: There are fewer than 50 of a label; the message names the file.
    """
    counts = {label: sum(row.label == label for row in rows) for label in tones.LABELS}
    if min(counts.values()) < 50:
        raise LabelsError(f"{path}: at least 50 items of each label are needed to train, found {counts}")
    return rows


def sha256(path: Path) -> str:
    """Give the hash of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _values(place: str, columns: Sequence[str], line: str) -> tuple[str, dict[str, str]]:
    fields = line.split("\t")
    if len(fields) != len(columns):
        raise LabelsError(f"{place}: {len(fields)} fields, expected {len(columns)} separated by tabs")
    return place, dict(zip(columns, fields, strict=True))


def _item(place: str, values: dict[str, str], register: Mapping[str, Outlet]) -> Labelled:
    sure = values.get("sure", "1")
    if sure not in ("0", "1"):
        raise LabelsError(f"{place}: sure {sure!r}, expected 1 or 0")
    outlet = outlets.find(values.get("url", ""), register)
    return Labelled(
        values["title"],
        values["lead"],
        label(place, values["label"]),
        sure == "1",
        _day(place, values.get("day", "")),
        outlet.kind if outlet else "",
    )


def _day(place: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        raise LabelsError(f"{place}: day {value!r}, expected a date such as 2026-08-01") from error
