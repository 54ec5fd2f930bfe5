"""The report of a campaign: one HTML file without script, and its figures beside it as JSON."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from dashboards import alerts, campaign_tones, figures, segments, words
from dashboards import contents as reading
from dashboards.contents import ALL, Contents
from dashboards.findings import Finding, findings, origin
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.counting import MAX_GAP_SHARE
from warehouse.measures import Measure
from warehouse.measures.consensus import MAX_VERDICT_WIDTH, MIN_EVENTS, MIN_OUTLETS, MIN_STORIES
from warehouse.reader import Reader

_GROUPS = {
    "spread": (
        "items",
        "stories",
        "sponsored_items",
        "outlets_covered",
        "outlets_watched",
        "share_of_outlets",
        "items_per_story",
        "share_of_attention",
        "t50",
        "effective_outlets_q0",
        "effective_outlets_q1",
        "effective_outlets_q2",
        "provinces",
    ),
    "tone": ("tone_positive", "tone_neutral", "tone_negative"),
    "coding": (
        "adjusted_positive",
        "adjusted_neutral",
        "adjusted_negative",
        "query_precision",
        "coder_agreement",
    ),
    "consensus": (
        "agreement",
        "opposed_pairs",
        "tastle_wierman",
        "agreement_of_items",
        "inflation_by_copying",
    ),
    "collection": ("gap_share",),
}
_COUNTS = ("items", "stories", "sponsored_items", "outlets_covered", "outlets_watched")


def write(reader: Reader, campaign: str, folder: Path, languages: Sequence[Lang], at: datetime) -> list[Path]:
    """Write the report of a campaign from the stored measures, and its figures as JSON beside it.

    The same snapshot and instant give the same bytes. Each file appears whole or not at all.

    Args:
        reader: The published warehouse.
        campaign: Id.
        folder: Where the files go; made where it is missing.
        languages: "vi", "en" or both.
        at: The instant that the report bears, aware.

    Returns:
        `<folder>/<campaign>-<last day>-<language>.html` by language; the JSON has the same name with .json.

    Raises:
        dashboards.contents.UnknownCampaignError: There is no such campaign.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    contents = reading.read(reader, campaign, at.astimezone(words.VIETNAM).date())
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(contents, campaign, folder, lang, at) for lang in languages]


def made_by() -> dict[str, str]:
    """Give the version of lantoa and the hash of its locked libraries, on which the bytes of a report rest.

    Outside of a clone there is no lock, and its hash is "".
    """
    lock = Path(__file__).parent.parent / "requirements.lock"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else ""
    return {"version": version("lantoa"), "lock": digest[:12]}


def made_otherwise(page: Path, at: datetime) -> dict[str, str] | None:
    """Tell by what a report of an instant was made, if that is another version or other libraries than ours.

    Args:
        page: The report's HTML file, which need not be there.
        at: The instant that the report bears.
    """
    twin = page.with_suffix(".json")
    told = json.loads(twin.read_text("utf-8")) if twin.exists() else {}
    is_same = datetime.fromisoformat(told.get("written_at", "0001-01-01T00:00Z")) == at
    before = told.get("made_by")
    return before if is_same and before != made_by() else None


