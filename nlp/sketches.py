"""Sketches: what is kept of a text, so that its copies and its event are found without reading it again."""

import hashlib
from dataclasses import dataclass
from functools import cache

from nlp import event_terms, fingerprints
from nlp.event_terms import Terms, Text
from nlp.fingerprints import Fingerprint, Hashes

_VERSION = 1


@dataclass(frozen=True, eq=False)
class Sketch:
    """What is kept of a text.

    Attributes:
        hashes: By which its copies are looked up (`Fingerprint.sketch`).
        terms: By which its event is found.
    """

    hashes: Hashes
    terms: Terms


def sketch(title: str, lead: str, body: str) -> Sketch:
    """Make the sketch of a text."""
    return Sketch(Fingerprint(title, lead, body).sketch, event_terms.terms(Text(title, lead, body)))


@cache
def method() -> str:
    """Name how sketches are made: those of another method can't be compared with these."""
    tables = (fingerprints.RECURRING, event_terms.TABLE)
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in tables)).hexdigest()
    return f"version {_VERSION} with tables {digest[:16]}"
