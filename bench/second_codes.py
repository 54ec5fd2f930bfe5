"""How far do two codings of overall tone agree, and how well do the models do where they agree?

    python -m bench.second_codes ../shared/data/tone/labels.tsv [--embeddings FILE.npz] [--json]

`second_codes.tsv` holds a second coding of the same items, by URL: every item was read once more under the
same guide by a large language model that saw headline and lead alone, in another order and mixed across days,
without the first labels. `else` is the label that it thought next of, where it was torn between two. It is no
human coding, and two readings by models of one make may err alike: agreement is a bound from above.

Models are judged as their cards do it: on the last seven days, fitted on the days before. The precise tier is
judged where a file of embeddings is named (`lantoa tone train-precise --embeddings`), which is made if it is
not there.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lantoa import evaluate_tone
from lantoa.embeddings import kept
from nlp import precise_tone_training, tone_training
from nlp.tone import LABELS
from nlp.tone_training import Labelled
from warehouse.measures import krippendorff_alpha, krippendorff_interval

CODES = Path(__file__).with_suffix(".tsv")


def second_labels(labels: Path) -> list[str]:
    """Give the second coder's label of each item of a file of labels with the column `url`, in order."""
    codes = {values["url"]: values["label"] for _, values in evaluate_tone.lines(CODES, ("url", "label"))}
    return [codes[values["url"]] for _, values in evaluate_tone.lines(labels, ("url",))]


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


def measured(labels: Path, embeddings: Path | None) -> dict[str, Any]:
    """Give the agreement by what the first coder was sure of, and macro-F1 of models where both agree."""
    rows, second = evaluate_tone.read(labels), second_labels(labels)
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
    fast = tone_training.judge(rows, inside, outside)
    answers = {"fast": fast}
    if embeddings:
        vectors = kept(embeddings, [row.text for row in rows])
        model = precise_tone_training.fit([rows[int(i)] for i in inside], vectors[inside])
        answers["precise"] = model.probabilities(vectors[outside], fast)
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
    parser.add_argument("--embeddings", type=Path, help="of the labels' texts, for the precise tier")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    found = measured(asked.labels, asked.embeddings)
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
