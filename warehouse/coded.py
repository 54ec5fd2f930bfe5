"""The hand-coded sample of a filter: its strata, whether it may correct shares, and what it then gives."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import ArrayLike

from warehouse import measures
from warehouse.measures import Measure, Stratum
from warehouse.measures.shares import MIN_CODED, OFF_CAMPAIGN, TONES

MIN_COVERED = 0.9
"""Part of the stories that draws must have been made from; more that came later are not represented."""

_SEED = 1
_ORDER = {tone: float(place) for place, tone in enumerate(TONES)}
_Row = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """The stories of a filter, and those of them that were drawn and coded.

    Attributes:
        strata: With at least two coded stories each, as far as there are so many.
        stories: All stories with a tone.
        covered: Those of them that could have been drawn.
        coded: Those with a settled code.
        waiting: Drawn ones whose codes differ or are unsure, and wait for a third look.
    """

    strata: tuple[Stratum, ...]
    stories: int
    covered: int
    coded: int
    waiting: int

    @property
    def why_not(self) -> str:
        """Why it corrects nothing, in one sentence; "" where it does."""
        if self.coded < MIN_CODED:
            return f"{self.coded} coded stories ({MIN_CODED} needed)"
        if self.covered < MIN_COVERED * self.stories:
            return (
                f"{self.covered} of {self.stories} stories were there to be drawn ({MIN_COVERED:.0%} needed)"
            )
        return ""


def sample(rows: Sequence[_Row]) -> Sample:
    """Make a sample of the rows of `measures/coded_strata.sql`."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row["stratum"], row["drawn_from"]), []).append(row)
    total = sum(row["stories"] for row in rows)
    return Sample(
        tuple(_collapsed([_stratum(group) for group in groups.values()])),
        total,
        sum(row["stories"] for row in rows if row["drawn_from"]),
        sum(row["stories"] for row in rows if row["code"]),
        sum(row["stories"] for row in rows if row["is_waiting"]),
    )


def _stratum(rows: Sequence[_Row]) -> Stratum:
    automatic: dict[str, int] = dict.fromkeys(TONES, 0)
    coded: list[tuple[str, str]] = []
    for row in rows:
        automatic[row["tone"]] += row["stories"]
        coded += [(row["code"], row["tone"])] * (row["stories"] if row["code"] else 0)
    return Stratum(automatic, coded)


def _collapsed(strata: Sequence[Stratum]) -> list[Stratum]:
    """Join strata with fewer than two coded stories to their neighbour in time (Cochran 1977, 5A.12)."""
    found: list[Stratum] = []
    for stratum in strata:
        if found and (len(found[-1].coded) < 2 or len(stratum.coded) < 2):
            last = found.pop()
            automatic = {tone: last.automatic[tone] + stratum.automatic[tone] for tone in TONES}
            stratum = Stratum(automatic, [*last.coded, *stratum.coded])
        found.append(stratum)
    return found


def coder_agreement(rows: Sequence[_Row]) -> Measure:
    """Agreement of the first codes, of the rows of `measures/first_codes.sql`; other codes have no order."""
    codes = [[_ORDER.get(row[who], math.nan) for row in rows] for who in ("one", "other")]
    return measures.coder_agreement(codes, _SEED)


@dataclass(frozen=True)
class Corrected:
    """What a sample gives: measures by name, in place of those by machine label or beside them."""

    shares: Mapping[str, Measure]
    consensus: measures.Consensus | None
    beside: Mapping[str, Measure]


def corrected(one: Sample, coders: Measure, events: ArrayLike, outlets: int) -> Corrected:
    """Correct shares and agreement with a sample, or say why not.

    Args:
        one: The sample.
        coders: Agreement of the coders.
        events: Array (E, 3) of stories (negative, neutral, positive) per event, by machine label.
        outlets: Outlets that wrote them.

    Returns:
        No shares and no consensus where the sample corrects nothing; `beside` always has every name.
    """
    if one.why_not:
        blank = Measure(None, None, None, one.coded, "", "not_estimable", one.why_not)
        beside = {f"adjusted_{tone}": replace(blank, method=_ADJUSTED) for tone in TONES}
        precision = replace(blank, method="query precision, over coded stories")
        return Corrected({}, None, beside | {"query_precision": precision, "coder_agreement": coders})
    found = corrected_shares(one, coders)
    adjusted = measures.adjusted_counts(one.strata, found.precision)
    return Corrected(
        {f"tone_{tone}": share for tone, share in found.shares.items()},
        measures.corrected_consensus(one.strata, found, events, outlets),
        {f"adjusted_{tone}": share for tone, share in adjusted.items()}
        | {"query_precision": found.precision, "coder_agreement": coders},
    )


def corrected_shares(one: Sample, coders: Measure) -> measures.CorrectedShares:
    """Correct the shares of a sample that may; they are tentative while codes wait for a third look."""
    return measures.corrected_shares(one.strata, _waiting(coders, one.waiting))


_ADJUSTED = "tone share of stories, adjusted count"


def _waiting(coders: Measure, waiting: int) -> Measure:
    """Stories that coders did not agree on are no random part: without them shares are tentative."""
    if not waiting or coders.status == "withheld":
        return coders
    return replace(coders, status="tentative", reason=f"{waiting} stories wait for a third look")


def correlations(one: Sample) -> dict[str, float]:
    """Correlation of machine label and hand code by tone; 0 where one of them never changes."""
    pairs = [pair for stratum in one.strata for pair in stratum.coded]
    found: dict[str, float] = {}
    for tone in TONES:
        number = len(pairs)
        code, label, both = (
            sum(test) / max(number, 1)
            for test in (
                [code == tone for code, _ in pairs],
                [label == tone for _, label in pairs],
                [code == label == tone for code, label in pairs],
            )
        )
        spread = code * (1 - code) * label * (1 - label)
        found[tone] = (both - code * label) / math.sqrt(spread) if spread > 0 else 0.0
    return found


def precision(one: Sample) -> float:
    """Part of the coded stories that is about the campaign; 1 without any."""
    codes = [code for stratum in one.strata for code, _ in stratum.coded]
    return 1 - codes.count(OFF_CAMPAIGN) / len(codes) if codes else 1.0
