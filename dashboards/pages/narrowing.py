"""The form that narrows a page to days, outlets, places, work and messages, through its address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import address as addresses
from dashboards import coverage
from dashboards.address import NARROWING, Address
from dashboards.labels import label
from dashboards.pages.parts import attributes
from dashboards.rows import Row, rows
from dashboards.segments import own_name
from dashboards.words import Lang
from warehouse.filters import SEGMENT_KINDS
from warehouse.reader import Filter, Reader

_WRITTEN = {"vi": "%d/%m/%Y", "en": "%Y-%m-%d"}


def narrowing(reader: Reader, which: Filter, address: Address) -> html.Section:
    """Give the form, and what the page is narrowed to now with a link that takes each away.

    Args:
        reader: The published warehouse.
        which: The days and phase that there is something to choose from.
        address: What is asked for; its campaign exists and its days are days.
    """
    lang = address.lang
    offered = offers(reader, which)
    chosen = named(offered, address)
    form = html.Details(
        [
            html.Summary(label("narrow", lang)),
            html.Form(
                [
                    *_kept(address),
                    *(_day(name, address) for name in ("from_date", "to_date")),
                    *(_segment(kind, offered, address) for kind in SEGMENT_KINDS),
                    html.Button(label("narrow.apply", lang), type="submit"),
                ],
                action=f"/{address.page}",
                method="GET",
            ),
            _chosen(chosen, address),
        ],
        open=bool(chosen),
    )
    return html.Section(
        form, className="narrowing", lang=lang, **attributes(aria_label=label("narrow", lang))
    )


def offers(reader: Reader, which: Filter) -> list[Row]:
    """Give kind, name, name_vi and name_en of the segments that there are to choose from, as `narrowing`."""
    return rows(coverage.segments(reader, replace(which, **dict.fromkeys(SEGMENT_KINDS))))


def named(offered: Sequence[Row], address: Address) -> dict[str, str]:
    """Give what an address narrows its page to, in words."""
    names = {(row["kind"], row["name"]): own_name(row, address.lang) for row in offered}
    chosen = {name: part for name, part in address.asked().items() if name in NARROWING and part}
    days = {name: addresses.day(chosen[name]) for name in ("from_date", "to_date") if name in chosen}
    written = {name: _written(then, address.lang) for name, then in days.items() if then}
    return {name: written.get(name) or names.get((name, part), part) for name, part in chosen.items()}


def _kept(address: Address) -> list[Component]:
    """Give what the form leaves as it is."""
    return [
        dcc.Input(type="hidden", name=name, value=part)
        for name, part in address.asked().items()
        if part and name not in NARROWING
    ]


def _day(name: str, address: Address) -> html.Label:
    lang = address.lang
    then = addresses.day(address.asked()[name])
    return html.Label(
        [
            label(f"narrow.{name}", lang),
            dcc.Input(
                id=f"narrow-{name}",
                name=name,
                value=_written(then, lang) if then else "",
                placeholder=label("narrow.day_form", lang),
                autoComplete="off",
            ),
        ],
        htmlFor=f"narrow-{name}",
    )


def _segment(kind: str, offered: list[Row], address: Address) -> html.Label:
    """Give the choice among segments of a kind; one that is chosen stays, though nothing is in it."""
    lang, chosen = address.lang, address.asked()[kind]
    names = {row["name"]: own_name(row, lang) for row in offered if row["kind"] == kind}
    if chosen:
        names.setdefault(chosen, chosen)
    options: list[Any] = [html.Option(label("narrow.any", lang), value="")]
    options += [html.Option(text, value=name, selected=name == chosen) for name, text in names.items()]
    return html.Label(
        [
            label(f"narrow.{kind}", lang),
            html.Select(options, id=f"narrow-{kind}", name=kind, disabled=not names),
        ],
        htmlFor=f"narrow-{kind}",
    )


def _chosen(chosen: Mapping[str, str], address: Address) -> html.P:
    lang = address.lang
    parts: list[Any] = []
    for name, text in chosen.items():
        said = f"{label(f'narrow.{name}', lang)}: {text} ✕"
        parts += [dcc.Link(said, href=str(address.without(name)), title=label("narrow.remove", lang)), " "]
    if len(chosen) > 1:
        parts.append(dcc.Link(label("narrow.none", lang), href=str(address.without(*NARROWING))))
    return html.P(parts, className="chosen")


def _written(day: date, lang: Lang) -> str:
    return day.strftime(_WRITTEN[lang])
