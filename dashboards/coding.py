"""Coding by hand, as the dashboard and the commands share it: draws, whose turn it is, and how far it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, get_args

from warehouse import codings
from warehouse.codings import Code, Draw, DrawnStory, Entry, StoryCode, Undo
from warehouse.measures import TONES, sampling
from warehouse.reader import Filter, Reader

CODES: Final[tuple[Code, ...]] = get_args(Code)
"""What a story may be coded as, in the order in which it is offered."""

State = Literal["open", "second", "third", "settled"]
"""Not coded yet; waits for a second person; for a third look (codes differ, or are unsure); has its code."""


class CodingError(Exception):
    """What was asked for can't be done; nothing was written."""


class RefusedError(Exception):
    """What somebody decided was not written; the message is the key of the label that says why."""


@dataclass(frozen=True)
class Work:
    """A draw with what was coded of it. States are those of `int_settled_codes`, which counts what is loaded.

    Attributes:
        draw: The draw.
        codes: Its codes that were not taken back, by item, in order of time.
    """

    draw: Draw
    codes: Mapping[str, Sequence[StoryCode]]

    def firsts(self, story: DrawnStory) -> dict[str, Code]:
        """Give the first code of each person, by pseudonym, the earliest first."""
        found: dict[str, Code] = {}
        for one in self.codes.get(story.item, ()):
            if not one.is_third_look:
                found.setdefault(one.coder, one.code)
        return found

    def thirds(self, story: DrawnStory) -> dict[str, Code]:
        """Give the third look of each person, by pseudonym; the last one has the last word."""
        looks = [one for one in self.codes.get(story.item, ()) if one.is_third_look]
        return {one.coder: one.code for one in looks}

    def state(self, story: DrawnStory) -> State:
        """Say what a story waits for."""
        firsts = list(self.firsts(story).values())[:2]
        thirds = [one.code for one in self.codes.get(story.item, ()) if one.is_third_look]
        if thirds:
            return "third" if thirds[-1] == "unsure" else "settled"
        if len(firsts) < (2 if story.is_double else 1):
            return "second" if firsts else "open"
        return "settled" if len(set(firsts)) == 1 and firsts[0] != "unsure" else "third"

    def _settled(self, story: DrawnStory) -> Code | None:
        """Give the code that a story has, None until it has one."""
        if self.state(story) != "settled":
            return None
        codes = self.codes[story.item]
        thirds: list[Code] = [one.code for one in codes if one.is_third_look]
        return thirds[-1] if thirds else codes[0].code

    def wants(self, story: DrawnStory, coder: str) -> bool:
        """Whether a story still needs a first code, by somebody else than those who coded it."""
        coders = self.firsts(story)
        return coder not in coders and len(coders) < (2 if story.item in self.for_two else 1)

    @cached_property
    def for_two(self) -> frozenset[str]:
        """Items that two people code: those drawn for two, and one more for each that tells of no agreement.

        Two first codes that are not both a tone (off the campaign, unsure) are no part of it: the next story
        of the draw's random order takes their place. `measures/first_codes.sql` counts by the same rule.
        """
        wanted = sum(story.is_double for story in self.draw.stories)
        found: set[str] = set()
        telling = 0
        for story in sorted(self.draw.stories, key=lambda one: not one.is_double):
            if telling == wanted:
                break
            found.add(story.item)
            codes = list(self.firsts(story).values())[:2]
            telling += len(codes) < 2 or set(codes) <= set(TONES)
        return frozenset(found)

    def wants_third(self, story: DrawnStory, coder: str, is_editor: bool) -> bool:
        """Whether a person may settle a story: an editor, or who has not coded it; each looks once."""
        is_free = is_editor or coder not in self.firsts(story)
        return self.state(story) == "third" and is_free and coder not in self.thirds(story)

    @cached_property
    def progress(self) -> Counter[State]:
        """Stories by what they wait for."""
        return Counter(self.state(story) for story in self.draw.stories)

    @property
    def counts(self) -> dict[str, Any]:
        """How far the draw is, by what has been written, in the columns of `rpt_coding`."""
        firsts = [list(self.firsts(story).values()) for story in self.draw.stories]
        pairs = [found[:2] for found in firsts if len(found) > 1]
        settled = [self._settled(story) for story in self.draw.stories]
        return {
            "campaign": self.draw.campaign,
            "draw": self.draw.draw,
            "from_date": self.draw.from_date,
            "to_date": self.draw.to_date,
            "guide": self.draw.guide,
            "drawn_at": self.draw.at,
            "stories": len(self.draw.stories),
            "settled": self.progress["settled"],
            "open": self.progress["open"],
            "waiting_second": self.progress["second"],
            "waiting_third": self.progress["third"],
            "not_about_campaign": settled.count("not_about_campaign"),
            "double_coded": len(pairs),
            "coded_alike": sum(one == other for one, other in pairs),
        }

    @property
    def spares_waiting(self) -> int:
        """Stories that take the place of others for two people, and wait for one of them."""
        return sum(
            story.item in self.for_two and not story.is_double and len(self.firsts(story)) < 2
            for story in self.draw.stories
        )


