"""Says which words carried the tone of a text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp import tone as tones
from nlp.semantic import is_installed

_SHOWN = 8
"""Words shown for and against; all are in `facts`."""


def facts(text: str, folder: Path = tones.MODEL) -> dict[str, Any]:
    r"""Explain the tone of a text for programs.

    Args:
        text: Headline and lead; a line break, or "\n" as typed on a command line, parts them.
        folder: The model's; the one that the package ships, without.

    Returns:
        label, is_sure, probabilities, method, tier ("fast"), status, scores and intercept by label, and
        words: for each word what it adds to the score of each label, by size. Intercept and words add up to
        the scores.
    """
    found = tones.explain(text.replace("\\n", "\n"), folder)
    return {
        "label": found.tone.label,
        "is_sure": found.tone.is_sure,
        "probabilities": dict(found.tone.probabilities),
        "method": found.tone.method,
        "tier": "fast",
        "status": found.tone.status,
        "scores": found.scores(),
        "intercept": dict(found.intercept),
        "words": {word: dict(added) for word, added in found.words.items()},
    }


def lines(explained: dict[str, Any]) -> Iterator[str]:
    """Give lines for a person from `facts`: the tone, what spoke most for and against it, and the model."""
    label = explained["label"]
    if label is None:
        yield f"not scored: {explained['status']}"
        return
    sure = "" if explained["is_sure"] else " (unsure)"
    shares = ", ".join(f"{name} {share:.3f}" for name, share in explained["probabilities"].items())
    yield f"{label}{sure}: {shares}"
    weights = {word: added[label] for word, added in explained["words"].items()}
    ordered = sorted(weights, key=lambda word: -abs(weights[word]))
    for title, sign in (("for", 1), ("against", -1)):
        chosen = [word for word in ordered if weights[word] * sign > 0][:_SHOWN]
        yield f"{title}: " + ", ".join(f"{word} {weights[word]:+.2f}" for word in chosen)
    yield f"model: {explained['method']} (the {explained['tier']} tier)"
    if is_installed():
        yield "items on a campaign have the precise tier's tone, which is not explained here and may differ"
