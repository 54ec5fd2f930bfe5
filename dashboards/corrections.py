"""Corrections of tones: they change what a story's page and its lists show, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from dashboards import coding, words
from dashboards.coding import RefusedError
from dashboards.labels import label
from dashboards.rows import Row, rows
from dashboards.words import Lang
from warehouse import codings
from warehouse.codings import CorrectedTone, Correction, Entry, Undo
from warehouse.reader import Reader


@dataclass(frozen=True)
class Corrected:
    """The correction of an item that is shown.

    Attributes:
        tone: What people say it is.
        why: Why.
        role: In which role they said so.
        at: When.
        is_counted: Whether it is in the snapshot, so that the report's table of corrections counts it.
    """

    tone: CorrectedTone
    why: str
    role: str
    at: datetime
    is_counted: bool


def shown(reader: Reader, campaign: str, entries: Sequence[Entry] | None) -> dict[str, Corrected]:
    """Give the corrections of a campaign by item.

    Args:
        reader: The published warehouse.
        campaign: Id of the campaign.
        entries: All lines of codings as they are now; None to show those that are loaded.
    """
    loaded = {
        row["item_id"]: Corrected(row["tone"], row["why"], row["role"], row["corrected_at"], True)
        for row in rows(reader.shown("corrections", {"campaign": campaign}))
    }
    if entries is None:
        return loaded
    found: dict[str, Corrected] = {}
    for one in sorted(_standing(entries, campaign), key=lambda one: one.at):
        before = loaded.get(one.item)
        is_counted = before is not None and pd.Timestamp(before.at) == pd.Timestamp(one.at)
        found[one.item] = Corrected(one.tone, one.why, one.role, one.at, is_counted)
    return found


def with_corrections(found: Sequence[Row], corrected: Mapping[str, Corrected]) -> list[Row]:
    """Give rows of stories or items with corrected: the tone that people gave their item_id, or None."""
    given = {item: one.tone for item, one in corrected.items()}
    return [row | {"corrected": given.get(row["item_id"])} for row in found]


def tone(row: Row, lang: Lang) -> str:
    """Give the tone of an item or story in words, marked where people corrected it.

    Args:
        row: With tone (None where there is none) and corrected (tone by people, or None).
        lang: "vi" or "en".
    """
    if row["corrected"] is None:
        return words.text(f"tone.{row['tone'] or 'unknown'}", lang)
    return label("correction.marked", lang, tone=words.text(f"tone.{row['corrected']}", lang))


def correct(
    folder: Path, campaign: str, was: Mapping[str, str], to: str, why: str, who: str, now: datetime
) -> None:
    """Write a correction of items down, all at one instant.

    Args:
        folder: The folder of codings.
        campaign: Id of the campaign.
        was: The machine's tone by item.
        to: The tone, or not_about_campaign. Items that the machine gave it are left as they are.
        why: In a few words, without names.
        who: Pseudonym of the editor.
        now: The present instant, aware.

    Raises:
        RefusedError: There is no reason, too long a one or one that names a person, or nothing would change.
        CodingsError: It can't be written.
    """

    def decision(entries: Sequence[Entry]) -> list[Correction]:
        at = codings.instant(entries, now)
        try:
            return [
                Correction.model_validate(
                    {
                        "campaign": campaign,
                        "item": item,
                        "was": tone,
                        "tone": to,
                        "why": why,
                        "role": "editor",
                        "coder": who,
                        "at": at,
                    }
                )
                for item, tone in was.items()
                if tone != to
            ]
        except ValueError as error:
            raise RefusedError("desk.why_needed") from error

    if all(tone == to for tone in was.values()):
        raise RefusedError("correction.same")
    try:
        codings.without_names(why)
    except codings.NamedError as error:
        raise RefusedError("desk.why_named") from error
    codings.decide(folder, decision)


def take_back(folder: Path, campaign: str, items: Sequence[str], who: str, now: datetime) -> None:
    """Take every correction of items back: the machine's tone is shown again.

    Raises:
        CodingsError: It can't be written.
    """

    def decision(entries: Sequence[Entry]) -> list[Undo]:
        at = codings.instant(entries, now)
        return [coding.undo_of(one, who, at) for one in _standing(entries, campaign) if one.item in items]

    codings.decide(folder, decision)


def _standing(entries: Sequence[Entry], campaign: str) -> list[Correction]:
    standing = codings.standing(entries)
    return [one for one in standing if isinstance(one, Correction) and one.campaign == campaign]
