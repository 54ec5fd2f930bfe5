"""Which items share text with others, found by their sketches, without comparing each with each."""

# The stubs of pyarrow know no arrays of numpy as indices.
# pyright: reportArgumentType=false

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any, cast

import duckdb
import pyarrow as pa

from nlp import copies, fingerprints
from nlp.fingerprints import Fingerprint
from nlp.stories import Assignment, Neighbour, Place
from nlp.windows import WINDOW
from warehouse import db
from warehouse.sketches import Sketches, days, texts
from warehouse.sketching import AT_ONCE
from warehouse.stretch import Stretch

Row = dict[str, Any]

_KEPT = 20_000
_PAIRS = 50_000
_TEXT = ("title", "lead", "body")
_ITEMS = pa.schema(
    [("number", pa.int64()), ("item_id", pa.string()), ("published_at", pa.timestamp("us", "UTC"))]
)


class Neighbours:
    """Items with those that share text with them, and what is known of the stories that these begin.

    Args:
        connection: The writer's connection, with the tables of `load/grouping_changed`.
        sketches: The sketches of all items.
        changed: Ids of items that are assigned anew.
        assigned: Assignments of this run so far; more are added to it while this is in use.
        stretch: Covers all items that are asked for; more times are added to it, so that it covers those too
            that may be asked for next.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        sketches: Sketches,
        changed: Collection[str],
        assigned: Mapping[str, Assignment],
        stretch: Stretch,
    ) -> None:
        self._connection, self._sketches = connection, sketches
        self._changed, self._assigned, self._stretch = frozenset(changed), assigned, stretch
        self._waiting = set(changed)
        # Where all that is known is to be assigned, nothing can be found before it was added.
        (known,) = db.rows(connection, "select count(*) as items from grouped_items")
        is_more = known["items"] > len(changed)
        self._latest = db.latest(connection, "grouped_items", "published_at") if is_more else None
        self._read: dict[int, Fingerprint] = {}

    def add(self, rows: Collection[Row]) -> None:
        """Let changed items (item_id, published_at) be found by others from now on."""
        self._waiting.difference_update(row["item_id"] for row in rows)
        times = [row["published_at"] for row in rows]
        self._latest = max([*times, self._latest] if self._latest else times)

    def places(self, ids: Collection[str]) -> Iterator[Place]:
        """Give the places of items among all that can be found."""
        (query,) = db.statements("load/grouping_places")
        rows = db.rows(self._connection, query, db.ids(ids), self._stretch.around()) if ids else []
        items = {row["item_id"]: row for row in rows}
        found: dict[str, list[Neighbour]] = defaultdict(list)
        for pairs in self._candidates(list(items.values())):
            for item_id, neighbour in self._compared(items, pairs):
                found[item_id].append(neighbour)
        self._stretch.cover(one.published_at for some in found.values() for one in some)
        for name, row in items.items():
            was_first = self._is_first(name, row["story_id"] == name)
            yield Place(name, row["published_at"], row["canonical_url"], was_first, tuple(found[name]))

    def _is_first(self, item_id: str, before: bool) -> bool:
        if item_id in self._assigned:
            return self._assigned[item_id].story_id == item_id
        return before and item_id not in self._changed

    def _compared(self, items: Mapping[str, Row], pairs: list[Row]) -> Iterator[tuple[str, Neighbour]]:
        """Give those of the others that share text with an item, and are not waiting, with its id."""
        pairs = [row for row in pairs if row["other_id"] not in self._waiting]
        compared = [items[row["item_id"]] for row in pairs]
        compared += [row | {"item_id": row["other_id"]} for row in pairs]
        texts_of = self._fingerprints(compared)
        for row in pairs:
            item = items[row["item_id"]]
            apart = abs(item["published_at"] - row["published_at"])
            shared = copies.compare(texts_of[item["number"]], texts_of[row["number"]], apart)
            if shared.is_copy or shared.is_partial:
                other = row["other_id"]
                is_first = self._is_first(other, row["is_first"])
                yield (
                    row["item_id"],
                    Neighbour(other, row["published_at"], row["canonical_url"], is_first, shared),
                )

    def _candidates(self, items: list[Row]) -> Iterator[list[Row]]:
        """Give the pairs of items and others of the window that share hashes of their sketches, by parts.

        A sentence that an outlet sets below each article makes more pairs of these than there is room for.
        """
        times = [row["published_at"] for row in items]
        stretch = {"first": min(times) - WINDOW, "last": max(times) + WINDOW}
        lookup = copies.Lookup(self._sketches.hashes(items))
        # Nothing can be found that is later than what is known and what was added.
        latest = self._latest or stretch["last"]
        places, numbers = self._sketches.met(lookup, days(*stretch.values()), days(latest, latest)[0])
        ids = pa.array([row["item_id"] for row in items], pa.string())
        published = pa.array(times, pa.timestamp("us", "UTC"))
        (query,) = db.statements("load/grouping_candidates")
        for start in range(0, len(places), _PAIRS):
            of_part = pa.array(places[start : start + _PAIRS])
            batch = pa.table(
                {
                    "item_id": ids.take(of_part),
                    "published_at": published.take(of_part),
                    "number": pa.array(numbers[start : start + _PAIRS]),
                }
            )
            yield db.rows(self._connection, query, batch, stretch | {"window": WINDOW})

    def _fingerprints(self, items: list[Row]) -> dict[int, Fingerprint]:
        """Give the fingerprints of items (number, item_id, published_at), by number."""
        wanted = {row["number"]: row for row in items}
        if len(self._read) > _KEPT:
            self._read = {number: self._read[number] for number in wanted if number in self._read}
        missing = [row for number, row in wanted.items() if number not in self._read]
        if missing:
            self._read |= self._made(texts(self._connection, pa.Table.from_pylist(missing, schema=_ITEMS)))
        return self._read

    def _made(self, found: pa.Table) -> dict[int, Fingerprint]:
        """Make the fingerprints of texts (number, title, lead, body), some of them beside this process."""
        given = list(zip(*(found[name].to_pylist() for name in _TEXT), strict=True))
        parts = [given[start : start + AT_ONCE] for start in range(0, len(given), AT_ONCE)]
        made = chain.from_iterable(self._sketches.ahead.beside.share(fingerprints.made, parts))
        of_texts = (fingerprints.fingerprint(text, *one) for text, one in zip(given, made, strict=True))
        return dict(zip(cast("list[int]", found["number"].to_pylist()), of_texts, strict=True))
