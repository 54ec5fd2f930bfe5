"""Making sketches of texts, in other processes while a load enters the rows of the same texts."""

# The stubs of pyarrow leave lists and tables open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nlp.text import LONGEST_EXCERPT
from warehouse.beside import Begun, Beside

OF_COPIES, OF_EVENTS = ("hashes",), ("buckets", "counts", "dates")
"""The parts of a sketch, by what is found by them."""
LISTS = (
    pa.field("hashes", pa.list_(pa.uint64())),
    pa.field("buckets", pa.list_(pa.int32())),
    pa.field("counts", pa.list_(pa.uint16())),
    pa.field("dates", pa.list_(pa.uint16())),
)
"""Their columns."""
AT_ONCE = 128
"""Texts whose numbers fit a processor's cache."""
# Texts that a process is given at once.
_GIVEN = 2 * AT_ONCE
_TEXT = ["title", "lead", "body"]
_NONE = pa.schema([(name, pa.string()) for name in ("sha256", *_TEXT)]).empty_table()


def sketched(texts: pa.Table, key: str) -> pa.Table:
    """Make the sketches of texts.

    Args:
        texts: Columns title, lead, body and the key.
        key: What each is known by.

    Returns:
        The key and LISTS, in the order of the texts.
    """
    # It brings scipy, which takes as long as a load that finds nothing new.
    from nlp.event_terms import Text
    from nlp.sketches import sketches

    given = [Text(*text) for text in zip(*(texts[name].to_pylist() for name in _TEXT), strict=True)]
    starts = range(0, len(given), AT_ONCE)
    made = [one for start in starts for one in sketches(given[start : start + AT_ONCE])]
    lists = (
        [one.hashes for one in made],
        [one.terms.buckets for one in made],
        [one.terms.counts for one in made],
        [one.terms.named for one in made],
    )
    schema = pa.schema([texts.schema.field(key), *LISTS])
    columns = (_as_list(*column) for column in zip(LISTS, lists, strict=True))
    return pa.Table.from_arrays([texts[key].combine_chunks(), *columns], schema=schema)


def _as_list(column: "pa.Field[Any]", lists: Sequence[NDArray[Any]]) -> "pa.ListArray[Any]":
    offsets = pa.array(np.cumsum([0, *map(len, lists)]), pa.int32())
    values: NDArray[Any] = np.concatenate(lists) if lists else np.zeros(0, np.uint8)
    return pa.ListArray.from_arrays(offsets, pa.array(values, column.type.value_type))


class Ahead:
    """Texts whose sketches are made while other things are done.

    Where there is one core, none are made ahead; nor of a text that may be what a purge left of a longer one,
    since it goes by the hash of that.

    Attributes:
        beside: Where they are made.
    """

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        self._begun: list[Begun[pa.Table]] = []

    def begin(self, texts: pa.Table) -> None:
        """Let the sketches of texts (sha256, title, lead, body) be made."""
        if not self.beside.is_there:
            return
        try:
            given = texts.select(_NONE.column_names).cast(_NONE.schema)
        except (KeyError, pa.ArrowException):
            return  # whoever enters these rows says what is wrong with them
        lead, body = (pc.utf8_length(given[name]) for name in ("lead", "body"))
        is_whole = pc.not_equal(pc.if_else(pc.greater(lead, body), lead, body), pa.scalar(LONGEST_EXCERPT))
        for start in range(0, given.num_rows, _GIVEN):
            part = given.slice(start, _GIVEN).filter(is_whole.slice(start, _GIVEN)).combine_chunks()
            self._begun.append(self.beside.begin(sketched, part, "sha256"))

    def made(self) -> pa.Table:
        """Give sha256 and LISTS of whole texts, once these are there; a text can be among them twice."""
        # From the last on, while the first ones are being made elsewhere.
        made = [one.finish() for one in reversed(self._begun)]
        return pa.concat_tables([sketched(_NONE, "sha256"), *reversed(made)])
