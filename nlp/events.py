"""Events: which stories report the same thing happening."""

# scipy's types leave its sparse arrays open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import os
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, islice, repeat
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.event_terms import (
    BUCKETS,
    HEADLINE_DATES_FROM,
    HEADLINES_FROM,
    NUMBERS,
    PART_KINDS,
    PARTS_FROM,
    PARTS_OF_KIND,
    PLACE_KINDS,
    PLACES_FROM,
    PLACES_OF_KIND,
    Terms,
    Text,
    terms,
    vectors,
)
from nlp.windows import APART

SAME_EVENT = 0.14
"""Similarity from which two texts, and mean similarity from which a story and an event, are of one event."""
DATE_SHARED = 1.15
"""Factor of the similarity of texts whose headlines and leads name a date in common."""
DATES_DIFFER = 0.75
"""Factor where both name dates and none in common: another day of a series is another event."""
HEADLINE_DATES_DIFFER = 0.3
"""Factor besides where both headlines name dates and none in common: a column of every day, filled anew."""
HALVED_AFTER = timedelta(days=1)
"""Time between two stories by which their similarity halves: what is told later is seldom the same event."""
PARTS_DIFFER = 0.25
"""Factor where both name parts of a series of one kind and none in common: another round or sitting."""
PLACES_DIFFER = 0.2
"""Factor where both name provinces, or countries, and none in common, and one of their headlines does."""
_ALIKE = SAME_EVENT - 1e-6
"""A story whose nearest is less like it than this has no mean of `SAME_EVENT`, however sums are rounded."""
_Told = tuple[tuple[NDArray[np.intp], ...], NDArray[np.bool_]]
_BLOCK = 256
# Stories that a part of a window holds before the next begins.
_PART = 1024


@dataclass(frozen=True)
class EventDoc:
    """A story to be grouped.

    Attributes:
        id: Unique.
        published_at: Aware time.
        terms: What it is compared by.
        event: The event it was in before; None for a story that came, or has another text or time.
    """

    id: str
    published_at: datetime
    terms: Terms
    event: str | None = None


def similarity(a: Text, b: Text, apart: timedelta = timedelta()) -> float:
    """Say how alike what two texts report is: 0 for nothing in common, about 1 for the same text.

    The cosine of their terms (`nlp.event_terms.vectors`), times 1.15 if headlines and leads name a date in
    common, times .75 if both name dates and none in common, times .3 if both headlines do, times .25 if they
    name different parts of a series, times .2 if they name other provinces or foreign countries, one of them
    in its headline, and halved for each day that lies between the two.
    """
    first, second = _Features.of([terms(a)]), _Features.of([terms(b)])
    return float(first.similarities(second)[0, 0]) * 0.5 ** (abs(apart) / HALVED_AFTER)


def same_event(a: Text, b: Text, apart: timedelta = timedelta()) -> bool:
    """Tell whether two texts, published so long apart, report the same event."""
    return similarity(a, b, apart) >= SAME_EVENT


def group(docs: Iterable[EventDoc]) -> dict[str, str]:
    """Give each story the event it reports.

    In order of (published_at, id) each story joins the event to whose stories it has the largest mean
    similarity, if that is at least .14, else starts one; a similarity halves with each day between two.
    Counted are events that began in the last three days. The mean, not the nearest story, and the limit to
    an event's length keep events from growing into chains.

    Returns:
        Id of the event, which is that of its first story, by id of the story. It does not depend on the
        order given.
    """
    fresh = (replace(doc, event=None) for doc in docs)
    ordered = sorted(fresh, key=lambda doc: (doc.published_at, doc.id))
    return {doc.id: event for doc, event in _assigned(ordered, set(), None)}


def regroup(
    docs: Iterable[EventDoc], left: Collection[str], first: datetime, last: datetime
) -> dict[str, str]:
    """Give the events of the stories that a change of the set of stories touches.

    Where nothing has changed for three days after the last change, all later stories keep their events, and
    no more of `docs` is read.

    Args:
        docs: The stories now, in order of (published_at, id), from three days before `first` on.
        left: Events that a story left: it went, or has another text or time.
        first: Earliest time of a story that came, went or has another text or time; for another time, of
            both.
        last: Latest such time.

    Returns:
        Event by story for those that have another than before; together with the events that others had it
        is what `group` gives for all stories.
    """
    found: dict[str, str] = {}
    for doc, event in _assigned(docs, set(left), first):
        if doc.published_at - last > APART:
            break
        if doc.event != event:
            found[doc.id] = event
            last = max(last, doc.published_at)
    return found


