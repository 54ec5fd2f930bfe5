"""Coding by hand: how many stories are needed, which are drawn, and how far coding is."""

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from warehouse import campaign as campaigns
from warehouse import coded, codings
from warehouse.codings import Draw, DrawnStory, StoryCode
from warehouse.measures import sampling
from warehouse.measures.shares import TONES
from warehouse.reader import Filter, Reader


class CodingError(Exception):
    """What was asked for can't be done; nothing was written."""


def days_of(campaign_file: Path, from_date: date | None, to_date: date | None) -> Filter:
    """Give a campaign's days: those asked for, else its whole time.

    Raises:
        CampaignError: The campaign's file can't be used.
    """
    campaign = campaigns.load(campaign_file)
    first, last = campaign.phases[0].from_date, campaign.phases[-1].to_date
    return Filter(campaign.id, from_date or first, to_date or last)


def draw(
    reader: Reader, folder: Path, which: Filter, number: int, double: int, seed: int, at: datetime
) -> Draw:
    """Draw stories of a campaign at random to be coded, and write the draw down.

    The strata are the months of publication. Stories that were drawn before are left out, so that draws of
    one period add up to one sample.

    Args:
        reader: The published warehouse.
        folder: The folder of codings.
        which: Campaign and days.
        number: Stories to draw.
        double: How many of them two people code.
        seed: Of the random numbers, written down with the draw.
        at: Now.

    Raises:
        CodingError: There is no story left to draw, or a draw was made in the same second.
        CodingsError: The draw can't be written.
    """
    made = draws(folder)
    before = [story.item for one in made if one.campaign == which.campaign for story in one.stories]
    frame = reader.query(
        "select item_id, story_id, strftime(published_date, '%Y-%m') as month from fct_stories "
        "where campaign = ? and published_date between ? and ? and tone is not null "
        "and item_id not in (select unnest(?::varchar[]))",
        [which.campaign, which.from_date, which.to_date, before],
    )
    if frame.empty:
        raise CodingError(
            f"{which.campaign}: no stories of {which.from_date} to {which.to_date} are left to be drawn "
            f"({len(before)} were drawn): choose other days, or publish newer data first"
        )
    name = f"{which.campaign}-{at:%Y%m%d-%H%M%S}"
    if any(one.draw == name for one in made):
        raise CodingError(f"there is a draw {name!r} of this second already: draw again")
    months = {str(month): list(part["item_id"]) for month, part in frame.groupby("month")}
    month_of = dict(zip(frame["item_id"], frame["month"], strict=True))
    story_of = dict(zip(frame["item_id"], frame["story_id"], strict=True))
    drawn = Draw(
        draw=name,
        campaign=which.campaign,
        from_date=which.from_date,
        to_date=which.to_date,
        seed=seed,
        guide=codings.GUIDE,
        stories=tuple(
            DrawnStory(
                story=story_of[item],
                item=item,
                stratum=month_of[item],
                inclusion_probability=chance,
                is_double=position < double,
            )
            for position, (item, chance) in enumerate(sampling.draw(months, number, seed).items())
        ),
        at=at,
    )
    codings.append(folder, [drawn])
    return drawn


def find_draw(folder: Path, name: str) -> Draw:
    """Give a draw by its id.

    Raises:
        CodingError: There is none; those there are, are named.
    """
    known = {one.draw: one for one in draws(folder)}
    if name not in known:
        listed = ", ".join(sorted(known)) or "none, make one with `lantoa code draw`"
        raise CodingError(f"there is no draw {name!r} in {folder}; there is: {listed}")
    return known[name]


def codes_of(folder: Path, name: str) -> list[StoryCode]:
    """Give the codes of a draw, in the order in which they were written."""
    entries = [line.entry for line in codings.read(folder)[0]]
    return [entry for entry in entries if isinstance(entry, StoryCode) and entry.draw == name]


def draws(folder: Path) -> list[Draw]:
    """Give all draws, in the order in which they were made."""
    return [line.entry for line in codings.read(folder)[0] if isinstance(line.entry, Draw)]


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


def status(reader: Reader) -> dict[str, Any]:
    """Give the progress of every draw, the agreement of coders by campaign, and lines that were not taken."""
    draws = _plain(reader, "rpt_coding")
    return {
        "draws": draws,
        "agreement": {
            name: asdict(reader.coder_agreement(name)) for name in sorted({row["campaign"] for row in draws})
        },
        "rejected": _plain(reader, "rpt_rejected_codings"),
    }


def print_status(console: Console, found: dict[str, Any]) -> None:
    """Print what `status` gives."""
    lines = [
        f"{row['draw']}: {row['settled']} of {row['stories']} settled, {row['open']} not coded yet, "
        f"{row['waiting_second']} wait for a second person, {row['waiting_third']} for a third look; "
        f"{row['coded_alike']} of {row['double_coded']} coded alike"
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
