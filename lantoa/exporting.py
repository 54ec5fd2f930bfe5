"""Exports of the published warehouse to Parquet, for pandas and polars: excerpts, never full texts."""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from dashboards import words
from nlp.text import LONGEST_EXCERPT
from warehouse.placing import own
from warehouse.reader import Reader

TABLES = ("items", "mentions", "messages", "quotes", "stories", "gaps", "measures")

_README = """# Export of lantoa

{use}

Parquet, by month (Vietnam days), from the snapshot `{snapshot}`. Texts are excerpts of at most {longest}
characters with their link. {not_collected}

    import pandas as pd; pd.read_parquet("items")
    import polars as pl; pl.read_parquet("items/**/*.parquet", hive_partitioning=True)

Tables: {tables}. Columns are those of the warehouse's page; `manifest.json` has rows and hash of each file.
"""


class ExportError(Exception):
    """Nothing was exported; the message names the folder."""


def parquet(reader: Reader, folder: Path, at: datetime) -> dict[str, int]:
    """Write what analysts work with to a new folder, by month; it appears whole or not at all.

    Args:
        reader: The published warehouse.
        folder: The folder; it must not exist yet.
        at: The instant to note, aware.

    Returns:
        Rows by table. The same snapshot, version and instant give the same bytes.

    Raises:
        ExportError: The folder is there already, or can't be written.
        warehouse.reader.NotPublishedError: Nothing is published.
    """
    if folder.exists():
        raise ExportError(
            f"{folder}: expected a folder that does not exist yet: name another, or move it away"
        )
    try:
        _clear(folder)
        with _partial(folder) as partial:
            rows = _write_all(reader, partial, at)
            partial.replace(folder)
    except OSError as error:
        raise ExportError(f"{folder}: expected a folder that can be written: {error}") from error
    return rows


@contextmanager
def _partial(folder: Path) -> Generator[Path]:
    """Make a folder beside an export's place, locked as long as this process works on it; it is removed then.

    It has a name that nobody gave a folder of theirs.
    """
    partial = own(folder)
    partial.mkdir(parents=True)
    try:
        with _locked(partial, fcntl.LOCK_SH):
            yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Take away what exports to the same place left that were killed: their locks ended with them."""
    name = re.compile(rf"{re.escape(folder.name)}\.[0-9a-f]{{32}}\.partial")
    for torn in list(folder.parent.iterdir()) if folder.parent.is_dir() else []:
        if name.fullmatch(torn.name):
            with suppress(OSError), _locked(torn, fcntl.LOCK_EX):
                shutil.rmtree(torn)


@contextmanager
def _locked(folder: Path, how: int) -> Generator[None]:
    """Hold the lock of a folder: a shared one to work on it, which NFS gives too, the other to take it away.

    Raises:
        OSError: Another process holds it, or the file system has no such lock.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _write_all(reader: Reader, folder: Path, at: datetime) -> dict[str, int]:
    """Write the tables, and what they are; give the rows by table."""
    use = words.text("foot.use", "vi")
    with reader.held() as snapshot:
        tables = {name: reader.export(name, {"excerpt": LONGEST_EXCERPT}) for name in TABLES}
    for name, table in tables.items():
        _write(table, folder / name, {"use": use, "snapshot": snapshot})
    rows = {name: table.num_rows for name, table in tables.items()}
    about = {"use": use, "snapshot": snapshot, "version": version("lantoa"), "rows": rows}
    files = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.parquet"))
    }
    manifest = about | {"written_at": at.astimezone(UTC).isoformat(), "sha256": files}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    said = _README.format(
        use=use,
        snapshot=snapshot,
        longest=LONGEST_EXCERPT,
        not_collected=words.text("foot.not_collected", "en"),
        tables=", ".join(TABLES),
    )
    (folder / "README.md").write_text(said, "utf-8")
    return rows


def _write(table: pa.Table, folder: Path, about: dict[str, str]) -> None:
    """Write one table, a folder a month, or one file that says its columns where it has no rows."""
    folder.mkdir(parents=True)
    if table.num_rows == 0:
        # Without any file neither pandas nor polars knows that it is a table.
        pq.write_table(table.replace_schema_metadata(about), folder / f"{folder.name}-0.parquet")
        return
    ds.write_dataset(
        table.replace_schema_metadata(about),
        folder,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([("month", pa.string())]), flavor="hive"),
        basename_template=f"{folder.name}-{{i}}.parquet",
        use_threads=False,
    )