def safe_link(url: str) -> str | None:
    """Give an address that a reader may follow, or None: http and https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _write(contents: Contents, campaign: str, folder: Path, lang: Lang, at: datetime) -> Path:
    found = findings(contents, lang)
    page = folder / f"{campaign}-{contents.to_date.isoformat()}-{lang}.html"
    _place(page.with_suffix(".json"), _figures_json(contents, found, lang, at))
    _place(page, _page(contents, found, lang, at))
    return page


def _place(path: Path, content: str) -> None:
    whole = path.with_name(path.name + ".partial")
    whole.write_text(content, "utf-8")
    whole.replace(path)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dashboards"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _spoken(lang: Lang) -> dict[str, Any]:
    """Give what writes words and numbers in a language, by the names that the template has for it."""
    functions = {
        "t": words.text,
        "count": words.count,
        "decimal": words.decimal,
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
        "alert_budget": alerts.budget,
    }
    return {name: partial(function, lang=lang) for name, function in functions.items()}


def _page(contents: Contents, found: Sequence[Finding], lang: Lang, at: datetime) -> str:
    style = files("dashboards").joinpath("assets", "report.css").read_text("utf-8")
    return _template().render(
        _spoken(lang),
        contents=contents,
        findings=found,
        lang=lang,
        at=at,
        style=Markup(style),  # noqa: S704 (the project's own file)
        shown_stories=alerts.SHOWN_STORIES,
        name=contents.names[lang],
        period=words.period(contents.from_date, contents.to_date, lang),
        safe_link=safe_link,
        gap_share=words.percent(figures.GAP_SHARE, lang),
        key_figures=_key_figures(contents, lang),
        table=_measure_table(contents, lang),
        tones_refused=next(
            (
                contents.totals[name].reason
                for name in _GROUPS["tone"]
                if name in contents.totals and contents.totals[name].value is None
            ),
            "",
        ),
        charts=_charts(contents, lang),
        contrasts=_contrasts(contents, lang),
        by_kind=_by(contents.outlets, "kind"),
        by_level=_by(contents.outlets, "level"),
        campaign_tones=_campaign_tones(contents, lang),
        reach_tables=segments.reach_tables(contents.reach, lang),
        consensus_table=segments.consensus_table(contents.consensus, lang),
        disagreements=segments.differing(contents.disagreements, lang),
        disagreements_shown=segments.SHOWN_DISAGREEMENTS,
        methods=_methods(contents, lang),
    )


def _key_figures(contents: Contents, lang: Lang) -> list[dict[str, str]]:
    """The four figures at the top: label, value and what it rests on."""
    if contents.is_empty:
        return []
    totals = contents.totals
    watched = words.count(totals["outlets_watched"].n, "outlet", lang)
    agreement = totals["agreement"]
    known = agreement.value is not None
    between = words.interval(agreement.low, agreement.high, "index", lang)
    return [
        _key_figure("items", totals, words.text("report.collected_only", lang), lang),
        _key_figure("stories", totals, words.text("report.collected_only", lang), lang),
        _key_figure("outlets_covered", totals, words.text("report.of_watched", lang, watched=watched), lang),
        {
            "label": words.text("measure.agreement", lang),
            "value": words.value(agreement.value, "index", lang) if agreement.value is not None else "–",
            "basis": "; ".join([between] * known + [words.text(f"status.{agreement.status}", lang).lower()]),
            "note": words.text("term.consensus.note", lang),
        },
    ]


def _key_figure(name: str, totals: Mapping[str, Measure], basis: str, lang: Lang) -> dict[str, str]:
    value = words.decimal(totals[name].n, lang)
    return {"label": words.text(f"measure.{name}", lang), "value": value, "basis": basis, "note": ""}


def _measure_table(contents: Contents, lang: Lang) -> dict[str, Any]:
    """The table of measures: a column a segment, a row a measure, and numbered notes for the reasons."""
    names = {ALL: words.text("segment.all", lang)} | {
        phase["phase"]: phase[f"name_{lang}"] for phase in contents.phases
    }
    segments = [segment for segment in names if segment in contents.measures]
    notes: list[str] = []
    groups = [
        {
            "name": words.text(f"group.{group}", lang),
            "rows": [
                {
                    "name": words.text(f"measure.{name}", lang),
                    "hint": words.text(f"measure.{name}.hint", lang),
                    "method": words.method(contents.totals[name].method, lang),
                    "cells": [
                        _cell(contents.measures[segment].get(name), name, contents.units[name], notes, lang)
                        for segment in segments
                    ],
                }
                for name in members
                if name in contents.totals
            ],
        }
        for group, members in _GROUPS.items()
        if group != "coding" or _is_coded(contents)
    ]
    return {"columns": [names[segment] for segment in segments], "groups": groups, "notes": notes}


def _is_coded(contents: Contents) -> bool:
    """Whether anything of the period was coded by hand."""
    precision = contents.totals.get("query_precision")
    return precision is not None and precision.n > 0


def _cell(measure: Measure | None, name: str, unit: str, notes: list[str], lang: Lang) -> dict[str, Any]:
    if measure is None:
        return {"value": "", "interval": "", "basis": "", "status": "", "note": 0}
    note = 0
    if measure.reason:
        sentence = words.sentence(words.reason(measure.reason, lang)) + "."
        if sentence not in notes:
            notes.append(sentence)
        note = notes.index(sentence) + 1
    return {
        "value": "" if measure.value is None else words.value(measure.value, unit, lang),
        "interval": words.interval(measure.low, measure.high, unit, lang),
        "basis": "" if name in _COUNTS else words.basis(name, measure.n, lang),
        "status": "" if measure.status == "ok" else words.text(f"status.{measure.status}", lang),
        "note": note,
    }


def _contrasts(contents: Contents, lang: Lang) -> list[dict[str, str]]:
    """The table of comparisons: what is compared, its value with interval, and how it may be read."""
    phases = {phase["phase"]: phase[f"name_{lang}"] for phase in contents.phases}
    return [
        {
            "measure": words.text(f"compared.{row['measure']}", lang),
            "sides": words.text(
                "compared.sides", lang, **{side: _side(row["kind"], row[side], phases, lang) for side in "ab"}
            ),
            "value": "" if row["value"] is None else words.value(row["value"], row["unit"], lang),
            "interval": words.interval(row["low"], row["high"], row["unit"], lang),
            "p": "" if row["p_adjusted"] is None else words.decimal(row["p_adjusted"], lang, 3),
            "standing": words.text(f"compared.{'planned' if row['is_planned'] else 'exploratory'}", lang),
            "status": "" if row["status"] == "ok" else words.text(f"status.{row['status']}", lang),
            "reason": words.reason(row["reason"], lang),
        }
        for row in contents.contrasts
    ]


def _side(kind: str, name: str, phases: Mapping[str, str], lang: Lang) -> str:
    key = f"{ {'outlet_kind': 'kind'}.get(kind, kind) }.{name}"
    return words.text(key, lang) if kind in ("level", "outlet_kind") else phases.get(name, name)


def _charts(contents: Contents, lang: Lang) -> dict[str, dict[str, Any]]:
    """The charts that the evidence allows: SVG by name, each with the sentence that says the same."""
    charts: dict[str, dict[str, Any]] = {}
    if contents.is_empty:
        return charts
    charts["timeline"] = {
        **{
            width: _markup(figures.timeline(contents.daily, contents.phases, lang, width))
            for width in ("wide", "narrow")
        },
        "says": words.sentence(figures.timeline_description(contents.daily, lang)),
    }
    if contents.reach_curve:
        is_open = bool(contents.why_withheld)
        svg = figures.reach(contents.reach_curve, contents.daily, contents.phases, lang, is_open)
        said = words.sentence(figures.reach_description(contents.reach_curve, lang, is_open))
        charts["reach"] = {"svg": _markup(svg), "says": said}
    totals = contents.totals
    if all(totals[name].value is not None for name in _GROUPS["tone"]):
        charts["tones"] = {
            "svg": _markup(figures.tones(totals, lang)),
            "says": words.sentence(figures.tones_description(totals, lang)),
        }
    agreement = totals["agreement"]
    if agreement.value is not None:
        charts["agreement"] = {
            "svg": _markup(figures.agreement(agreement, lang)),
            "says": figures.agreement_description(agreement, lang),
        }
    return charts


def _markup(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 (drawn by figures, which escapes every name)


def _by(outlets: Sequence[Row], key: str) -> list[Row]:
    """Outlets and items by kind or level, in the order of the glossary."""
    order = [name.removeprefix(f"{key}.") for name in words.keys(f"{key}.")]
    found: list[Row] = []
    for value in order:
        members = [row for row in outlets if (row[key] or "none") == value]
        if members:
            items = sum(row["items"] for row in members)
            found.append({"label": f"{key}.{value}", "outlets": len(members), "items": items})
    return found


def _campaign_tones(contents: Contents, lang: Lang) -> dict[str, Any] | None:
    """The tables of the tone towards the campaign, and what they rest on; None where no story was scored."""
    rows = contents.campaign_tones
    if not campaign_tones.is_scored(rows):
        return None
    return {"tables": campaign_tones.tables(rows, lang), "basis": campaign_tones.basis(rows, lang)}


def _methods(contents: Contents, lang: Lang) -> list[tuple[str, str]]:
    """Who counted what, when and how: label and text, in the spirit of AAPOR's transparency rules."""
    watched = contents.totals.get("outlets_watched")
    number = watched.n if watched is not None else len(contents.collection)
    filled = {
        "source": {"watched": words.count(number, "outlet", lang)},
        "units": {},
        "copies": {},
        "tone": {"models": _tone_models(contents, lang)},
        "coding": {},
        "consensus": {
            "note": words.text("term.consensus.note", lang),
            "stories": words.count(MIN_STORIES, "story", lang),
            "outlets": words.count(MIN_OUTLETS, "outlet", lang),
            "events": words.count(MIN_EVENTS, "event", lang),
            "width": words.decimal(MAX_VERDICT_WIDTH, lang, 1),
        },
        "intervals": {},
        "gaps": {"share": words.percent(MAX_GAP_SHARE, lang)},
        "people": {},
    }
    table = [
        (words.text(f"method_row.{key}", lang), words.text(f"method_row.{key}.text", lang, **values))
        for key, values in filled.items()
    ]
    precision, coders = (contents.totals.get(name) for name in ("query_precision", "coder_agreement"))
    if precision is not None and coders is not None and precision.value is not None:
        numbers = {
            name: words.count(n, "story", lang) for name, n in (("coded", precision.n), ("double", coders.n))
        }
        said = words.text("method_row.coding.corrected", lang, **numbers)
        table[list(filled).index("coding")] = (words.text("method_row.coding", lang), said)
    limits = " ".join(words.text(f"foot.{key}", lang) for key in ("output", "not_collected"))
    return [
        *table,
        (words.text("method_row.messages", lang), words.text("finding.messages.limit", lang)),
        (words.text("method_row.limits", lang), limits),
    ]


