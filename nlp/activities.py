"""Planned activities: which of them a text is about, by their terms.

Terms are found as the phrases of messages are (`nlp.messages.hits`): word for word, or their content words in
their order within a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.messages import Parts, hits

Place = Literal["headline", "lead", "body"]


@dataclass(frozen=True)
class Found:
    """A term of an activity in an item.

    Attributes:
        activity: Id of the activity.
        term: The term, as the campaign writes it.
        place: The first part of the item that holds it.
    """

    activity: str
    term: str
    place: Place


def find(parts: Parts, activities: Mapping[str, Sequence[str]]) -> list[Found]:
    """Look for the terms of all activities in one pass over each part.

    Args:
        parts: The item.
        activities: Terms by id of the activity.

    Returns:
        Each term of each activity at most once, in the order of `activities`.

    Example:
        >>> find(Parts("Khai mạc Đại hội", "", ""), {"mo-dau": ["khai mạc"], "ket-thuc": ["bế mạc"]})
        [Found(activity='mo-dau', term='khai mạc', place='headline')]
    """
    terms = tuple(dict.fromkeys(term for some in activities.values() for term in some))
    sections: tuple[tuple[Place, str], ...] = (
        ("body", parts.body),
        ("lead", parts.lead),
        ("headline", parts.headline),
    )
    # The first part comes last and stays.
    first: dict[str, Place] = {hit.phrase: place for place, text in sections for hit in hits(text, terms)}
    return [
        Found(activity, term, first[term])
        for activity, some in activities.items()
        for term in dict.fromkeys(some)
        if term in first
    ]
