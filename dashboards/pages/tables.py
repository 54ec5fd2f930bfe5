"""The tables of the pages. Text of the press is plain text in them; only http addresses become links."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import dash_ag_grid
from dash import dcc, html
from dash.development.base_component import Component

from dashboards import alerts, segments, words
from dashboards.address import Address
from dashboards.campaign_tones import Table
from dashboards.corrections import tone
from dashboards.findings import origin
from dashboards.labels import label
from dashboards.links import safe_link
from dashboards.pages.parts import attributes
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Sheet, written
from dashboards.words import Lang
from warehouse.measures import Measure

_ROWS_A_PAGE = 10
_VIETNAMESE_GRID = {
    "noRowsToShow": "Không có dòng nào",
    "noMatchingRows": "Không có dòng nào khớp",
    "page": "Trang",
    "to": "đến",
    "of": "trong",
    "firstPage": "Trang đầu",
    "previousPage": "Trang trước",
    "nextPage": "Trang sau",
    "lastPage": "Trang cuối",
    "ariaSortableColumn": "Nhấn Enter để sắp xếp",
    "ariaRowSelect": "Nhấn phím cách để chọn dòng này",
    "ariaRowDeselect": "Nhấn phím cách để bỏ chọn dòng này",
}
"""What ag-grid itself says; in English its own words stand."""
_BY_ALPHABET = {"comparator": {"function": "vietnamese"}}
"""Sorts a column of a grid as `words.alphabetical` does, by a function of the page's script."""


def collection(rows: Sequence[Row], lang: Lang) -> dash_ag_grid.AgGrid:
    """List how complete the collection of each outlet is, alphabetically."""
    data = [
        {
            "name": row["name"],
            "visits": words.decimal(row["scans_ok"] or 0, lang),
            "failed": words.decimal(row["scans_failed"] or 0, lang),
            "hours": _hours(row, lang),
            "gap_days": words.decimal(row["gap_days"] or 0, lang) if row["watched_hours"] else "–",
            "items": words.decimal(row["items"], lang),
            "rejected": words.decimal(row["rejected"], lang),
            "why": "; ".join(
                [*(words.reason(why, lang) for why in row["reasons"]), row["problems"] or ""]
            ).strip("; "),
        }
        for row in rows
    ]
    columns = [
        _column("name", "field.outlet", lang, minWidth=180),
        _column("visits", "field.visits", lang, type="rightAligned"),
        _column("failed", "field.visits_failed", lang, type="rightAligned"),
        _column("hours", "field.coverage_hours", lang, type="rightAligned", minWidth=130),
        _column("gap_days", "field.gap_days", lang, type="rightAligned"),
        _column("items", "field.all_items", lang, type="rightAligned"),
        _column("rejected", "field.rejected", lang, type="rightAligned"),
        _column("why", "field.reason", lang, minWidth=260, flex=3),
    ]
    return _grid("collection", data, columns, lang, sortable=False)


def listed_stories(rows: Sequence[Row], lang: Lang) -> list[dict[str, Any]]:
    """Give the rows of the list of stories."""
    return [
        {
            "story_id": row["story_id"],
            "title": row["title"],
            "outlet": row["outlet_name"],
            "origin": origin(row, lang),
            "tone": tone(row, lang),
            "items": row["items"],
            "outlets": row["outlets"],
            # sorts by itself; the reader sees the text
            "published": row["published_at"].isoformat(),
            "published_text": words.time(row["published_at"], lang),
        }
        for row in rows
    ]


def stories(rows: Sequence[Row], lang: Lang) -> dash_ag_grid.AgGrid:
    """List stories, newest first; one can be selected."""
    data = listed_stories(rows, lang)
    columns = [
        _column("title", "field.headline", lang, minWidth=230, flex=4, **_BY_ALPHABET),
        _column(
            "published",
            "field.published",
            lang,
            minWidth=195,
            valueFormatter={"function": "params.data.published_text"},
        ),
        _column("outlet", "field.outlet", lang, minWidth=140, **_BY_ALPHABET),
        _column("origin", "field.origin", lang, minWidth=170, flex=2, **_BY_ALPHABET),
        _column("tone", "field.tone", lang, **_BY_ALPHABET),
        _column("items", "field.items", lang, type="rightAligned"),
        _column("outlets", "field.outlets_number", lang, type="rightAligned"),
    ]
    options = {
        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        "pagination": len(data) > _ROWS_A_PAGE,
        "paginationPageSize": _ROWS_A_PAGE,
        "paginationPageSizeSelector": False,
    }
    return _grid("stories", data, columns, lang, sortable=True, options=options)


