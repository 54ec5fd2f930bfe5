"""Backing up a home while it is in use, and restoring it: one tar file, and in it the hash of every file."""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Final, cast

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from crawlers import links
from lantoa.settings import Home
from warehouse import codings, db, storage

FORMAT: Final = 1
"""Of the manifest."""

LEFT_OUT: Final = ("published", "session.key", "sql_history", "airflow-logs", ".cluster")
"""What is not in a backup: what `lantoa publish` makes again, what is of this machine or person only."""

_MANIFEST = "manifest.json"
_NOT_KEPT = (".lock", ".partial", ".running", "-wal", "-shm")
# Most of a home is compressed already: the higher levels take three times as long for a few percent.
_LEVEL = 1
_BLOCK = 1 << 20


class BackupError(Exception):
    """A backup can't be made or restored; the message names the file and says what to do."""


@dataclass(frozen=True)
class Kept:
    """A file of a backup.

    Attributes:
        sha256: Hash of its bytes, in hexadecimal.
        size: Number of its bytes.
    """

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What is in a backup.

    Attributes:
        format: Version of this description.
        lantoa: Version of the program that made it.
        schema: Version of the warehouse's schema.
        made_at: When, UTC.
        files: Every file by its path below the home.
    """

    format: int
    lantoa: str
    schema: int
    made_at: str
    files: dict[str, Kept]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())


def backup(home: Home, target: Path, at: datetime) -> Manifest:
    """Write a home to a file, while others go on reading, and may go on writing before and after their turn.

    Parts are copied before what they were made of: the warehouse and the codings under their locks, then
    batches, then each outlet's pages under its lock. So what a part was made of is in the copy too.

    Args:
        home: The home.
        target: A file that does not exist yet, outside the home; it appears when it is whole.
        at: The present instant, aware.

    Raises:
        BackupError: There is no such home, a file of it is damaged, or the backup can't be written.
        warehouse.db.WarehouseError: Another writer did not end within ten minutes.
    """
    _check_places(home, target)
    partial = target.with_name(target.name + ".partial")
    files: dict[str, Kept] = {}
    try:
        with _taken(partial, target) as stream:
            _check_places(home, target)  # another one may have ended meanwhile
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=_LEVEL) as tar:
                for name, path in _in_turn(home, target.absolute().parent, at):
                    files[name] = _add(tar, name, path)
                manifest = Manifest(
                    FORMAT, version("lantoa"), db.SCHEMA_VERSION, at.astimezone(UTC).isoformat(), files
                )
                # Last, so that a file which was cut off has none.
                described = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
                info = tarfile.TarInfo(_MANIFEST)
                info.size, info.mtime, info.mode = len(described), int(at.timestamp()), 0o600
                tar.addfile(info, io.BytesIO(described))
            stream.flush()
            os.fsync(stream.fileno())
            partial.rename(target)
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename}: was removed while it was being copied: run it again") from error
    except OSError as error:
        raise BackupError(f"{error.filename or target}: {error.strerror or error}") from error
    return manifest


def restore(source: Path, home: Home) -> Manifest:
    """Read a backup into a new home, which appears when every file was compared with its hash.

    Args:
        source: The file.
        home: A home that does not exist yet, or is an empty folder.

    Raises:
        BackupError: The file is damaged or of a newer version, the home is there already, or another restore
            is at it.
    """
    if home.folder.exists() and (not home.folder.is_dir() or any(home.folder.iterdir())):
        raise BackupError(f"{home.folder}: is there already: restore to a new --home, and change to it then")
    home.folder.parent.mkdir(parents=True, exist_ok=True)
    partial = home.folder.with_name(home.folder.name + ".restoring")
    with _alone_in(home.folder.parent):
        shutil.rmtree(partial, ignore_errors=True)  # of one that was killed
        partial.mkdir(mode=0o700)
        try:
            with source.open("rb") as stream, tarfile.open(fileobj=stream, mode="r|gz") as tar:
                manifest = _unpack(tar, partial)
            partial.chmod(0o755)
            partial.replace(home.folder)
            _settle_folder(home.folder.parent)
        except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
            raise BackupError(
                f"{source}: expected a whole backup of `lantoa backup`: {error}: take another one"
            ) from error
        except OSError as error:
            raise BackupError(f"{error.filename or source}: {error.strerror or error}") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return manifest


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other restores out of a folder: the second one would take away what the first has unpacked."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupError(f"{folder}: another restore is at it: wait for its end") from error
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _taken(partial: Path, target: Path) -> Iterator[IO[bytes]]:
    """Open the file that becomes a backup, for this process alone; it goes where the block fails."""
    # It holds hashes of passwords and full texts: its owner's alone, as users.toml is.
    partial.touch(0o600)
    with partial.open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(
                f"{target}: another backup is writing it: wait for it, or give another name"
            ) from error
        try:
            stream.truncate()
            yield stream
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise


def _check_places(home: Home, target: Path) -> None:
    if not home.folder.is_dir():
        raise BackupError(f"{home.folder}: expected a home: check --home")
    if target.exists():
        raise BackupError(f"{target}: is there already: give another name, or delete it")
    if target.absolute().is_relative_to(home.folder):
        raise BackupError(f"{target}: lies in the home that it would hold: give a place outside it")
    if not target.absolute().parent.is_dir():
        raise BackupError(f"{target}: expected a file in a folder that exists")


def _in_turn(home: Home, room: Path, at: datetime) -> Iterator[tuple[str, Path]]:
    """Give every file with its name, each while it can't change; what is made before what it is made of.

    Args:
        home: The home.
        room: A folder where a file can lie for a while.
        at: The present instant.
    """
    first, last = (home.warehouse, home.sketches, home.codings), home.raw
    home.warehouse.mkdir(exist_ok=True)  # before the first load, to hold the lock
    with storage.locked(home.warehouse):
        yield from _warehouse(home, room, at)
        yield from _below(home, home.sketches)
        if home.codings.is_dir():
            with codings.locked(home.codings):
                yield from _below(home, home.codings)
    for path in sorted(home.folder.iterdir()):
        if path not in first and path != last and path.name not in LEFT_OUT:
            yield from _below(home, path)
    for folder in sorted(last.glob("*")):
        if folder.is_dir():
            with links.locked(folder):
                yield from _below(home, folder)


def _require_whole(warehouse: Path) -> None:
    """Read all of the warehouse: a damaged one would take the place of the last good copy.

    Raises:
        BackupError: It is damaged.
    """
    if not warehouse.exists():
        return
    try:
        db.read_whole(warehouse)
    except duckdb.Error as error:
        raise BackupError(f"{warehouse}: {error}") from error


def _warehouse(home: Home, room: Path, at: datetime) -> Iterator[tuple[str, Path]]:
    """Give the warehouse's file; of a lake, whose catalog lies elsewhere, one that holds the same rows."""
    if storage.lake() is None:
        _require_whole(storage.file(home.warehouse))
        yield from _below(home, home.warehouse)
    elif storage.exists(home.warehouse):
        with tempfile.TemporaryDirectory(dir=room) as folder:
            source = storage.file(home.warehouse)
            copied = Path(folder) / source.name
            db.copy(home.warehouse, copied, at)
            yield source.relative_to(home.folder).as_posix(), copied


