"""The tables that a page contains, under the filters of its address: what its files are made of."""

from collections.abc import Callable, Mapping
from typing import Final

from dashboards import alerts, campaign_tones, segment_sheets, segments, words
from dashboards.charts import Chart
from dashboards.corrections import tone
from dashboards.findings import findings, origin
from dashboards.labels import label
from dashboards.pages import coding, consensus, health, messages, method, plan, spread
from dashboards.pages.view import View
from dashboards.sheets import Column, Kind, Sheet, kind_of
from dashboards.words import Lang
from warehouse.counting import UNITS


def _overview(view: View) -> dict[str, Sheet]:
    told = findings(view, view.lang)  # pyright: ignore[reportArgumentType] (a cached property is a property)
    rows = [
        {"finding": words.text(f"finding.{one.key}", view.lang), "text": " ".join(one.sentences)}
        for one in told
    ]
    columns = [Column(key, label(f"column.{key}", view.lang)) for key in ("finding", "text")]
    return {"findings": Sheet(label("sheet.findings", view.lang), columns, rows), **_method(view)}


def _method(view: View) -> dict[str, Sheet]:
    lang = view.lang
    rows = [
        {
            "measure": words.text(f"measure.{name}", lang),
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "kind": kind_of(unit, found.value),
            "unit": words.text(f"measured_in.{unit}", lang),
            "n": found.n,
            "counted": words.counted(name, lang),
            "method": words.method(found.method, lang),
            "status": words.text(f"status.{found.status}", lang),
            "reason": words.reason(found.reason, lang),
        }
        for name, unit in UNITS.items()
        for found in [view.totals[name]]
    ]
    columns = [
        Column("measure", words.text("field.measure", lang)),
        Column("value", label("field.value", lang), "number", "kind"),
        *(Column(end, label(f"column.{end}", lang), "number", "kind") for end in ("low", "high")),
        Column("unit", label("column.unit", lang)),
        Column("n", label("column.n", lang), "count"),
        Column("counted", label("column.counted", lang)),
        Column("method", words.text("field.method", lang)),
        Column("status", label("field.status", lang)),
        Column("reason", words.text("field.reason", lang)),
    ]
    return {"measures": Sheet(label("sheet.measures", lang), columns, rows)}


def _spread(view: View) -> dict[str, Sheet]:
    if view.is_empty:
        return {}
    lang = view.lang
    found = _of_charts(spread.drawings(view))
    found["outlets"] = spread.outlets(view)
    if not view.is_narrowed:
        found |= {"net_reach": segment_sheets.reach(view.reach, lang)} if view.reach else {}
    return found


def _consensus(view: View) -> dict[str, Sheet]:
    if view.is_empty:
        return {}
    lang = view.lang
    found = _of_charts(consensus.drawings(view))
    if view.consensus and not view.is_narrowed:
        found["segments"] = segment_sheets.consensus(view.consensus, lang)
    if campaign_tones.is_scored(view.campaign_tones):
        for place, one in enumerate(campaign_tones.tables(view.campaign_tones, lang)):
            columns = [Column(str(at), title, "count" if at else "text") for at, title in enumerate(one.head)]
            rows = [
                dict(zip(map(str, range(1 + len(row))), (name, *row), strict=True)) for name, row in one.rows
            ]
            key = "campaign_tone" + (f"_{place + 1}" if place else "")
            called = label("sheet.campaign_tone", lang) + (f" {place + 1}" if place else "")
            found[key] = Sheet(called, columns, rows)
    return found | _differing(view)


def _differing(view: View) -> dict[str, Sheet]:
    lang = view.lang
    rows = [
        {
            "event": one.label,
            "about": one.about,
            "side": side,
            "title": story["title"],
            "outlet": story["outlet_name"],
            "published": story["published_at"],
            "link": story["url"],
        }
        for one in segments.differing(view.disagreements, lang)
        for side, stories in one.sides
        for story in stories
    ]
    columns = [
        Column("event", words.text("term.event", lang)),
        Column("about", label("column.about", lang)),
        Column("side", label("column.side", lang)),
        Column("title", words.text("field.headline", lang)),
        Column("outlet", words.text("field.outlet", lang)),
        Column("published", words.text("field.published", lang), "instant"),
        Column("link", label("column.link", lang)),
    ]
    return {"differing": Sheet(label("sheet.differing", lang), columns, rows)}


def _messages(view: View) -> dict[str, Sheet]:
    if view.is_empty:
        return {}
    return _of_charts(messages.drawings(view)) | {"offices": messages.offices(view)}


