"""Publishing: an immutable copy for readers, and a pointer to it that changes in one instant."""

import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

KEPT = 3
"""Snapshots that stay: the current one and those that a slow reader may still have open."""


class PublishError(Exception):
    """There is nothing to publish."""


def publish(warehouse: Path, published: Path, at: datetime) -> Path:
    """Copy the writer's file to a new snapshot and point readers to it; the same state again adds nothing.

    Args:
        warehouse: The warehouse folder.
        published: The folder of snapshots; made where it is missing.
        at: The instant that names the snapshot, UTC.

    Returns:
        The snapshot that readers now see.

    Raises:
        PublishError: There is no warehouse yet.
    """
    source = warehouse / "lantoa.duckdb"
    if not source.exists():
        raise PublishError(f"{source}: expected a warehouse: run `lantoa load` first")
    published.mkdir(parents=True, exist_ok=True)
    with FileLock(warehouse / ".writer.lock"):
        digest = hashlib.file_digest(source.open("rb"), "sha256").hexdigest()[:12]
        known = sorted(published.glob(f"*-{digest}.duckdb"))
        snapshot = known[-1] if known else published / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest}.duckdb"
        if not known:
            _place(source, snapshot)
    _point(published / "current", snapshot.name)
    for old in sorted(published.glob("*.duckdb"))[:-KEPT]:
        if old != snapshot:
            old.unlink()
    return snapshot


def _place(source: Path, target: Path) -> None:
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    _settle(partial)
    partial.replace(target)


def _point(pointer: Path, name: str) -> None:
    partial = pointer.with_suffix(".partial")
    partial.write_text(name, "utf-8")
    _settle(partial)
    partial.replace(pointer)


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
