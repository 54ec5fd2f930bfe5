"""Files that are in their place whole, or not at all."""

import errno
import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

# Where a file system can't share the bytes of two files or allocate them at once, or the files lie in two.
_CANT = {errno.EXDEV, errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.EOPNOTSUPP}
_SHARE = 0x40049409  # FICLONE of linux/fs.h
_AT_ONCE = 8 << 20
_PART = 64 << 20
"""Bytes of a file that a thread copies."""


def own(target: Path) -> Path:
    """Give a name beside a file's place that nobody else writes under: two may write the same file at once.

    The number of a process would not do, which processes of two machines can have at once.
    """
    return target.with_name(f"{target.name}.{uuid4().hex}.partial")


@contextmanager
def placed(partial: Path, target: Path) -> Generator[Path]:
    """Let a file be written under another name; it takes its place at the end, and goes where that fails.

    Args:
        partial: Where it is written, in the folder of its place.
        target: Its place.
    """
    try:
        yield partial
        partial.replace(target)
    finally:  # what a full disk cut off would fill it on
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def cloned(source: Path, target: Path) -> None:
    """Copy a file's bytes; file systems that can (Btrfs, XFS) share them until one of the two is written."""
    with source.open("rb") as read, target.open("wb") as written:
        try:
            fcntl.ioctl(written.fileno(), _SHARE, read.fileno())
        except OSError as error:
            if error.errno not in _CANT:
                raise
            _copy(read.fileno(), written.fileno())


def _copy(read: int, written: int) -> None:
    """Copy the bytes of one open file to another one, which is empty."""
    # Nearly all who import this copy nothing.
    from concurrent.futures import ThreadPoolExecutor

    def copy_part(start: int) -> None:
        end = start + _PART
        while copied := os.copy_file_range(read, written, min(_AT_ONCE, end - start), start, start):
            start += copied

    size = os.fstat(read).st_size
    try:
        # At once: a file that grows as it is written can take ten times as long on Ext4.
        if size:
            os.posix_fallocate(written, 0, size)
        # By all cores, since to fill new pages of memory is most of it.
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(copy_part, range(0, size, _PART)))
    except OSError as error:
        if error.errno not in _CANT:
            raise
        with os.fdopen(read, "rb", closefd=False) as rest, os.fdopen(written, "wb", closefd=False) as to:
            shutil.copyfileobj(rest, to)
