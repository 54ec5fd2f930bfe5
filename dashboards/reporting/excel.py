"""The report as a workbook: every table typed, and a sheet of all figures with id, method and query."""

from collections.abc import Sequence
from datetime import datetime

from dashboards import alerts, segment_sheets, segments, words
from dashboards.contents import ALL, Contents
from dashboards.findings import Finding, origin
from dashboards.reporting import tables
from dashboards.reporting.exhibits import Exhibit, exhibits
from dashboards.reporting.terms import term
from dashboards.rows import Row, rows
from dashboards.sheets import kind_of
from dashboards.words import Lang
from dashboards.workbook import Column, Kind, Sheet, workbook


def xlsx(contents: Contents, found: Sequence[Finding], lang: Lang, at: datetime) -> bytes:
    """Give a report as a workbook; the same contents give the same bytes.

    Args:
        contents: What was read from one snapshot.
        found: Its findings.
        lang: "vi" or "en".
        at: The instant that the report bears, aware.
    """
    shown = exhibits(contents, found, lang)
    named = {exhibit.id: exhibit for exhibit in shown}
    shown_sheets = [
        _figures(contents, shown, lang),
        *(sheet for id, sheet in sheets(contents, lang).items() if id in named and sheet.rows),
    ]
    method = [
        (words.text("report.period", lang), _period(contents, lang)),
        (words.text("report.written_at", lang), words.time(at, lang)),
        (words.text("method_row.query", lang), contents.query.strip()),
        *tables.methods(contents, lang),
    ]
    return workbook(shown_sheets, method, lang, at)


def _period(contents: Contents, lang: Lang) -> str:
    return contents.period.title(contents.from_date, contents.to_date, lang)


def _figures(contents: Contents, shown: Sequence[Exhibit], lang: Lang) -> Sheet:
    """Every figure with its id; a measure with value, interval, n and status besides."""
    columns = [
        Column("id", term("figures.id", lang)),
        Column("title", term("figures.title", lang)),
        Column("says", term("finding.sentence", lang)),
        *(Column(key, term(f"figures.{key}", lang), "number", "kind") for key in ("value", "low", "high")),
        Column("n", term("figures.n", lang), "count"),
        Column("unit", term("figures.unit", lang)),
        Column("status", term("figures.status", lang)),
        Column("reason", words.text("field.reason", lang)),
        Column("method", words.text("field.method", lang)),
        Column("query", term("figures.query", lang)),
    ]
    return Sheet(term("figures", lang), columns, [_figure(contents, exhibit, lang) for exhibit in shown])


def _figure(contents: Contents, exhibit: Exhibit, lang: Lang) -> Row:
    row: Row = {
        "id": exhibit.id,
        "title": exhibit.title,
        "says": exhibit.says or None,
        "method": exhibit.method or None,
        "query": exhibit.query or "; ".join(exhibit.rests_on),
    }
    kind, _, name = exhibit.id.partition(".")
    if kind != "measure":
        nothing = dict.fromkeys(("value", "low", "high", "n", "unit", "status", "reason"))
        return row | nothing | {"kind": "number"}
    measure = contents.measures[ALL][name]
    return row | {
        **{key: getattr(measure, key) for key in ("value", "low", "high", "n")},
        "kind": kind_of(contents.units[name], measure.value),
        "unit": words.text(f"measured_in.{contents.units[name]}", lang),
        "status": words.text(f"status.{measure.status}", lang),
        "reason": words.reason(measure.reason, lang) or None,
    }


