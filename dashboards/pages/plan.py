"""Activities and tasks: coverage beside the plan, clashes, and what was held without coverage."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import charts, words
from dashboards.address import Address
from dashboards.charts import Chart
from dashboards.labels import label
from dashboards.pages import tables
from dashboards.pages.furniture import figure
from dashboards.pages.parts import section
from dashboards.pages.view import View
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang


def drawings(view: View) -> dict[str, Chart]:
    """Give the charts of the page by name, in its order."""
    return {"plan": charts.activities(view.plan.activities, view.address)}


def build(view: View) -> list[Component]:
    """Give the parts of the page."""
    lang = view.lang
    if not any(row["activity"] for row in view.plan.activities):
        none = [html.P(label(f"plan.none{part}", lang)) for part in ("", ".do")]
        return [section("plan", words.text("report.plan", lang), *none), *_parts(view)]
    whole = html.P(label("plan.whole", lang), className="quiet")
    drawn = [figure(view, name, chart) for name, chart in drawings(view).items()]
    limit = html.P(words.text("report.plan.limit", lang), className="quiet")
    beside = section(
        "plan",
        words.text("report.plan", lang),
        whole,
        *drawn,
        tables.planned(view.plan.activities, view.address),
        limit,
    )
    return [beside, _missing(view), _clashes(view), *_parts(view)]


def sheets_of_parts(view: View) -> dict[str, Sheet]:
    """Give tasks and workstreams with their coverage, those that the campaign has."""
    at = view.address.whole()
    tasks = [
        {**row, "named": row["name"], "status": words.text(f"plan.status.{row['status']}", view.lang)}
        for row in view.plan.tasks
    ]
    workstreams = [
        {**row, "named": row[f"name_{view.lang}"], ADDRESS: at.rows(workstream=row["workstream"])}
        for row in view.plan.workstreams
    ]
    status = Column("status", words.text("report.plan.status", view.lang))
    found = {"tasks": ("term.task", [status], tasks), "workstreams": ("term.workstream", [], workstreams)}
    return {
        name: Sheet(label(f"sheet.{name}", view.lang), _columns(title, more, view.lang), rows)
        for name, (title, more, rows) in found.items()
        if rows
    }


def _columns(title: str, more: list[Column], lang: Lang) -> list[Column]:
    return [
        Column("named", words.text(title, lang)),
        *more,
        *(Column(key, words.text(f"field.{key}", lang), "count") for key in ("stories", "items", "outlets")),
    ]


def _parts(view: View) -> list[Component]:
    return [
        section(name, words.text(f"report.plan.{name}", view.lang), tables.sheet(sheet, view.lang))
        for name, sheet in sheets_of_parts(view).items()
    ]


def _missing(view: View) -> html.Section:
    """List what was held and collected and has no story; gaps leave an activity out, not without coverage."""
    lang, missing = view.lang, view.plan.without_coverage
    listed = html.Ul([html.Li(_activity(row, view.address)) for row in missing])
    none = html.P(label(f"plan.missing.{_why_none_is_missing(view)}", lang))
    return section("missing", words.text("report.plan.missing", lang), listed if missing else none)


def _why_none_is_missing(view: View) -> str:
    """Say why no activity lacks coverage: only one of the reasons is that those held have it."""
    found = {row["status"] for row in view.plan.activities if row["activity"]}
    if "covered" in found:
        return "none"
    return "not_known" if "not known" in found else "not_due"


def _clashes(view: View) -> html.Section:
    lang, clashes = view.lang, view.plan.clashes
    listed = html.Ul(
        [html.Li(f"{words.day(row['activity_date'], lang)}: {'; '.join(row['titles'])}") for row in clashes]
    )
    none = html.P(label("plan.clashes.none", lang))
    return section("clashes", words.text("report.plan.clashes", lang), listed if clashes else none)


def _activity(row: Row, at: Address) -> list[Component | str]:
    goal = at.whole().rows(activity=row["activity"])
    return [dcc.Link(row["title"], href=goal), f" ({words.day(row['activity_date'], at.lang)})"]
