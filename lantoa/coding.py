"""Coding by hand: how many stories are needed, and how far coding is."""

import math
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from dashboards import coding as shared
from dashboards.coding import CodingError, Work
from warehouse import campaign as campaigns
from warehouse import coded
from warehouse.measures import sampling
from warehouse.measures.shares import TONES
from warehouse.reader import Filter, Reader


def days_of(campaign_file: Path, from_date: date | None, to_date: date | None) -> Filter:
    """Give a campaign's days: those asked for, else its whole time.

    Raises:
        CampaignError: The campaign's file can't be used.
        CodingError: There is no such day.
    """
    campaign = campaigns.load(campaign_file)
    first, last = from_date or campaign.phases[0].from_date, to_date or campaign.phases[-1].to_date
    if first > last:
        raise CodingError(
            f"the period from {first} to {last} is empty: expected --from <= --to; without them it begins "
            "and ends with the campaign"
        )
    return Filter(campaign.id, first, last)


def find_draw(folder: Path, name: str) -> Work:
    """Give a draw with its codes, by its id.

    Raises:
        CodingError: There is none; those there are, are named.
    """
    known = {one.draw.draw: one for one in shared.read(folder)}
    if name not in known:
        listed = ", ".join(sorted(known)) or "none, make one with `lantoa code draw`"
        raise CodingError(f"there is no draw {name!r} in {folder}; there is: {listed}")
    return known[name]


@dataclass(frozen=True)
class Planned:
    """How many stories to code.

    Attributes:
        stories: Stories to code in all, those that are coded already among them.
        of_stories: Stories of the period.
        coded: Stories of it that are coded already.
        width: Of the widest 95 % interval that is then expected.
        tone: Whose interval it is.
    """

    stories: int
    of_stories: int
    coded: int
    width: float
    tone: str


def plan(reader: Reader, which: Filter, width: float) -> Planned:
    """Say how many stories to code so that the interval of every tone's share is no wider than wanted.

    It reckons with the shares by machine label, and with how well machine labels and hand codes agreed in
    what is coded of the period already; without such codes machine labels count for nothing.

    Args:
        reader: The published warehouse.
        which: Campaign and days.
        width: Of the 95 % interval, such as .1 for ten points.

    Raises:
        CodingError: There are no stories with a tone, or the width is not between 0 and 1.
    """
    found = reader.coded_sample(which)
    if not 0 < width < 1:
        raise CodingError(f"--width is {width}: expected such as 0.1, for ten points from end to end")
    if found.stories == 0:
        raise CodingError(
            f"{which.campaign}: no stories with a tone from {which.from_date} to {which.to_date}"
        )
    alike, on_campaign = coded.correlations(found), coded.precision(found)
    needed = {
        tone: sampling.stories_to_code(
            sum(stratum.automatic[tone] for stratum in found.strata) / found.stories,
            width,
            math.ceil(found.stories * on_campaign),
            alike[tone],
        )
        for tone in TONES
    }
    tone = max(TONES, key=lambda name: needed[name])
    # Stories off the campaign are drawn and coded as well.
    number = min(found.stories, math.ceil(needed[tone] / on_campaign)) if on_campaign else found.stories
    return Planned(number, found.stories, found.coded, width, tone)


def status(reader: Reader, folder: Path) -> dict[str, Any]:
    """Give the progress of every draw as written, and as last loaded agreement and lines that were not taken.

    Args:
        reader: The published warehouse.
        folder: The folder of codings.

    Raises:
        CodingsError: The folder can't be read.
    """
    works = shared.read(folder)
    return {
        "draws": [work.counts | {"spares_waiting": work.spares_waiting} for work in works],
        "agreement": {
            name: asdict(reader.coder_agreement(name))
            for name in sorted({work.draw.campaign for work in works})
        },
        "rejected": _plain(reader, "rpt_rejected_codings"),
    }


def print_status(console: Console, found: dict[str, Any]) -> None:
    """Print what `status` gives."""
    lines = [
        f"{row['draw']}: {row['settled']} of {row['stories']} settled, {row['open']} not coded yet, "
        f"{row['waiting_second']} wait for a second person, {row['waiting_third']} for a third look; "
        f"{row['coded_alike']} of {row['double_coded']} coded alike"
        + (
            f"; {row['spares_waiting']} more are for two people, in place of some that are off the campaign "
            "or unsure"
            if row["spares_waiting"]
            else ""
        )
        for row in found["draws"]
    ]
    for name, agreement in found["agreement"].items():
        known = agreement["value"] is not None
        between = "{value:.2f} ({low:.2f} to {high:.2f})".format(**agreement) if known else "not estimable"
        why = f": {agreement['reason']}" if agreement["reason"] else ""
        lines.append(f"{name}: alpha {between} over {agreement['n']} stories{why}")
    lines += [f"codings/{row['file']}, line {row['line']}: {row['reason']}" for row in found["rejected"]]
    for line in lines or ["nothing was drawn yet: see `lantoa code draw --help`"]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _plain(reader: Reader, view: str) -> list[dict[str, Any]]:
    rows = reader.frame(view).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]
