"""Events: which stories report the same thing happening."""

# scipy's types leave its sparse arrays open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.event_terms import BUCKETS, Text, dates, vectors

SAME_EVENT = 0.2
"""Similarity from which two texts, and mean similarity from which a story and an event, are of one event."""
APART = timedelta(days=3)
"""The longest time from the first story of an event to its last."""
DATE_SHARED = 1.15
"""Factor of the similarity of texts whose headlines and leads name a date in common."""
DATES_DIFFER = 0.75
"""Factor where both name dates and none in common: another day of a series is another event."""
_BLOCK = 64
_DAYS = 32 * 13


@dataclass(frozen=True)
class EventDoc:
    """A story to be grouped: unique id, aware time, what it is compared by."""

    id: str
    published_at: datetime
    text: Text


def similarity(a: Text, b: Text) -> float:
    """Say how alike what two texts report is: 0 for nothing in common, about 1 for the same text.

    The cosine of their terms (`nlp.event_terms.vectors`), times 1.15 if headlines and leads name a date in
    common, times .75 if both name dates and none in common.
    """
    first, second = _Features.of([a]), _Features.of([b])
    return float(first.similarities(second)[0, 0])


def same_event(a: Text, b: Text) -> bool:
    """Tell whether two texts of about the same time report the same event."""
    return similarity(a, b) >= SAME_EVENT


def group(docs: Iterable[EventDoc]) -> dict[str, str]:
    """Give each story the event it reports.

    In order of (published_at, id) each story joins the event to whose stories it has the largest mean
    similarity, if that is at least .2, else starts one. Counted are events that began in the last three days.
    The mean, not the nearest story, and the limit to an event's length keep events from growing into chains.

    Returns:
        Id of the event, which is that of its first story, by id of the story. It does not depend on the
        order given.
    """
    ordered = sorted(docs, key=lambda doc: (doc.published_at, doc.id))
    return {doc.id: event for doc, event in _assigned(ordered, {}, None)}


def regroup(
    docs: Iterable[EventDoc], known: Mapping[str, str], first: datetime, last: datetime
) -> dict[str, str]:
    """Give the events of the stories that a change of the set of stories touches.

    Where nothing has changed for three days after the last change, all later stories keep their events, and
    no more of `docs` is read.

    Args:
        docs: The stories now, in order of (published_at, id), from three days before `first` on.
        known: Event of each story, as grouped before the change.
        first: Earliest time of a story that came, went or has another text or time; for another time, of
            both.
        last: Latest such time.

    Returns:
        Event by story for those from `first` on that were read; together with the rest of `known` it is
        what `group` gives for all stories.
    """
    found: dict[str, str] = {}
    for doc, event in _assigned(docs, known, first):
        if doc.published_at - last > APART:
            break
        if doc.published_at >= first:
            found[doc.id] = event
            if known.get(doc.id) != event:
                last = max(last, doc.published_at)
    return found


def central(docs: Sequence[EventDoc]) -> str:
    """Give the id of the story of an event that is most like the others, of equals the first by time, id."""
    ordered = sorted(docs, key=lambda doc: (doc.published_at, doc.id))
    if len(ordered) < 3:
        # Each of two is as like the other.
        return ordered[0].id
    features = _Features.of([doc.text for doc in ordered])
    means = features.similarities(features).sum(axis=1)
    return ordered[int(means.round(6).argmax())].id


@dataclass(frozen=True)
class _Features:
    """What texts are compared by: a row of terms and one of dates each."""

    terms: sparse.csr_array
    dates: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[Text]) -> "_Features":
        named = [sorted(day * 13 + month for day, month in dates(text)) for text in texts]
        columns = np.array([code for codes in named for code in codes], dtype=np.int64)
        indptr = np.cumsum([0, *map(len, named)])
        of_dates = sparse.csr_array((np.ones(len(columns), np.float32), columns, indptr), (len(texts), _DAYS))
        return cls(vectors(texts), of_dates)

    def similarities(self, others: "_Features") -> NDArray[np.float32]:
        """Compare each text with each of the others, shape (texts, others)."""
        found = _products(self.terms, others.terms)
        shared = cast("Any", self.dates @ others.dates.T).toarray() > 0
        both = np.logical_and.outer(np.diff(self.dates.indptr) > 0, np.diff(others.dates.indptr) > 0)
        found[shared] *= DATE_SHARED
        found[both & ~shared] *= DATES_DIFFER
        return found

    def then(self, others: "_Features", skipped: int) -> "_Features":
        """Put others behind these, without the first ones of these."""
        return _Features(
            sparse.vstack([self.terms[skipped:], others.terms], format="csr"),
            sparse.vstack([self.dates[skipped:], others.dates], format="csr"),
        )


