"""The model that underthesea splits words with, read from its own files: a linear-chain CRF over syllables.

Each syllable is tagged B-W (a word begins) or I-W (it goes on). What speaks for a tag are attributes of the
syllables around it, such as "T[-1,0].lower=hòa bình": a span of syllables, a function of it and its value.
With two tags only the difference of their weights matters. The file is CRFsuite's, see
https://www.chokkan.org/software/crfsuite/ (crf1d_model.c and cqdb.c there give its form).
"""

import hashlib
import pickle
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray


def _folder() -> Path:
    # Found, not imported: the library reads all its parts as it is imported, for a second.
    found = find_spec("underthesea")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("underthesea is not installed: install lantoa again with what it needs")
    return Path(found.origin).parent / "pipeline" / "word_tokenize" / "models" / "ws_crf_vlsp2013_20230727"


FOLDER: Final = _folder()
"""Folder of the model inside the library."""

KNOWN_VERSIONS: Final = {"underthesea": "9.5.0", "underthesea-core": "3.3.2"}
KNOWN_FILES: Final = {
    "models.bin": "c3a64c64349f1d73304f89babacaa8f8cd6078b1ec1a1b2c104e9e411ac1d2c3",
    "features.bin": "cf93263c7c7973bf50122b0be76a394443ff61be00c1368713dee1b7d5b8a435",
    "dictionary.bin": "ec8c62b3881c6682c18959988e1fe08800cc835777778845bded470ca02745d9",
}

Function = Literal["", "lower", "isdigit", "istitle", "is_in_dict"]

_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\.(\w+))?")
_FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
# The library takes weights as small as these for none.
_NO_WEIGHT = 1e-10


class UnknownModelError(RuntimeError):
    """The library or its model is another one than this was written for: says what differs."""


@dataclass(frozen=True)
class Template:
    """What is asked of the syllables at offsets `first` to `last` from the one that is tagged."""

    first: int
    last: int
    function: Function
    """"" for the syllables as they are written."""

    @property
    def length(self) -> int:
        """Number of syllables that are looked at."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Model:
    """Weights for I-W less those for B-W, so that a sum above 0 speaks for I-W."""

    weights: Mapping[Template, Mapping[str, float]]
    """By template and value."""
    transitions: NDArray[np.float64]
    """Weight of B-W (0) or I-W (1) after B-W or I-W; `transitions[0][1]` is I-W after B-W."""
    dictionary: frozenset[str]
    """Words in small letters, syllables joined by a space."""

    def otherwise(self, template: Template) -> float:
        """Give the weight of a span of several syllables of which no more is known than that it is one."""
        if template.length == 1 or template.function not in ("istitle", "is_in_dict"):
            return 0.0
        return self.weights[template].get("False", 0.0)


def load(folder: Path = FOLDER) -> Model:
    """Read the model.

    Args:
        folder: Where its files are.

    Raises:
        UnknownModelError: The library's version or a file is not the known one.
    """
    for name, known in KNOWN_VERSIONS.items():
        if version(name) != known:
            raise UnknownModelError(f"{name} is {version(name)}, expected {known}")
    for name, known in KNOWN_FILES.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != known:
            raise UnknownModelError(f"{folder / name} has another SHA-256 than expected: {known}")
    # A pickle can run anything: this one is known to the letter by now.
    words = cast("set[str]", pickle.loads((folder / "dictionary.bin").read_bytes()))  # noqa: S301
    return _read((folder / "models.bin").read_bytes(), frozenset(words))


def _read(content: bytes, dictionary: frozenset[str]) -> Model:
    count, features_at, labels_at, attributes_at = np.frombuffer(content, "<u4", count=4, offset=24).tolist()
    if list(_strings(content, labels_at)) != ["B-W", "I-W"]:
        raise UnknownModelError("the model has other tags than B-W and I-W")
    features = _features(content, features_at)
    states, moves = features[features["type"] == 0], features[features["type"] == 1]
    weights = np.zeros((count, 2))
    weights[states["source"], states["target"]] = states["weight"]
    weights[np.abs(weights) <= _NO_WEIGHT] = 0.0
    transitions = np.zeros((2, 2))
    transitions[moves["source"], moves["target"]] = moves["weight"]
    by_template = _by_template(_strings(content, attributes_at), weights[:, 1] - weights[:, 0])
    return Model(by_template, transitions, dictionary)


def _features(content: bytes, offset: int) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """Give the weights: of attribute `source` for tag `target`, or of the tag `source` before `target`."""
    count = int(np.frombuffer(content, "<u4", count=1, offset=offset + 8)[0])
    return np.frombuffer(content, _FEATURE, count, offset + 12)


def _strings(content: bytes, offset: int) -> Iterator[str]:
    """Yield the strings of a CQDB in the order of their numbers."""
    count, links = (int(number) for number in np.frombuffer(content, "<u4", count=2, offset=offset + 16))
    for place in np.frombuffer(content, "<u4", count, offset + links).tolist():
        begin = offset + place + 8
        yield content[begin : content.index(b"\0", begin)].decode()


def _by_template(attributes: Iterable[str], weights: NDArray[np.float64]) -> dict[Template, dict[str, float]]:
    found: dict[Template, dict[str, float]] = defaultdict(dict)
    for attribute, weight in zip(attributes, weights.tolist(), strict=True):
        name, _, value = attribute.partition("=")
        found[_template(name)][value] = weight
    return dict(found)


@cache
def _template(name: str) -> Template:
    match = _TEMPLATE.fullmatch(name)
    if match is None:
        raise UnknownModelError(f"the model has an attribute {name!r}, expected one like T[-1,0].lower")
    first, last, function = match.groups()
    return Template(int(first), int(last or first), cast("Function", function or ""))
