"""The overview: the figures that a reader looks for first, what they come to, and what calls for a look."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import alerts, coverage, told, words
from dashboards.findings import Finding, findings
from dashboards.labels import label
from dashboards.pages.parts import attributes, cards, section, whatever_is_chosen
from dashboards.pages.view import View
from dashboards.reporting import tables
from dashboards.words import Lang

SHOWN_DAYS = 30
"""Days that a sparkline has at most, the last ones."""
SHOWN_ALERTS = 5
"""Open alerts that are listed; how many more there are is said."""

_KEY_FIGURES = ("items", "stories", "outlets_covered", "agreement")


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    parts: list[Component] = []
    if not view.is_empty:
        below = {column: spark(view, column) for column in ("items", "stories")}
        shown = cards(view, _KEY_FIGURES, below)
        parts.append(section("key-figures", words.text("report.figures", view.lang), shown))
    return [*parts, _findings(view), *_comparisons(view), _alerts(view)]


def spark(view: View, column: str) -> html.Div:
    """Draw the last days of items or stories as bars without axes; those that lack collection are hatched."""
    lang = view.lang
    last = view.daily.tail(SHOWN_DAYS)
    missing = coverage.missing_share(view.daily).tail(SHOWN_DAYS) > told.GAP_SHARE
    most = max(1, int(last[column].max()))
    bars = [
        html.Span(
            html.Span(style={"height": f"{number / most:.0%}"}), className="missing" if is_missing else None
        )
        for number, is_missing in zip(last[column], missing, strict=True)
    ]
    said = _spark_says(last["day"].dt.date.tolist(), last[column].tolist(), missing.tolist(), column, lang)
    goal = str(replace(view.address.without("story"), page="spread"))
    drawing = html.Div(bars, className="spark", role="img", **attributes(aria_label=said))
    return html.Div(
        [drawing, html.P([f"{said}. ", dcc.Link(label("spark.more", lang), href=goal)], className="basis")]
    )


def _spark_says(
    days: Sequence[date], numbers: Sequence[int], missing: Sequence[bool], column: str, lang: Lang
) -> str:
    """Say what the bars show; nothing counted on days that nobody saw is not known, and no 0."""
    noun = "item" if column == "items" else "story"
    span = words.span(days[0], days[-1], lang)
    if all(missing) and not any(numbers):
        return label("spark.unseen", lang, span=span)
    is_last_known = numbers[-1] or not missing[-1]
    return label(
        "spark",
        lang,
        span=span,
        most=words.count(max(numbers), noun, lang),
        last=words.count(numbers[-1], noun, lang) if is_last_known else words.text("report.unknown", lang),
        missing=words.count(sum(missing), "day", lang),
    )


def _findings(view: View) -> html.Section:
    lang = view.lang
    written = findings(view, lang)  # pyright: ignore[reportArgumentType] (a cached property is a property)
    rows = [
        html.Div([html.Dt(words.text(f"finding.{found.key}", lang)), html.Dd(_said(view, found))])
        for found in written
    ]
    return section("findings", words.text("report.findings", lang), html.Dl(rows, className="findings"))


def _said(view: View, found: Finding) -> str:
    """Give the sentences of a finding; alerts are the only one that knows neither phase nor filter."""
    whole = view.is_part and found.key == "alerts"
    return " ".join((*found.sentences, *([label("narrow.whole.alerts", view.lang)] if whole else [])))


def _comparisons(view: View) -> list[Component]:
    """Say what the comparisons planned beforehand came to, or why that can't be known."""
    lang = view.lang
    planned = [row for row in view.contrasts if row["is_planned"]]
    if not planned:
        return []
    named = tables.contrasts(planned, view.phases, view.workstreams, lang)
    said = [
        html.Li(
            label("comparison.told", lang, **row, said=_differs(compared["p_adjusted"], lang))
            if row["value"]
            else label("comparison.refused", lang, **row)
        )
        for compared, row in zip(planned, named, strict=True)
    ]
    limit = html.P(words.text("report.contrasts.limit", lang), className="quiet")
    heading = words.text("report.contrasts", lang)
    return [section("comparisons", heading, *whatever_is_chosen(view), html.Ul(said), limit)]


def _differs(p_adjusted: float | None, lang: Lang) -> str:
    """Say whether a difference shows, at the level of the intervals beside it."""
    is_shown = p_adjusted is not None and p_adjusted < 0.05
    return label(f"comparison.{'differs' if is_shown else 'open'}", lang)


def _alerts(view: View) -> html.Section:
    """List the alerts that nobody has closed."""
    lang, found = view.lang, view.alerts.open
    goal = str(replace(view.address.without("story"), page="alerts"))
    listed: list[Component] = [
        html.Li(
            [html.Strong(alerts.name(row, lang)), f" ({alerts.status(row, lang)}). {alerts.says(row, lang)}"]
        )
        for row in found[:SHOWN_ALERTS]
    ]
    if len(found) > SHOWN_ALERTS:
        more = words.count(len(found) - SHOWN_ALERTS, "alert", lang)
        listed.append(html.Li(words.text("report.alerts.more", lang, count=more)))
    return section(
        "open-alerts",
        label("open_alerts", lang),
        *whatever_is_chosen(view),
        html.Ul(listed) if listed else html.P(label("open_alerts.none", lang)),
        html.P(dcc.Link(label("open_alerts.all", lang), href=goal)),
    )
