"""Sources and methods of what is counted, as a table."""

from collections.abc import Mapping

from dashboards import words
from dashboards.words import Lang
from warehouse.counting import MAX_GAP_SHARE
from warehouse.measures import Measure
from warehouse.measures.consensus import MAX_VERDICT_WIDTH, MIN_EVENTS, MIN_OUTLETS, MIN_STORIES


def table(
    totals: Mapping[str, Measure], outlets: int, by_model: Mapping[str, int], lang: Lang
) -> list[tuple[str, str]]:
    """Say who counted what, when and how: label and text, in the spirit of AAPOR's transparency rules.

    Args:
        totals: Measures by name.
        outlets: Number of outlets collected, where no measure says how many were watched.
        by_model: Number of stories toned by each model.
        lang: "vi" or "en".
    """
    watched = totals.get("outlets_watched")
    number = watched.n if watched is not None else outlets
    filled = {
        "source": {"watched": words.count(number, "outlet", lang)},
        "units": {},
        "copies": {},
        "tone": {"models": _models(by_model, lang)},
        "coding": {},
        "consensus": {
            "note": words.text("term.consensus.note", lang),
            "stories": words.count(MIN_STORIES, "story", lang),
            "outlets": words.count(MIN_OUTLETS, "outlet", lang),
            "events": words.count(MIN_EVENTS, "event", lang),
            "width": words.decimal(MAX_VERDICT_WIDTH, lang, 1),
        },
        "intervals": {},
        "gaps": {"share": words.percent(MAX_GAP_SHARE, lang)},
        "people": {},
    }
    rows = [
        (words.text(f"method_row.{key}", lang), words.text(f"method_row.{key}.text", lang, **values))
        for key, values in filled.items()
    ]
    precision, coders = (totals.get(name) for name in ("query_precision", "coder_agreement"))
    if precision is not None and coders is not None and precision.status != "not_estimable":
        numbers = {
            name: words.count(n, "story", lang) for name, n in (("coded", precision.n), ("double", coders.n))
        }
        said = words.text("method_row.coding.corrected", lang, **numbers)
        rows[list(filled).index("coding")] = (words.text("method_row.coding", lang), said)
    limits = " ".join(words.text(f"foot.{key}", lang) for key in ("output", "not_collected"))
    return [
        *rows,
        (words.text("method_row.messages", lang), words.text("finding.messages.limit", lang)),
        (words.text("method_row.limits", lang), limits),
    ]


def _models(by_model: Mapping[str, int], lang: Lang) -> str:
    shown = [f"{name} ({words.count(n, 'story', lang)})" for name, n in sorted(by_model.items())]
    return "; ".join(shown) or "–"
