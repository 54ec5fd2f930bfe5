"""Between the archive and the warehouse: Parquet batches, each a function of one archive file.

`lantoa.extracting` makes those of articles, `lantoa.scoring` those of what is found in them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nlp.text import LONGEST_EXCERPT
from warehouse import processes
from warehouse.placing import own, placed

Progress = Callable[[str, int, int], None]
Row = dict[str, Any]
Job = tuple[Any, ...]
Counts = tuple[int, int]

_SOURCE = b"lantoa.source"
_SHORTENED = b"lantoa.shortened"
_TEXTS = frozenset({"lead", "body"})
_TIME = pa.timestamp("us", "UTC")


class BatchError(Exception):
    """A batch can't be read; the message names the file and says what to do."""


def _strings(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, pa.string()) for name in names]


ARTICLES = pa.schema(
    [
        *_strings("item_id", "outlet", "url", "canonical_url", "title", "title_hash", "lead", "body"),
        *_strings("section", "credit", "credit_line"),
        ("photo_credit", pa.list_(pa.string())),
        *_strings("placement", "genre"),
        ("published_at", _TIME),
        *_strings("published_method", "published_precision"),
        ("published_date", pa.date32()),
        ("first_seen_at", _TIME),
        ("fetched_at", _TIME),
        *_strings("via"),
        ("scan_date", pa.date32()),
        ("fallbacks", pa.list_(pa.string())),
        *_strings("sha256"),
    ]
)
REJECTED = pa.schema(
    [
        *_strings("outlet", "canonical_url", "title_hash", "url", "title"),
        ("published_at", _TIME),
        *_strings("reason", "detail"),
        ("rejected_at", _TIME),
    ]
)
SCORES = pa.schema(
    [
        *_strings("item_id", "sha256"),
        ("fetched_at", _TIME),
        *_strings("label"),
        *((name, pa.float64()) for name in ("p_negative", "p_neutral", "p_positive")),
        *_strings("tier", "method", "status"),
        ("words", pa.int32()),
    ]
)
_FOUND = [*_strings("campaign", "campaign_sha256", "item_id", "sha256"), ("fetched_at", _TIME)]
_PLACE = pa.struct(
    [
        *_strings("province", "level", "part"),
        ("how", pa.list_(pa.string())),
        ("mentions", pa.int32()),
    ]
)
PLACES = pa.schema(
    [
        *_strings("item_id", "sha256"),
        ("fetched_at", _TIME),
        *_strings("level", "evidence"),
        ("places", pa.list_(_PLACE)),
        *_strings("method"),
    ]
)
MENTIONS = pa.schema(
    [
        *_FOUND,
        ("terms", pa.list_(pa.string())),
        ("hits", pa.int32()),
        ("workstreams", pa.list_(pa.string())),
    ]
)
CAMPAIGN_TONES = pa.schema(
    [
        *_FOUND,
        *_strings("voice", "label"),
        *((name, pa.float64()) for name in ("p_negative", "p_neutral", "p_positive")),
        *_strings("method", "status"),
        ("passages", pa.int32()),
        ("sentences", pa.int32()),
    ]
)
MESSAGES = pa.schema([*_FOUND, *_strings("message", "place", "phrase", "form", "method")])
PREPARED = pa.schema([*_FOUND, *_strings("kind", "subject"), ("terms", pa.list_(pa.string()))])
ACTIVITIES = pa.schema([*_FOUND, *_strings("activity", "term", "place")])
QUOTES = pa.schema(
    [
        *_FOUND,
        ("position", pa.int32()),
        *_strings("office"),
        ("is_office", pa.bool_()),
        ("said_on", pa.date32()),
        *_strings("verb", "words"),
        ("is_direct", pa.bool_()),
        ("messages", pa.list_(pa.string())),
    ]
)


def full(articles: Path, before: datetime) -> list[tuple[Path, datetime]]:
    """List the batches of articles that were all fetched before an instant and hold full texts.

    Args:
        articles: The folder of article batches.
        before: Aware.

    Returns:
        Each with the time at which the last of its articles was fetched.
    """
    found: list[tuple[Path, datetime]] = []
    for path in sorted(articles.glob("*/*.articles.parquet")):
        if source_of(path) is not None and not is_shortened(path):
            newest = pc.max(column(path, "fetched_at")).as_py()
            if newest is not None and newest < before:
                found.append((path, newest))
    return found


