"""What is in the batches below a home, read again only where a file is another one than before.

The notes lie beside the warehouse and can go at any time: then every file is read once more. A file whose
bytes changed while its size and times did not (a disk that loses them), or that was cut off, is looked for by
`damaged`.
"""

# The stubs of pyarrow leave files open.
# pyright: reportUnknownMemberType=false

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.beside import Beside
from warehouse.placing import placed

_AT_ONCE = 400
"""Batches that another process reads at once."""
_BYTES = 2**20
"""Bytes of them, as far as the last one goes."""
_BEFOREHAND = 16
"""Parts of so many that are read before they are asked for."""
_NOTES = Path("warehouse", "batches.parquet")
_Stamp = tuple[int, ...]
_STAMP = ("bytes", "modified_ns", "changed_ns")
_SCHEMA = pa.schema(
    [
        ("batch", pa.string()),
        *((name, pa.int64()) for name in _STAMP),
        ("sha256", pa.string()),
        ("rows", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Content:
    """What is in a batch.

    Attributes:
        sha256: Of its bytes.
        rows: Rows of it.
    """

    sha256: str
    rows: int


class BatchFiles:
    """The batches of a home, by their names below it.

    Args:
        home: The home folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._above = f"{home.as_posix()}/"
        self._known: dict[str, tuple[_Stamp, Content]] = {
            row["batch"]: (tuple(row[name] for name in _STAMP), Content(row["sha256"], row["rows"]))
            for row in _noted(home / _NOTES)
        }
        self._is_changed = False

    def content(self, path: Path) -> Content:
        """Tell what is in a batch.

        Raises:
            OSError: It can't be read.
            pyarrow.ArrowInvalid: It is no Parquet file.
        """
        return self.unchanged(self.name(path)) or self.read(path)[0]

    def unchanged(self, name: str) -> Content | None:
        """Tell what is in a batch, by its name, that is the file it was when it was read; None of any other.

        Raises:
            OSError: It is gone.
        """
        known = self._known.get(name)
        return known[1] if known is not None and known[0] == _stamp(Path(f"{self._above}{name}")) else None

    def read(self, path: Path) -> tuple[Content, pa.Table]:
        """Read a batch; give its rows, without columns where there are none, and what is to be told of it.

        Raises:
            OSError: It can't be read.
            pyarrow.ArrowInvalid: It is no Parquet file.
        """
        return self._told(path, *_read(path))

    def read_all(
        self, paths: Sequence[Path], here: int, beside: Beside
    ) -> Iterator[tuple[Content, pa.Table]]:
        """Read batches as `read` does, in order: the first ones here, beside them the others.

        Args:
            paths: Of the batches.
            here: How many are read here.
            beside: What reads the others.

        Raises:
            OSError: One can't be read; all before it were given.
            pyarrow.ArrowInvalid: It is no Parquet file.
        """
        parts = ((part, beside.begin(_read_part, part)) for part in _parts(paths[here:]))
        coming = deque(islice(parts, _BEFOREHAND))
        for path in paths[:here]:
            yield self.read(path)
        while coming:
            part, begun = coming.popleft()
            coming.extend(islice(parts, 1))
            read = begun()
            for path, (stamp, content), table in zip(part, read.told, read.rows(), strict=False):
                yield self._told(path, stamp, content, table)
            if read.error is not None:
                raise read.error

    def note(self) -> None:
        """Keep what was read for the next time."""
        if not self._is_changed:
            return
        known = sorted(self._known.items())
        kept = [(name, *noted) for name, noted in known if Path(f"{self._above}{name}").exists()]
        stamps = {name: [stamp[place] for _, stamp, _ in kept] for place, name in enumerate(_STAMP)}
        columns = {
            "batch": [name for name, _, _ in kept],
            **stamps,
            "sha256": [content.sha256 for _, _, content in kept],
            "rows": [content.rows for _, _, content in kept],
        }
        target = self._home / _NOTES
        target.parent.mkdir(parents=True, exist_ok=True)
        with placed(target.with_suffix(".partial"), target) as partial:
            pq.write_table(pa.Table.from_pydict(columns, _SCHEMA), partial, compression="zstd")
        self._is_changed = False

    def _told(self, path: Path, stamp: _Stamp, content: Content, table: pa.Table) -> tuple[Content, pa.Table]:
        self._known[self.name(path)] = (stamp, content)
        self._is_changed = True
        return content, table

    def name(self, path: Path) -> str:
        """Give the path of a batch below the home."""
        # Of thousands of files; to ask pathlib takes ten times as long.
        return path.as_posix().removeprefix(self._above)

    def damaged(self) -> list[str]:
        """Read every batch that was read before; name those that lost bytes.

        These changed while their times did not, or are no whole Parquet files any more.
        """
        return [
            name
            for name, (stamp, content) in sorted(self._known.items())
            if (path := self._home / name).exists() and _has_lost_bytes(path, stamp, content)
        ]


@dataclass(frozen=True)
class _Part:
    """What was read of some batches, as far as they can be.

    Attributes:
        told: What is to be told of each.
        tables: Their rows, those of one schema that follow one another in one.
        error: Why the one behind these can't be read.
    """

    told: list[tuple[_Stamp, Content]]
    tables: list[pa.Table]
    error: OSError | pa.ArrowInvalid | None

    def rows(self) -> Iterator[pa.Table]:
        """Give the rows of each, without columns where there are none."""
        tables, table, start = iter(self.tables), pa.table({}), 0
        for _, content in self.told:
            if content.rows and start == table.num_rows:
                table, start = next(tables), 0
            yield table.slice(start, content.rows) if content.rows else pa.table({})
            start += content.rows


def _parts(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Part batches so that few are read at once."""
    part: list[Path] = []
    size = 0
    for path in paths:
        part.append(path)
        size += _size(path)
        if len(part) == _AT_ONCE or size >= _BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _size(path: Path) -> int:
    """Give the bytes of a file; none of one that is gone, which who reads it tells."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_part(paths: Sequence[Path]) -> _Part:
    """Read some batches; a table of many goes from one process to another as fast as a table of few."""
    told: list[tuple[_Stamp, Content]] = []
    tables: list[pa.Table] = []
    error = None
    for path in paths:
        try:
            stamp, content, table = _read(path)
        except (OSError, pa.ArrowInvalid) as raised:
            error = raised
            break
        told.append((stamp, content))
        if content.rows:
            tables.append(table)
    alike = [list(some) for _, some in groupby(tables, lambda table: table.schema)]
    return _Part(told, [pa.concat_tables(some).combine_chunks() for some in alike], error)


def _read(path: Path) -> tuple[_Stamp, Content, pa.Table]:
    stamp, content = _stamp(path), path.read_bytes()
    table = pa.table({}) if _has_no_pages(content) else _table(content)
    return stamp, Content(hashlib.sha256(content).hexdigest(), table.num_rows), table


def _has_lost_bytes(path: Path, stamp: _Stamp, before: Content) -> bool:
    content = path.read_bytes()
    if _stamp(path) == stamp:
        return hashlib.sha256(content).hexdigest() != before.sha256
    try:
        _table(content)
    except (OSError, pa.ArrowInvalid):
        return True
    return False


def _noted(notes: Path) -> list[dict[str, Any]]:
    """Give what was noted; nothing where the notes are torn or of another version."""
    try:
        table = pq.read_table(notes)
    except (OSError, pa.ArrowInvalid):
        return []
    return table.to_pylist() if table.schema.equals(_SCHEMA) else []


def _has_no_pages(content: bytes) -> bool:
    """Tell whether a Parquet file is a footer between its marks: then it has no rows.

    Most batches of a crawl are so, since little is refused or on the campaign, and are not to be opened.
    """
    footer = int.from_bytes(content[-8:-4], "little")
    return content[:4] == content[-4:] == b"PAR1" and len(content) == footer + 12


def _table(content: bytes) -> pa.Table:
    # A batch is small: to make a data set of it, as `read_table` does, or to start threads for it takes
    # longer than to read it.
    with pq.ParquetFile(pa.BufferReader(content)) as file:
        return file.read(use_threads=False)


def _stamp(path: Path) -> _Stamp:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns
