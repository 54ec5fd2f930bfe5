"""Judges events against articles that people grouped by the event they report."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawlers import dates
from lantoa import evaluation_files
from nlp.event_terms import Text, terms
from nlp.events import SAME_EVENT, EventDoc, group

_NEEDED = ("cluster", "title", "lead", "time")
_RESAMPLES = 1000
_SEED = 1


class ClustersError(ValueError):
    """A file of grouped articles that cannot be used: names the file, the line and what was expected."""


@dataclass(frozen=True)
class _Article:
    cluster: str
    doc: EventDoc


def events(path: Path) -> dict[str, Any]:
    """Group the articles of a file into events and compare with the groups that people made.

    Args:
        path: JSON Lines, one article a line: `cluster` (its group), `title`, `lead`, `time` (as printed;
            without a zone it is Vietnam time) and, where it is known, `body`.

    Returns:
        pair_f1, pair_precision and pair_recall over all pairs of articles; bcubed_f1 (Bagga & Baldwin,
        1998); ari, the adjusted Rand index (Hubert & Arabie, 1985); n, clusters and events; threshold; and
        95 % percentile intervals of 1,000 bootstrap samples of the clusters.

    Raises:
        ClustersError: The file cannot be used.
    """
    articles = _read(path)
    event_of = group([article.doc for article in articles])
    gold = np.unique([article.cluster for article in articles], return_inverse=True)[1]
    found = np.unique([event_of[article.doc.id] for article in articles], return_inverse=True)[1]
    table = _Agreement(gold, found)
    figures = table.figures(np.ones(table.clusters))
    generator = np.random.default_rng(_SEED)
    drawn = generator.multinomial(table.clusters, np.full(table.clusters, 1 / table.clusters), _RESAMPLES)
    samples = [table.figures(weights) for weights in drawn.astype(float)]
    intervals = {
        name: np.percentile([sample[name] for sample in samples], (2.5, 97.5)).round(4).tolist()
        for name in figures
    }
    return {
        **{name: round(value, 4) for name, value in figures.items()},
        "n": len(articles),
        "clusters": table.clusters,
        "events": int(found.max()) + 1,
        "threshold": SAME_EVENT,
        "intervals": intervals,
        "interval_method": f"percentile bootstrap over clusters, {_RESAMPLES} samples",
    }


class _Agreement:
    """How two groupings agree, with a weight for each gold cluster: how often a sample holds it."""

    def __init__(self, gold: NDArray[np.intp], found: NDArray[np.intp]) -> None:
        self.clusters = int(gold.max()) + 1
        self._sizes = np.bincount(gold).astype(float)
        # Articles of each cluster in each event, shape (clusters, events).
        self._table = np.zeros((self.clusters, int(found.max()) + 1))
        np.add.at(self._table, (gold, found), 1)

    def figures(self, weights: NDArray[np.float64]) -> dict[str, float]:
        """Compute the figures; copies of a cluster drawn several times are clusters apart, never compared."""
        table, sizes = self._table, self._sizes
        both = float(weights @ (table * (table - 1) / 2).sum(axis=1))
        gold_pairs = float(weights @ (sizes * (sizes - 1) / 2))
        in_events = weights @ table
        across = (in_events**2 - weights**2 @ table**2).sum() / 2
        found_pairs = both + float(across)
        pairs = float((weights @ sizes) ** 2 - weights**2 @ sizes**2) / 2 + gold_pairs
        # An article's event holds its own cluster once, however often that was drawn.
        event_sizes = table + (in_events - weights[:, None] * table)
        precision = float(weights @ (table**2 / np.maximum(event_sizes, 1)).sum(axis=1) / (weights @ sizes))
        recall = float(weights @ ((table**2).sum(axis=1) / sizes) / (weights @ sizes))
        expected = gold_pairs * found_pairs / pairs if pairs else 0.0
        largest = (gold_pairs + found_pairs) / 2
        return {
            "pair_f1": _ratio(2 * both, gold_pairs + found_pairs),
            "pair_precision": _ratio(both, found_pairs),
            "pair_recall": _ratio(both, gold_pairs),
            "bcubed_f1": _ratio(2 * precision * recall, precision + recall),
            "ari": _ratio(both - expected, largest - expected),
        }


def _ratio(part: float, whole: float) -> float:
    # Nothing to find and nothing found agree.
    return part / whole if whole else 1.0


def _read(path: Path) -> Sequence[_Article]:
    lines = evaluation_files.text(path, ClustersError).splitlines()
    found = [_article(f"{path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]
    if len({article.cluster for article in found}) < 2:
        raise ClustersError(f"{path}: expected articles of two clusters at least, one JSON object a line")
    return found


def _article(place: str, line: str) -> _Article:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise ClustersError(f"{place}: no JSON: {error}") from error
    missing = [name for name in _NEEDED if not isinstance(row, dict) or name not in row]
    if missing:
        raise ClustersError(f"{place}: {missing[0]!r} is missing; expected {', '.join(_NEEDED)}")
    time = dates.read(str(row["time"]))
    if time is None:
        raise ClustersError(f"{place}: time {row['time']!r}: expected a date such as 23/10/2013 16:12")
    title, lead, body = (str(row.get(name) or "") for name in ("title", "lead", "body"))
    # The place tells articles apart that the file has under one id, or under none.
    return _Article(str(row["cluster"]), EventDoc(place, time, terms(Text(title, lead, body))))
