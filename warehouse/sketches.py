"""The index of sketches: which items share text with others, without comparing each with each."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from nlp import copies
from nlp.fingerprints import Fingerprint, hash64
from nlp.stories import WINDOW, Assignment, Neighbour, Place
from warehouse import db

Row = dict[str, Any]

_KEPT = 20_000
_AS_GROUPED = ("item_id", "sha256", "published_at", "canonical_url", "outlet_name", "is_aggregator")


class Index:
    """Items by the hashes of their sketches, and what is known of the stories they begin.

    Args:
        connection: The writer's connection, with the tables of `load/grouping_changed`.
        changed: Ids of items that are assigned anew.
        assigned: Assignments of this run so far; more are added to it while the index is in use.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        changed: Collection[str],
        assigned: Mapping[str, Assignment],
    ) -> None:
        self._connection = connection
        self._changed = changed
        self._assigned = assigned
        self._read: dict[str, tuple[Row, Fingerprint]] = {}

    def add(self, ids: Collection[str]) -> None:
        """Enter items, so that they are found from now on."""
        # A changed item may have been read as it was.
        for name in ids:
            self._read.pop(name, None)
        items = self._items(ids)
        # Numbers that follow from the ids are the same in whatever order items come in.
        numbers = [hash64(name) for name in items]
        rows = [{name: row[name] for name in _AS_GROUPED} for row, _ in items.values()]
        hashes = [text.sketch for _, text in items.values()]
        lengths = [len(sketch) for sketch in hashes]
        db.run_statements(
            self._connection,
            ["insert into grouped_items by name select * from batch"],
            pa.Table.from_pylist(rows).append_column("number", pa.array(numbers, pa.uint64())),
        )
        sketches = pa.table(
            {
                "hash": pa.array(np.concatenate(hashes).tolist(), pa.uint64()),
                "number": pa.array(_repeated(numbers, lengths), pa.uint64()),
            }
        )
        db.run_statements(self._connection, ["insert into sketches by name select * from batch"], sketches)

    def places(self, ids: Collection[str]) -> Iterator[Place]:
        """Give the places of items among all that were entered."""
        items = self._items(ids)
        found: dict[str, list[Neighbour]] = {name: [] for name in ids}
        candidates = self._candidates(items)
        others = self._items({row["other_id"] for row in candidates})
        for row in candidates:
            shared = copies.compare(items[row["item_id"]][1], others[row["other_id"]][1])
            if shared.is_copy or shared.is_partial:
                other = row["other_id"]
                is_first = self._is_first(other, row["is_first"])
                neighbour = Neighbour(other, row["published_at"], row["canonical_url"], is_first, shared)
                found[row["item_id"]].append(neighbour)
        firsts = self._firsts(ids)
        for name, (row, _) in items.items():
            was_first = self._is_first(name, name in firsts)
            near = tuple(found[name])
            yield Place(name, row["published_at"], row["canonical_url"], was_first, near)

    def _is_first(self, item_id: str, before: bool) -> bool:
        if item_id in self._assigned:
            return self._assigned[item_id].story_id == item_id
        return before and item_id not in self._changed

    def _firsts(self, ids: Collection[str]) -> set[str]:
        query = (
            "select story_items.item_id from story_items "
            "inner join batch on batch.id = story_items.item_id "
            "where story_items.known_to is null and story_items.story_id = story_items.item_id"
        )
        return {row["item_id"] for row in db.rows(self._connection, query, db.ids(ids))}

    def _candidates(self, items: Mapping[str, tuple[Row, Fingerprint]]) -> list[Row]:
        texts = [text.sketch for _, text in items.values()]
        lengths = [len(sketch) for sketch in texts]
        times = [row["published_at"] for row, _ in items.values()]
        batch = pa.table(
            {
                "item_id": pa.array(_repeated(list(items), lengths), pa.string()),
                "published_at": pa.array(_repeated(times, lengths), pa.timestamp("us", "UTC")),
                "hash": pa.array(np.concatenate(texts).tolist(), pa.uint64()),
            }
        )
        parameters = {"shared": copies.MET, "window": WINDOW}
        db.run(self._connection, "load/grouping_candidates", batch, parameters)
        return db.rows(self._connection, "select * from candidates")

    def _items(self, ids: Collection[str]) -> dict[str, tuple[Row, Fingerprint]]:
        missing = [name for name in ids if name not in self._read]
        kept = {name: self._read[name] for name in ids if name in self._read}
        query = "select items.* from grouping_items as items inner join batch on batch.id = items.item_id"
        for row in db.rows(self._connection, query, db.ids(missing)) if missing else ():
            kept[row["item_id"]] = row, Fingerprint(row["title"], row["lead"], row["body"])
        if len(self._read) > _KEPT:
            self._read.clear()
        self._read |= kept
        return kept


def _repeated(values: list[Any], lengths: list[int]) -> list[Any]:
    return [value for value, length in zip(values, lengths, strict=True) for _ in range(length)]
