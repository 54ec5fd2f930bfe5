"""Does the fast tier of tone read which way a thing goes, what is denied and what is rebutted?

    python -m bench.tone_pairs [--json]

`tests/nlp/tone_pairs.tsv` holds headlines written for this by kind, most of them in pairs that differ in one
word ("Nợ thuế giảm sâu", "Nợ thuế tăng vọt"). `label` names the tones that are right, one or two ("neutral/
positive" of a harm that did not happen). No model learnt from them, but rules and lexicon were made with them
at hand, so that they guard what was reached and are no estimate for other headlines.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import printed
from lantoa.evaluate_tone import lines
from nlp import tone

PAIRS = Path(__file__).parent.parent / "tests" / "nlp" / "tone_pairs.tsv"


def measured(folder: Path = tone.MODEL) -> dict[str, Any]:
    """Give n, share (right), n_sure_wrong, and by_kind {kind: {n, right}} of a model."""
    rows = [values for _, values in lines(PAIRS, ("kind", "label", "title"))]
    tones = tone.score([row["title"] for row in rows], folder)
    right = [found.label in row["label"].split("/") for row, found in zip(rows, tones, strict=True)]
    counts = Counter(row["kind"] for row in rows)
    hits = Counter(row["kind"] for row, hit in zip(rows, right, strict=True) if hit)
    return {
        "n": len(rows),
        "share": round(sum(right) / len(rows), 4),
        "n_sure_wrong": sum(found.is_sure and not hit for found, hit in zip(tones, right, strict=True)),
        "by_kind": {kind: {"n": n, "right": hits[kind]} for kind, n in counts.items()},
    }


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for kind, one in found["by_kind"].items():
        yield f"| {kind} | {one['right']} of {one['n']} |"
    yield f"right: {found['share']} of {found['n']}; wrong and sure: {found['n_sure_wrong']}"


if __name__ == "__main__":
    printed.run(__doc__, measured, _lines)
