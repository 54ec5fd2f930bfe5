"""Files that are in their place whole, or not at all."""

import errno
import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from mmap import mmap
from pathlib import Path
from uuid import uuid4

# Where a file system can't share the bytes of two files or allocate them at once, or the files lie in two.
_CANT = {errno.EXDEV, errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.EOPNOTSUPP}
_SHARE = 0x40049409  # FICLONE of linux/fs.h
_PART = 8 << 20
"""Bytes that are copied at once."""
_BLOCK = 4096
"""What is written past the system's cache is whole blocks."""


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
    flags = fcntl.fcntl(written, fcntl.F_GETFL)
    try:
        fcntl.fcntl(written, fcntl.F_SETFL, flags | os.O_DIRECT)
        _copy_directly(read, written)
    except OSError as error:
        if error.errno not in _CANT:
            raise
        fcntl.fcntl(written, fcntl.F_SETFL, flags)
        with os.fdopen(read, "rb", closefd=False) as rest, os.fdopen(written, "wb", closefd=False) as to:
            shutil.copyfileobj(rest, to)
            to.truncate()  # of the last block no more than belongs to it


def _copy_directly(read: int, written: int) -> None:
    """Copy by all cores, past the system's cache, where to find room for gigabytes takes longest."""
    # Nearly all who import this copy nothing.
    from concurrent.futures import ThreadPoolExecutor

    size, cores = os.fstat(read).st_size, len(os.sched_getaffinity(0))
    if size:
        # At once: a file that grows as it is written can take ten times as long on Ext4.
        os.posix_fallocate(written, 0, size)

    def copy_share(number: int) -> None:
        with mmap(-1, _PART) as pages, memoryview(pages) as part:
            for start in range(number * _PART, size, cores * _PART):
                length = min(_PART, size - start)
                in_blocks = -(-length // _BLOCK) * _BLOCK
                with part[:in_blocks] as blocks:
                    done = os.preadv(read, [blocks], start), os.pwrite(written, blocks, start)
                if done != (length, in_blocks):
                    raise OSError(errno.EINVAL, "read or written in part")

    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(copy_share, range(cores)))
    os.truncate(written, size)
