"""Stories: which items are versions of one text, and who wrote it first."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Literal

from nlp.copies import REPRINT, Shared
from nlp.windows import WINDOW

Role = Literal["original", "reprint", "rewrite", "partial"]


@dataclass(frozen=True)
class Neighbour:
    """An item that shares text with another.

    Attributes:
        id: Id of the item.
        published_at: Aware time.
        canonical_url: Decides the order of items published at the same time.
        is_first: It is the first item of a story, as known before the change.
        shared: What the two have in common: they are versions of one text, or one reuses a part.
    """

    id: str
    published_at: datetime
    canonical_url: str
    is_first: bool
    shared: Shared

    @property
    def order(self) -> tuple[datetime, str, str]:
        """What items are ordered by."""
        return self.published_at, self.canonical_url, self.id


@dataclass(frozen=True)
class Place:
    """An item to be placed among others.

    Attributes:
        id: Id of the item.
        published_at: Aware time.
        canonical_url: Decides the order of items published at the same time.
        was_first: It was the first item of a story before, with the same text; False if it is new.
        neighbours: The items, earlier and later, that share text with it.
    """

    id: str
    published_at: datetime
    canonical_url: str
    was_first: bool
    neighbours: tuple[Neighbour, ...]

    @property
    def order(self) -> tuple[datetime, str, str]:
        """What items are ordered by."""
        return self.published_at, self.canonical_url, self.id


@dataclass(frozen=True)
class Assignment:
    """The story an item belongs to.

    Attributes:
        id: Id of the item.
        story_id: Id of the story's first item.
        role: "original" for the first item; "reprint" or "rewrite" for its versions; "partial" for the first
            item of a story of its own that reuses a part of another story.
        containment: Shared with the first item of the story, or for "partial" with that of the story reused,
            0 to 1; 1 for an original.
        reuses: Id of the story a part of which is reused; None unless the role is "partial".
    """

    id: str
    story_id: str
    role: Role
    containment: float
    reuses: str | None = None


def update(
    ids: Collection[str], places: Callable[[Collection[str]], Iterable[Place]]
) -> dict[str, Assignment]:
    """Assign items to stories, and those that this touches.

    In order of (published_at, canonical_url, id) each item joins the earliest story of the last 30 days whose
    first item is a version of the same text, else starts one. Only first items are compared with, so a chain
    of ever different versions does not merge. An item depends on earlier first items only: where one comes or
    goes, its later neighbours are assigned again, and nothing else is.

    Args:
        ids: Items that are new or changed, and those whose story's first item, or the item they reuse a part
            of, changed or is gone.
        places: Gives the places of items by their ids, with all neighbours that are assigned or in `ids`.

    Returns:
        The assignments found, by item; all others stay. Together they are a function of the set of items.
    """
    waiting = set(ids)
    known = _with_touched(places, waiting)
    found: dict[str, Assignment] = {}
    queue = [(known[name].order, name) for name in waiting & known.keys()]
    heapify(queue)
    while queue:
        _, name = heappop(queue)
        if name not in known:
            known |= _with_touched(places, waiting - known.keys())
        place = known[name]
        found[name] = assigned = _assign(place, found)
        if _touches_later(place, assigned):
            for one in _later(place):
                if one.id not in waiting:
                    waiting.add(one.id)
                    heappush(queue, (one.order, one.id))
    return found


def _with_touched(places: Callable[[Collection[str]], Iterable[Place]], ids: Set[str]) -> dict[str, Place]:
    """Give the places of items, and of those that they will probably touch: one by one costs far more."""
    looked_up = {place.id: place for place in places(ids)}
    touching = (place for place in looked_up.values() if _touches_later(place, _assign(place, {})))
    touched = {one.id for place in touching for one in _later(place)} - ids
    return looked_up | {place.id: place for place in places(touched)} if touched else looked_up


def _touches_later(place: Place, assigned: Assignment) -> bool:
    """Tell whether an item comes or goes as the first of a story."""
    return (assigned.story_id == place.id) != place.was_first


def _later(place: Place) -> Iterator[Neighbour]:
    return (one for one in place.neighbours if one.order > place.order)


def _assign(place: Place, found: Mapping[str, Assignment]) -> Assignment:
    firsts = sorted(
        (one for one in place.neighbours if one.order < place.order and _is_first(one, found)),
        key=lambda one: one.order,
    )
    near = [one for one in firsts if place.published_at - one.published_at <= WINDOW]
    for first in near:
        if first.shared.is_copy:
            share = first.shared.containment
            return Assignment(place.id, first.id, "reprint" if share >= REPRINT else "rewrite", share)
    if near:
        # Of those that share equally much the earliest.
        most = max(near, key=lambda one: one.shared.containment)
        return Assignment(place.id, place.id, "partial", most.shared.containment, most.id)
    return Assignment(place.id, place.id, "original", 1.0)


def _is_first(one: Neighbour, found: Mapping[str, Assignment]) -> bool:
    return found[one.id].story_id == one.id if one.id in found else one.is_first


@dataclass(frozen=True)
class Version:
    """One item of a story, with what its page says of its source.

    Attributes:
        outlet: Id of the outlet.
        outlet_name: Its name as shown.
        is_aggregator: Aggregators carry, they are never an origin.
        published_at: Aware time.
        canonical_url: Decides the order of items published at the same time.
        credit: Standard name of the source that its text credit names, None without one.
        photo_agencies: Standard names of the news agencies that its photos are credited to.
        containment: Shared with the story's first item, 0 to 1.
        length: Bytes of its body, 0 where no whole body is known.
    """

    outlet: str
    outlet_name: str
    is_aggregator: bool
    published_at: datetime
    canonical_url: str
    credit: str | None
    photo_agencies: tuple[str, ...]
    containment: float
    length: int


@dataclass(frozen=True)
class Origin:
    """Who wrote a story.

    Attributes:
        name: Name of the agency or outlet; None if only aggregators carried it.
        method: "credit", named by a text credit; "inferred" from what the versions share; "earliest", the
            only outlet that has it; "unknown".
        evidence: What it rests on, each as "<kind> <value> <outlet id>" with the kinds text_credit,
            photo_credit, shared_text and earliest; beside earliest "contains", its text has so much of
            another outlet's shorter one, and "contained_in", so much of it is in another's longer one.
    """

    name: str | None
    method: Literal["credit", "inferred", "earliest", "unknown"]
    evidence: tuple[str, ...]


def origin(members: Sequence[Version]) -> Origin:
    """Say who wrote a story, from its versions.

    A text credit names the origin: where the credited outlet credits another, that one. Without any, an
    agency to which most outlets credit their photos is inferred if at least two outlets share the text. Else
    it is the earliest outlet that is no aggregator, inferred if there are several. A photo credit of a single
    outlet says nothing of its text. Which text is contained in which is told beside the earliest and decides
    nothing: the later outlet may have added as well as the earlier have cut.
    """
    ordered = sorted(members, key=lambda member: (member.published_at, member.canonical_url))
    writers = [member for member in ordered if not member.is_aggregator]
    aggregators = {member.outlet_name for member in ordered if member.is_aggregator}
    return (
        _credited(writers, aggregators)
        or _credited(ordered, aggregators)
        or _shared_agency(writers)
        or _earliest(writers, ordered)
        or Origin(None, "unknown", ())
    )


def _credited(members: Sequence[Version], aggregators: Collection[str]) -> Origin | None:
    credited = [
        (member.credit, member.outlet)
        for member in members
        if member.credit and member.credit not in aggregators
    ]
    if not credited:
        return None
    source_of = {member.outlet_name: member.credit for member in reversed(members) if member.credit}
    # Of names equally frequent the earliest comes first.
    name = Counter(_first_source(credit, source_of) for credit, _ in credited).most_common(1)[0][0]
    return Origin(name, "credit", tuple(f"text_credit {credit} {outlet}" for credit, outlet in credited))


def _first_source(credit: str, source_of: Mapping[str, str]) -> str:
    """Follow a credit to the source that the credited outlet itself names; in a circle it stays."""
    seen = [credit]
    while (source := source_of.get(seen[-1])) is not None:
        if source in seen:
            return credit
        seen.append(source)
    return seen[-1]


def _shared_agency(members: Sequence[Version]) -> Origin | None:
    outlets = {member.outlet for member in members}
    if len(outlets) < 2:
        return None
    credits = dict.fromkeys((agency, m.outlet) for m in members for agency in m.photo_agencies)
    counted = Counter(agency for agency, _ in credits).most_common(1)
    if not counted or counted[0][1] < 2 or counted[0][1] * 2 <= len(outlets):
        return None
    name = counted[0][0]
    photos = [f"photo_credit {name} {outlet}" for agency, outlet in credits if agency == name]
    shared = dict.fromkeys(f"shared_text {m.containment:.2f} {m.outlet}" for m in members[1:])
    return Origin(name, "inferred", (*photos, *shared))


def _earliest(writers: Sequence[Version], members: Sequence[Version]) -> Origin | None:
    if not writers:
        return None
    first = writers[0]
    several = len({writer.outlet for writer in writers}) > 1
    evidence = f"earliest {first.published_at.isoformat()} {first.outlet}"
    # What others contain is known of the story's first item alone.
    directions = _directions(writers) if first is members[0] else ()
    return Origin(first.outlet_name, "inferred" if several else "earliest", (evidence, *directions))


def _directions(writers: Sequence[Version]) -> Iterator[str]:
    """Tell which other outlets' texts hold the first one and much more, or are held by it."""
    first = writers[0]
    for other in writers:
        shorter, longer = sorted((first.length, other.length))
        # A reprint of the other one, which is none of it.
        if other.outlet != first.outlet and other.containment >= REPRINT and 0 < shorter <= REPRINT * longer:
            kind = "contains" if other.length == shorter else "contained_in"
            yield f"{kind} {other.containment:.2f} {other.outlet}"
