"""Spread: coverage day by day, how many outlets it reached and how fast, and which."""

from dash import html
from dash.development.base_component import Component

from dashboards import charts, segments, words
from dashboards.pages import tables
from dashboards.pages.parts import cards, figure, of_the_whole, section
from dashboards.pages.view import View

_MEASURES = ("share_of_outlets", "share_of_attention", "t50", "effective_outlets_q1", "items_per_story")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    return [_course(view), _spread(view), _reach(view)]


def _course(view: View) -> html.Section:
    lang = view.lang
    chart = charts.timeline(view.daily, view.phases, bool(view.why_withheld), lang)
    parts: list[Component] = [figure("timeline", chart)]
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
        tables.outlets(view.outlets, lang),
        html.P(words.text("report.spread.stories", lang), className="quiet"),
    )


def _reach(view: View) -> html.Section:
    """Show cumulative reach, and net reach where audiences are known, which is always a band."""
    lang = view.lang
    heading = words.text("report.reach", lang)
    if view.is_narrowed:
        return of_the_whole("reach", heading, lang)
    chart = charts.reach(view.reach_curve, view.phases, bool(view.why_withheld), lang)
    tables_of = segments.reach_tables(view.reach, lang)
    note = html.P(words.text(f"report.reach.{'note' if tables_of else 'none'}", lang), className="quiet")
    return section("reach", heading, figure("reach", chart), note, *(tables.texts(one) for one in tables_of))
