"""Training of the precise tier of tone and the figures by which it is judged."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nlp import encoder, encoder_training, precise_tone, semantic, tone
from nlp.tone import LABELS, Label
from nlp.tone_training import (
    INVENTED,
    Labelled,
    answers,
    details,
    figures,
    invented,
    judge,
    last_days,
)

_READERS: Final = 2
"""How many are fitted, which differ by chance: their mean is right more often than one of them."""
_UNSURE_WEIGHT: Final = 0.5
_INVENTED_WEIGHT: Final = 0.5
_NEXT: Final = 0.3
"""Share of a second coder's say that goes to the label that it thought of next."""


Report: TypeAlias = Callable[[str, int, int], None]


class Second(NamedTuple):
    """A second coder's label of an item.

    Attributes:
        label: The label.
        next: The label that it thought of next, where it was torn between two.
    """

    label: Label
    next: Label | None


def train(
    rows: Sequence[Labelled],
    seconds: Sequence[Second | None],
    folder: Path,
    trained_on: date,
    hashes: Mapping[str, str],
    report: Report,
) -> dict[str, Any]:
    """Judge the method by time, fit on all rows and write weights.npz and card.json.

    Args:
        rows: The labelled items; every label needs items, and the figures need their days.
        seconds: A second coding of each row, where there is one.
        folder: Where the weights go; files of an earlier model are replaced.
        trained_on: Day of the training.
        hashes: Of the files that rows and second codes come from, by their keys in the card.
        report: Is called with what is done, the number of steps taken and that of all.

    Returns:
        The card, as written: data, figures with their method, hash of the weights.

    Raises:
        MissingError: The optional package of the encoder, or PyTorch, is not installed.
    """
    method = f"moved e5 and n-grams {trained_on.isoformat()}"
    judged = time_ordered(rows, seconds, report)
    arrays = fit(rows, seconds, partial(report, "all items"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "weights.npz"
    np.savez_compressed(path, allow_pickle=False, **precise_tone.named(arrays))
    card: dict[str, Any] = {
        "method": method,
        "trained_on": trained_on.isoformat(),
        "command": precise_tone.COMMAND,
        "torch": version("torch"),
        "encoder": semantic.ENCODER,
        **hashes,
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "n_invented": len(invented()),
        "invented_sha256": hashlib.sha256(INVENTED.read_bytes()).hexdigest(),
        "n": len(rows),
        "n_coded_twice": sum(second is not None for second in seconds),
        "n_sure": sum(row.sure for row in rows),
        "n_by_label": dict(Counter(row.label for row in rows)),
        "settings": {
            "readers": _READERS,
            **encoder_training.SETTINGS._asdict(),
            "unsure_weight": _UNSURE_WEIGHT,
            "invented_weight": _INVENTED_WEIGHT,
            "next": _NEXT,
        },
        "time_ordered": judged,
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return card


def fit(
    rows: Sequence[Labelled], seconds: Sequence[Second | None], report: encoder_training.Steps
) -> list[dict[str, NDArray[np.float16]]]:
    """Fit what reads meaning to rows and the invented items; unsure ones weigh less.

    Args:
        rows: The labelled items.
        seconds: A second coding of each row, where there is one.
        report: Is called with the number of steps taken and that of all.

    Returns:
        For each reader what `nlp.encoder_training.fit` gives, as it is stored.

    Raises:
        MissingError: The optional package of the encoder, or PyTorch, is not installed.
    """
    every = [*rows, *invented()]
    codes = [*seconds, *[None] * (len(every) - len(rows))]
    weights = np.array([1.0 if row.sure else _UNSURE_WEIGHT for row in every])
    weights[len(rows) :] *= _INVENTED_WEIGHT
    texts = [semantic.line(tone.readable(row.text)) for row in every]
    targets = np.array([_target(row, second) for row, second in zip(every, codes, strict=True)])
    base = encoder.read(semantic.weights())
    fitted = [
        encoder_training.fit(base, texts, targets, weights, seed, _part_of(report, seed))
        for seed in range(_READERS)
    ]
    return [{name: array.astype(np.float16) for name, array in one.items()} for one in fitted]


def _part_of(report: encoder_training.Steps, reader: int) -> encoder_training.Steps:
    return lambda done, steps: report(reader * steps + done, _READERS * steps)


def _target(row: Labelled, second: Second | None) -> NDArray[np.float64]:
    """Give how probable each label is: by halves where two coders were asked."""
    first = np.eye(len(LABELS))[LABELS.index(row.label)]
    if second is None:
        return first
    other = np.eye(len(LABELS))[LABELS.index(second.label)]
    if second.next is not None:
        other = (1 - _NEXT) * other + _NEXT * np.eye(len(LABELS))[LABELS.index(second.next)]
    return (first + other) / 2


def time_ordered(
    rows: Sequence[Labelled], seconds: Sequence[Second | None], report: Report
) -> dict[str, Any] | None:
    """Judge the method on the last 7 days of the rows, both tiers fitted on the days before.

    Args:
        rows: The labelled items.
        seconds: A second coding of each row, where there is one.
        report: Is called with what is done, the number of steps taken and that of all.

    Returns:
        Keys as of `nlp.tone_training.figures` and `details`; sure and unsure: figures of the rows that the
        coder was sure of, and of others, where there are any; fast_alone and meaning_alone: macro-F1 of each
        part. None where rows have no day, or fewer than 8 days.

    Raises:
        MissingError: The optional package of the encoder, or PyTorch, is not installed.
    """
    parted = last_days(rows)
    if parted is None:
        return None
    inside, outside, until = parted
    judged = [rows[int(i)] for i in outside]
    fast, meaning = judge_parts(rows, seconds, inside, outside, report)
    shares = precise_tone.both(meaning, fast)
    parts = {name: [i for i, row in enumerate(judged) if row.sure == sure] for name, sure in _SURE.items()}
    return {
        "trained_until": until,
        "n_trained": len(inside),
        **_figures(judged, shares),
        **details(judged, *answers(shares)),
        **{
            name: _figures([judged[i] for i in chosen], shares[chosen])
            for name, chosen in parts.items()
            if chosen
        },
        "fast_alone": _figures(judged, fast)["macro_f1"],
        "meaning_alone": _figures(judged, meaning)["macro_f1"],
    }


def judge_parts(
    rows: Sequence[Labelled],
    seconds: Sequence[Second | None],
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
    report: Report,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the probabilities of some rows by parts fitted on others: by the fast tier, and by meaning.

    Args:
        rows: The labelled items.
        seconds: A second coding of each row, where there is one; of those inside alone is looked at.
        inside: Positions of those to fit on.
        outside: Positions of those to judge.
        report: Is called with what is done, the number of steps taken and that of all.

    Returns:
        Two float arrays (n outside, 3).

    Raises:
        MissingError: The optional package of the encoder, or PyTorch, is not installed.
    """
    learnt, codes = [rows[int(i)] for i in inside], [seconds[int(i)] for i in inside]
    arrays = fit(learnt, codes, partial(report, "the days before"))
    model = precise_tone.model(arrays, "")
    texts = [tone.readable(rows[int(i)].text) for i in outside]
    return judge(rows, inside, outside), model.meaning(texts)


_SURE: Final = {"sure": True, "unsure": False}


def _figures(rows: Sequence[Labelled], shares: NDArray[np.float64]) -> dict[str, Any]:
    return figures([row.label for row in rows], *answers(shares))
