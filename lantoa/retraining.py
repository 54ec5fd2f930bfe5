"""Trains a candidate for the tone model from a file of labels and from what people coded, and judges it."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from lantoa import evaluate_tone, tone_models
from lantoa.settings import Home
from lantoa.tone_models import FLOORS, Scoring, ToneModelError
from nlp import tone, tone_training
from nlp.text import normalise
from nlp.tone_training import Labelled
from warehouse.reader import NotPublishedError, Reader

PAGE: Final = "evaluation.md"
"""What people read of a candidate, in its folder."""

LEAST: Final = 30
"""Items from which two models are compared."""

_TEXTS = "texts.npy"
_TITLES: Final = {
    "cross_validated": "all items, each by a model that did not learn from it",
    "time_ordered": "the last seven days, by a model that learnt from the days before",
}


def retrain(home: Home, labels: Path, at: datetime) -> dict[str, Any]:
    """Train a candidate and judge it against the floors and the model that scores; nothing else changes.

    Training the same again on the same day gives the same candidate.

    Args:
        home: The home; hand codes are those of its published warehouse.
        labels: As `lantoa.evaluate_tone.train` takes it.
        at: Now, aware.

    Returns:
        The facts of the candidate (`lantoa.tone_models.Candidate`), with `folder`, `page`, `against` (the
        name of the model that scores) and `comparison` with it.

    Raises:
        LabelsError: The file can't be used, or there are too few items of a label.
        ToneModelError: The model that scores can't be read.
    """
    now = tone_models.scoring(home)
    coded = hand_coded(home)
    known = {_key(row) for row in coded}
    rows = [row for row in evaluate_tone.read(labels) if _key(row) not in known] + coded
    evaluate_tone.enough(labels, rows)
    home.tone_models.mkdir(parents=True, exist_ok=True)
    with FileLock(home.tone_models / ".lock"):
        partial = home.tone_models / ".partial"
        shutil.rmtree(partial, ignore_errors=True)  # of one that was killed
        card, held_out = tone_training.train(rows, partial, at.date(), evaluate_tone.sha256(labels))
        number = card["weights_sha256"][:8]
        name = f"{card['trained_on']}-{number}"
        # Two models of one day are told apart where tones are stored.
        card |= {
            "method": f"{card['method']} {number}",
            "command": "lantoa tone retrain FILE.tsv",
            "n_hand_coded": len(coded),
            "against": now.name,
            "comparison": _comparison(rows, coded, held_out, now),
        }
        (partial / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
        np.save(partial / _TEXTS, _hashes(rows), allow_pickle=False)
        (partial / PAGE).write_text("\n".join(_page(name, card)) + "\n", "utf-8")
        folder = home.tone_models / name
        if not folder.exists():
            partial.rename(folder)
        shutil.rmtree(partial, ignore_errors=True)
    facts = asdict(tone_models.candidate(home, name))
    return facts | {
        "folder": str(folder),
        "page": str(folder / PAGE),
        "against": card["against"],
        "comparison": card["comparison"],
    }


def hand_coded(home: Home) -> list[Labelled]:
    """Give the published items whose overall tone people settled, where headline and lead are known."""
    try:
        with Reader(home.published) as reader:
            found = reader.shown("hand_coded", {})
    except NotPublishedError:
        return []
    return [
        Labelled(
            str(row["title"]),
            str(row["lead"]),
            evaluate_tone.label("hand codes", str(row["label"])),
            day=row["published_date"].strftime("%Y-%m-%d"),
            outlet_kind=str(row["outlet_kind"]),
        )
        for row in found.to_dict("records")
    ]


def _comparison(
    rows: Sequence[Labelled], coded: Sequence[Labelled], held_out: NDArray[np.float64], now: Scoring
) -> dict[str, Any]:
    """Judge both models on the items that neither learnt from: the candidate with each of them held out."""
    chosen = _unseen(rows, coded, now)
    if len(chosen) < LEAST:
        return {"n": len(chosen), "reason": f"fewer than {LEAST} items that {now.name} did not learn from"}
    labels = [rows[i].label for i in chosen]
    if missing := [label for label in tone.LABELS if label not in labels]:
        return {"n": len(chosen), "reason": f"none of the items new to {now.name} is {missing[0]}"}
    ours, _ = tone_training.answers(held_out[chosen])
    theirs = [one.label for one in tone.score([rows[i].text for i in chosen], now.folder)]
    return {
        "n": len(chosen),
        "candidate": _figures(labels, ours),
        "scoring": _figures(labels, theirs),
        "gain": tone_training.macro_f1_gain(labels, ours, theirs),
    }


def _unseen(rows: Sequence[Labelled], coded: Sequence[Labelled], now: Scoring) -> list[int]:
    """Give the positions of the items that the model that scores did not learn from.

    What the package's model learnt from is not in the home: of its items only hand codes of this home, which
    come last, are sure to be new to it.
    """
    if now.name == tone_models.SHIPPED:
        return list(range(len(rows) - len(coded), len(rows)))
    try:
        learnt = set(np.load(now.folder / _TEXTS, allow_pickle=False).tolist())
    except (OSError, ValueError) as error:
        raise ToneModelError(
            f"{now.folder / _TEXTS}: expected hashes of the items it learnt from: {error}"
        ) from error
    return [i for i, one in enumerate(_hashes(rows).tolist()) if one not in learnt]


def _figures(labels: Sequence[str], predicted: Sequence[str | None]) -> dict[str, Any]:
    found = tone_training.figures(labels, predicted, [1.0] * len(labels))
    return {
        "macro_f1": found["macro_f1"],
        "interval": tone_training.macro_f1_interval(labels, predicted),
        "accuracy": found["accuracy"],
    }


def _page(name: str, card: Mapping[str, Any]) -> Iterator[str]:
    """Give the lines of what people read before they decide."""
    counts = ", ".join(f"{number} {label}" for label, number in sorted(card["n_by_label"].items()))
    yield from (f"# Tone model {name}", "")
    yield f"A candidate: nothing is scored with it before `lantoa tone promote {name}`."
    yield f"Trained on {card['trained_on']} on {card['n']} items ({counts}), {card['n_hand_coded']} of them "
    yield "hand-coded here. The figures are of items that the judged model did not learn from. Macro-F1 is "
    yield "the mean over the three tones of how well each is found, 1 where every item is right. A floor is "
    yield "what the package's own model was held to."
    yield from ("", _verdict(name, card))
    yield from ("", "| figure | n | macro-F1 (95 % interval) | floor | reached |", "|---|---|---|---|---|")
    for key, least in FLOORS.items():
        found = card[key]
        if found is None:
            yield f"| {_TITLES[key]} | 0 | not estimable: fewer than 8 days of items | {least} | no |"
            continue
        if found["macro_f1"] is None:
            yield f"| {_TITLES[key]} | {found['n']} | not estimable: a tone is absent | {least} | no |"
            continue
        low, high = found.get("interval", (None, None))
        interval = f" ({low} to {high})" if low is not None else ""
        reached = "yes" if found["macro_f1"] >= least else "no"
        yield f"| {_TITLES[key]} | {found['n']} | {found['macro_f1']}{interval} | {least} | {reached} |"
    yield from ("", f"## Beside {card['against']}, which scored when this was trained", "")
    compared = card["comparison"]
    if "reason" in compared:
        yield f"Not estimable: {compared['reason']} (n = {compared['n']}). Items that people code here after "
        yield "that are such: code some more (`lantoa code draw`, the page Gán nhãn) and train again."
    else:
        yield from ("| model | macro-F1 (95 % interval) | accuracy |", "|---|---|---|")
        for title, key in ((name, "candidate"), (card["against"], "scoring")):
            one = compared[key]
            low, high = one["interval"]
            yield f"| {title} | {one['macro_f1']} ({low} to {high}) | {one['accuracy']} |"
        low, high = compared["gain"]
        yield ""
        yield f"Of the same {compared['n']} items; gain in macro-F1: {low:+} to {high:+} (95 % interval)."
    yield from ("", "Figures by label, outlet kind and length, reliability and coverage are in card.json.")


def _verdict(name: str, card: Mapping[str, Any]) -> str:
    """Say whether it can be promoted as it is."""
    missed = len(tone_models.below_floors(card))
    if not missed:
        return "**It reaches every floor.** Whether it is used is for people to say, with a reason."
    return (
        f"**It does not reach {missed} of {len(FLOORS)} floors**: `lantoa tone promote {name}` refuses "
        "it unless somebody says why it is used all the same (`--despite`)."
    )


def _key(row: Labelled) -> str:
    return normalise(row.text)


def _hashes(rows: Sequence[Labelled]) -> NDArray[np.uint64]:
    digests = (hashlib.sha256(_key(row).encode()).digest()[:8] for row in rows)
    return np.array([int.from_bytes(one, "big") for one in digests], np.uint64)