def shorten(articles: Path, before: datetime) -> list[Path]:
    """Cut the texts of batches that were all fetched before an instant down to excerpts.

    Args:
        articles: The folder of article batches.
        before: Aware.

    Returns:
        All batches that were cut, now or earlier.
    """
    for path, _ in full(articles, before):
        table = pq.read_table(path)
        for name in ("lead", "body"):
            cut = pc.utf8_slice_codeunits(table[name], 0, LONGEST_EXCERPT)
            table = table.set_column(table.column_names.index(name), table.schema.field(name), cut)
        place(path, table.replace_schema_metadata({**(table.schema.metadata or {}), _SHORTENED: b"1"}))
    return [path for path in sorted(articles.glob("*/*.articles.parquet")) if is_shortened(path)]


def followed(articles: Path, scores: Path) -> tuple[str, ...]:
    """Give the canonical addresses of the articles in which a campaign was found, in order."""
    mentions = [column(path, "item_id") for path in sorted(scores.glob("*/*.mentions.parquet"))]
    wanted = pa.concat_arrays(mentions) if mentions else pa.array([], pa.string())
    found: set[str] = set()
    for path in sorted(articles.glob("*/*.articles.parquet")):
        chosen = pc.is_in(column(path, "item_id"), wanted)
        found.update(map(str, column(path, "canonical_url").filter(chosen).to_pylist()))
    return tuple(sorted(found))


def item_id(outlet: str, canonical_url: str) -> str:
    """Give 16 hex digits that name an item."""
    return hashlib.sha256(f"{outlet}|{canonical_url}".encode()).hexdigest()[:16]


def column(batch: Path, name: str) -> pa.Array:
    """Give a column of a batch; none of a torn or damaged one, at which scoring and loading end."""
    try:
        found = pq.read_table(batch, columns=[name])[name].combine_chunks()
        found.validate(full=True)
    except (OSError, pa.ArrowInvalid):
        return pa.array([], pa.string())
    return found


def source_of(batch: Path) -> str | None:
    """Give what a batch was made from; None where there is none, or a torn one."""
    try:
        metadata = pq.read_schema(batch).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    return metadata.get(_SOURCE, b"").decode()


def is_shortened(batch: Path) -> bool:
    """Tell whether the texts of a batch were cut down to excerpts."""
    try:
        return _SHORTENED in (pq.read_schema(batch).metadata or {})
    except (OSError, pa.ArrowInvalid):
        return False


def write(path: Path, schema: pa.Schema, rows: Iterable[Row], source: str | None) -> int:
    """Write a batch so that it is there whole, or not at all; give its number of rows."""
    table = pa.Table.from_pylist(list(rows), schema=schema)
    return place(path, table.replace_schema_metadata({_SOURCE: source or ""}))


def place(path: Path, table: pa.Table) -> int:
    """Write a table as a batch, as `write` does; give its number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Thousands of batches hold a few rows each. In these, dictionaries and statistics of columns, for which
    # nothing asks, took more room than the rows, and to unpack short values by zstd more time than all else.
    with (
        placed(own(path), path) as partial,
        pq.ParquetWriter(
            partial,
            table.schema,
            compression={name: "zstd" if name in _TEXTS else "snappy" for name in table.schema.names},
            use_dictionary=False,
            write_statistics=False,
        ) as writer,
    ):
        if table.num_rows:  # else a footer alone, which a load knows without opening it
            writer.write_table(table)
    return table.num_rows


def run(name: str, count: Callable[..., Counts], jobs: Sequence[Job], progress: Progress | None) -> Counts:
    """Call a function with the arguments of each job, in as many processes as there are cores, and add up.

    Args:
        name: What `progress` is told of.
        count: Gives two numbers a job.
        jobs: The arguments of each.
        progress: Called with the name, what is done and the total.
    """
    first = second = 0
    for done, found in enumerate(_counts(count, jobs), 1):
        first, second = first + found[0], second + found[1]
        if progress is not None:
            progress(name, done, len(jobs))
    return first, second


def _counts(count: Callable[..., Counts], jobs: Sequence[Job]) -> Iterator[Counts]:
    """Yield what is counted in each job, in order, in as many processes as there are cores for this one."""
    shared_by = min(processes.cores(), len(jobs))
    if shared_by < 2:
        yield from (count(*job) for job in jobs)
        return
    with processes.pool(shared_by) as pool:
        waiting = [pool.submit(count, *job) for job in jobs]
        yield from (job.result() for job in waiting)