def items(
    rows: Sequence[Row], lang: Lang, beside: Callable[[Row], list[Component]] = lambda _: []
) -> html.Div:
    """List items with time, outlet, role in their story, and link.

    Args:
        rows: The items.
        lang: "vi" or "en".
        beside: Gives what else is told of an item, below its headline.
    """
    head = ("field.published", "field.outlet", "field.role", "field.headline")
    body = [
        html.Tr(
            [
                html.Td(words.time(item["published_at"], lang)),
                html.Td(item["outlet_name"]),
                html.Td(_role(item, lang)),
                html.Td([link(item["title"], item["url"], lang), _history(item, lang), *beside(item)]),
            ]
        )
        for item in rows
    ]
    return html.Div(_table([words.text(key, lang) for key in head], body), className="stack")


def measures(found: Mapping[str, Measure], units: Mapping[str, str], lang: Lang) -> html.Div:
    """List every measure with value, interval, n, method and status."""
    head = [
        words.text("field.measure", lang),
        label("field.value", lang),
        label("field.basis", lang),
        words.text("field.method", lang),
        label("field.status", lang),
    ]
    body: list[html.Tr] = []
    for name, unit in units.items():
        measure = found[name]
        value = "–" if measure.value is None else words.value(measure.value, unit, lang)
        between = words.interval(measure.low, measure.high, unit, lang)
        status = [words.text(f"status.{measure.status}", lang), words.reason(measure.reason, lang)]
        cells = [
            html.Th(words.text(f"measure.{name}", lang), scope="row"),
            html.Td([value, html.Br(), between] if between else value, className="between"),
            html.Td(words.basis(name, measure.n, lang)),
            html.Td(words.method(measure.method, lang)),
            html.Td(": ".join(part for part in status if part)),
        ]
        body.append(html.Tr(cells, id=f"how-measure-{name}", **attributes(data_row=name)))
    return _scrolled(_table(head, body))


def rejected(rows: Sequence[Row], lang: Lang) -> html.Div:
    """List the reasons for which entries became no item, with their number."""
    body = [
        html.Tr([html.Td(words.rejection(row["reason"], lang)), html.Td(words.decimal(row["count"], lang))])
        for row in rows
    ]
    return _scrolled(_table([words.text(key, lang) for key in ("field.reason", "field.count")], body))


def alert_rules(rows: Sequence[Row], lang: Lang) -> html.Div:
    """List the rules of alerts with what was counted, what it would take, and what they came to."""
    body = [
        html.Tr(
            [
                html.Th(alerts.name(row, lang), scope="row"),
                html.Td(alerts.counted(row, lang)),
                html.Td(alerts.limit(row, lang)),
                html.Td(alerts.came_to(row, lang)),
            ]
        )
        for row in rows
    ]
    head = ("field.rule", "field.observed", "field.threshold", "field.came_to")
    return _scrolled(_table([words.text(key, lang) for key in head], body))


def numbers(table: Table, lang: Lang) -> html.Div:
    """Give a table of numbers under its caption."""
    body = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                *(_cell(words.decimal(number, lang)) for number in row),
            ]
        )
        for name, row in table.rows
    ]
    return html.Div([html.H3(table.caption), _scrolled(_table(table.head, body))])


def texts(table: segments.Table, goals: Sequence[str | None] = ()) -> html.Div:
    """Give a table of texts under its caption; with goals, each row leads to its own.

    On a phone its cells stand below each other, each behind the name of its column.
    """
    body = [
        html.Tr(
            [
                html.Th(dcc.Link(row[0], href=goal) if goal else row[0], scope="row"),
                *map(_cell, row[1:], table.head[1:]),
            ]
        )
        for row, goal in zip_longest(table.rows, goals)
    ]
    return html.Div([html.H3(table.caption), html.Div(_table(table.head, body), className="stack")])


def sheet(table: Sheet, lang: Lang) -> html.Div:
    """Give a table of typed cells; what a row counts can be opened by the link in its first cell.

    The page's script makes its rows of `data-rows`: as components of Dash thousands of cells keep a browser
    busy for minutes.
    """
    cells = [
        [written(row[column.key], column.kind_in(row), lang) for column in table.columns]
        for row in table.rows
    ]
    told = {
        "head": [column.title for column in table.columns],
        "rows": cells,
        "goals": [row.get(ADDRESS) for row in table.rows],
    }
    rows = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return html.Div(className="scroll", tabIndex="0", **attributes(data_rows=rows))


def planned(activities: Sequence[Row], at: Address) -> html.Div:
    """List planned activities with their coverage, each beside what was intended for it.

    Args:
        activities: As in `dashboards.plan.Plan`, the last one what falls to none.
        at: The page's address.
    """
    lang = at.lang
    head = [
        words.text(key, lang)
        for key in (
            *("term.activity", "report.plan.status", "field.stories", "field.items", "field.outlets"),
            *("report.plan.share", "report.plan.beside"),
        )
    ]
    body = [
        html.Tr(
            [
                html.Th(_activity(row, at), scope="row"),
                html.Td(words.text(f"plan.status.{row['status']}", lang)),
                *(html.Td(written(row[key], "count", lang)) for key in ("stories", "items", "outlets")),
                html.Td(_share_of(row, lang), className="between"),
                html.Td(_beside_plan(row, lang)),
            ]
        )
        for row in activities
    ]
    return _scrolled(_table(head, body))


