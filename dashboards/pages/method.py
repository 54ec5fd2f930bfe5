"""Method: every measure with its basis, how each chart is computed, the models of tone, what words mean."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards import transparency, words
from dashboards.chart_labels import HOW
from dashboards.glossary import glossary
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.parts import section
from dashboards.pages.view import View
from dashboards.reporting.terms import term
from dashboards.sheets import Column, Kind, Sheet
from warehouse.counting import UNITS

_OF_MODELS: Final[dict[str, Kind]] = {
    "method": "text",
    "tier": "text",
    "stories": "count",
    "trained_on": "day",
    "n": "count",
    "judged_on": "text",
    "n_judged": "count",
    "macro_f1": "number",
    "low": "number",
    "high": "number",
    "accuracy": "share",
    "calibration_error": "number",
    "sure_from": "number",
}


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    told = [
        html.Div(
            [html.Dt(label(f"sheet.{name}", lang)), html.Dd(label(f"how.{name}", lang))], id=f"how-{name}"
        )
        for name in HOW
    ]
    words_told = [html.Div([html.Dt(name), html.Dd(meaning)]) for name, meaning in glossary(lang)]
    return [
        section("measures", words.text("report.measures", lang), tables.measures(view.totals, UNITS, lang)),
        section("how", label("chart.how.all", lang), html.Dl(told, className="findings")),
        section("sources", words.text("report.methods", lang), tables.sheet(sources(view), lang)),
        section(
            "models",
            label("sheet.models", lang),
            html.P(label("models.read", lang), className="quiet"),
            tables.sheet(models(view), lang),
        ),
        section("glossary", term("glossary", lang), html.Dl(words_told, className="findings")),
    ]


def sources(view: View) -> Sheet:
    """Say who counted what, when and how, with the query of the campaign."""
    lang = view.lang
    by_model = {row["method"]: row["stories"] for row in view.tone_models if row["tier"] != "campaign"}
    said = [
        (words.text("method_row.query", lang), view.query),
        *transparency.table(view.totals, len(view.collection), by_model, lang),
    ]
    columns = [Column("what", label("column.what", lang)), Column("said", label("column.said", lang))]
    rows = [{"what": what, "said": text} for what, text in said]
    return Sheet(words.text("report.methods", lang), columns, rows)


def models(view: View) -> Sheet:
    """Give the cards of the models that toned the stories."""
    lang = view.lang
    rows = [
        row | {key: row[key] and label(f"models.{row[key]}", lang) for key in ("tier", "judged_on")}
        for row in view.tone_models
    ]
    columns = [Column(key, label(f"models.{key}", lang), kind) for key, kind in _OF_MODELS.items()]
    return Sheet(label("sheet.models", lang), columns, rows)
