"""Syllables as underthesea splits and spells them, each with its number and what the model says of it."""

from collections.abc import Mapping
from itertools import chain
from typing import Final, Protocol, cast

import numpy as np
from numpy.typing import NDArray

# The library has no types.
from underthesea.pipeline.text_normalize import (  # pyright: ignore[reportMissingTypeStubs]
    token_normalize,  # pyright: ignore[reportUnknownVariableType]
)
from underthesea.pipeline.text_normalize.character_normalize import (  # pyright: ignore[reportMissingTypeStubs]
    normalize_characters_in_text,  # pyright: ignore[reportUnknownVariableType]
)
from underthesea.pipeline.word_tokenize import regex_tokenize  # pyright: ignore[reportMissingTypeStubs]
from underthesea_core import (  # pyright: ignore[reportMissingTypeStubs]
    CRFFeaturizer,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
)

from nlp.segment_model import Function, Model

Window = NDArray[np.float64]
"""What speaks for I-W at the places -2 to 2 syllables from one."""

BOS: Final = 0
EOS: Final = 1
"""Numbers of the marks that stand before the first and after the last syllable of a text."""
REACH: Final = 2
"""How many syllables away the model looks from the one that it tags."""

# What is remembered is forgotten when there is more of it; one text may add to it what it holds.
_MOST_SYLLABLES = 60_000
_MOST_CHARACTERS = 2_000_000
_LONGEST_CHUNK = 40
_CAPACITY = 4096

_FUNCTIONS: Final[tuple[Function, ...]] = ("", "lower", "isdigit", "istitle", "is_in_dict")
_NOTHING: Final[Window] = np.zeros(2 * REACH + 1)


class _Featurizer(Protocol):
    """What is used of the library's, which knows the letters of Rust's Unicode version, not of Python's."""

    def process(self, sentences: list[list[list[str]]]) -> list[list[list[str]]]:
        """Give the attributes of each syllable of each sentence."""
        ...


class Syllables:
    """The syllables met so far.

    Attributes:
        names: As the library spells them, by number.
        weights: A window of each, whatever stands around it.
        kinds: A row a syllable: its number among the syllables of the model's pairs and triples as it is
            written, that in small letters (0 for none), and whether it begins with a capital.
    """

    def __init__(self, model: Model, written: Mapping[str, int], lower: Mapping[str, int]) -> None:
        """Start with the marks alone.

        Args:
            model: The model.
            written: Numbers of the syllables in its pairs and triples as they are written, from 1.
            lower: Numbers of those in small letters, from 1.
        """
        self._dictionary = model.dictionary
        self._alone = _alone(model)
        self._marks = _marks(model)
        self._written = written
        self._lower = lower
        templates = ["T[0].lower", "T[0].isdigit", "T[0].istitle"]
        self._featurizer = cast("_Featurizer", CRFFeaturizer(templates, set[str]()))
        self.forget()

    def forget(self) -> None:
        """Forget all syllables but the marks."""
        self.names = ["", ""]
        self.weights: NDArray[np.float64] = np.zeros((_CAPACITY, 2 * REACH + 1))
        self.kinds: NDArray[np.int64] = np.zeros((_CAPACITY, 3), np.int64)
        self._numbers: dict[str, int] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._characters = 0
        self.weights[: len(self._marks)] = self._marks

    def is_full(self) -> bool:
        """Tell whether it is time to forget."""
        return len(self.names) > _MOST_SYLLABLES or self._characters > _MOST_CHARACTERS

    def read(self, text: str) -> list[int]:
        """Give the numbers of a text's syllables and punctuation marks, in order."""
        normal = normalised(text)
        chunks = normal.split()
        if not chunks:
            return []
        # No syllable reaches across white space, and only at the end of the text one looks beyond it.
        last = chunks.pop() + normal[len(normal.rstrip()) :]
        known = self._chunks
        found = [known.get(chunk) or self._read_chunk(chunk) for chunk in chunks]
        return [*chain.from_iterable(found), *self._split(last)]

    def _read_chunk(self, chunk: str) -> tuple[int, ...]:
        numbers = self._split(f"{chunk} ")
        if len(chunk) <= _LONGEST_CHUNK:
            self._chunks[chunk] = numbers
            self._characters += len(chunk)
        return numbers

    def _split(self, text: str) -> tuple[int, ...]:
        return tuple(self._number(text[begin:end]) for begin, end in spans(text))

    def _number(self, written: str) -> int:
        name = cast("str", token_normalize(written))
        number = self._numbers.get(name)
        if number is None:
            attributes = self._featurizer.process([[[name]]])[0][0]
            number = self._add(name, *(attribute.partition("=")[2] for attribute in attributes))
        return number

    def _add(self, name: str, lower: str, isdigit: str, istitle: str) -> int:
        number = len(self.names)
        if number == len(self.weights):
            self.weights = np.concatenate([self.weights, np.zeros_like(self.weights)])
            self.kinds = np.concatenate([self.kinds, np.zeros_like(self.kinds)])
        in_dictionary = str(lower in self._dictionary)
        values = zip(_FUNCTIONS, (name, lower, isdigit, istitle, in_dictionary), strict=True)
        for function, value in values:
            self.weights[number] += self._alone[function].get(value, _NOTHING)
        self.kinds[number] = self._written.get(name, 0), self._lower.get(lower, 0), istitle == "True"
        self.names.append(name)
        self._numbers[name] = number
        self._characters += len(name)
        return number


def _alone(model: Model) -> dict[Function, dict[str, Window]]:
    """Give by function and value what a single syllable says of the places around it."""
    found: dict[Function, dict[str, Window]] = {function: {} for function in _FUNCTIONS}
    for template, weights in model.weights.items():
        if template.length == 1:
            for value, weight in weights.items():
                window = found[template.function].setdefault(value, np.zeros_like(_NOTHING))
                window[REACH - template.first] += weight
    return found


def _marks(model: Model) -> NDArray[np.float64]:
    """Give in two rows what the marks say: the weight of a span that begins before the text or ends after it.

    Such a span has none of the values that Model.otherwise takes a longer span to have.
    """
    marks = np.zeros((2, len(_NOTHING)))
    for template, weights in model.weights.items():
        otherwise = model.otherwise(template)
        if template.first < 0:
            marks[BOS, REACH - template.first] += weights.get("BOS", 0.0) - otherwise
        if template.last > 0:
            marks[EOS, REACH - template.last] += weights.get("EOS", 0.0) - otherwise
    return marks


def normalised(text: str) -> str:
    """Give a text as the library splits it: in NFC, and with đ for a letter that looks like it (ð)."""
    return normalize_characters_in_text(text)


def spans(normal: str) -> list[tuple[int, int]]:
    """Give start and end of the syllables and punctuation marks of a normalised text."""
    return [match.span() for match in regex_tokenize.patterns.finditer(normal)]