def sheets(contents: Contents, lang: Lang) -> dict[str, Sheet]:
    """Give the tables of a report by id of what they show; those without rows are not in its workbook."""
    return {
        "chart.timeline": _sheet("report.course", _DAILY, rows(contents.daily, "day"), lang),
        "table.outlets": _sheet("report.spread", _OUTLETS, _outlets(contents, lang), lang),
        "table.messages": _sheet("report.messages", _messages(lang), contents.messages, lang),
        "table.activities": _sheet("report.plan", _ACTIVITIES, _activities(contents, lang), lang),
        "table.offices": _sheet("report.offices", _OFFICES, contents.offices, lang),
        "table.consensus": segment_sheets.consensus(contents.consensus, lang),
        "table.reach": segment_sheets.reach(contents.reach, lang),
        "table.contrasts": _contrasts(contents, lang),
        "table.alerts": _sheet("report.alerts", _ALERTS, _alerts(contents, lang), lang),
        "table.disagreements": _sheet("disagreements", _SIDES, _sides(contents, lang), lang),
        "table.stories": _sheet("report.stories", _STORIES, _stories(contents, lang), lang),
        "table.apart": _sheet("apart", _APART, _apart(contents, lang), lang),
        "table.collection": _sheet("report.collection", _COLLECTION, _collection(contents, lang), lang),
        "table.comments": _sheet("comments", _COMMENTS, contents.comments, lang),
    }


# Key of the cells, key of the title in `terms` (t:) or `words`, kind.
_Columns = Sequence[tuple[str, str, Kind]]
_COUNTS: _Columns = (("stories", "field.stories", "count"), ("items", "field.items", "count"))
_DAILY: _Columns = (
    ("day", "t:day", "day"),
    ("items", "field.items", "count"),
    ("stories", "field.stories", "count"),
    ("gaps", "t:days.gaps", "count"),
    ("watched", "t:days.watched", "count"),
)
_OUTLETS: _Columns = (
    ("name", "field.outlet", "text"),
    ("kind", "field.kind", "text"),
    ("level", "field.level", "text"),
    ("province", "field.province", "text"),
    *_COUNTS,
    ("first_published_at", "field.first_published", "instant"),
)
_ACTIVITIES: _Columns = (
    ("title", "term.activity", "text"),
    ("activity_date", "t:day", "day"),
    ("status", "report.plan.status", "text"),
    *_COUNTS,
    ("outlets", "field.outlets", "count"),
    ("share", "report.plan.share", "share"),
    ("low", "t:figures.low", "share"),
    ("high", "t:figures.high", "share"),
)
_OFFICES: _Columns = (
    ("office", "field.office", "text"),
    ("statements", "field.statements", "count"),
    *_COUNTS,
)
_ALERTS: _Columns = (
    ("name", "field.rule", "text"),
    ("alert_date", "t:day", "day"),
    ("status", "t:figures.status", "text"),
    ("says", "t:finding.sentence", "text"),
)
_STORY: _Columns = (
    ("outlet_name", "field.outlet", "text"),
    ("published_at", "field.published", "instant"),
    ("title", "field.headline", "text"),
    ("url", "t:address", "text"),
)
_SIDES: _Columns = (
    ("event", "term.event", "text"),
    ("about", "t:about", "text"),
    ("side", "t:side", "text"),
    *_STORY,
)
_STORIES: _Columns = (
    ("story", "term.story", "text"),
    ("tone", "field.tone", "text"),
    ("origin", "field.origin", "text"),
    ("role", "field.role", "text"),
    *_STORY,
)
_APART: _Columns = (("placement", "field.role", "text"), *_STORY)
_COLLECTION: _Columns = (
    ("name", "field.outlet", "text"),
    ("scans_ok", "field.visits", "count"),
    ("scans_failed", "field.visits_failed", "count"),
    ("watched_hours", "t:hours.watched", "number"),
    ("covered_hours", "t:hours.covered", "number"),
    ("gap_days", "field.gap_days", "count"),
    ("why", "report.collection.gaps", "text"),
    ("items", "field.all_items", "count"),
    ("rejected", "field.rejected", "count"),
)
_COMMENTS: _Columns = (
    ("figure", "t:comments.figure", "text"),
    ("office", "t:comments.office", "text"),
    ("text", "t:comments.text", "text"),
    ("written_at", "t:comments.draft", "instant"),
)


def _messages(lang: Lang) -> _Columns:
    return ((f"name_{lang}", "field.message", "text"), *_COUNTS)


