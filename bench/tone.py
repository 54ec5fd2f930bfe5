"""Campaign tone on the coded passages that ship with the project: passages a second of processor time.

    python -m bench.tone [--json]

The ratio is to the overall tone of the same texts by the fast tier, measured in turns in one run.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import printed
from lantoa.evaluate_passages import read
from nlp import campaign_tone, tone

TESTED = Path(__file__).parent.parent / "tests" / "nlp" / "passages.tsv"
_ROUNDS = 15


def measured() -> dict[str, Any]:
    """Give passages, and for each way the passages a second of the best of 15 rounds, and the ratio."""
    rows = [*read(TESTED), *read(campaign_tone.MODEL / "passages.tsv")]
    passages = [campaign_tone.about(row.text, row.campaign) for row in rows]
    texts = [passage.text for passage in passages]
    ways: dict[str, Callable[[], object]] = {
        "campaign tone": lambda: campaign_tone.score(passages),
        "overall tone": lambda: tone.score(texts),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            begun = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - begun)
    speeds = {name: round(len(passages) / seconds) for name, seconds in best.items()}
    ratio = round(speeds["campaign tone"] / speeds["overall tone"], 2)
    return {"passages": len(passages), "speeds": speeds, "ratio": ratio}


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for way, speed in found["speeds"].items():
        yield f"{way}: {speed:,} passages/s of processor time"
    yield f"ratio: {found['ratio']}"


if __name__ == "__main__":
    printed.run(__doc__, measured, _lines)
