"""What a reader may ask about: each finding, measure, chart and table with an id, its query and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import words
from dashboards.contents import ALL, Contents
from dashboards.findings import Finding
from dashboards.reporting import charts
from dashboards.reporting.terms import term
from dashboards.words import Lang
from warehouse.counting import COUNTED_BY, statement

_TONES = tuple(f"measure.tone_{tone}" for tone in ("positive", "neutral", "negative"))
_RESTS_ON = {
    "alerts": ("table.alerts",),
    "coverage": ("measure.items", "measure.stories", "measure.outlets_covered", "measure.outlets_watched"),
    "days": ("chart.timeline",),
    "tone": _TONES,
    "consensus": ("measure.agreement", "measure.opposed_pairs", "measure.inflation_by_copying"),
    "carried": ("table.stories",),
    "messages": ("table.messages",),
    "collection": ("measure.gap_share", "table.collection"),
    "empty": ("measure.items",),
}
# Id, title, key of the rows in the twin, and the view or the file of the query behind them.
_TABLES = (
    ("alerts", "report.alerts", "alerts", "rpt_alerts"),
    ("alert_rules", "report.alerts.rules", "alerts", "rpt_alert_rules"),
    ("consensus", "report.consensus", "consensus", "pages/consensus"),
    ("disagreements", "report.disagreements", "disagreements", "pages/disagreements"),
    ("contrasts", "report.contrasts", "contrasts", "rpt_contrasts"),
    ("corrections", "report.corrections.caption", "corrections", "rpt_corrections"),
    ("tones_with_corrections", "report.corrections.tones", "tones_with_corrections", "rpt_tones"),
    ("campaign_tones", "report.campaign_tone", "campaign_tones_experimental", "pages/campaign_tones"),
    ("kinds", "report.spread.by_kind", "outlets", "pages/outlets"),
    ("levels", "report.spread.by_level", "outlets", "pages/outlets"),
    ("outlets", "report.spread.outlets", "outlets", "pages/outlets"),
    ("reach", "report.reach", "reach", "pages/reach"),
    ("messages", "report.messages", "messages", "pages/messages"),
    ("activities", "report.plan", "plan", "rpt_activities"),
    ("tasks", "report.plan.tasks", "plan", "rpt_tasks"),
    ("workstreams", "report.plan.workstreams", "plan", "rpt_workstreams"),
    ("offices", "report.offices", "offices", "pages/offices"),
    ("stories", "report.stories", "stories", "pages/stories"),
    ("apart", "report.apart", "sponsored_and_owned", "pages/apart"),
    ("collection", "report.collection", "collection", "rpt_collection"),
    ("rejected", "report.rejected", "rejected", "stg_rejected"),
)
_CHARTS = {
    "timeline": ("daily", "pages/daily"),
    "reach": ("reach_curve", "pages/reach_curve"),
    "tones": ("measures", "measures/story_tones"),
    "agreement": ("measures", "measures/story_tones"),
}


@dataclass(frozen=True)
class Exhibit:
    """A finding, measure, chart or table of a report.

    Attributes:
        id: The same in every report and language, such as "table.outlets".
        title: In words.
        says: The sentences of a finding; "" otherwise.
        method: How a measure is computed, in words; "" otherwise.
        data: Key of its rows in the JSON twin.
        query: The statement that gives its rows, as `lantoa sql` takes it; "" for a finding.
        rests_on: Ids of the measures, charts and tables that a finding rests on.
    """

    id: str
    title: str
    says: str = ""
    method: str = ""
    data: str = ""
    query: str = ""
    rests_on: tuple[str, ...] = ()


def exhibits(contents: Contents, found: Sequence[Finding], lang: Lang) -> list[Exhibit]:
    """Give all that a report shows, in its order: findings, charts, measures, tables.

    Args:
        contents: What was read from one snapshot.
        found: Its findings.
        lang: "vi" or "en".
    """
    findings = [
        Exhibit(
            f"finding.{finding.key}",
            words.text(f"finding.{finding.key}", lang),
            says=" ".join(finding.sentences),
            data="findings",
            rests_on=_RESTS_ON[finding.key],
        )
        for finding in found
    ]
    drawn = charts.drawings(contents, lang)
    figures = [
        Exhibit(f"chart.{name}", drawn[name].title, data=data, query=_query(contents, source))
        for name, (data, source) in _CHARTS.items()
        if name in drawn
    ]
    shown = _rows(contents)
    tables = [
        Exhibit(f"table.{name}", words.text(title, lang), data=data, query=_query(contents, source))
        for name, title, data, source in _TABLES
        if shown[name]
    ]
    if contents.comments:
        title = term("comments", lang)
        tables += [Exhibit("table.comments", title, data="comments", query=_query(contents, "rpt_comments"))]
    return [*findings, *figures, *_measures(contents, lang), *tables]


def _measures(contents: Contents, lang: Lang) -> list[Exhibit]:
    return [
        Exhibit(
            f"measure.{name}",
            words.text(f"measure.{name}", lang),
            method=words.method(measure.method, lang),
            data="measures",
            query=_measure_query(contents, name),
        )
        for name, measure in contents.totals.items()
    ]


def _rows(contents: Contents) -> dict[str, Sequence[object]]:
    """The rows of each table of `_TABLES`; a table without rows is not shown."""
    return {
        "alerts": contents.alerts.alerts,
        "alert_rules": contents.alerts.rules,
        "consensus": contents.consensus,
        "disagreements": contents.disagreements,
        "contrasts": contents.contrasts,
        "corrections": contents.corrections,
        "tones_with_corrections": contents.corrections and contents.shown_tones,
        "campaign_tones": contents.campaign_tones,
        "kinds": contents.outlets,
        "levels": contents.outlets,
        "outlets": contents.outlets,
        "reach": contents.reach,
        "messages": contents.messages,
        "activities": contents.plan.activities,
        "tasks": contents.plan.tasks,
        "workstreams": contents.plan.workstreams,
        "offices": contents.offices,
        "stories": contents.stories,
        "apart": contents.apart,
        "collection": contents.collection,
        "rejected": contents.rejected,
    }


def _measure_query(contents: Contents, name: str) -> str:
    """The stored measure of the whole period; of any other the counts that it is computed from."""
    if not contents.period.is_whole:
        return statement(f"measures/{COUNTED_BY[name]}", contents.period.which)
    where = f"campaign = {_quoted(contents.campaign)} and name = {_quoted(name)} and segment = {_quoted(ALL)}"
    return f"select * from rpt_measures where {where}"  # noqa: S608 (text, given to a reader)


def _query(contents: Contents, source: str) -> str:
    """The statement behind a table or chart; of a view, its rows within the period."""
    period = contents.period
    if source == "pages/reach" and not period.is_stored:
        return statement("measures/reach_outlets", period.which)
    if "/" in source:
        return statement(source, period.which)
    if source == "stg_rejected":
        return "select reason, count(*) as count from stg_rejected group by reason order by reason"
    if source == "rpt_collection":
        return "select * from rpt_collection"
    conditions = [f"campaign = {_quoted(contents.campaign)}", *_conditions(contents, source)]
    return f"select * from {source} where {' and '.join(conditions)}"  # noqa: S608


def _conditions(contents: Contents, view: str) -> list[str]:
    period = contents.period
    first, last = (f"date '{day}'" for day in (contents.from_date, contents.to_date))
    if view == "rpt_comments":
        return [f"period = {_quoted(period.key)}"]
    if period.is_whole:
        return []
    if period.kind == "activity" and view == "rpt_activities":
        return [f"activity = {_quoted(period.key)}"]
    within = {
        "rpt_activities": f"from_date <= {last} and to_date >= {first}",
        "rpt_alerts": f"alert_date between {first} and {last}",
    }
    return [within[view]] if view in within else []


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
