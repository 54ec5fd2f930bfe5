"""How much room the files of sketches take: told without what makes and reads them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Size:
    """How much room the sketches take.

    Attributes:
        days: Days of publication.
        bytes: Of all files.
    """

    days: int
    bytes: int


def size(folder: Path) -> Size:
    """Tell how much room a folder of sketches takes."""
    files = list(folder.glob("*.parquet"))
    return Size(len(files), sum(path.stat().st_size for path in files))
