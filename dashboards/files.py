"""Files that others may read while they are written."""

from pathlib import Path


def place(path: Path, content: bytes) -> Path:
    """Put a file in its place so that it is there whole, or not at all; give the path."""
    whole = path.with_name(path.name + ".partial")
    whole.write_bytes(content)
    return whole.replace(path)
