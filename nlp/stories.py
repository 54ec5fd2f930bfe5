"""Stories: which items are versions of one text, and who wrote it first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from nlp import copies
from nlp.fingerprints import Fingerprint

WINDOW = timedelta(days=30)
"""An item joins a story whose first item was published at most this long before."""
REPRINT = 0.8
"""Containment from which a version is a reprint; below it is a rewrite."""

Role = Literal["original", "reprint", "rewrite", "partial"]


@dataclass(frozen=True)
class Doc:
    """An item to be grouped.

    Attributes:
        id: Id of the item, unique.
        published_at: Aware time.
        canonical_url: Decides the order of items published at the same time.
        title: Headline.
        lead: Lead, "" without one.
        body: Body, "" without one.
    """

    id: str
    published_at: datetime
    canonical_url: str
    title: str
    lead: str
    body: str = ""


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


def group(docs: Sequence[Doc]) -> list[Assignment]:
    """Assign each item to a story.

    In order of (published_at, canonical_url, id) each item joins the earliest story of the last 30 days whose
    first item is a version of the same text, else starts one. Only first items are compared with, so a chain
    of ever different versions does not merge; the result does not depend on the order given.

    Returns:
        One assignment per item, in the order of the items given.
    """
    stories = _Stories()
    ordered = sorted(docs, key=lambda doc: (doc.published_at, doc.canonical_url, doc.id))
    assigned = {doc.id: stories.add(doc) for doc in ordered}
    return [assigned[doc.id] for doc in docs]


class _Stories:
    """The first items of the stories so far, found again by the shingles they hold."""

    def __init__(self) -> None:
        self._firsts: list[tuple[Doc, Fingerprint]] = []
        self._by_hash: dict[int, list[int]] = {}

    def add(self, doc: Doc) -> Assignment:
        own = Fingerprint(doc.title, doc.lead, doc.body)
        best, reused = 0.0, None
        for first, other in self._candidates(doc, own):
            shared = copies.compare(own, other)
            if shared.is_copy:
                role = "reprint" if shared.containment >= REPRINT else "rewrite"
                return Assignment(doc.id, first.id, role, shared.containment)
            if shared.is_partial and shared.containment > best:
                best, reused = shared.containment, first.id
        self._start(doc, own)
        if reused:
            return Assignment(doc.id, doc.id, "partial", best, reused)
        return Assignment(doc.id, doc.id, "original", 1.0)

    def _candidates(self, doc: Doc, own: Fingerprint) -> list[tuple[Doc, Fingerprint]]:
        """List first items of the window whose sketches share two hashes, the earliest first."""
        met = Counter(number for value in own.sketch.tolist() for number in self._by_hash.get(value, ()))
        found = [self._firsts[number] for number in sorted(met) if met[number] >= copies.MET]
        return [entry for entry in found if doc.published_at - entry[0].published_at <= WINDOW]

    def _start(self, doc: Doc, own: Fingerprint) -> None:
        for value in own.sketch.tolist():
            self._by_hash.setdefault(value, []).append(len(self._firsts))
        self._firsts.append((doc, own))


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
    """

    outlet: str
    outlet_name: str
    is_aggregator: bool
    published_at: datetime
    canonical_url: str
    credit: str | None
    photo_agencies: tuple[str, ...]
    containment: float


@dataclass(frozen=True)
class Origin:
    """Who wrote a story.

    Attributes:
        name: Name of the agency or outlet; None if only aggregators carried it.
        method: "credit", named by a text credit; "inferred" from what the versions share; "earliest", the
            only outlet that has it; "unknown".
        evidence: What it rests on, each as "<kind> <value> <outlet id>" with the kinds text_credit,
            photo_credit, shared_text and earliest.
    """

    name: str | None
    method: Literal["credit", "inferred", "earliest", "unknown"]
    evidence: tuple[str, ...]


def origin(members: Sequence[Version]) -> Origin:
    """Say who wrote a story, from its versions.

    A text credit names the origin. Without any, an agency to which most outlets credit their photos is
    inferred if at least two outlets share the text. Else it is the earliest outlet that is no aggregator,
    inferred if there are several. A photo credit of a single outlet says nothing of its text.
    """
    ordered = sorted(members, key=lambda member: (member.published_at, member.canonical_url))
    writers = [member for member in ordered if not member.is_aggregator]
    return (
        _credited(writers)
        or _credited(ordered)
        or _shared_agency(writers)
        or _earliest(writers)
        or Origin(None, "unknown", ())
    )


def _credited(members: Sequence[Version]) -> Origin | None:
    credited = [(member.credit, member.outlet) for member in members if member.credit]
    if not credited:
        return None
    # Of names equally frequent the earliest comes first.
    name = Counter(credit for credit, _ in credited).most_common(1)[0][0]
    return Origin(name, "credit", tuple(f"text_credit {credit} {outlet}" for credit, outlet in credited))


def _shared_agency(members: Sequence[Version]) -> Origin | None:
    outlets = {member.outlet for member in members}
    credits = dict.fromkeys((agency, m.outlet) for m in members for agency in m.photo_agencies)
    counted = Counter(agency for agency, _ in credits).most_common(1)
    if not counted or counted[0][1] < 2 or counted[0][1] * 2 <= len(outlets):
        return None
    name = counted[0][0]
    photos = [f"photo_credit {name} {outlet}" for agency, outlet in credits if agency == name]
    shared = dict.fromkeys(f"shared_text {m.containment:.2f} {m.outlet}" for m in members[1:])
    return Origin(name, "inferred", (*photos, *shared))


def _earliest(members: Sequence[Version]) -> Origin | None:
    if not members:
        return None
    first = members[0]
    several = len({member.outlet for member in members}) > 1
    evidence = f"earliest {first.published_at.isoformat()} {first.outlet}"
    return Origin(first.outlet_name, "inferred" if several else "earliest", (evidence,))
