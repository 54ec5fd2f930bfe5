"""Embeddings kept beside the labels that they are of, so that training again takes minutes."""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp import precise_tone
from warehouse.placing import placed


class EmbeddingsError(ValueError):
    """A file that embeddings can't be kept in: names it and says what to do."""


def kept(path: Path, texts: Sequence[str]) -> NDArray[np.float32]:
    """Give the embeddings of texts out of a file, or make them and write the file.

    They are made where there is no file yet, or one of other texts or of another encoder.

    Args:
        path: NumPy's compressed format (`.npz`).
        texts: As of `nlp.precise_tone.embed`.

    Returns:
        Float array (n texts, 384).

    Raises:
        EmbeddingsError: There is a file of another kind: nothing is written.
        MissingError: They have to be made, and the package of the precise tier is not installed.
    """
    of = hashlib.sha256("\0".join((precise_tone.ENCODER, *texts)).encode()).hexdigest()
    if path.exists():
        known, embeddings = _read(path)
        if known == of:
            return embeddings
    embeddings = precise_tone.embed(texts)
    with placed(path.with_suffix(".partial"), path) as partial, partial.open("wb") as file:
        np.savez_compressed(file, of=np.array(of), embeddings=embeddings)
    return embeddings


def _read(path: Path) -> tuple[str, NDArray[np.float32]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return str(file["of"]), file["embeddings"]
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise EmbeddingsError(f"{path}: no file of kept embeddings: name a new one, or delete it") from error