def _tone_models(contents: Contents, lang: Lang) -> str:
    """By which models the tones of the stories were given, each with its number of stories."""
    counts = Counter(story["tone_method"] for story in contents.stories if story["tone"])
    shown = [f"{name} ({words.count(n, 'story', lang)})" for name, n in sorted(counts.items())]
    return "; ".join(shown) or "–"


def _figures_json(contents: Contents, found: Sequence[Finding], lang: Lang, at: datetime) -> str:
    """Every figure of the report as JSON; times in UTC, days are Vietnam days."""
    table = {
        "campaign": contents.campaign,
        "name": contents.names[lang],
        "language": lang,
        "query": contents.query,
        "from_date": contents.from_date,
        "to_date": contents.to_date,
        "made_by": made_by(),
        "collected_at": contents.collected_at,
        "measured_at": contents.measured_at,
        "written_at": at,
        "use": words.text("foot.use", lang),
        "not_collected": words.text("foot.not_collected", lang),
        "findings": {finding.key: finding.sentences for finding in found},
        "measures": {
            segment: {
                name: {"unit": contents.units[name]} | asdict(measure) for name, measure in stored.items()
            }
            for segment, stored in contents.measures.items()
        },
        "phases": contents.phases,
        "daily": [row | {"day": row["day"].date()} for row in rows(contents.daily)],
        "outlets": contents.outlets,
        "messages": contents.messages,
        "offices": contents.offices,
        "campaign_tones_experimental": contents.campaign_tones,
        "stories": contents.stories,
        "sponsored_and_owned": contents.apart,
        "collection": contents.collection,
        "rejected": contents.rejected,
        "corrections": contents.corrections,
        "tones_with_corrections": contents.shown_tones,
        "contrasts": contents.contrasts,
        "change_points": contents.changes,
        "scan_cap": contents.cap,
        "missing_scan_days": contents.missing_scans,
        "reach": contents.reach,
        "reach_curve": contents.reach_curve,
        "consensus": contents.consensus,
        "disagreements": contents.disagreements,
        "plan": {
            "activities": [row | {"beside": asdict(row["beside"])} for row in contents.plan.activities],
            "tasks": contents.plan.tasks,
            "workstreams": contents.plan.workstreams,
            "clashes": contents.plan.clashes,
        },
        "alerts": {
            "raised": [
                row | {"said": alerts.says(row, lang), "status": alerts.status(row, lang)}
                for row in contents.alerts.alerts
            ],
            "rules": contents.alerts.rules,
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> object:  # noqa: ANN401 (whatever JSON does not know)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__}: expected a value that JSON can hold")
