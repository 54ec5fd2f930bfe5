"""Whether a sentence encoder can tell sentences that carry a message in other words from near misses.

    python -m bench.message_meaning [--json]

The sentences of message_meaning.tsv were written for this: for each of twelve messages of the example
campaigns three that say it without its phrases, and three that do not though they share words or the topic,
are about the opposite, or deny it. A sentence is scored by its highest cosine to the message's name and
phrases (the encoder of the extra `semantic`). Told are the area under the ROC curve, and how many of the
highest scored sentences carry the message.
"""

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from nlp import semantic
from warehouse import campaign

_FOLDER = Path(__file__).parent
_CAMPAIGNS = sorted((_FOLDER.parent / "campaigns").glob("*.toml"))
_FIRST = (5, 10, 15, 20, 25)


def measured() -> dict[str, Any]:
    """Give n, how many carry their message, the area under the curve, and precision among the first."""
    with (_FOLDER / "message_meaning.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    said = {
        one.id: [one.name.vi, *one.phrases] for path in _CAMPAIGNS for one in campaign.load(path).messages
    }
    sentences = semantic.embed([row["sentence"] for row in rows])
    scores = np.array(
        [
            float((semantic.embed(said[row["message"]]) @ sentence).max())
            for row, sentence in zip(rows, sentences, strict=True)
        ]
    )
    carries = np.array([row["carries"] == "1" for row in rows])
    order = np.argsort(-scores)
    return {
        "n": len(rows),
        "carry": int(carries.sum()),
        "auc": round(float(roc_auc_score(carries, scores)), 3),
        "precision": {first: round(float(carries[order[:first]].mean()), 2) for first in _FIRST},
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    found = measured()
    if parser.parse_args().json:
        print(json.dumps(found))
        return
    print(
        f"{found['n']} sentences, {found['carry']} carry their message; area under the curve {found['auc']}"
    )
    for first, precision in found["precision"].items():
        print(f"of the first {first:2}: {precision:.2f} carry it")


if __name__ == "__main__":
    main()
