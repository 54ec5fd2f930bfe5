"""Files that are in their place whole, or not at all."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


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
