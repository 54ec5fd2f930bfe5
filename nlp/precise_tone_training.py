"""Training of the precise tier of tone and the figures by which it is judged."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

# The library has no types.
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingTypeStubs]

from nlp.precise_tone import ENCODER, Model, radial
from nlp.tone import LABELS
from nlp.tone_training import Labelled, answers, details, figures, judge, last_days

# Found on four days held out of the first twelve days of July and August 2026.
_LANDMARKS: Final = 2_400
_WIDTH: Final = 1.0
_C: Final = 10.0
_UNSURE_WEIGHT: Final = 0.5
# Directions in which landmarks hardly differ would only carry noise.
_SMALLEST: Final = 1e-4


def train(
    rows: Sequence[Labelled],
    embeddings: NDArray[np.float32],
    folder: Path,
    trained_on: date,
    data_sha256: str,
) -> dict[str, Any]:
    """Judge the method by time, fit on all rows and write weights.npz and card.json.

    Args:
        rows: The labelled items; every label needs items, and the figures need their days.
        embeddings: float array (n rows, 384), as of `nlp.precise_tone.embed`.
        folder: Where the weights go; files of an earlier model are replaced.
        trained_on: Day of the training.
        data_sha256: Hash of the file that the rows come from.

    Returns:
        The card, as written: data, figures with their method, hash of the weights.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "weights.npz"
    method = f"e5 and n-grams {trained_on.isoformat()}"
    model = fit(rows, embeddings, method)
    np.savez_compressed(
        path,
        landmarks=model.landmarks.astype(np.float16),
        width=np.array(model.width),
        coefficients=model.coefficients.astype(np.float32),
        intercept=model.intercept,
    )
    card: dict[str, Any] = {
        "method": method,
        "trained_on": trained_on.isoformat(),
        "command": "lantoa tone train-precise FILE.tsv",
        "encoder": ENCODER,
        "data_sha256": data_sha256,
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "n": len(rows),
        "n_sure": sum(row.sure for row in rows),
        "n_by_label": dict(Counter(row.label for row in rows)),
        "settings": {"landmarks": _LANDMARKS, "width": _WIDTH, "c": _C, "unsure_weight": _UNSURE_WEIGHT},
        "time_ordered": time_ordered(rows, embeddings),
    }
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return card


def fit(rows: Sequence[Labelled], embeddings: NDArray[np.float32], method: str = "") -> Model:
    """Fit the part that reads meaning.

    The kernel of all pairs is approximated by that to a sample of the rows (Nystroem's method: Williams and
    Seeger, "Using the Nystroem method to speed up kernel machines", 2001). Distances are in units of the mean
    squared distance from the mean embedding.
    """
    width = _WIDTH / float(((embeddings - embeddings.mean(axis=0)) ** 2).sum(axis=1).mean())
    chosen = np.random.default_rng(0).permutation(len(rows))[:_LANDMARKS]
    # As they are stored, so that the fit is to what will be read.
    landmarks = embeddings[chosen].astype(np.float16).astype(np.float32)
    values, vectors = eigh(radial(landmarks, landmarks, width))
    kept = values > _SMALLEST
    projection = vectors[:, kept] / np.sqrt(values[kept])
    regression = cast("Any", LogisticRegression(C=_C, max_iter=300))
    regression.fit(
        (radial(embeddings, landmarks, width) @ projection).astype(np.float32),
        [LABELS.index(row.label) for row in rows],
        sample_weight=[1.0 if row.sure else _UNSURE_WEIGHT for row in rows],
    )
    return Model(landmarks, width, projection @ regression.coef_.T, regression.intercept_, method)


def time_ordered(rows: Sequence[Labelled], embeddings: NDArray[np.float32]) -> dict[str, Any] | None:
    """Judge the method on the last 7 days of the rows, both tiers fitted on the days before.

    Returns:
        Keys as of `nlp.tone_training.figures` and `details`; sure and unsure: figures of the rows that the
        coder was sure of, and of others, where there are any; fast_alone and meaning_alone: macro-F1 of each
        part. None where rows have no day, or fewer than 8 days.
    """
    parted = last_days(rows)
    if parted is None:
        return None
    inside, outside, until = parted
    fast = judge(rows, inside, outside)
    model = fit([rows[int(i)] for i in inside], embeddings[inside])
    shares = model.probabilities(embeddings[outside], fast)
    judged = [rows[int(i)] for i in outside]
    parts = {name: [i for i, row in enumerate(judged) if row.sure == sure] for name, sure in _SURE.items()}
    return {
        "trained_until": until,
        "n_trained": len(inside),
        **_figures(judged, shares),
        **details(judged, *answers(shares)),
        **{
            name: _figures([judged[i] for i in chosen], shares[chosen])
            for name, chosen in parts.items()
            if chosen
        },
        "fast_alone": _figures(judged, fast)["macro_f1"],
        "meaning_alone": _figures(judged, model.meaning(embeddings[outside]))["macro_f1"],
    }


_SURE: Final = {"sure": True, "unsure": False}


def _figures(rows: Sequence[Labelled], shares: NDArray[np.float64]) -> dict[str, Any]:
    return figures([row.label for row in rows], *answers(shares))
