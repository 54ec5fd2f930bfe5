"""The report as one HTML page without script."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from html import unescape
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from dashboards import alerts, segments, told, words
from dashboards.contents import Contents
from dashboards.figures import Drawing
from dashboards.findings import Finding, origin
from dashboards.glossary import glossary
from dashboards.links import safe_link
from dashboards.reporting import summary, tables, twin
from dashboards.reporting.terms import term
from dashboards.sheets import written
from dashboards.templating import template
from dashboards.words import Lang


def _spoken(lang: Lang) -> dict[str, Any]:
    """Give what writes words and numbers in a language, by the names that the template has for it."""
    functions = {
        "t": words.text,
        "count": words.count,
        "decimal": words.decimal,
        "counted": partial(written, kind="count"),
        "day": words.day,
        "time": words.time,
        "reason": words.reason,
        "rejection": words.rejection,
        "origin": origin,
        "history": words.history,
        "percent": words.percent,
        "interval": words.interval,
        "alert_name": alerts.name,
        "alert_says": alerts.says,
        "alert_status": alerts.status,
        "alert_prepared": alerts.prepared,
        "alert_came_to": alerts.came_to,
        "alert_counted": alerts.counted,
        "alert_limit": alerts.limit,
        "alert_asked": alerts.asked,
        "alert_budget": alerts.budget,
    }
    return {name: partial(function, lang=lang) for name, function in functions.items()}


def html(
    contents: Contents,
    found: Sequence[Finding],
    drawings: Mapping[str, Drawing],
    lang: Lang,
    at: datetime,
    *,
    is_paper: bool = False,
) -> str:
    """Give the report as one page without script.

    Args:
        contents: What was read from one snapshot.
        found: Its findings.
        drawings: Its charts by name.
        lang: "vi" or "en".
        at: The instant that the report bears, aware.
        is_paper: Whether it is styled for the pages of a PDF alone, and not for screens.
    """
    sheets = ("report.css", "report_pdf.css") if is_paper else ("report.css",)
    style = "\n".join(files("dashboards").joinpath("assets", name).read_text("utf-8") for name in sheets)
    return template("report.html").render(
        _spoken(lang),
        contents=contents,
        findings=found,
        summary=summary.sentences(contents, found, lang),
        chain=summary.chain(contents, lang),
        glossary=glossary(lang),
        headings=_headings,
        r=partial(term, lang=lang),
        lang=lang,
        at=at,
        made_by=" ".join(("lantoa", *twin.made_by().values())).strip(),
        style=Markup(style),  # noqa: S704 (the project's own file)
        shown_stories=alerts.SHOWN_STORIES,
        name=contents.names[lang],
        period=contents.period.title(contents.from_date, contents.to_date, lang),
        safe_link=safe_link,
        gap_share=words.percent(told.GAP_SHARE, lang),
        key_figures=tables.key_figures(contents, lang),
        table=tables.measure_table(contents, lang),
        tones_refused=next(
            (
                contents.totals[name].reason
                for name in tables.GROUPS["tone"]
                if name in contents.totals and contents.totals[name].value is None
            ),
            "",
        ),
        charts={
            name: {"svg": _markup(drawing.svg), "says": words.sentence(drawing.description)}
            for name, drawing in drawings.items()
        },
        contrasts=tables.contrasts(contents.contrasts, contents.phases, contents.plan.workstreams, lang),
        by_kind=tables.by(contents.outlets, "kind"),
        by_level=tables.by(contents.outlets, "level"),
        campaign_tones=tables.campaign_tones(contents, lang),
        reach_tables=segments.reach_tables(contents.reach, lang),
        consensus_table=segments.consensus_table(contents.consensus, lang),
        disagreements=segments.differing(contents.disagreements, lang),
        disagreements_shown=segments.SHOWN_DISAGREEMENTS,
        methods=tables.methods(contents, lang),
    )


def _headings(body: str) -> list[tuple[str, str]]:
    """The sections of a page, each with its id and heading, in order."""
    found = re.findall(r'<section id="([\w-]+)">\s*<h2>(.*?)</h2>', body)
    return [(name, unescape(re.sub("<span.*?</span>", "", title)).strip()) for name, title in found]


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 (drawn by figures, which escapes every name)