def _plan(view: View) -> dict[str, Sheet]:
    lang = view.lang
    clashes = [row | {"titles": "; ".join(row["titles"])} for row in view.plan.clashes]
    columns = [
        Column("activity_date", label("column.day", lang), "day"),
        Column("activities", label("column.activities", lang), "count"),
        Column("titles", words.text("term.activity", lang)),
    ]
    return {
        **_of_charts(plan.drawings(view)),
        "clashes": Sheet(label("sheet.clashes", lang), columns, clashes),
        **plan.sheets_of_parts(view),
    }


def _stories(view: View) -> dict[str, Sheet]:
    lang = view.lang
    rows = [row | {"first_origin": origin(row, lang), "tone": tone(row, lang)} for row in view.stories]
    columns = _columns(
        lang,
        title="field.headline",
        published_at="field.published",
        outlet_name="field.outlet",
        first_origin="field.origin",
        tone="field.tone",
        items="field.items",
        outlets="field.outlets_number",
    )
    found = {"stories": Sheet(label("sheet.stories", lang), columns, rows)}
    apart = [row | {"placement": words.text(f"placement.{row['placement']}", lang)} for row in view.apart]
    columns = [
        *_columns(lang, title="field.headline", published_at="field.published", outlet_name="field.outlet"),
        Column("placement", label("column.placement", lang)),
        Column("url", label("column.link", lang)),
    ]
    return found | {"apart": Sheet(label("sheet.apart", lang), columns, apart)}


def _alerts(view: View) -> dict[str, Sheet]:
    lang = view.lang
    raised = [
        {
            "alert": alerts.name(row, lang),
            "state": alerts.status(row, lang),
            "says": alerts.says(row, lang),
            "stories": len(row["told"]),
        }
        for row in view.alerts.alerts
    ]
    asked = [
        row | {"rule": alerts.name(row, lang), "came_to": alerts.came_to(row, lang)}
        for row in view.alerts.rules
    ]
    columns = [
        Column("alert", words.text("field.alert", lang)),
        Column("state", label("column.state", lang)),
        Column("says", label("column.says", lang)),
        Column("stories", words.text("field.stories", lang), "count"),
    ]
    rules = _columns(
        lang,
        rule="field.rule",
        observed="field.observed",
        threshold="field.threshold",
        came_to="field.came_to",
    )
    return {
        "alerts": Sheet(label("sheet.alerts", lang), columns, raised),
        "rules": Sheet(label("sheet.rules", lang), rules, asked),
    }


def _outlets(view: View) -> dict[str, Sheet]:
    lang = view.lang
    rows = [
        row | {"why": "; ".join(words.reason(why, lang) for why in row["reasons"])} for row in view.collection
    ]
    columns = [
        *_columns(lang, name="field.outlet", scans_ok="field.visits", scans_failed="field.visits_failed"),
        Column("covered_hours", label("column.covered_hours", lang), "number"),
        Column("watched_hours", label("column.watched_hours", lang), "number"),
        *_columns(lang, gap_days="field.gap_days", items="field.all_items", rejected="field.rejected"),
        Column("why", words.text("field.reason", lang)),
    ]
    refused = [row | {"reason": words.rejection(row["reason"], lang)} for row in view.rejected]
    return {
        "collection": Sheet(label("sheet.collection", lang), columns, rows),
        "rejected": Sheet(
            label("sheet.rejected", lang), _columns(lang, reason="field.reason", count="field.count"), refused
        ),
    }


def _coding(view: View) -> dict[str, Sheet]:
    return {"coding": coding.progress(view)}


CONTAINED: Final[Mapping[str, Callable[[View], dict[str, Sheet]]]] = {
    "": _overview,
    "spread": _spread,
    "consensus": _consensus,
    "messages": _messages,
    "stories": _stories,
    "alerts": _alerts,
    "coding": _coding,
    "outlets": _outlets,
    "plan": _plan,
    "health": health.contained,
    "method": lambda view: {**_method(view), "sources": method.sources(view), "models": method.models(view)},
}
"""The tables of each page by their names, in the order of the page."""

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(
        (
            *("items", "stories", "outlets", "observed", "threshold", "count"),
            *("scans_ok", "scans_failed", "gap_days", "rejected"),
        ),
        "count",
    ),
    "published_at": "instant",
}


def _columns(lang: Lang, **titles: str) -> list[Column]:
    """Give columns by their keys, each with the key of its title in `words`."""
    return [Column(key, words.text(title, lang), _KINDS.get(key, "text")) for key, title in titles.items()]


def _of_charts(charts: Mapping[str, Chart]) -> dict[str, Sheet]:
    return {name: chart.table for name, chart in charts.items()}
