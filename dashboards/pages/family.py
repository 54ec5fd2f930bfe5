"""The family of a story: its versions in order of time, each held against the first one collected."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards import corrections, coverage, words
from dashboards.address import Address
from dashboards.corrections import Corrected, with_corrections
from dashboards.desk import Desk
from dashboards.findings import origin
from dashboards.labels import label
from dashboards.pages import correcting, tables
from dashboards.pages.parts import attributes
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse.reader import Reader


def family(
    reader: Reader, campaign: str, story_id: str, address: Address, desk: Desk, said: str = ""
) -> list[Component]:
    """Give a story's versions under its headline, with what each has that the first has not, and lacks.

    Args:
        reader: The published warehouse.
        campaign: Id of the campaign.
        story_id: Id of the story.
        address: The page's; the story gets an address of its own below it.
        desk: What the one who looks may decide.
        said: What came of the last decision.
    """
    lang = address.lang
    corrected = corrections.shown(reader, campaign, desk.entries)
    items = with_corrections(rows(coverage.family(reader, campaign, story_id)), corrected)
    if not items:
        return [html.P(words.text("page.nothing", lang))]
    count = words.count(len(items), "item", lang)
    heading = f"{items[0]['title']} – {words.text('report.stories.versions', lang, count=count)}"
    own = Address(page="stories", campaign=campaign, story=story_id, lang=lang)
    return [
        html.H3(heading),
        html.P(f"{words.text('field.origin', lang)}: {origin(items[0], lang)}"),
        html.P(said, role="status"),
        tables.items(
            items,
            lang,
            lambda item: [
                _tone(item, corrected.get(item["item_id"]), desk, lang),
                *_against_first(item, items[0], lang),
                *([correcting.form_of_item(item, lang)] if desk.may("editor") and item["tone"] else []),
            ],
        ),
        html.P(label("family.basis", lang), className="quiet"),
        *(correcting.of_story(story_id, items, lang) if desk.may("editor") else []),
        html.P(dcc.Link(label("family.address", lang), href=str(own)), className="quiet"),
    ]


def _tone(item: Row, by_hand: Corrected | None, desk: Desk, lang: Lang) -> html.P:
    """Say which tone an item has, who corrected it as what, and why."""
    said: list[Any] = [f"{words.text('field.tone', lang)}: {corrections.tone(item, lang)}"]
    if by_hand is not None:
        machine = words.text(f"tone.{item['tone'] or 'unknown'}", lang)
        at = words.time(by_hand.at, lang)
        why = label("correction.by", lang, role=label(f"role.{by_hand.role}", lang), time=at, why=by_hand.why)
        counted = "" if by_hand.is_counted else f" ({label('desk.recorded', lang)})"
        said += [f" ({label('correction.machine', lang, tone=machine)})", html.Br(), f"{why}{counted} "]
        if desk.may("editor"):
            said.append(correcting.undo(item, lang))
    return html.P(said, **attributes(data_tone=item["corrected"] or item["tone"] or "unknown"))


def _against_first(item: Row, first: Row, lang: Lang) -> list[Component]:
    """Give what tells a version from the first one; nothing where there is nothing."""
    if item is first:
        return []
    later = label("family.later", lang, hours=words.decimal(item["hours"], lang))
    kept = label("family.shared", lang, share=words.percent(item["containment"], lang))
    lines: list[Component] = [html.P(f"{later}; {kept}")]
    if item["title"] != first["title"]:
        lines.append(html.P([label("family.headline", lang), ": ", *changes(first["title"], item["title"])]))
    for state in ("missing", "added"):
        names = "; ".join(item[f"{state}_{lang}"])
        if names:
            lines.append(html.P(f"{label(f'family.{state}', lang)}: {names}"))
    return lines


def changes(before: str, after: str) -> list[Any]:
    """Give a text's words with those that are gone struck out and those that came in underlined."""
    old, new = before.split(), after.split()
    parts: list[Any] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts += [_joined(old[a:b]), " "]
            continue
        if a < b:
            parts += [html.Del(_joined(old[a:b])), " "]
        if c < d:
            parts += [html.Ins(_joined(new[c:d])), " "]
    return parts[:-1]


def _joined(parts: Sequence[str]) -> str:
    return " ".join(parts)
