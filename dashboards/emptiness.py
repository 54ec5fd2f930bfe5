"""Why a page or report has nothing to count: told apart, since only one of the reasons is about the press."""

from datetime import date
from typing import Literal

from dashboards import words
from dashboards.contents import Covered
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.filters import SEGMENT_KINDS

Reason = Literal["nothing", "not_begun", "to_come", "apart", "unwatched", "no_match"]


def reason(contents: Covered) -> Reason:
    """Give why there is no item: the first that holds.

    Returns:
        "nothing" was ever collected; the phase has "not_begun"; the days are still "to_come"; phase and
        chosen days are "apart"; the days are "unwatched"; or there is "no_match" in what was collected.
    """
    phase = _phase(contents)
    if not any(row["items"] for row in contents.collection):
        return "nothing"
    if phase and phase["from_date"] > contents.today:
        return "not_begun"
    if contents.from_date > contents.today:
        return "to_come"
    if (
        phase
        and contents.are_days_chosen
        and not _meet(phase, contents.which.from_date, contents.which.to_date)
    ):
        return "apart"
    return "no_match" if contents.daily["watched"].any() else "unwatched"


def sentences(contents: Covered, lang: Lang) -> list[str]:
    """Say why there is no item, and what to do about it."""
    why = reason(contents)
    days = words.span(contents.from_date, contents.to_date, lang)
    match why:
        case "nothing":
            return [words.text(f"finding.empty.{key}", lang) for key in ("nothing", "nothing.do")]
        case "not_begun" | "apart":
            return [words.text(f"finding.empty.{why}", lang, **_of_phase(contents, lang))]
        case "to_come":
            return [words.text("finding.empty.to_come", lang, days=days)]
        case "unwatched":
            return [words.text("finding.empty.unwatched", lang, days=days), *_of_collected(contents, lang)]
        case "no_match":
            return _of_collected(contents, lang) or [words.text("finding.empty.none", lang, days=days)]


def _of_collected(contents: Covered, lang: Lang) -> list[str]:
    """Say that nothing of what was collected in these days matches; without any there is nothing to say."""
    if not contents.collected:
        return []
    is_part = any(getattr(contents.which, kind) for kind in SEGMENT_KINDS)
    days = words.span(contents.from_date, contents.to_date, lang)
    count = words.count(contents.collected, "item", lang)
    said = words.text(
        f"finding.empty.{'no_part' if is_part else 'no_match'}", lang, days=days, collected=count
    )
    return [said, words.text("finding.empty.not_found", lang)]


def _phase(contents: Covered) -> Row | None:
    found = (phase for phase in contents.phases if phase["phase"] == contents.which.phase)
    return next(found, None)


def _meet(phase: Row, from_date: date, to_date: date) -> bool:
    return phase["from_date"] <= to_date and from_date <= phase["to_date"]


def _of_phase(contents: Covered, lang: Lang) -> dict[str, str]:
    phase, which = _phase(contents), contents.which
    assert phase is not None
    return {
        "phase": phase[f"name_{lang}"],
        "day": words.day(phase["from_date"], lang),
        "of_phase": words.period(phase["from_date"], phase["to_date"], lang),
        "chosen": words.period(which.from_date, which.to_date, lang),
    }
