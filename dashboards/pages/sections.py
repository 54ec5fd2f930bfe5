"""The parts of the overview, each from the contents of one campaign and filter."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import charts, words
from dashboards.charts import Chart
from dashboards.contents import Contents
from dashboards.findings import findings as write_findings
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import attributes, sentence
from dashboards.words import Lang
from warehouse.counting import UNITS
from warehouse.measures import Measure

_KEY_FIGURES = ("items", "stories", "outlets_covered", "agreement")
_SPREAD = ("share_of_outlets", "share_of_attention", "t50", "effective_outlets_q1", "items_per_story")
_CONSENSUS = ("agreement", "opposed_pairs", "inflation_by_copying")
_GRAPH_CONFIG: Any = {"displayModeBar": False, "responsive": True, "showTips": False}


def key_figures(contents: Contents, lang: Lang) -> html.Section:
    """Show the four figures that a reader looks for first."""
    return _section("key-figures", words.text("report.figures", lang), _cards(contents, _KEY_FIGURES, lang))


def findings(contents: Contents, lang: Lang) -> html.Section:
    """Show the headline findings as sentences."""
    rows = [
        html.Div([html.Dt(words.text(f"finding.{found.key}", lang)), html.Dd(" ".join(found.sentences))])
        for found in write_findings(contents, lang)
    ]
    return _section("findings", words.text("report.findings", lang), html.Dl(rows, className="findings"))


def course(contents: Contents, lang: Lang) -> html.Section:
    """Show coverage by day."""
    chart = charts.timeline(contents.daily, contents.phases, bool(contents.why_withheld), lang)
    parts: list[Component] = [_figure("timeline", chart)]
    if contents.why_withheld:
        why = words.reason(contents.why_withheld, lang)
        parts.append(html.P(words.text("report.course.withheld", lang, reason=why), className="warning"))
    return _section("course", words.text("report.course", lang), *parts)


def consensus(contents: Contents, lang: Lang) -> html.Section:
    """Show tone by story, and how far the stories agree."""
    return _section(
        "consensus",
        words.text("report.consensus", lang),
        _figure("tones", charts.tones(contents.totals, lang)),
        html.P(words.text("term.tone.hint", lang), className="quiet"),
        _cards(contents, _CONSENSUS, lang),
    )


def messages(contents: Contents, lang: Lang) -> html.Section:
    """Show which messages came through."""
    chart = charts.messages(contents.messages, contents.totals["stories"].n, lang)
    return _section("messages", words.text("report.messages", lang), _figure("message-bars", chart))


def spread(contents: Contents, lang: Lang) -> html.Section:
    """Show how far coverage reached, and the outlets alphabetically."""
    return _section(
        "spread",
        words.text("report.spread", lang),
        _cards(contents, _SPREAD, lang),
        html.H3(words.text("report.spread.outlets", lang)),
        tables.outlets(contents.outlets, lang),
        html.P(words.text("report.spread.stories", lang), className="quiet"),
    )


def stories(contents: Contents, lang: Lang) -> html.Section:
    """Show the stories, a search in them, and room for the versions of the one selected."""
    parts: list[Component] = [
        html.P(words.text("report.stories.note", lang), className="quiet"),
        html.Div(
            [
                html.Label(label("search", lang), htmlFor="story-search"),
                dcc.Input(id="story-search", type="search", debounce=0.3, autoComplete="off"),
            ],
            className="search",
        ),
        tables.stories(contents.stories, lang),
        # a live region: what is chosen above is announced here
        html.Div(
            html.P(label("choose_story", lang), className="quiet"),
            id="versions",
            **attributes(aria_live="polite"),
        ),
    ]
    if contents.apart:
        parts += [html.H3(words.text("report.apart", lang)), tables.items(contents.apart, lang)]
    return _section("story-list", words.text("report.stories", lang), *parts)


def collection(contents: Contents, lang: Lang) -> html.Section:
    """Show how complete collection is, and what was not accepted."""
    parts: list[Component] = [
        _cards(contents, ("gap_share", "outlets_watched", "sponsored_items"), lang),
        html.H3(words.text("report.collection.caption", lang)),
        tables.collection(contents.collection, lang),
    ]
    if contents.rejected:
        parts += [html.H3(words.text("report.rejected", lang)), tables.rejected(contents.rejected, lang)]
    return _section("gaps", words.text("report.collection", lang), *parts)


def all_measures(contents: Contents, lang: Lang) -> html.Section:
    """Show every measure with its basis."""
    return _section(
        "measures",
        words.text("report.measures", lang),
        html.Details(
            [html.Summary(label("all_measures", lang)), tables.measures(contents.totals, UNITS, lang)]
        ),
    )


def _section(name: str, heading: str, *parts: Component) -> html.Section:
    return html.Section(
        [html.H2(heading, id=f"{name}-heading"), *parts],
        id=f"{name}-section",
        **attributes(aria_labelledby=f"{name}-heading"),
    )


def _cards(contents: Contents, names: Sequence[str], lang: Lang) -> html.Div:
    cards = [_card(name, contents.totals[name], contents, lang) for name in names]
    return html.Div(cards, className="cards")


def _card(name: str, measure: Measure, contents: Contents, lang: Lang) -> html.Div:
    """Show a measure with interval, n and status; where it is refused its reason stands in its place."""
    lines: list[html.P] = []
    if measure.value is None:
        lines += [
            html.P(words.text(f"status.{measure.status}", lang), className="refused"),
            html.P(sentence(words.reason(measure.reason, lang)), className="why"),
        ]
    else:
        lines.append(html.P(words.value(measure.value, UNITS[name], lang), className="value"))
        between = words.interval(measure.low, measure.high, UNITS[name], lang)
        if between:
            lines.append(html.P(label("interval", lang, between=between), className="interval"))
        if measure.status != "ok":
            status = f"{words.text(f'status.{measure.status}', lang)}: {words.reason(measure.reason, lang)}"
            lines.append(html.P(status, className="why"))
    basis = words.basis(name, measure.n, lang)
    if name == "outlets_covered":
        watched = words.count(contents.totals["outlets_watched"].n, "outlet", lang)
        basis = words.text("report.of_watched", lang, watched=watched)
    return html.Div(
        [
            html.H3(words.text(f"measure.{name}", lang)),
            *lines,
            html.P(basis, className="basis"),
            html.P(words.text(f"measure.{name}.hint", lang), className="hint"),
        ],
        className="card",
        **attributes(data_measure=name),
    )


def _figure(name: str, chart: Chart) -> html.Figure:
    """Show a chart under its finding; its sentence stands below it and is its name for a screen reader."""
    drawing = (
        []
        if chart.figure is None
        else [
            html.Div(
                dcc.Graph(id=name, figure=chart.figure, config=_GRAPH_CONFIG, responsive=True),
                role="img",
                style={"height": chart.height},
                **attributes(aria_label=chart.description),
            )
        ]
    )
    return html.Figure(
        [
            html.H3(chart.title),
            html.P(chart.basis, className="quiet"),
            *drawing,
            html.Figcaption(sentence(chart.description)),
        ]
    )
