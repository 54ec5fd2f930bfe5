"""How far do two codings of overall tone agree, and how well do the models do where they agree?

    python -m bench.second_codes ../shared/data/tone/labels.tsv [--precise] [--json]

`second_codes.tsv` holds a second coding of the same items, by URL: every item was read once more under the
same guide by a large language model that saw headline and lead alone, in another order and mixed across days,
without the first labels. `else` is the label that it thought next of, where it was torn between two. It is no
human coding, and two readings by models of one make may err alike: agreement is a bound from above.

Models are judged as their cards do it: on the last seven days, fitted on the days before; the precise tier
too where it is asked for, which needs PyTorch and half an hour.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from lantoa import evaluate_tone
from lantoa.progress import shown
from nlp import precise_tone, precise_tone_training, tone_training
from nlp.tone import LABELS
from nlp.tone_training import Labelled
from warehouse.measures import krippendorff_alpha, krippendorff_interval

CODES = Path(__file__).with_suffix(".tsv")


def agreement(rows: Sequence[Labelled], second: Sequence[str]) -> dict[str, Any]:
    """Compare the second coding with the first, which is taken for right: n, share, alpha, macro-F1."""
    codes = np.array([[LABELS.index(row.label) for row in rows], [LABELS.index(code) for code in second]])
    alpha = krippendorff_alpha(codes, "nominal")
    found = tone_training.figures([row.label for row in rows], second, [1.0] * len(rows))
    return {
        "n": len(rows),
        "same": found["accuracy"],
        "alpha": round(alpha, 3),
        "interval": [round(end, 3) for end in krippendorff_interval(codes, "nominal", 0)],
        "macro_f1": found["macro_f1"],
    }


def measured(labels: Path, precise: bool) -> dict[str, Any]:
    """Give the agreement by what the first coder was sure of, and macro-F1 of models where both agree."""
    rows, codes = evaluate_tone.read(labels), evaluate_tone.second_codes(CODES, labels)
    second = [code.label for code in codes if code is not None]
    assert len(second) == len(rows), f"{labels}: items that {CODES.name} does not know"
    groups = {
        "all items": range(len(rows)),
        "the first coder was sure of": [i for i, row in enumerate(rows) if row.sure],
        "it was not sure of": [i for i, row in enumerate(rows) if not row.sure],
    }
    parted = tone_training.last_days(rows)
    assert parted is not None, f"{labels}: expected the column day with more than seven days"
    inside, outside, until = parted
    groups[f"after {until}"] = outside.tolist()
    both = [place for place, i in enumerate(outside) if rows[i].label == second[i]]
    if precise:
        with shown(Console(stderr=True)) as report:
            fast, meaning = precise_tone_training.judge_parts(rows, codes, inside, outside, report)
        answers = {"fast": fast, "precise": precise_tone.both(meaning, fast)}
    else:
        answers = {"fast": tone_training.judge(rows, inside, outside)}
    judged = [rows[int(i)] for i in outside]
    return {
        "agreement": {
            name: agreement([rows[i] for i in some], [second[i] for i in some])
            for name, some in groups.items()
        },
        "models": {
            tier: {
                "all": _judged(judged, shares),
                "both": _judged([judged[i] for i in both], shares[both]),
            }
            for tier, shares in answers.items()
        },
    }


def _judged(rows: Sequence[Labelled], shares: NDArray[np.float64]) -> dict[str, Any]:
    labels = [row.label for row in rows]
    predicted, _ = tone_training.answers(shares)
    return {
        "n": len(labels),
        "macro_f1": tone_training.figures(labels, predicted, [1.0] * len(labels))["macro_f1"],
        "interval": tone_training.macro_f1_interval(labels, predicted),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("--precise", action="store_true", help="judge the precise tier too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    found = measured(asked.labels, asked.precise)
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    for name, one in found["agreement"].items():
        low, high = one["interval"]
        print(
            f"| {name} | {one['n']:,} | {one['same']:.3f} | {one['alpha']:.3f} ({low:.3f} to {high:.3f}) "
            f"| {one['macro_f1']:.3f} |"
        )
    for tier, figures in found["models"].items():
        for of, one in figures.items():
            low, high = one["interval"]
            print(f"| {tier}, {of} | {one['n']:,} | {one['macro_f1']:.3f} ({low:.3f} to {high:.3f}) |")


if __name__ == "__main__":
    main()
