"""Do the intervals hold what they promise? Coverage, refusals and width of shares and of A, simulated.

    python -m bench.validity [--rounds 300] [--json]

Shares: N stories in three strata, in the second of which the tone is more negative and in the third more
positive than in the first (drift), 8 % of them off the campaign; labels of a classifier that is right four
times in five and errs more in the third stratum; n of them drawn in proportion and coded. Asked is whether
the interval holds the share among all on-campaign stories of the period.

Adjusted counts, the second opinion: N = 20 n stories in one stratum, of which 8 % or half are off the
campaign and labelled as what says nothing; labels right four times in five, and 98 times in 100. Asked is
the same.

Agreement: events of five stories each, whose stories are alike (intraclass correlation .2), from a source
with known shares. Asked is whether the interval holds A of the source, in which chance among events has its
part: of the right labels (n = 0), and corrected with n codes; then of right labels where events differ much
in size (one story each, but thirty in one event of five) and stories of one are alike by .2 and .5.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from warehouse.measures import (
    Measure,
    Stratum,
    adjusted_counts,
    agreement,
    consensus,
    corrected_consensus,
    corrected_shares,
)
from warehouse.measures.sampling import allocate
from warehouse.measures.shares import OFF_CAMPAIGN, TONES

AGREED = Measure(0.8, 0.75, 0.85, 100, "", "ok")
SHARES = (
    (0.02, 0.90, 0.08),
    (0.05, 0.35, 0.60),
    (0.10, 0.50, 0.40),
    (0.20, 0.75, 0.05),
    (0.30, 0.40, 0.30),
    (0.90, 0.08, 0.02),
)
CODED = (50, 100, 200, 400)
TIMES = (1.5, 4, 20)
OFF = 0.08
# Of the true tone (negative, neutral, positive), the label: right .8 on average, neutral hardest.
CONFUSION = np.array([[0.84, 0.14, 0.02], [0.14, 0.72, 0.14], [0.03, 0.15, 0.82]])
WORSE = np.array([[0.75, 0.22, 0.03], [0.18, 0.62, 0.20], [0.05, 0.22, 0.73]])
ALMOST_RIGHT = np.full((3, 3), 0.01) + np.diag([0.97] * 3)
HALF_OFF = 0.5
DRIFT = ((1, 1, 1), (1.8, 1, 0.7), (0.6, 1, 1.5))
CODES = (*TONES, OFF_CAMPAIGN)

SOURCES = (
    (1 / 3, 1 / 3, 1 / 3),
    (0.25, 0.50, 0.25),
    (0.40, 0.20, 0.40),
    (0.10, 0.45, 0.45),
    (0.05, 0.80, 0.15),
    (0.02, 0.06, 0.92),
)
EVENTS = (10, 40, 120)
PER_EVENT = 5
ALIKE = 0.2
UNEQUAL = (1, 1, 1, 1, 30)
UNEQUALLY_ALIKE = (0.2, 0.5)

_Ints = NDArray[np.int64]


def _pick(random: np.random.Generator, weights: NDArray[np.float64]) -> _Ints:
    """One index a row, by the row's weights."""
    sums = weights.cumsum(axis=1)
    return (random.random((len(weights), 1)) * sums[:, -1:] > sums).sum(axis=1)


def _stratum(truth: _Ints, labels: _Ints, chosen: _Ints) -> Stratum:
    automatic = {tone: int((labels == place).sum()) for place, tone in enumerate(TONES)}
    return Stratum(automatic, [(CODES[truth[i]], TONES[labels[i]]) for i in chosen])


def _period(
    random: np.random.Generator, shares: tuple[float, ...], n: int, size: int
) -> tuple[list[Stratum], _Ints]:
    """A period of `size` stories of which n are coded, and its on-campaign stories by tone."""
    sizes = {str(h): len(part) for h, part in enumerate(np.array_split(np.arange(size), 3))}
    drawn = allocate(sizes, n)
    counts = np.zeros(3, dtype=np.int64)
    strata: list[Stratum] = []
    for h, drift in enumerate(DRIFT):
        number = sizes[str(h)]
        weights = np.array(shares) * drift
        truth = _pick(random, np.tile(weights, (number, 1)))
        labels = _pick(random, (WORSE if h == 2 else CONFUSION)[truth])
        truth = np.where(random.random(number) < OFF, 3, truth)
        counts += np.bincount(truth, minlength=4)[:3]
        strata.append(_stratum(truth, labels, random.choice(number, drawn[str(h)], replace=False)))
    return strata, counts


def share_rounds(rounds: int) -> Iterator[tuple[dict[str, Any], float, Measure]]:
    """Yield the case, the true share, and the corrected one, for every tone of every round."""
    for shares in SHARES:
        for n in CODED:
            for times in TIMES:
                random = np.random.default_rng([n, int(times * 10), int(shares[0] * 100)])
                for _ in range(rounds):
                    strata, counts = _period(random, shares, n, round(n * times))
                    found = corrected_shares(strata, AGREED).shares
                    for place, tone in enumerate(TONES):
                        case = {"share": shares[place], "n": n, "times": times}
                        yield case, counts[place] / counts.sum(), found[tone]


