"""Events: which stories report the same thing happening."""

# scikit-learn has no types, scipy's leave its sparse arrays open.
# pyright: reportMissingTypeStubs=false, reportArgumentType=false, reportIndexIssue=false
# pyright: reportOperatorIssue=false, reportAttributeAccessIssue=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.text import syllables

SAME_EVENT = 0.2
"""Mean cosine with an event's stories from which a story reports that event."""
APART = timedelta(days=3)
"""The longest time from the first story of an event to its last."""


@dataclass(frozen=True)
class EventDoc:
    """A story to be grouped: unique id; aware time; headline and lead, with the body where there is one."""

    id: str
    published_at: datetime
    text: str


def group(docs: Sequence[EventDoc]) -> dict[str, str]:
    """Give each story the event it reports.

    In order of (published_at, id) each story joins the event with which it has the largest mean cosine of
    TF-IDF over syllables and pairs of them, if that is at least .2, else starts one. Counted are events that
    began in the last three days. The mean, not the nearest story, and the limit to an event's length keep
    events from growing into chains.

    Returns:
        Id of the event, which is that of its first story, by id of the story. It does not depend on the
        order given.
    """
    ordered = sorted(docs, key=lambda doc: (doc.published_at, doc.id))
    if not any(syllables(doc.text) for doc in ordered):
        return {doc.id: doc.id for doc in ordered}
    vectorizer = TfidfVectorizer(analyzer=_terms, sublinear_tf=True)
    rows = vectorizer.fit_transform([doc.text for doc in ordered])
    events = np.arange(len(ordered))
    start = 0
    for number, doc in enumerate(ordered):
        while doc.published_at - ordered[start].published_at > APART:
            start += 1
        cosines = (rows[start:number] @ rows[number].T).toarray().ravel()
        # Stories of the window whose event began before it are left out with their event.
        open_ones = events[start:number] >= start
        own, members = np.unique(events[start:number][open_ones], return_inverse=True)
        if own.size:
            means = np.bincount(members, weights=cosines[open_ones]) / np.bincount(members)
            if means.max() >= SAME_EVENT:
                events[number] = own[means.argmax()]
    return {doc.id: ordered[event].id for doc, event in zip(ordered, events, strict=True)}


def _terms(text: str) -> list[str]:
    """List the syllables of a text and the pairs of neighbours."""
    words = syllables(text)
    return words + [f"{first} {second}" for first, second in pairwise(words)]
