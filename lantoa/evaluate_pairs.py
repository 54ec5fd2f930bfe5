"""Judges copies, and which items report one event, against labelled pairs of items."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from crawlers import dates, outlets
from crawlers.outlets import Outlet
from lantoa import evaluation_files, resampling
from nlp.copies import compare
from nlp.event_terms import Text
from nlp.events import same_event
from nlp.fingerprints import Fingerprint
from nlp.text import strip_html

LABELS = ("copy", "event", "related", "different")
"""Versions of one text; one event told independently; one topic; neither."""


class PairsError(ValueError):
    """A file of pairs that cannot be used: names the file, the line and what was expected."""


class _Item(BaseModel):
    # Further keys (the outlet) are for the reader of the file.
    model_config = ConfigDict(extra="ignore")
    title: str
    lead: str = ""
    body: str = ""
    url: str = ""
    published: str = ""

    def texts(self) -> tuple[str, str, str]:
        return self.title, strip_html(self.lead), strip_html(self.body)


class _Pair(BaseModel):
    model_config = ConfigDict(extra="ignore")
    a: _Item
    b: _Item
    label: str


def copies(path: Path) -> dict[str, Any]:
    """Tell for each pair of a file whether it is a copy, and of one event, and compare with its label.

    Args:
        path: UTF-8, one JSON object a line: `a` and `b`, each with `title`, `lead` and `body` as far as there
            are such, `published` as the feed or page gives it (by the order of dates of the outlet that `url`
            is of), and `label`: copy, event, related or different. Two of which one has no date that can be
            read are compared as if they came at once.

    Returns:
        copy: precision, recall and f1 of the label "copy" (None where nothing can be counted), n (pairs with
        that label), found (pairs held to be copies), f1_interval (95 %, see `lantoa.resampling`); same_event:
        likewise of "copy" and "event"; n: pairs; method.

    Raises:
        PairsError: The file cannot be used.
    """
    pairs = list(_pairs(path))
    if not pairs:
        raise PairsError(f"{path}: no pairs; expected one JSON object a line with a, b and label")
    texts = [(pair.a.texts(), pair.b.texts()) for pair in pairs]
    labels = [pair.label for pair in pairs]
    known = outlets.load()
    apart = [_apart(pair, known) for pair in pairs]
    copied = [
        compare(Fingerprint(*a), Fingerprint(*b), time).is_copy
        for (a, b), time in zip(texts, apart, strict=True)
    ]
    told = [same_event(Text(*a), Text(*b), time) for (a, b), time in zip(texts, apart, strict=True)]
    return {
        "copy": _agreement([label == "copy" for label in labels], copied),
        "same_event": _agreement([label in ("copy", "event") for label in labels], told),
        "n": len(pairs),
        "method": "nlp.copies.compare and nlp.events.same_event, each pair by itself",
    }


def _apart(pair: _Pair, known: Mapping[str, Outlet]) -> timedelta:
    """Give the time between the two items of a pair; none where that of one is not known."""
    found = [(outlets.find(item.url, known), item.published) for item in (pair.a, pair.b)]
    times = [dates.read(raw, outlet.date_order if outlet else None) for outlet, raw in found]
    first, second = times
    return abs(first - second) if first and second else timedelta()


def _agreement(labels: Sequence[bool], found: Sequence[bool]) -> dict[str, Any]:
    """Give precision, recall and f1 of what was found; n are labelled so, `found` were held to be so."""
    counts = [(label and hit, hit, label) for label, hit in zip(labels, found, strict=True)]
    right, given, expected = (sum(column) for column in zip(*counts, strict=True))
    return {
        "precision": round(right / given, 4) if given else None,
        "recall": round(right / expected, 4) if expected else None,
        "f1": round(2 * right / (given + expected), 4) if given + expected else None,
        "f1_interval": resampling.intervals(counts)["f1"],
        "n": expected,
        "found": given,
    }


def _pairs(path: Path) -> Iterator[_Pair]:
    lines = evaluation_files.text(path, PairsError).splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _pair(f"{path}, line {number}", line)


def _pair(place: str, line: str) -> _Pair:
    try:
        pair = _Pair.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise PairsError(f"{place}: expected a JSON object: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise PairsError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if pair.label not in LABELS:
        near = get_close_matches(pair.label, LABELS, n=1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        raise PairsError(f"{place}: label {pair.label!r}, expected one of {', '.join(LABELS)}{hint}")
    return pair
