"""Sketches: what is kept of a text, so that its copies and its event are found without reading it again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from nlp import event_terms, fingerprints
from nlp.event_terms import BODY, Terms, Text
from nlp.fingerprints import OPENING, Hashes
from nlp.numbered import NUMBERING

_VERSION = 4
_PARTS = ("sto", "sto", "st", "t", "s", "o")
"""Of the parts that a text is read in: which have shingles, which have terms, and which open it."""


@dataclass(frozen=True, eq=False)
class Sketch:
    """What is kept of a text.

    Attributes:
        hashes: By which its copies are looked up (`nlp.fingerprints.sketches`).
        terms: By which its event is found.
    """

    hashes: Hashes
    terms: Terms


def sketches(texts: Sequence[Text]) -> list[Sketch]:
    """Make the sketches of some texts; to make many at once takes a fifth of the time."""
    parts = NUMBERING.of([part for text in texts for part in _parts(text)])
    lengths = parts.lengths.reshape(-1, len(_PARTS))
    shingled, counted, opens = (np.array([kind in kinds for kinds in _PARTS]) for kind in "sto")
    hashes = fingerprints.sketches(
        parts.only(np.tile(shingled, len(texts))).hashes,
        lengths[:, shingled].sum(axis=1),
        lengths[:, opens].sum(axis=1),
    )
    terms = event_terms.terms_of(parts.only(np.tile(counted, len(texts))), texts)
    return [Sketch(*one) for one in zip(hashes, terms, strict=True)]


def _parts(text: Text) -> tuple[str, ...]:
    """Take a text apart so that each of its syllables is read once; the parts are those of _PARTS."""
    # What a cut leaves of a syllable is another one.
    end = text.body.rfind(" ", 0, BODY) + 1 if len(text.body) > BODY else len(text.body)
    opening = "" if text.lead else " ".join(text.body.split(maxsplit=OPENING)[:OPENING])
    return text.title, text.lead, text.body[:end], text.body[end:BODY], text.body[end:], opening


@cache
def method() -> str:
    """Name how sketches are made: those of another method can't be compared with these."""
    tables = (fingerprints.RECURRING, event_terms.TABLE)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in tables)).hexdigest()
    return f"version {_VERSION} with tables {digest[:16]}"