def adjusted_rounds(rounds: int) -> Iterator[tuple[tuple[object, ...], float, Measure]]:
    """Yield the case, the true share, and the one by adjusted count, for every tone of every round."""
    for confusion in (CONFUSION, ALMOST_RIGHT):
        for off in (OFF, HALF_OFF):
            for n in CODED:
                random = np.random.default_rng([n, int(off * 100), int(confusion[0, 0] * 100)])
                for shares in SHARES:
                    for _ in range(rounds):
                        size = 20 * n
                        is_off = random.random(size) < off
                        truth = np.where(is_off, 1, _pick(random, np.tile(shares, (size, 1))))
                        labels = _pick(random, confusion[truth])
                        drawn = random.choice(size, n, replace=False)
                        strata = [_stratum(np.where(is_off, 3, truth), labels, drawn)]
                        precision = corrected_shares(strata, AGREED).precision
                        counts = np.bincount(truth[~is_off], minlength=3)
                        case = (round(float(confusion[0, 0]), 2), off, n)
                        for tone, found in adjusted_counts(strata, precision).items():
                            yield case, counts[TONES.index(tone)] / counts.sum(), found


def _source(
    random: np.random.Generator, shares: tuple[float, ...], events: int
) -> tuple[_Ints, _Ints, _Ints]:
    """Truth and label of every story, and its event; what is alike within an event is its share vector."""
    own = random.dirichlet(np.array(shares) * (1 / ALIKE - 1), events)
    event = np.repeat(np.arange(events), PER_EVENT)
    truth = _pick(random, own[event])
    return truth, _pick(random, CONFUSION[truth]), event


def _table(labels: _Ints, event: _Ints) -> _Ints:
    table = np.zeros((int(event.max()) + 1, 3), dtype=np.int64)
    np.add.at(table, (event, labels), 1)
    return table


def agreement_rounds(rounds: int) -> Iterator[tuple[dict[str, Any], float, Measure]]:
    """Yield the case, A of the source and A as measured."""
    for shares in SOURCES:
        for events in EVENTS:
            size = events * PER_EVENT
            for n in (0, *(n for n in (50, 100, 200) if n <= size)):
                random = np.random.default_rng([n, events, int(shares[0] * 100)])
                for _ in range(rounds):
                    truth, labels, event = _source(random, shares, events)
                    case = {"events": events, "n": n, "source": shares}
                    if n == 0:
                        yield (
                            case,
                            agreement(shares),
                            consensus(_table(truth, event), 9, corrected=True).agreement,
                        )
                        continue
                    strata = [_stratum(truth, labels, random.choice(size, n, replace=False))]
                    shared = corrected_shares(strata, AGREED)
                    found = corrected_consensus(strata, shared, _table(labels, event), 9)
                    yield case, agreement(shares), found.agreement


def unequal_rounds(rounds: int) -> Iterator[tuple[tuple[object, ...], float, Measure]]:
    """Yield the case, A of the source and A of right labels, where one event in five has most stories."""
    for shares in SOURCES:
        for events in EVENTS:
            for alike in UNEQUALLY_ALIKE:
                random = np.random.default_rng([events, int(alike * 10), int(shares[0] * 100)])
                for _ in range(rounds):
                    own = random.dirichlet(np.array(shares) * (1 / alike - 1), events)
                    event = np.repeat(np.arange(events), random.choice(UNEQUAL, events))
                    table = _table(_pick(random, own[event]), event)
                    found = consensus(table, 9, corrected=True).agreement
                    yield (alike, events), agreement(shares), found


class Tally:
    """Coverage, refusals and width by case."""

    def __init__(self) -> None:
        self._found: dict[Any, list[tuple[bool, float] | None]] = defaultdict(list)

    def add(self, case: object, truth: float, measure: Measure) -> None:
        """Note one round; a refusal has neither coverage nor width."""
        known = measure.low is not None and measure.high is not None
        held = known and measure.low - 1e-9 <= truth <= measure.high + 1e-9
        self._found[case].append((held, measure.high - measure.low) if known else None)

    def rows(self) -> list[dict[str, Any]]:
        """Give one row a case."""
        rows: list[dict[str, Any]] = []
        for case, notes in sorted(self._found.items()):
            known = [note for note in notes if note is not None]
            rows.append(
                {
                    "case": case,
                    "coverage": round(float(np.mean([held for held, _ in known])), 3) if known else None,
                    "refused": round(1 - len(known) / len(notes), 3),
                    "width": round(float(np.mean([width for _, width in known])), 3) if known else None,
                    "rounds": len(notes),
                }
            )
        return rows


def measure(rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Simulate everything; give rows by table."""
    tallies = {
        name: Tally()
        for name in (
            "by_share",
            "by_coded",
            "by_times",
            "by_share_and_coded",
            "adjusted",
            "agreement",
            "agreement_by_source",
            "agreement_of_unequal_events",
        )
    }
    for case, truth, found in share_rounds(rounds):
        tallies["by_share"].add(case["share"], truth, found)
        tallies["by_coded"].add(case["n"], truth, found)
        tallies["by_times"].add(case["times"], truth, found)
        tallies["by_share_and_coded"].add((case["share"], case["n"]), truth, found)
    for case, truth, found in adjusted_rounds(rounds):
        tallies["adjusted"].add(case, truth, found)
    for case, truth, found in agreement_rounds(rounds):
        tallies["agreement"].add((case["n"], case["events"]), truth, found)
        tallies["agreement_by_source"].add(
            (case["n"] > 0, *np.round(case["source"], 2).tolist()), truth, found
        )
    for case, truth, found in unequal_rounds(rounds):
        tallies["agreement_of_unequal_events"].add(case, truth, found)
    return {name: tally.rows() for name, tally in tallies.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.rounds)
    if arguments.json:
        print(json.dumps(found, indent=2))
        return
    for name, rows in found.items():
        print(name)
        for row in rows:
            print("  ", row)


if __name__ == "__main__":
    main()