def central(docs: Sequence[EventDoc]) -> str:
    """Give the id of the story of an event that is most like the others, of equals the first by time, id."""
    ordered = sorted(docs, key=lambda doc: (doc.published_at, doc.id))
    if len(ordered) < 3:
        # Each of two is as like the other.
        return ordered[0].id
    features = _Features.of([doc.terms for doc in ordered])
    means = features.similarities(features).sum(axis=1)
    return ordered[int(means.round(6).argmax())].id


@dataclass(frozen=True)
class _Features:
    """What stories are compared by, a row each.

    Attributes:
        terms: In parts, one behind the other, so that a window moves on without a copy of all it holds.
        named: The dates, parts of a series and places that they name, as numbers (`nlp.event_terms.Terms`).
    """

    terms: tuple[sparse.csr_array, ...]
    named: sparse.csr_array

    @classmethod
    def of(cls, texts: Sequence[Terms]) -> "_Features":
        named = np.concatenate([np.zeros(0, np.uint16), *(text.named for text in texts)]).astype(np.int32)
        indptr = np.cumsum([0, *(len(text.named) for text in texts)], dtype=np.int32)
        shape = (len(texts), NUMBERS)
        return cls((vectors(texts),), _ones(named, indptr, shape))

    def __getitem__(self, rows: Sequence[int]) -> "_Features":
        """Give some rows, which are asked for in order."""
        ends = np.cumsum([0, *(part.shape[0] for part in self.terms)])
        of_part = np.split(np.array(rows, np.int64), np.searchsorted(rows, ends[1:-1]))
        chosen = zip(self.terms, of_part, ends.tolist(), strict=False)
        terms = tuple(part[here - start] for part, here, start in chosen if len(here))
        return _Features(terms, self.named[rows])

    def since(self, row: int) -> "_Features":
        """Leave out the rows before one."""
        terms: list[sparse.csr_array] = []
        left = row
        for part in self.terms:
            if left < part.shape[0]:
                terms.append(part[left:] if left else part)
            left = max(left - part.shape[0], 0)
        return _Features(tuple(terms), self.named[row:])

    def similarities(self, others: "_Features") -> NDArray[np.float32]:
        """Compare each story with each of the others, shape (stories, others)."""
        rows = self.terms[0] if len(self.terms) == 1 else sparse.vstack(self.terms, format="csr")
        found = _products(rows, others.terms)
        for here, in_common in _in_common(self.named, others.named, 0, PARTS_FROM):
            found[here] *= np.where(in_common, DATE_SHARED, DATES_DIFFER).astype(np.float32)
        for here, in_common in _in_common(self.named, others.named, HEADLINE_DATES_FROM, NUMBERS):
            found[here] *= np.where(in_common, 1, HEADLINE_DATES_DIFFER).astype(np.float32)
        for here, differ in _other_parts(self.named, others.named):
            found[here] *= np.where(differ, PARTS_DIFFER, 1).astype(np.float32)
        for kind in range(len(PLACE_KINDS)):
            for here, differ in _other_places(self.named, others.named, kind):
                found[here] *= np.where(differ, PLACES_DIFFER, 1).astype(np.float32)
        return found

    def then(self, others: "_Features") -> "_Features":
        """Put others behind these."""
        is_open = bool(self.terms) and self.terms[-1].shape[0] < _PART
        kept, last = (self.terms[:-1], self.terms[-1:]) if is_open else (self.terms, ())
        joined = sparse.vstack([*last, *others.terms], format="csr")
        return _Features((*kept, joined), sparse.vstack([self.named, others.named], format="csr"))


def _ones(columns: NDArray[np.int32], indptr: NDArray[np.int32], shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(columns), np.float32), columns, indptr), shape)


def _columns(rows: sparse.csr_array, start: int, end: int) -> sparse.csr_array:
    """Give the columns from one on, up to another without it."""
    is_kept = (start <= rows.indices) & (rows.indices < end)
    before = np.concatenate([np.zeros(1, np.int32), np.cumsum(is_kept, dtype=np.int32)])
    return _ones(rows.indices[is_kept] - start, before[rows.indptr], (rows.shape[0], end - start))


