"""The entries of an issue: the stories of its time, each once, under a theme and a kind of press."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal

from dashboards import words
from dashboards.rows import Row
from warehouse.campaign import Campaign
from warehouse.reader import LONGEST_EXCERPT, excerpt

Group = Literal["central", "ministry", "local", "aggregator", "foreign", "other"]
GROUPS: tuple[Group, ...] = ("central", "ministry", "local", "aggregator", "foreign", "other")
"""In the order in which a digest has them; other is the press whose level is not known."""
PRESS: tuple[Group, ...] = ("central", "ministry", "local", "foreign", "other")
"""All that write themselves: all but aggregators."""

Theme = tuple[Literal["workstream", "message", "rest"], str]


@dataclass(frozen=True)
class Item:
    """An item of a story, at one outlet.

    Attributes:
        outlet: Name of the outlet.
        governing_body: The body that the outlet belongs to, or None.
        group: The kind of press.
        title: The headline.
        extract: Its lead, or the beginning of its text, as an excerpt.
        url: Its address as published, not checked.
        at: When it was published, Vietnam time.
        has_time: Whether its source gives more than the day.
        is_gone: Whether it is no longer at its address.
        first_title: The headline that it had first, where it was changed.
    """

    outlet: str
    governing_body: str | None
    group: Group
    title: str
    extract: str
    url: str
    at: datetime
    has_time: bool
    is_gone: bool = False
    first_title: str | None = None


@dataclass(frozen=True)
class Entry:
    """A story in an issue, told by one of its items.

    Attributes:
        number: Its number in the issue; 0 before it has one.
        story_id: The story.
        theme: What it stands under.
        told: The item that gives the story its tone, where the issue has it, else its first one.
        items: All its items in the issue, in order of time.
        story_at: When the story first appeared, Vietnam time.
        is_new: Whether it first appears in this issue.
        tone: Tone of the story as it is shown, corrections included, or None.
        is_corrected: Whether a person corrected it.
        is_sure: Whether the machine is sure of its tone.
        messages: Ids of the messages that its items carry, in the order of the campaign's file.
        also: Ids of the other workstreams that it is on.
    """

    number: int
    story_id: str
    theme: Theme
    told: Item
    items: tuple[Item, ...]
    story_at: datetime
    is_new: bool
    tone: str | None
    is_corrected: bool
    is_sure: bool
    messages: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def carriers(self) -> tuple[str, ...]:
        """Names of the other outlets that ran the story in the issue, alphabetically."""
        names = {one.outlet for one in self.items} - {self.told.outlet}
        return tuple(sorted(names, key=words.alphabetical))

    def ran(self, *groups: Group) -> int:
        """Give how many outlets of some kinds of press ran it in the issue."""
        return len({one.outlet for one in self.items if one.group in groups})


def entries(items: Iterable[Row], campaign: Campaign, since: datetime) -> list[Entry]:
    """Make an entry of each story, in the order in which a digest lists them, without numbers.

    Args:
        items: Editorial rows of `sql/pages/digest_items.sql`.
        campaign: The campaign, by whose file stories are grouped.
        since: A story that appeared before is not new.
    """
    by_story: dict[str, list[Row]] = {}
    for item in items:
        by_story.setdefault(item["story_id"], []).append(item)
    order = {theme: place for place, theme in enumerate(themes(campaign))}
    found = [_entry(versions, campaign, since) for versions in by_story.values()]
    return sorted(
        found, key=lambda one: (order[one.theme], GROUPS.index(one.told.group), *_alphabetical(one))
    )


def numbered(found: Sequence[Entry], first: int = 1) -> list[Entry]:
    """Give entries with numbers, in their order."""
    return [replace(one, number=number) for number, one in enumerate(found, first)]


def themes(campaign: Campaign) -> list[Theme]:
    """Give what entries can stand under: a campaign's workstreams (without any, its messages), the rest."""
    named: list[Theme] = [("workstream", one.id) for one in campaign.workstreams]
    return [*(named or [("message", one.id) for one in campaign.messages]), ("rest", "")]


