"""The tables of the report in words: key figures, measures, comparisons, outlets, methods."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboards import campaign_tones as tones_towards
from dashboards import transparency, words
from dashboards.contents import ALL, Contents
from dashboards.rows import Row
from dashboards.words import Lang
from warehouse.measures import Measure

GROUPS = {
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
"""Measures of the report's table by the part of it that they stand in."""

_COUNTS = ("items", "stories", "sponsored_items", "outlets_covered", "outlets_watched")


def key_figures(contents: Contents, lang: Lang) -> list[dict[str, str]]:
    """Give the four figures at the top: label, value and what it rests on."""
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


def measure_table(contents: Contents, lang: Lang) -> dict[str, Any]:
    """Give the table of measures: a column a segment, a row a measure, and numbered notes for the reasons."""
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
                    "id": name,
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
        for group, members in GROUPS.items()
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


def contrasts(
    found: Sequence[Row], phases: Sequence[Row], workstreams: Sequence[Row], lang: Lang
) -> list[dict[str, str]]:
    """Give the table of comparisons: what is compared, its value with interval, and how it may be read.

    Args:
        found: Rows of rpt_contrasts.
        phases: phase, name_vi and name_en of the campaign's phases.
        workstreams: workstream, name_vi and name_en of its workstreams.
        lang: "vi" or "en".
    """
    names = {
        (kind, row[kind]): row[f"name_{lang}"]
        for kind, named in (("phase", phases), ("workstream", workstreams))
        for row in named
    }
    return [
        {
            "measure": words.text(f"compared.{row['measure']}", lang),
            "sides": words.text(
                "compared.sides", lang, **{side: _side(row["kind"], row[side], names, lang) for side in "ab"}
            ),
            "value": "" if row["value"] is None else words.value(row["value"], unit, lang),
            "interval": words.interval(row["low"], row["high"], unit, lang),
            "p": "" if row["p_adjusted"] is None else words.p_value(row["p_adjusted"], lang),
            "standing": words.text(f"compared.{'planned' if row['is_planned'] else 'exploratory'}", lang),
            "status": "" if row["status"] == "ok" else words.text(f"status.{row['status']}", lang),
            "reason": words.reason(row["reason"], lang),
        }
        for row in found
        for unit in [words.unit_of_difference(row["unit"])]
    ]


def _side(kind: str, name: str, names: Mapping[tuple[str, str], str], lang: Lang) -> str:
    key = f"{ {'outlet_kind': 'kind'}.get(kind, kind) }.{name}"
    return words.text(key, lang) if kind in ("level", "outlet_kind") else names.get((kind, name), name)


def by(outlets: Sequence[Row], key: str) -> list[Row]:
    """Give outlets and items by kind or level, in the order of the glossary."""
    order = [name.removeprefix(f"{key}.") for name in words.keys(f"{key}.")]
    found: list[Row] = []
    for value in order:
        members = [row for row in outlets if (row[key] or "none") == value]
        if members:
            items = sum(row["items"] for row in members)
            found.append({"label": f"{key}.{value}", "outlets": len(members), "items": items})
    return found


def campaign_tones(contents: Contents, lang: Lang) -> dict[str, Any] | None:
    """Give the tables of the tone towards the campaign and their basis; None where no story was scored."""
    rows = contents.campaign_tones
    if not tones_towards.is_scored(rows):
        return None
    return {"tables": tones_towards.tables(rows, lang), "basis": tones_towards.basis(rows, lang)}


def methods(contents: Contents, lang: Lang) -> list[tuple[str, str]]:
    """Say who counted what, when and how, as `transparency.table`."""
    by_model = Counter(story["tone_method"] for story in contents.stories if story["tone"])
    return transparency.table(contents.totals, len(contents.collection), by_model, lang)
