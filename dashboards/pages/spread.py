"""Spread: coverage day by day, how many outlets it reached and how fast, and which."""

from dash import html
from dash.development.base_component import Component

from dashboards import charts, segments, words
from dashboards.charts import Chart
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.furniture import figure
from dashboards.pages.parts import cards, of_the_whole, section
from dashboards.pages.view import View
from dashboards.sheets import ADDRESS, Column, Kind, Sheet

_MEASURES = ("share_of_outlets", "share_of_attention", "t50", "effective_outlets_q1", "items_per_story")


def drawings(view: View) -> dict[str, Chart]:
    """Give the charts of the page by name, in its order."""
    is_withheld = bool(view.why_withheld)
    weekly = view.weekly if charts.is_drawn_by_weeks(len(view.daily)) else None
    found = {"timeline": charts.timeline(view.daily, weekly, view.phases, is_withheld, view.address)}
    found["provinces"] = charts.provinces(view.provinces, view.address)
    found["speed"] = charts.speed(view.wire, view.why_withheld, view.address)
    if not view.is_narrowed:
        found["reach"] = charts.reach(view.reach_curve, view.phases, is_withheld, view.address)
    return found


def outlets(view: View) -> Sheet:
    """Give the outlets that covered, alphabetically, since none is ranked; each leads to its stories."""
    lang = view.lang
    rows = [
        row | words.outlet_terms(row, lang) | {ADDRESS: address}
        for row, address in zip(
            view.outlets,
            view.address.rows_of_outlets(row["outlet"] for row in view.outlets),
            strict=True,
        )
    ]
    kinds: dict[str, Kind] = {"items": "count", "stories": "count", "first_published_at": "instant"}
    titles = {
        "name": "field.outlet",
        "kind": "field.kind",
        "level": "field.level",
        "province": "field.province",
        "items": "field.items",
        "stories": "field.stories",
        "first_published_at": "field.first_published",
    }
    columns = [Column(key, words.text(title, lang), kinds.get(key, "text")) for key, title in titles.items()]
    return Sheet(label("sheet.outlets", lang), columns, rows)


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    drawn = drawings(view)
    return [
        _course(view, drawn["timeline"]),
        _spread(view),
        section(
            "provinces", label("provinces.heading", view.lang), figure(view, "provinces", drawn["provinces"])
        ),
        section("speed", label("speed.heading", view.lang), figure(view, "speed", drawn["speed"])),
        _reach(view, drawn.get("reach")),
    ]


def _course(view: View, chart: Chart) -> html.Section:
    lang = view.lang
    parts: list[Component] = [figure(view, "timeline", chart)]
    if view.why_withheld:
        why = words.reason(view.why_withheld, lang)
        parts.append(html.P(words.text("report.course.withheld", lang, reason=why), className="warning"))
    return section("course", words.text("report.course", lang), *parts)


def _spread(view: View) -> html.Section:
    lang = view.lang
    return section(
        "spread",
        words.text("report.spread", lang),
        cards(view, _MEASURES),
        html.H3(words.text("report.spread.outlets", lang)),
        tables.sheet(outlets(view), lang),
        html.P(words.text("report.spread.stories", lang), className="quiet"),
    )


def _reach(view: View, chart: Chart | None) -> html.Section:
    """Show cumulative reach, and net reach where audiences are known, which is always a band."""
    lang = view.lang
    heading = words.text("report.reach", lang)
    if chart is None:
        return of_the_whole("reach", heading, lang)
    tables_of = segments.reach_tables(view.reach, lang)
    note = html.P(words.text(f"report.reach.{'note' if tables_of else 'none'}", lang), className="quiet")
    return section(
        "reach", heading, figure(view, "reach", chart), note, *(tables.texts(one) for one in tables_of)
    )
