"""Coverage beside plan: how the stories of a campaign fall to its planned activities."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from warehouse.measures.measure import Measure, withheld_if_told
from warehouse.measures.shares import wilson

MIN_PLAN_STORIES = 8
"""Stories of activities with a weight below which no share is held against the plan."""

Position = Literal["above", "within", "below"]
_METHOD = "share of stories by activity"
_BESIDE = "share of stories beside plan"


@dataclass(frozen=True)
class Beside:
    """A part of the coverage beside what was planned for it.

    Attributes:
        part: Id of the activity; None for the stories attributed to none.
        share: Its share of all stories.
        planned: Its share of the intended weights, 0 to 1; None without a plan.
        share_of_planned: Its share of the stories of the parts that have a weight; None without a plan.
        position: Where the interval of `share_of_planned` lies against `planned`: "above" it, "within" (the
            interval holds it) or "below"; None where nothing is said.
    """

    part: str | None
    share: Measure
    planned: float | None
    share_of_planned: Measure | None
    position: Position | None


def coverage_beside_plan(
    stories: Mapping[str | None, float], weights: Mapping[str, float], why_withheld: str = ""
) -> list[Beside]:
    """Hold the share of each part against its intended weight.

    Definition: docs/method.md, "Coverage beside plan". Intervals: Wilson (1927), widened by Bonferroni's
    inequality over the m parts (Dunn, Multiple comparisons among means, JASA 56 (1961) 52-64; for multinomial
    shares Goodman, On simultaneous confidence intervals for multinomial proportions, Technometrics 7 (1965)
    247-254), so that all of a column hold together at 95 %.

    Args:
        stories: Stories by part, in order; a story that k parts share is 1 / k in each. None is the part
            of what is attributed to none.
        weights: Intended weight, above 0, of the parts that have one and are due; relative to each other.
        why_withheld: Why nothing is held against the plan, in one English sentence; "" where it is.

    Returns:
        One entry a part, in the order of `stories`.

    Raises:
        ValueError: If a count is negative, a weight is not positive, or a weight has no part.
    """
    if any(count < 0 for count in stories.values()) or any(not weight > 0 for weight in weights.values()):
        raise ValueError(f"expected counts from 0 and weights above 0, got {stories} and {weights}")
    if not weights.keys() <= stories.keys():
        raise ValueError(f"expected parts with weights to be among {list(stories)}, got {list(weights)}")
    whole, weight = sum(stories.values()), sum(weights.values())
    of_planned = sum(stories[part] for part in weights)
    return [
        Beside(part, _share(count, whole, len(stories), _METHOD), None, None, None)
        if part is None or part not in weights
        else _beside(
            part,
            _share(count, whole, len(stories), _METHOD),
            weights[part] / weight,
            withheld_if_told(
                _share(count, of_planned, len(weights), _BESIDE, MIN_PLAN_STORIES), why_withheld
            ),
        )
        for part, count in stories.items()
    ]


def _beside(part: str, share: Measure, planned: float, of_planned: Measure) -> Beside:
    position: Position | None = None
    if of_planned.low is not None and of_planned.high is not None:
        position = "above" if of_planned.low > planned else "below" if of_planned.high < planned else "within"
    return Beside(part, share, planned, of_planned, position)


def _share(count: float, whole: float, parts: int, method: str, least: int = 1) -> Measure:
    # A sum of thirds may miss a whole number by a hair, and is half of one where a story is shared.
    number = math.floor(whole + 1e-9)
    if number < least:
        reason = "no stories" if whole == 0 else f"{number} stories, {least} are needed"
        return Measure(None, None, None, number, method, "not_estimable", reason)
    # A sum of thirds may exceed the whole by a hair.
    count = min(count, whole)
    return Measure(count / whole, *wilson(count, whole, 1 - 0.05 / parts), number, method, "ok")