def _other_parts(rows: sparse.csr_array, others: sparse.csr_array) -> Iterator[_Told]:
    """Tell which name parts of a series of one kind, and none in common."""
    # Most name none, and to ask so takes the least.
    if _has(rows, PARTS_FROM, PLACES_FROM) and _has(others, PARTS_FROM, PLACES_FROM):
        parts = [_columns(each, PARTS_FROM, PLACES_FROM) for each in (rows, others)]
        kinds = [
            _ones(each.indices // PARTS_OF_KIND, each.indptr, (each.shape[0], len(PART_KINDS)))
            for each in parts
        ]
        for (here, of_kind), (_, in_common) in zip(_compared(*kinds), _compared(*parts), strict=True):
            yield here, of_kind & ~in_common


def _other_places(rows: sparse.csr_array, others: sparse.csr_array, kind: int) -> Iterator[_Told]:
    """Tell which name places of a kind, and none in common, of which one headline names one."""
    start, headline = PLACES_FROM + kind * PLACES_OF_KIND, HEADLINES_FROM + kind
    for here, in_common in _in_common(rows, others, start, start + PLACES_OF_KIND):
        mine, theirs = (_columns(each, headline, headline + 1).toarray()[:, 0] > 0 for each in (rows, others))
        yield here, (mine[here[0]] | theirs[here[1]]) & ~in_common


def _in_common(rows: sparse.csr_array, others: sparse.csr_array, start: int, end: int) -> Iterator[_Told]:
    """Compare, as `_compared` does, by the columns from one on, up to another without it."""
    if _has(rows, start, end) and _has(others, start, end):
        yield from _compared(_columns(rows, start, end), _columns(others, start, end))


def _has(rows: sparse.csr_array, start: int, end: int) -> bool:
    return bool(((start <= rows.indices) & (rows.indices < end)).any())


def _compared(rows: sparse.csr_array, others: sparse.csr_array) -> Iterator[_Told]:
    """Tell which of the rows that have anything have something in common; nothing where there are none.

    Yields:
        Where these are in a matrix of all rows and others, and whether they have something in common.
    """
    here, there = (np.flatnonzero(np.diff(some.indptr)) for some in (rows, others))
    if here.size and there.size:
        yield np.ix_(here, there), cast("Any", rows[here] @ others[there].T).toarray() > 0


def _products(rows: sparse.csr_array, others: Sequence[sparse.csr_array]) -> NDArray[np.float32]:
    """Multiply each row with each of the others, which come in parts, shape (rows, others).

    The rows are made dense over the terms they have, which is many times as fast as a product of sparse
    matrices whose columns are a million. Threads share the parts: scipy lets others run while it multiplies.
    """
    terms, columns = np.unique(rows.indices, return_inverse=True)
    dense = np.zeros((len(terms), rows.shape[0]), dtype=np.float32)
    dense[columns, np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))] = rows.data
    if len(others) == 1 and others[0] is rows:
        # Which column each of their own terms has is known; few stories are compared with themselves often.
        own = sparse.csr_array((rows.data, columns, rows.indptr), (rows.shape[0], len(terms)))
        return cast("NDArray[np.float32]", own @ dense).T
    column_of = np.full(BUCKETS, -1, dtype=np.int32)
    column_of[terms] = np.arange(len(terms), dtype=np.int32)

    def multiply(part: sparse.csr_array) -> NDArray[np.float32]:
        return cast("NDArray[np.float32]", _narrowed(part, column_of, len(terms)) @ dense)

    if len(others) == 1:
        return multiply(others[0]).T
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        return np.concatenate(list(threads.map(multiply, others))).T


def _narrowed(rows: sparse.csr_array, column_of: NDArray[np.int32], columns: int) -> sparse.csr_array:
    """Leave out the terms that have no column: they would be multiplied with zeros."""
    column = column_of[rows.indices]
    is_kept = column >= 0
    before = np.concatenate([np.zeros(1, np.int32), np.cumsum(is_kept, dtype=np.int32)])
    entries = (rows.data[is_kept], column[is_kept], before[rows.indptr])
    return sparse.csr_array(entries, (rows.shape[0], columns))


