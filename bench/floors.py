"""Pins the floors of quality figures just below what is measured now, and refuses to lower one.

Example: python -m bench.floors ../shared/data
"""

import argparse
import json
import math
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench import tone_pairs
from lantoa.evaluate_events import events
from lantoa.evaluate_pairs import copies

REPOSITORY = Path(__file__).parent.parent
FLOORS = REPOSITORY / "tests" / "floors.json"
MODELS = REPOSITORY / "nlp" / "models"
MARGIN = 0.003
"""So far below a measured figure its floor lies: training drifts by .003 from machine to machine."""

Floors = dict[str, dict[str, float | str]]


class LoweredError(Exception):
    """A floor would be lowered, or judged on other data; the message names it."""


def updated(pinned: Mapping[str, Any], measured: Floors, *, allow_lower: bool) -> dict[str, Any]:
    """Give the floors with those that were measured in place of what was pinned; others stay.

    Args:
        pinned: The present floors.
        measured: Figures and `data_sha256` by name of the group.
        allow_lower: Whether a floor may fall, or be judged on other data.

    Raises:
        LoweredError: One does, and may not.
    """
    found: dict[str, Any] = dict(pinned)
    for group, figures in measured.items():
        before: Mapping[str, Any] = pinned.get(group, {})
        missed = [
            f"{group}.{name} is {figures.get(name)}, its floor {before[name]}"
            for name in before
            if name != "data_sha256" and float(figures.get(name, 0)) < before[name]
        ]
        if before and before["data_sha256"] != figures["data_sha256"]:
            missed.append(f"{group}: measured on other data than its floors")
        if missed and not allow_lower:
            raise LoweredError("; ".join(missed) + ": say why, and pass --allow-lower")
        found[group] = {
            name: value if isinstance(value, str) else _floor(value, 0.0 if missed else before.get(name, 0.0))
            for name, value in figures.items()
        }
    return found


def measure(data: Path) -> Floors:
    """Take the figures of the shipped models from their cards, and judge copies and events anew.

    Args:
        data: The folder of real data.
    """
    tone, precise, campaign = (_card(name) for name in ("tone", "precise_tone", "campaign_tone"))
    pairs, clusters = data / "pairs" / "pairs.jsonl", data / "clusters" / "same_event.jsonl"
    copied, grouped = copies(pairs)["copy"], events(clusters)
    return {
        "tone": {
            "macro_f1_cv": tone["cross_validated"]["macro_f1"],
            "macro_f1_time_ordered": tone["time_ordered"]["macro_f1"],
            "data_sha256": tone["data_sha256"],
        },
        "tone_pairs": {
            "share": tone_pairs.measured()["share"],
            "data_sha256": sha256(tone_pairs.PAIRS.read_bytes()).hexdigest(),
        },
        "precise_tone": {
            "macro_f1_last_days": precise["time_ordered"]["macro_f1"],
            "macro_f1_last_days_sure": precise["time_ordered"]["sure"]["macro_f1"],
            "data_sha256": precise["data_sha256"],
        },
        "campaign_tone": {
            "macro_f1_cv": campaign["cross_validated"]["spelled"]["macro_f1"],
            "macro_f1_other_authors": campaign["other_authors"]["spelled"]["macro_f1"],
            "macro_f1_passages": campaign["notes"]["passages"]["macro_f1"],
            "data_sha256": campaign["data_sha256"],
        },
        "copies": {
            "precision": copied["precision"],
            "recall": copied["recall"],
            "data_sha256": sha256(pairs.read_bytes()).hexdigest(),
        },
        "events": {
            **{name: grouped[name] for name in ("pair_f1", "bcubed_f1", "ari")},
            "data_sha256": sha256(clusters.read_bytes()).hexdigest(),
        },
    }


def _card(name: str) -> dict[str, Any]:
    return json.loads((MODELS / name / "card.json").read_text("utf-8"))


def _floor(value: float, least: float) -> float:
    return max(least, math.floor((value - MARGIN) * 1000) / 1000)


def main() -> None:
    """Measure, and write tests/floors.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="the folder of real data")
    parser.add_argument("--allow-lower", action="store_true", help="let a floor fall")
    given = parser.parse_args()
    pinned = json.loads(FLOORS.read_text("utf-8"))
    found = updated(pinned, measure(given.data), allow_lower=given.allow_lower)
    FLOORS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
