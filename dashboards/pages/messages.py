"""Messages: which of the campaign's came through, where and when, and which offices are quoted."""

from dash import html
from dash.development.base_component import Component

from dashboards import charts, coverage, told, words
from dashboards.charts import Chart
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.furniture import figure
from dashboards.pages.parts import section
from dashboards.pages.view import View
from dashboards.sheets import Column, Sheet


def drawings(view: View) -> dict[str, Chart]:
    """Give the charts of the page by name, in its order."""
    daily = view.daily
    incomplete = daily["day"][coverage.missing_share(daily) > told.GAP_SHARE]
    stories = view.totals["stories"].n
    return {
        "messages": charts.messages(view.messages, stories, view.address),
        "message_kinds": charts.messages_by_kind(view.message_kinds, stories, view.address),
        "message_weeks": charts.messages_by_week(
            view.message_weeks, stories, [day.date() for day in incomplete], view.address
        ),
    }


def offices(view: View) -> Sheet:
    """Give the offices that are quoted, alphabetically."""
    lang = view.lang
    columns = [
        Column("office", words.text("field.office", lang)),
        *(
            Column(key, words.text(f"field.{key}", lang), "count")
            for key in ("statements", "stories", "items")
        ),
    ]
    return Sheet(label("sheet.offices", lang), columns, view.offices)


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    drawn = [
        figure(view, name, chart)
        for name, chart in drawings(view).items()
        if chart.table.rows or name == "messages"
    ]
    quoted = (
        [
            html.P(words.text("report.offices.caption", lang)),
            tables.sheet(offices(view), lang),
            html.P(words.text("report.offices.limit", lang), className="quiet"),
        ]
        if view.offices
        else [html.P(label("offices.none", lang))]
    )
    return [
        section("messages", words.text("report.messages", lang), *drawn),
        section("offices", words.text("report.offices", lang), *quoted),
    ]