def _sheet(name: str, columns: _Columns, filled: Sequence[Row], lang: Lang) -> Sheet:
    """A table; its name is one of `words` where it has a dot, else one of `terms`."""
    title = words.text(name, lang) if "." in name else term(name, lang)
    return Sheet(title, [Column(key, _title(said, lang), kind) for key, said, kind in columns], filled)


def _title(said: str, lang: Lang) -> str:
    return term(said.removeprefix("t:"), lang) if said.startswith("t:") else words.text(said, lang)


def _outlets(contents: Contents, lang: Lang) -> list[Row]:
    return [row | words.outlet_terms(row, lang) for row in contents.outlets]


def _activities(contents: Contents, lang: Lang) -> list[Row]:
    found: list[Row] = []
    for row in contents.plan.activities:
        share = row["beside"].share
        found.append(
            row
            | {
                "title": row["title"] if row["activity"] else words.text("report.plan.rest", lang),
                "status": words.text(f"plan.status.{row['status']}", lang),
                "share": share.value,
                "low": share.low,
                "high": share.high,
            }
        )
    return found


def _contrasts(contents: Contents, lang: Lang) -> Sheet:
    """Comparisons, their numbers in cells of their own; a difference of shares is told in points."""
    titles = {"value": "change", "low": "figures.low", "high": "figures.high"}
    columns = [
        Column("measure", words.text("field.measure", lang)),
        Column("sides", words.text("field.compared", lang)),
        *(Column(key, term(title, lang), "number") for key, title in titles.items()),
        Column("unit", term("figures.unit", lang)),
        Column("n", term("figures.n", lang), "count"),
        Column("p_value", term("p", lang), "p"),
        Column("p_adjusted", words.text("field.p_adjusted", lang), "p"),
        Column("standing", words.text("field.standing", lang)),
        Column("status", term("figures.status", lang)),
        Column("reason", words.text("field.reason", lang)),
    ]
    told = tables.contrasts(contents.contrasts, contents.phases, contents.plan.workstreams, lang)
    filled = [one | _numbers(row, lang) for row, one in zip(contents.contrasts, told, strict=True)]
    return Sheet(words.text("report.contrasts", lang), columns, filled)


def _numbers(row: Row, lang: Lang) -> Row:
    unit = words.unit_of_difference(row["unit"])
    by = 100 if unit == "points" else 1
    numbers = {key: None if row[key] is None else by * row[key] for key in ("value", "low", "high")}
    counted = {key: row[key] for key in ("n", "p_value", "p_adjusted")}
    return {**numbers, **counted, "unit": words.text(f"measured_in.{unit}", lang)}


def _alerts(contents: Contents, lang: Lang) -> list[Row]:
    return [
        row
        | {
            "name": alerts.name(row, lang),
            "status": alerts.status(row, lang),
            "says": alerts.says(row, lang),
        }
        for row in contents.alerts.alerts
    ]


def _sides(contents: Contents, lang: Lang) -> list[Row]:
    return [
        story | {"event": one.label, "about": one.about, "side": side}
        for one in segments.differing(contents.disagreements, lang)
        for side, stories in one.sides
        for story in stories
    ]


def _stories(contents: Contents, lang: Lang) -> list[Row]:
    """A row a version, beside the story that it is of: the story families."""
    return [
        item
        | {
            "story": story["title"],
            "tone": words.text(f"tone.{item['tone'] or 'unknown'}", lang),
            "origin": origin(story, lang),
            "role": words.text(f"role.{item['role']}", lang),
        }
        for story in contents.stories
        for item in story["versions"]
    ]


def _apart(contents: Contents, lang: Lang) -> list[Row]:
    return [
        item | {"placement": words.text(f"placement.{item['placement']}", lang)} for item in contents.apart
    ]


def _collection(contents: Contents, lang: Lang) -> list[Row]:
    return [
        row | {"why": "; ".join(words.reason(why, lang) for why in row["reasons"]) or None}
        for row in contents.collection
    ]
