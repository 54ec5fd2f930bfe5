"""Files that others may read while they are written."""

import os
from contextlib import suppress
from pathlib import Path


def place(path: Path, content: bytes) -> Path:
    """Put a file in its place so that it is there whole, or not at all; give the path."""
    whole = path.with_name(f"{path.name}.{os.getpid()}.partial")  # two may write it at once
    try:
        whole.write_bytes(content)
        return whole.replace(path)
    finally:
        with suppress(OSError):
            whole.unlink(missing_ok=True)
