"""Statements: quotes of near the same words by one office, across the versions of a story."""

import hashlib
from collections.abc import Sequence
from typing import Final

from nlp.text import syllables

NEAR_THE_SAME: Final = 0.6
"""Share of the shorter wording's pairs of syllables that the other must hold."""


def align(quotes: Sequence[tuple[str, str]]) -> list[str]:
    """Give quotes of near the same words by one office one id, across the versions of a story.

    Each joins the first statement of its office whose first wording it holds or is held in; chains do not
    form.

    Args:
        quotes: (office, words) in the order in which they were published.

    Returns:
        An id of 16 hex digits for each.
    """
    first: dict[str, list[tuple[str, frozenset[tuple[str, str]]]]] = {}
    ids: list[str] = []
    for office, words in quotes:
        pairs = _pairs(words)
        statements = first.setdefault(office, [])
        same = next((known for known, held in statements if _is_same(pairs, held)), None)
        if same is None:
            same = hashlib.sha256(f"{office}|{' '.join(syllables(words))}".encode()).hexdigest()[:16]
            statements.append((same, pairs))
        ids.append(same)
    return ids


def _pairs(words: str) -> frozenset[tuple[str, str]]:
    spoken = syllables(words)
    return frozenset(zip(spoken, spoken[1:] or spoken, strict=False))


def _is_same(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    return len(one & other) >= NEAR_THE_SAME * max(1, min(len(one), len(other)))
