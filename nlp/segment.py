"""Words of Vietnamese text: a word is one or more syllables ("đồng thuận" is one word).

They are those of underthesea's word_tokenize to the letter, found with its model by a faster way. Where its
version or its model is not the one for which that was made, the library itself is asked.
"""

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, cast

from nlp import segment_model

if TYPE_CHECKING:
    from nlp.segment_tagger import Tagger

_log = logging.getLogger(__name__)
_using_tagger = Lock()
# Bounds what is in memory at a time beside the texts and their words.
_BLOCK_CHARACTERS = 200_000

# No letter below this one is changed by what stands before it.
_FIRST_MARK = "\u0300"


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands: at `text[start:end]` of the text as it was given."""

    word: str
    start: int
    end: int


def load() -> None:
    """Load the model, which takes two seconds: once, before a process forks others that all need it."""
    _tagger()


def words(text: str) -> list[str]:
    """Split a text into words and punctuation marks, in order.

    Args:
        text: Any text; the library normalises spelling as it splits, so the words are not always substrings.

    Returns:
        The words; syllables of one word are joined by a space. [] for a text without any.

    Raises:
        UnicodeEncodeError: The text holds a half of a surrogate pair.
    """
    return words_batch([text])[0]


def words_batch(texts: Sequence[str]) -> list[list[str]]:
    """Split many texts into words; entry i holds the words of text i, as `words` gives them."""
    tagger = _tagger()
    if tagger is None:
        return [_library(text) for text in texts]
    with _using_tagger:
        return list(chain.from_iterable(_split(tagger, block) for block in _blocks(texts)))


def tokens(text: str) -> list[Token]:
    """Split a text into words, with their places in it.

    The library splits a text in NFC. Places stay in order and never overlap, and each letter with its marks
    belongs to the word that holds it. Where the library makes two words of a letter and a mark that cannot be
    one letter, their places are a best guess, and an empty one if both were one letter of the text.

    Args:
        text: Any text.

    Returns:
        The words, as `words` gives them, with start and end.

    Raises:
        UnicodeEncodeError: The text holds a half of a surrogate pair.
    """
    from nlp.segment_syllables import normalised, spans

    places = _places(text)
    parts = iter(spans(normalised(text)))
    found: list[Token] = []
    for word in words(text):
        of_word = [next(parts) for _ in word.split(" ")]
        found.append(Token(word, places[of_word[0][0]], places[of_word[-1][1]]))
    return found


def _places(text: str) -> Sequence[int]:
    """Give for each place of a text in NFC, its end included, the place in the text."""
    if unicodedata.is_normalized("NFC", text):
        return range(len(text) + 1)
    places: list[int] = []
    begin = 0
    for piece in _pieces(text):
        end = begin + len(piece)
        places += [min(begin + offset, end) for offset in range(len(unicodedata.normalize("NFC", piece)))]
        begin = end
    return [*places, begin]


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where NFC changes nothing across the cut."""
    begin = 0
    for place, character in enumerate(text):
        if place > begin and _begins(text, begin, place, character):
            yield text[begin:place]
            begin = place
    yield text[begin:]


def _begins(text: str, begin: int, place: int, character: str) -> bool:
    """Tell whether a character is no part of the letter that stands from `begin` to `place`."""
    if character < _FIRST_MARK:
        return True
    if unicodedata.combining(character):
        return False
    apart = unicodedata.normalize("NFC", text[begin:place]) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", text[begin : place + 1]) == apart


def _library(text: str) -> list[str]:
    # It has no types.
    from underthesea import word_tokenize  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    return cast("list[str]", word_tokenize(text))


@cache
def _tagger() -> "Tagger | None":
    # Here, since it imports underthesea, for a second.
    from nlp.segment_tagger import Tagger

    try:
        return Tagger(segment_model.load(segment_model.FOLDER))
    except segment_model.UnknownModelError as error:
        _log.warning("words are split by underthesea itself, which is slower: %s", error)
        return None


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    characters = 0
    for text in texts:
        block.append(text)
        characters += len(text)
        if characters >= _BLOCK_CHARACTERS:
            yield block
            block, characters = [], 0
    yield block


def _split(tagger: "Tagger", texts: Sequence[str]) -> Iterator[list[str]]:
    syllables = tagger.syllables
    if syllables.is_full():
        syllables.forget()
    numbers = [syllables.read(text) for text in texts]
    for text, found, tags in zip(texts, numbers, tagger.tags(numbers), strict=True):
        yield _library(text) if tags is None else _join([syllables.names[number] for number in found], tags)


def _join(names: Sequence[str], tags: Sequence[bool]) -> list[str]:
    """Join the syllables that go on with the word before to it."""
    joined: list[str] = []
    for name, goes_on in zip(names, tags, strict=True):
        if goes_on and joined:
            joined[-1] += f" {name}"
        else:
            joined.append(name)
    return joined
