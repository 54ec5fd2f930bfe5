"""Intervals of precision, recall and F1 from resamples of what was judged."""

from collections.abc import Sequence
from typing import Final

import numpy as np

RESAMPLES: Final = 1000


def intervals(counts: Sequence[tuple[float, float, float]]) -> dict[str, list[float] | None]:
    """Give the 95 % intervals of precision, recall and F1 over some units (sentences, pairs).

    Percentile bootstrap over the units, which are taken for independent (Efron and Tibshirani, "An
    Introduction to the Bootstrap", 1993, 13.3). The seed is fixed.

    Args:
        counts: For each unit how many were found rightly, were found, and are to be found.

    Returns:
        Low and high by `precision`, `recall` and `f1`; None where some resample has nothing to count.
    """
    table = np.array(counts, dtype=float)
    n = len(table)
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), RESAMPLES)
    right, found, expected = (drawn @ table).T
    parts = {"precision": (right, found), "recall": (right, expected), "f1": (2 * right, found + expected)}
    return {
        name: np.percentile(part / whole, (2.5, 97.5)).round(4).tolist() if whole.all() else None
        for name, (part, whole) in parts.items()
    }