def _products(rows: sparse.csr_array, others: sparse.csr_array) -> NDArray[np.float32]:
    """Multiply each row with each of the others, shape (rows, others).

    The rows are made dense over the terms they have, which is many times as fast as a product of sparse
    matrices whose columns are a million.
    """
    terms, columns = np.unique(rows.indices, return_inverse=True)
    # All terms that no row has stand in one column more, of zeros.
    dense = np.zeros((len(terms) + 1, rows.shape[0]), dtype=np.float32)
    dense[columns, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))] = rows.data
    column_of = np.full(BUCKETS, len(terms), dtype=np.int32)
    column_of[terms] = np.arange(len(terms))
    shape = (others.shape[0], len(dense))
    narrow = sparse.csr_array((others.data, column_of[others.indices], others.indptr), shape)
    return cast("NDArray[np.float32]", narrow @ dense).T


class _Window:
    """The stories that an event of today may hold, in order, each with the place of its event's first story.

    Places count all stories seen, `offset` of which have left.
    """

    def __init__(self) -> None:
        self.docs: list[EventDoc] = []
        self.events = np.zeros(0, dtype=np.int64)
        self.features = _Features(sparse.csr_array((0, BUCKETS)), sparse.csr_array((0, _DAYS)))
        self.offset = 0

    def add(self, block: Sequence[EventDoc]) -> NDArray[np.float32]:
        """Put stories behind these and give their similarity to all, shape (stories, all in the window)."""
        leave = self.first_since(block[0].published_at)
        of_block = _Features.of([doc.text for doc in block])
        self.features = self.features.then(of_block, leave)
        self.docs = [*self.docs[leave:], *block]
        self.events = np.concatenate([self.events[leave:], np.full(len(block), -1)])
        self.offset += leave
        return of_block.similarities(self.features)

    def first_since(self, time: datetime) -> int:
        """Count the stories that are too old for an event with a story of this time."""
        return bisect_left(self.docs, time - APART, key=lambda doc: doc.published_at)

    def nearest(self, row: int, similarities: NDArray[np.float32]) -> int:
        """Give the event that a story of the window reports: the place of its first story, maybe its own."""
        start = self.first_since(self.docs[row].published_at)
        # Stories whose event began before the first of these are left out with their event.
        events = self.events[start:row] - (self.offset + start)
        open_ones = events >= 0
        sizes = np.bincount(events[open_ones])
        if not sizes.size:
            return self.offset + row
        sums = np.bincount(events[open_ones], weights=similarities[start:row][open_ones])
        means = sums / np.maximum(sizes, 1)
        best = int(means.argmax())
        return self.offset + (start + best if means[best] >= SAME_EVENT else row)


def _assigned(
    docs: Iterable[EventDoc], known: Mapping[str, str], first: datetime | None
) -> Iterator[tuple[EventDoc, str]]:
    """Give each of the stories, which come in order, its event; before `first` it is the known one."""
    window = _Window()
    coming = iter(docs)
    while block := list(islice(coming, _BLOCK)):
        similarities = window.add(block)
        places = {doc.id: place for place, doc in enumerate(window.docs, window.offset)}
        start = len(window.docs) - len(block)
        for row, doc in enumerate(block, start):
            if first is not None and doc.published_at < first:
                # An event whose first story is not among these has ended.
                window.events[row] = places.get(known[doc.id], -1)
                yield doc, known[doc.id]
            else:
                window.events[row] = window.nearest(row, similarities[row - start])
                yield doc, window.docs[window.events[row] - window.offset].id
