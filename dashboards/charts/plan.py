"""Coverage beside the plan: what share of the stories each planned activity has."""

from collections.abc import Sequence

from dashboards import words
from dashboards.address import Address
from dashboards.charts.chart import (
    BAR,
    BLUE,
    Chart,
    Drawing,
    Trace,
    bars_height,
    below_names,
    drawing,
    error_bar,
    share_marks,
    wrapped,
)
from dashboards.labels import label
from dashboards.rows import Row
from dashboards.sheets import ADDRESS, Column, Sheet
from dashboards.words import Lang


def activities(planned: Sequence[Row], at: Address) -> Chart:
    """Draw the share of each activity with its interval, beside its intended share where there is one.

    Args:
        planned: Activities as in `dashboards.plan.Plan`, the last one what falls to none.
        at: The page's address; the plan is that of the whole campaign.
    """
    lang = at.lang
    rows = [_row(row, at) for row in planned if row["activity"]]
    table = Sheet(label("sheet.plan", lang), _columns(lang), rows)
    is_held = any(row["planned"] is not None for row in rows)
    of = "of_planned" if is_held else "share"
    shown = [row for row in rows if row[of] is not None]
    n = max([row[f"{of}_n"] for row in shown] or [0])
    basis = label(f"plan.basis.{'held' if is_held else 'plain'}", lang, n=words.count(n, "story", lang))
    if not shown:
        return Chart(None, label("plan.nothing", lang), basis, label("plan.nothing.why", lang), table)
    described = "; ".join(_said(row, of, lang) for row in shown)
    title = _title(rows, lang) if is_held else words.text("report.plan.none", lang)
    return Chart(_figure(shown, of, lang), title, basis, f"{described}.", table, bars_height(len(shown), 28))


def _row(row: Row, at: Address) -> Row:
    lang, beside = at.lang, row["beside"]
    found: Row = {
        ADDRESS: at.whole().rows(activity=row["activity"]),
        **{key: row[key] for key in ("title", "activity_date", "place", "stories", "items", "outlets")},
        "status": words.text(f"plan.status.{row['status']}", lang),
        "planned": beside.planned,
        "position": beside.position and words.text(f"plan.position.{beside.position}", lang),
        "is": beside.position,
    }
    for name, measure in (("share", beside.share), ("of_planned", beside.share_of_planned)):
        told = None if measure is None or measure.value is None else measure
        found[name] = told and told.value
        found[f"{name}_low"] = told and told.low
        found[f"{name}_high"] = told and told.high
        found[f"{name}_n"] = told and told.n
    return found


def _columns(lang: Lang) -> list[Column]:
    low, high = label("column.low", lang), label("column.high", lang)
    return [
        Column("title", words.text("term.activity", lang)),
        Column("activity_date", label("column.day", lang), "day"),
        Column("place", label("column.place", lang)),
        Column("status", words.text("report.plan.status", lang)),
        Column("stories", words.text("field.stories", lang), "count"),
        Column("items", words.text("field.items", lang), "count"),
        Column("outlets", words.text("field.outlets", lang), "count"),
        Column("share", words.text("report.plan.share", lang), "share"),
        Column("share_low", low, "share"),
        Column("share_high", high, "share"),
        Column("share_n", label("column.n_stories", lang), "count"),
        Column("planned", label("column.planned", lang), "share"),
        Column("of_planned", label("column.of_planned", lang), "share"),
        Column("of_planned_low", low, "share"),
        Column("of_planned_high", high, "share"),
        Column("of_planned_n", label("column.n_stories", lang), "count"),
        Column("position", words.text("report.plan.beside", lang)),
    ]


def _title(rows: Sequence[Row], lang: Lang) -> str:
    told = {
        position: words.decimal(sum(row["is"] == position for row in rows), lang)
        for position in ("above", "within", "below")
    }
    if not any(row["is"] for row in rows):
        return label("plan.title.refused", lang)
    return label("plan.title", lang, **told)


def _said(row: Row, of: str, lang: Lang) -> str:
    between = words.interval(row[f"{of}_low"], row[f"{of}_high"], "share", lang)
    said = f"{row['title']}: {words.percent(row[of], lang)} ({between})"
    if row["planned"] is not None:
        said += f", {label('plan.intended', lang, planned=words.percent(row['planned'], lang))}"
    return said


def _figure(rows: Sequence[Row], of: str, lang: Lang) -> Drawing:
    places = list(range(len(rows)))[::-1]
    bars = [_bar(row, place, of, lang) for place, row in zip(places, rows, strict=True)]
    intended = [
        (row["planned"], place) for place, row in zip(places, rows, strict=True) if row["planned"] is not None
    ]
    marks = {
        "type": "scatter",
        "x": [planned for planned, _ in intended],
        "y": [place for _, place in intended],
        "mode": "markers",
        "marker": {
            "symbol": "diamond",
            "size": 12,
            "color": "#E69F00",
            "line": {"color": "#1c2b33", "width": 1.5},
        },
        "name": label("column.planned", lang),
        "hovertext": [words.percent(planned, lang) for planned, _ in intended],
        "hovertemplate": f"{label('column.planned', lang)}: %{{hovertext}}<extra></extra>",
    }
    ends = [row[f"{of}_high"] for row in rows] + [planned for planned, _ in intended]
    end = max(ends) * 1.04
    axis = {"range": [0, end], **share_marks(end, lang), "showgrid": True}
    names = {place: row["title"] for place, row in zip(places, rows, strict=True)}
    return drawing([*bars, marks], below_names(names, axis, bottom=28))


def _bar(row: Row, place: int, of: str, lang: Lang) -> Trace:
    between = words.interval(row[f"{of}_low"], row[f"{of}_high"], "share", lang)
    return {
        "type": "bar",
        "x": [row[of]],
        "y": [place],
        "width": BAR,
        "orientation": "h",
        "marker": {"color": BLUE},
        "customdata": [row[ADDRESS]],
        "error_x": error_bar(row[of], row[f"{of}_low"], row[f"{of}_high"]),
        "hovertemplate": (
            f"{wrapped(row['title'])}<br>{words.percent(row[of], lang)}<br>{between}<extra></extra>"
        ),
    }
