"""Frames that were read of a snapshot, which never changes: pages and languages ask for the same ones."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES: Final = 64_000_000
"""Bytes of frames that are kept in this process; those not asked for longest go first."""
MOST_BYTES_OF_ONE: Final = 2_000_000
"""Bytes of a frame that is kept: larger ones are for files, which are asked for once."""


def _size(frame: "pd.DataFrame") -> int:
    return int(frame.memory_usage().sum())


_frames: "LRUCache[Hashable, pd.DataFrame]" = LRUCache(MOST_BYTES, _size)
_lock = Lock()


def kept(key: Hashable, read: "Callable[[], pd.DataFrame]") -> "pd.DataFrame":
    """Give a frame of one's own that was kept under a key, else read it and keep it.

    Args:
        key: All that the frame depends on.
        read: Reads it; what it raises is raised, and nothing kept.
    """
    with _lock:
        frame = _frames.get(key)
    if frame is None:
        frame = read()
        if _size(frame) <= MOST_BYTES_OF_ONE:
            with _lock:
                _frames[key] = frame
    return frame.copy(deep=False)
