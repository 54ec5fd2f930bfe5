"""The charts that the evidence of a report allows."""

from dashboards import figures
from dashboards.contents import Contents
from dashboards.figures import Drawing
from dashboards.reporting.tables import GROUPS
from dashboards.words import Lang


def drawings(contents: Contents, lang: Lang) -> dict[str, Drawing]:
    """Give the charts of a report by name; one that the evidence does not allow is not among them.

    Args:
        contents: What was read from one snapshot.
        lang: "vi" or "en".

    Returns:
        Of "timeline", "timeline-narrow", "reach", "tones" and "agreement" those that can be drawn.
    """
    if contents.is_empty:
        return {}
    daily, phases, totals = contents.daily, contents.phases, contents.totals
    found = {
        "timeline": figures.timeline(daily, phases, lang),
        "timeline-narrow": figures.timeline(daily, phases, lang, "narrow"),
    }
    if contents.reach_curve:
        is_open = bool(contents.why_withheld)
        found["reach"] = figures.reach(contents.reach_curve, daily, phases, lang, is_open)
    if all(totals[name].value is not None for name in GROUPS["tone"]):
        found["tones"] = figures.tones(totals, lang)
    if totals["agreement"].value is not None:
        found["agreement"] = figures.agreement(totals["agreement"], lang)
    return found
