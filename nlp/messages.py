"""Messages of a campaign: which of them a text carries, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.match import occurrences

Where = Literal["headline", "lead", "body"]


@dataclass(frozen=True)
class Parts:
    """The parts of an item in which messages are looked for; "" where there is none."""

    headline: str
    lead: str
    body: str


@dataclass(frozen=True)
class Carried:
    """A message found in an item.

    Attributes:
        message: Id of the message.
        where: The part it was found in.
        phrase: The phrase found there, as the campaign writes it; the first one of the part.
    """

    message: str
    where: Where
    phrase: str


def find(parts: Parts, messages: Mapping[str, Sequence[str]]) -> list[Carried]:
    """Look for the phrases of all messages in one pass over each part.

    Phrases are matched word by word as `nlp.match.occurrences` does: case, tone placement and punctuation
    within the sentence do not matter.

    Args:
        parts: The item.
        messages: Phrases by id of the message.

    Returns:
        Each message at most once per part, in the order headline, lead, body and of the messages given.
    """
    phrases = tuple(dict.fromkeys(phrase for some in messages.values() for phrase in some))
    carried: list[Carried] = []
    sections: tuple[tuple[Where, str], ...] = (
        ("headline", parts.headline),
        ("lead", parts.lead),
        ("body", parts.body),
    )
    for where, text in sections:
        found = list(dict.fromkeys(hit.phrase for hit in occurrences(text, phrases)))
        for message, some in messages.items():
            first = next((phrase for phrase in found if phrase in some), None)
            if first is not None:
                carried.append(Carried(message, where, first))
    return carried
