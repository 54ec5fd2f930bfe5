"""Files that are in their place whole, or not at all."""

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

# Where a file system can't share the bytes of two files, or the files lie in two.
_NOT_SHARED = {errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_AT_ONCE = 1 << 30


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
            while os.copy_file_range(read.fileno(), written.fileno(), _AT_ONCE):
                pass
        except OSError as error:
            if error.errno not in _NOT_SHARED:
                raise
            shutil.copyfileobj(read, written)
