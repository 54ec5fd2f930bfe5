"""What a step reads besides the warehouse, told by names, sizes and times without reading it."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parent.parent
_CODE: Final = ("crawlers", "dashboards", "lantoa", "nlp", "warehouse")


def seen(files: Iterable[str], besides: str = "") -> str:
    """Give a hash that is another one where a file, or the code that reads it, is another one than before.

    A file that is written anew is another one, whatever is in it.

    Args:
        files: The files; one that is missing is told from one that is there.
        besides: What else the result comes from.
    """
    digest = hashlib.sha256(f"{besides}\n{sys.version}\n".encode())
    for path in (*_code(), *files):
        digest.update(f"{path} {_stamp(path)}\n".encode())
    for name in _packages():
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()


def below(folder: Path, *endings: str) -> list[str]:
    """Give the files below a folder whose names end so (all, without), in order; none of a missing one."""
    return [path for path in _walked(folder) if path.endswith(endings or ("",))]


def _code() -> list[str]:
    """Give the files of our packages: modules, statements, registers, models."""
    return [path for name in _CODE for path in _walked(_ROOT / name)]


def _packages() -> list[str]:
    """Give the installed packages, each with its version."""
    places = [place for place in sys.path if place and Path(place).is_dir()]
    return sorted(name for place in places for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208


def _walked(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for name in sorted(names):
            yield f"{place}/{name}"


def _stamp(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116 (of thousands of files; by pathlib it takes twice as long)
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