def _activity(row: Row, at: Address) -> list[Any]:
    if not row["activity"]:
        return [words.text("report.plan.rest", at.lang)]
    goal = at.whole().rows(activity=row["activity"])
    told = ", ".join(part for part in (words.day(row["activity_date"], at.lang), row["place"]) if part)
    return [dcc.Link(row["title"], href=goal), html.Br(), html.Span(told, className="quiet")]


def _share_of(row: Row, lang: Lang) -> str:
    share: Measure = row["beside"].share
    if share.value is None:
        return "–"
    between = words.interval(share.low, share.high, "share", lang)
    return f"{words.percent(share.value, lang)}, {between}; n = {words.count(share.n, 'story', lang)}"


def _beside_plan(row: Row, lang: Lang) -> str:
    held: Measure | None = row["beside"].share_of_planned
    if held is None:
        return "–"
    if held.value is None:
        return f"{words.text(f'status.{held.status}', lang)}: {words.reason(held.reason, lang)}"
    intended = words.text(
        "report.plan.intended",
        lang,
        planned=words.percent(row["beside"].planned, lang),
        share=words.percent(held.value, lang),
    )
    between = words.interval(held.low, held.high, "share", lang)
    position = words.text(f"plan.position.{row['beside'].position}", lang) if row["beside"].position else "–"
    return f"{position}: {intended}, {between}; n = {words.count(held.n, 'story', lang)}"


def differing(one: segments.Disagreement, lang: Lang) -> html.Details:
    """List the stories on each side of an event, folded under its label."""
    sides: list[Any] = []
    for name, stories in one.sides:
        members = [
            html.Li(
                [
                    f"{row['outlet_name']}, {words.time(row['published_at'], lang)}: ",
                    link(row["title"], row["url"], lang),
                ]
            )
            for row in stories
        ]
        sides += [html.H3(name), html.Ul(members)]
    return html.Details([html.Summary(f"{one.about}: {one.label}"), *sides])


def link(title: str, url: str, lang: Lang) -> html.A | html.Span:
    """Give a title that leads to its item, or the plain title where the address is no web page's."""
    address = safe_link(url)
    if address is None:
        return html.Span([title, html.Span(f" ({label('no_link', lang)})", className="quiet")])
    return html.A(title, href=address, target="_blank", rel="noopener noreferrer")


def _cell(text: str, column: str = "") -> Any:  # noqa: ANN401 (Dash has no type for it)
    """Give a cell, which may bear its column's name, as Dash's script takes it: its objects check all."""
    props = {"children": text} | (attributes(data_column=column) if column else {})
    return {"type": "Td", "namespace": "dash_html_components", "props": props}


def _history(item: Row, lang: Lang) -> html.Span:
    """Say in small what became of an item: a changed headline, gone."""
    said = words.history(item, lang)
    return html.Span(f" ({said})" if said else "", className="quiet")


def _role(item: Row, lang: Lang) -> str:
    """Give the role in its story; a sponsored or owned item is always named as such."""
    role = words.text(f"role.{item['role']}", lang)
    if item["placement"] in ("sponsored", "owned"):
        return f"{role}; {words.text('placement.' + item['placement'], lang)}"
    return role


def _hours(row: Row, lang: Lang) -> str:
    if not row["watched_hours"]:
        return "–"
    return f"{words.decimal(row['covered_hours'], lang)} / {words.decimal(row['watched_hours'], lang)}"


def _table(head: Sequence[str], body: list[html.Tr]) -> html.Table:
    return html.Table([html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(body)])


def _scrolled(table: html.Table) -> html.Div:
    """Let a wide table scroll in itself, by keyboard too, rather than the page."""
    return html.Div(table, className="scroll", tabIndex="0")


def _column(field: str, name: str, lang: Lang, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (ag-grid's options)
    return {"field": field, "headerName": words.text(name, lang), "minWidth": 110, "flex": 1} | more


def _grid(
    name: str,
    data: list[dict[str, Any]],
    columns: list[dict[str, Any]],
    lang: Lang,
    sortable: bool,
    options: dict[str, Any] | None = None,
) -> dash_ag_grid.AgGrid:
    return dash_ag_grid.AgGrid(
        id=name,
        rowData=data,
        columnDefs=columns,
        defaultColDef={
            "sortable": sortable,
            "resizable": True,
            "wrapText": True,
            "autoHeight": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            "suppressMovable": True,
        },
        dashGridOptions={
            "domLayout": "autoHeight",
            "enableCellTextSelection": True,
            "suppressColumnVirtualisation": True,
            "localeText": _VIETNAMESE_GRID if lang == "vi" else {},
        }
        | (options or {}),
        dangerously_allow_code=False,
        style={"height": None},
        className="grid",
    )
