"""A figure with its basis."""

from dataclasses import dataclass, replace
from typing import Literal

Status = Literal["ok", "uncorrected", "tentative", "not_estimable", "withheld"]


@dataclass(frozen=True)
class Measure:
    """A value that never travels without its basis.

    Attributes:
        value: The figure, or None where it can't be estimated or is withheld.
        low: Lower limit of the 95 % interval, or None where there is no interval.
        high: Upper limit of the 95 % interval; None with a low limit means "not known" (open).
        n: Number of units (items, stories, outlets, hours; `method` says which) behind the value.
        method: Name of the method in the words of docs/method.md.
        status: "ok", "uncorrected" (machine labels without a hand-coded sample), "tentative",
            "not_estimable" (thin evidence) or "withheld" (gaps in collection).
        reason: Why the status is not "ok"; "" otherwise. English, one sentence.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    status: Status
    reason: str = ""


def withheld(measure: Measure, why: str) -> Measure:
    """Give a measure without its figures where there is a reason to keep them back; "" is none."""
    if not why:
        return measure
    return replace(measure, value=None, low=None, high=None, status="withheld", reason=why)


def withheld_if_told(measure: Measure, why: str) -> Measure:
    """Keep back a measure that has a figure; one that is refused for thin evidence keeps that reason."""
    return measure if measure.value is None else withheld(measure, why)
