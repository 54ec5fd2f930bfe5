"""Frames that were read of a snapshot, which never changes: pages and languages ask for the same ones."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES: Final = 64_000_000
"""Bytes of frames that are kept in this process; those not asked for longest go first."""
MOST_BYTES_OF_ONE: Final = 2_000_000
"""Bytes of a frame that is kept: larger ones are for files, which are asked for once."""

_frames: "OrderedDict[Hashable, tuple[pd.DataFrame, int]]" = OrderedDict()
_lock = Lock()


def kept(key: Hashable, read: "Callable[[], pd.DataFrame]") -> "pd.DataFrame":
    """Give a frame of one's own that was kept under a key, else read it and keep it.

    Args:
        key: All that the frame depends on.
        read: Reads it; what it raises is raised, and nothing kept.
    """
    with _lock:
        if key in _frames:
            _frames.move_to_end(key)
            return _frames[key][0].copy(deep=False)
    frame = read()
    size = int(frame.memory_usage().sum())
    if size <= MOST_BYTES_OF_ONE:
        with _lock:
            _frames[key] = frame, size
            while sum(of for _, of in _frames.values()) > MOST_BYTES:
                _frames.popitem(last=False)
    return frame.copy(deep=False)
