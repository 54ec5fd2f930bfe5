"""Files that others may read while they are written."""

from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def place(path: Path, content: bytes) -> Path:
    """Put a file in its place so that it is there whole, or not at all; give the path."""
    whole = path.with_name(f"{path.name}.{uuid4().hex}.partial")  # two may write it at once
    try:
        whole.write_bytes(content)
        return whole.replace(path)
    finally:
        with suppress(OSError):
            whole.unlink(missing_ok=True)