def _below(home: Home, place: Path) -> Iterator[tuple[str, Path]]:
    """Give the files at or below a place that are to be kept."""
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    for path in found:
        if path.is_symlink() or not path.is_file() or path.name.endswith(_NOT_KEPT):
            continue
        yield path.relative_to(home.folder).as_posix(), path


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Kept:
    """Add a file as it is now: one that grows meanwhile is cut to what it had."""
    if path.suffix == ".parquet":
        _require_batch(path)
    with contextlib.ExitStack() as opened:
        copied = opened.enter_context(_settled(path)) if path.suffix == ".sqlite" else path
        file = opened.enter_context(copied.open("rb"))
        info = tar.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        hashed = _Hashed(file)
        tar.addfile(info, cast("IO[bytes]", hashed))
    return Kept(hashed.sha256.hexdigest(), info.size)


def _require_batch(path: Path) -> None:
    """Open a batch: one that was cut off has no end to begin reading at.

    Raises:
        BackupError: It is damaged.
    """
    try:
        pq.read_metadata(path)
    except pa.ArrowInvalid as error:
        raise BackupError(
            f"{path}: expected a Parquet batch: delete it and run `lantoa extract`, `score` and `load`, "
            "which make it again"
        ) from error


@contextlib.contextmanager
def _settled(path: Path) -> Iterator[Path]:
    """Give a copy of a SQLite file with what its log holds: the log may be taken in at any time."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
        except sqlite3.Error as error:
            raise BackupError(f"{path}: {error}") from error
        finally:
            source.close()
            target.close()
        shutil.copystat(path, copy)
        yield copy


class _Hashed:
    """A file whose hash is taken while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.sha256.update(block)
        return block


def _unpack(tar: tarfile.TarFile, folder: Path) -> Manifest:
    """Write the files of a backup below a folder, and compare them with its manifest.

    Raises:
        ValueError: They are not those that the manifest lists, or there is none.
    """
    found: dict[str, Kept] = {}
    described: bytes | None = None
    for member in tar:
        content = tar.extractfile(member)
        if content is None or member.name in found or described is not None:
            raise ValueError(f"{member.name!r} is not expected")
        if member.name == _MANIFEST:
            described = content.read()
        else:
            found[member.name] = _write(tarfile.data_filter(member, str(folder)), content, folder)
    if described is None:
        raise ValueError("it is cut off")
    manifest = _manifest(described)
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise ValueError(f"{name!r} is not as it was")
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        _settle_folder(path)
    return manifest


def _write(member: tarfile.TarInfo, content: IO[bytes], folder: Path) -> Kept:
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = _Hashed(content)
    path.touch(member.mode or 0o600, exist_ok=False)
    with path.open("wb") as file:
        shutil.copyfileobj(cast("IO[bytes]", hashed), file, _BLOCK)
        size = file.tell()
        file.flush()
        os.fsync(file.fileno())
    os.utime(path, (member.mtime, member.mtime))
    return Kept(hashed.sha256.hexdigest(), size)


def _manifest(described: bytes) -> Manifest:
    facts: dict[str, Any] = json.loads(described)
    if facts["format"] > FORMAT or facts["schema"] > db.SCHEMA_VERSION:
        raise ValueError(f"lantoa {facts['lantoa']} made it, which is newer than this one")
    files = {name: Kept(**file) for name, file in facts.pop("files").items()}
    return Manifest(files=files, **facts)


def _settle_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