def grouped(found: Sequence[Entry]) -> list[tuple[Theme, list[tuple[Group, list[Entry]]]]]:
    """Give sorted entries by theme, and within it by the kind of press."""
    return [
        (theme, [(group, list(ones)) for group, ones in groupby(of_theme, key=_group)])
        for theme, of_theme in groupby(found, key=lambda one: one.theme)
    ]


def notable(found: Sequence[Entry], most: int = 3) -> list[Entry]:
    """Give the stories that matter most, by the rule of docs/method.md.

    More outlets first (aggregators aside), then more of the central press, then more messages carried, then
    the earlier one. It orders stories, never outlets.
    """

    def matters(one: Entry) -> tuple[object, ...]:
        return -one.ran(*PRESS), -one.ran("central"), -len(one.messages), one.told.at, one.story_id

    return sorted(found, key=matters)[:most]


def group_of(kind: str, level: str | None) -> Group:
    """Give the kind of press of an outlet, from its kind and the level of its governing body."""
    if kind == "aggregator" or kind == "foreign":
        return kind
    return level if level in ("central", "ministry", "local") else "other"


def _group(one: Entry) -> Group:
    return one.told.group


def _alphabetical(one: Entry) -> tuple[object, ...]:
    return words.alphabetical(one.told.outlet), one.told.at, one.story_id


def _entry(versions: Sequence[Row], campaign: Campaign, since: datetime) -> Entry:
    """Make the entry of a story from its items, which are in order of time."""
    told = next((one for one in versions if one["is_deciding"]), versions[0])
    theme, also = _themes(told, campaign)
    carried = {message for one in versions for message in _ids(one["messages"])}
    return Entry(
        number=0,
        story_id=told["story_id"],
        theme=theme,
        told=_item(told),
        items=tuple(map(_item, versions)),
        story_at=told["story_at"],
        is_new=is_new(told, since),
        tone=told["tone"],
        is_corrected=told["is_corrected"],
        is_sure=told["is_tone_sure"] is True,
        messages=tuple(one.id for one in campaign.messages if one.id in carried),
        also=also,
    )


def is_new(item: Row, since: datetime) -> bool:
    """Tell whether the story of an item that is told first appeared after an instant.

    The item that decides on its tone is new wherever it comes first, also where only its day is known.
    """
    return item["is_deciding"] or item["story_at"] >= since


def extract(opening: str) -> str:
    """Give the extract of a text from its first LONGEST_EXCERPT characters.

    It rests on no more than these, so that it is the same once the text itself has been purged.
    """
    return excerpt(opening if len(opening) < LONGEST_EXCERPT else f"{opening} ")


def _item(row: Row) -> Item:
    return Item(
        outlet=row["outlet_name"],
        governing_body=row["governing_body"],
        group=group_of(row["kind"], row["level"]),
        title=excerpt(row["title"]),
        extract=extract(row["opening"]),
        url=row["url"],
        at=row["moment"],
        has_time=row["has_time"],
        is_gone=row["is_gone"],
        first_title=row["first_title"] and excerpt(row["first_title"]),
    )


def _themes(item: Row, campaign: Campaign) -> tuple[Theme, tuple[str, ...]]:
    """Give the theme of an item, and the other workstreams that it is on.

    The workstream of the planned activity that the item is attributed to goes first, then those whose terms
    it holds, in the order of the campaign's file.
    """
    tasks = {one.id: one.workstream for one in campaign.tasks}
    planned = [tasks[one.task] for one in campaign.activities if one.id in _ids(item["activities"])]
    held = [one.id for one in campaign.workstreams if one.id in _ids(item["workstreams"])]
    on = list(dict.fromkeys([*planned, *held]))
    if on:
        return ("workstream", on[0]), tuple(on[1:])
    messages = [one.id for one in campaign.messages if one.id in _ids(item["messages"])]
    if messages and not campaign.workstreams:
        return ("message", messages[0]), ()
    return ("rest", ""), ()


def _ids(listed: Iterable[str] | None) -> frozenset[str]:
    """Ids of a column of lists."""
    return frozenset(listed) if listed is not None else frozenset()