def works(entries: Sequence[Entry], campaign: str | None = None) -> list[Work]:
    """Give the draws with their codes, in the order in which they were made.

    Args:
        entries: All lines of codings.
        campaign: Id; of all campaigns, without.
    """
    standing = codings.standing(entries)
    codes: dict[str, dict[str, list[StoryCode]]] = {}
    for one in sorted((one for one in standing if isinstance(one, StoryCode)), key=_in_time):
        codes.setdefault(one.draw, {}).setdefault(one.item, []).append(one)
    draws = [one for one in standing if isinstance(one, Draw) and campaign in (None, one.campaign)]
    return [Work(draw, codes.get(draw.draw, {})) for draw in draws]


def read(folder: Path, campaign: str | None = None) -> list[Work]:
    """Read the draws of a folder of codings, as `works`.

    Raises:
        CodingsError: The folder can't be read.
    """
    return works([line.entry for line in codings.read(folder)[0]], campaign)


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
        double: How many of them two people code; as far as the draw goes, others take the place of those that
            say nothing of agreement (`Work.for_two`).
        seed: Of the random numbers, written down with the draw.
        at: Now.

    Raises:
        CodingError: There is no story left to draw.
        CodingsError: The draw can't be written.
    """

    def decision(entries: Sequence[Entry]) -> list[Draw]:
        made = [one for one in entries if isinstance(one, Draw)]
        return [_drawn(reader, made, which, number, double, seed, codings.instant(entries, at))]

    return codings.decide(folder, decision)[0]


def _drawn(
    reader: Reader, made: Sequence[Draw], which: Filter, number: int, double: int, seed: int, at: datetime
) -> Draw:
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
    second = f"{which.campaign}-{at:%Y%m%d-%H%M%S}"
    taken = sum(one.draw == second or one.draw.startswith(f"{second}-") for one in made)
    months = {str(month): list(part["item_id"]) for month, part in frame.groupby("month")}
    month_of = dict(zip(frame["item_id"], frame["month"], strict=True))
    story_of = dict(zip(frame["item_id"], frame["story_id"], strict=True))
    return Draw(
        draw=f"{second}-{taken + 1}" if taken else second,
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


def queue(
    found: Sequence[Work], coder: str, third: bool, is_editor: bool = False
) -> list[tuple[Work, DrawnStory]]:
    """Give the stories that wait for a person, the next one first.

    Draws follow each other as they were made, and in each what two people code comes first. The rest of the
    order is random and each person's own, so that two at once seldom read the same story.

    Args:
        found: The draws.
        coder: Pseudonym of the person.
        third: Whether those that wait for a third look are meant, and not those to be coded first.
        is_editor: Whether the person may settle what they coded themselves.
    """
    return [
        (work, story)
        for work in found
        for story in sorted(
            work.draw.stories, key=lambda one: (one.item not in work.for_two, _own(coder, one.item))
        )
        if (work.wants_third(story, coder, is_editor) if third else work.wants(story, coder))
    ]


def as_code(drawn: Draw, story: DrawnStory, code: Code, coder: str, third: bool, at: datetime) -> StoryCode:
    """Give the line that a code of a drawn story is."""
    return StoryCode(
        draw=drawn.draw,
        campaign=drawn.campaign,
        **story.model_dump(exclude={"is_double"}),
        code=code,
        coder=coder,
        is_third_look=third,
        at=at,
    )


def give(
    folder: Path, draw: str, item: str, code: Code, coder: str, third: bool, is_editor: bool, now: datetime
) -> None:
    """Write down how a person codes a story, if it still waits for this person.

    The same code again, as by a key pressed twice, adds nothing.

    Args:
        folder: The folder of codings.
        draw: Id of the draw.
        item: Id of the story's item.
        code: The code.
        coder: Pseudonym of the person.
        third: Whether it is a third look.
        is_editor: Whether the person may settle what they coded themselves.
        now: The present instant, aware.

    Raises:
        RefusedError: Somebody else coded it meanwhile, or this person otherwise, or there is no such story.
        CodingsError: It can't be written.
    """

    def decision(entries: Sequence[Entry]) -> list[StoryCode]:
        drawn = [(work, one) for work in works(entries) for one in work.draw.stories]
        found = [(work, one) for work, one in drawn if (work.draw.draw, one.item) == (draw, item)]
        if not found:
            raise RefusedError("coding.unknown")
        ((work, story),) = found
        own = (work.thirds(story) if third else work.firsts(story)).get(coder)
        if own is not None and own == code:
            return []
        waits = work.wants_third(story, coder, is_editor) if third else work.wants(story, coder)
        if not waits:
            raise RefusedError("coding.taken" if own is None else "coding.own_stands")
        return [as_code(work.draw, story, code, coder, third, codings.instant(entries, now))]

    codings.decide(folder, decision)


def last_code(found: Sequence[Work], coder: str) -> StoryCode | None:
    """Give the last code of a person, which can be taken back; None once another has settled its story."""
    own = [one for work in found for codes in work.codes.values() for one in codes if one.coder == coder]
    last = max(own, key=_in_time, default=None)
    if last is None:
        return None
    codes = next(work.codes[last.item] for work in found if work.draw.draw == last.draw)
    is_settled = any(one.is_third_look and one.coder != coder and one.at > last.at for one in codes)
    return None if is_settled else last


def take_back(folder: Path, campaign: str, coder: str, made_at: datetime, now: datetime) -> None:
    """Take a person's last code back: it counts no more, and its story waits again.

    Args:
        folder: The folder of codings.
        campaign: Id of the campaign.
        coder: Pseudonym of the person.
        made_at: When the code was given, as the person saw it.
        now: The present instant, aware.

    Raises:
        RefusedError: It is not the last one, or was settled by another meanwhile.
        CodingsError: It can't be written.
    """

    def decision(entries: Sequence[Entry]) -> list[Undo]:
        last = last_code(works(entries, campaign), coder)
        if last is None or last.at != made_at:
            raise RefusedError("coding.not_last")
        return [undo_of(last, coder, codings.instant(entries, now))]

    codings.decide(folder, decision)


def undo_of(entry: StoryCode | codings.Correction, who: str, at: datetime) -> Undo:
    """Give the line by which a code or a correction is taken back."""
    return Undo(
        campaign=entry.campaign,
        undone=entry.kind,
        draw=entry.draw if isinstance(entry, StoryCode) else None,
        item=entry.item,
        coder=entry.coder,
        made_at=entry.at,
        who=who,
        at=at,
    )


def _own(coder: str, item: str) -> str:
    return sha256(f"{coder} {item}".encode()).hexdigest()


def _in_time(one: StoryCode) -> tuple[datetime, str]:
    return one.at, one.coder
