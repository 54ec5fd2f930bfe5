"""Reading of the models that the package ships: only arrays, and only those that their card describes."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_MOST_BYTES: Final = 500_000_000
"""Of all arrays together; the largest of the package takes a tenth of it."""

# What numpy, zipfile and json say of bytes that are none of theirs.
_BROKEN: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)


class ModelError(RuntimeError):
    """Weights that are missing or do not belong together: names the file and what to do."""


def read(
    folder: Path, name: str, command: str, beside: Mapping[str, Path] | None = None
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read a folder of weights.npz and card.json, which holds the weights' hash as `weights_sha256`.

    Args:
        folder: The folder.
        name: What messages call the model.
        command: The command that makes it anew.
        beside: Further files that the weights belong to, by the key of their hash in the card.

    Returns:
        The card, and the arrays by name.

    Raises:
        ModelError: A file is missing, is not the one that the card describes, or holds no arrays.
    """
    remedy = f"restore the folder or run `{command}`"
    weights = folder / "weights.npz"
    try:
        card: dict[str, Any] = json.loads((folder / "card.json").read_text("utf-8"))
        for key, file in {"weights_sha256": weights, **(beside or {})}.items():
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            if found != card[key]:
                raise ModelError(
                    f"{file}: not the {file.stem} that card.json describes (sha256 {found[:8]}, "
                    f"expected {card[key][:8]}); {remedy}"
                )
        with zipfile.ZipFile(weights) as members:
            size = sum(member.file_size for member in members.infolist())
        if size > _MOST_BYTES:
            raise ModelError(f"{weights}: {size:,} bytes, expected {_MOST_BYTES:,} at most; {remedy}")
        # Never with pickle: an array of objects would run what its maker wants.
        with np.load(weights, allow_pickle=False) as arrays:
            return card, dict(arrays)
    except OSError as error:
        raise ModelError(f"{error.filename}: {name} is incomplete ({error.strerror}); {remedy}") from error
    except _BROKEN as error:
        raise ModelError(
            f"{folder}: {name} can't be read ({type(error).__name__}: {error}); expected card.json and "
            f"arrays in weights.npz; {remedy}"
        ) from error