class _Window:
    """The stories that an event of today may hold, in order, each with its event.

    Events are told by the place of their first story. Places count all stories seen, `offset` of which have
    left; the event of a place before these has ended.
    """

    def __init__(self) -> None:
        self.docs: list[EventDoc] = []
        self.events = np.zeros(0, dtype=np.int64)
        self.offset = 0
        # In units of HALVED_AFTER.
        self._times = np.zeros(0)
        self._features = _Features.of([])
        self._places: dict[str, int] = {}

    def add(self, block: Sequence[EventDoc]) -> None:
        """Put stories behind these, those that had an event with that."""
        leave = self._first_since(block[0].published_at)
        for doc in self.docs[:leave]:
            del self._places[doc.id]
        self.offset += leave
        end = self.offset + len(self.docs) - leave
        self._places |= {doc.id: place for place, doc in enumerate(block, end)}
        # An event whose first story is not among these has ended.
        known = [self._places.get(doc.event, -1) if doc.event else -1 for doc in block]
        self.docs = [*self.docs[leave:], *block]
        self.events = np.concatenate([self.events[leave:], np.array(known, dtype=np.int64)])
        times = [doc.published_at.timestamp() / HALVED_AFTER.total_seconds() for doc in block]
        self._times = np.concatenate([self._times[leave:], times])
        self._features = self._features.since(leave).then(_Features.of([doc.terms for doc in block]))

    def event(self, row: int) -> str | None:
        """Give the event of a story of the window; None where it has none yet."""
        place = self.events[row] - self.offset
        return self.docs[place].id if place >= 0 else self.docs[row].event

    def similarities(self, rows: Sequence[int], others: Sequence[int] | None = None) -> NDArray[np.float32]:
        """Compare stories of the window with others of it, with all without; shape (rows, others)."""
        columns = self._features if others is None else self._features[others]
        apart = self._times[rows][:, None] - (self._times if others is None else self._times[others])
        return self._features[rows].similarities(columns) * np.exp2(-np.abs(apart.astype(np.float32)))

    def nearest(self, row: int, similarities: NDArray[np.float32]) -> int:
        """Give the event that a story reports, by its similarities to all: maybe its own."""
        # Most stories are like none before, and to ask so takes the least.
        if not (similarities[:row] >= _ALIKE).any():
            return self.offset + row
        start = self._first_since(self.docs[row].published_at)
        # Stories whose event began before the first of these are left out with their event.
        events = self.events[start:row] - (self.offset + start)
        open_ones = events >= 0
        alike = similarities[start:row]
        if not (open_ones & (alike >= _ALIKE)).any():
            return self.offset + row
        sizes = np.bincount(events[open_ones])
        sums = np.bincount(events[open_ones], weights=alike[open_ones])
        means = sums / np.maximum(sizes, 1)
        best = int(means.argmax())
        return self.offset + (start + best if means[best] >= SAME_EVENT else row)

    def _first_since(self, time: datetime) -> int:
        """Count the stories that are too old for an event with a story of this time."""
        return bisect_left(self.docs, time - APART, key=lambda doc: doc.published_at)


def _assigned(
    docs: Iterable[EventDoc], changed: set[str], first: datetime | None
) -> Iterator[tuple[EventDoc, str]]:
    """Give each of the stories, which come in order, its event; before `first` it is the one it had.

    Args:
        docs: The stories.
        changed: Events that are not what they were; what changes here is added.
        first: Time of the first change.
    """
    window = _Window()
    coming = iter(docs)
    # The first stories are often all that is asked for.
    for size in chain([_BLOCK // 2], repeat(_BLOCK)):
        block = list(islice(coming, size))
        if not block:
            return
        window.add(block)
        rows = range(len(window.docs) - len(block), len(window.docs))
        _settle(
            window, [row for row in rows if first is None or window.docs[row].published_at >= first], changed
        )
        yield from ((window.docs[row], window.event(row) or "") for row in rows)


def _settle(window: _Window, rows: Sequence[int], changed: set[str]) -> None:
    """Give some of the last stories of a window the events they report.

    A story keeps its event unless that changed, or a story of an event that changed is like it: the mean
    similarity to an event is at most that to the nearest of its stories. What changes here may open more.
    """
    opened: dict[int, NDArray[np.float32]] = {}
    compared: set[int] = set()
    while more := _opened(window, [row for row in rows if row not in opened], changed, compared):
        opened |= zip(more, window.similarities(more), strict=True)
        for row in sorted(opened):
            window.events[row] = window.nearest(row, opened[row])
            before, now = window.docs[row].event, window.event(row)
            if now != before:
                changed |= {name for name in (before, now) if name}


def _opened(window: _Window, rows: Sequence[int], changed: set[str], compared: set[int]) -> list[int]:
    """Give those of some stories that may have to leave their event, or have none; note what was compared."""
    events = {row: window.event(row) for row in rows}
    found = [row for row, event in events.items() if event is None or event in changed]
    rest = [row for row in rows if row not in found]
    if not rest or not changed:
        return found
    others = [row for row in range(len(window.docs)) if row not in compared and window.event(row) in changed]
    compared.update(others)
    if not others:
        return found
    is_earlier = np.array(others) < np.array(rest)[:, None]
    alike = (window.similarities(rest, others) >= _ALIKE) & is_earlier
    return sorted([*found, *np.array(rest)[alike.any(axis=1)].tolist()])
