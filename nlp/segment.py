"""Words of Vietnamese text: a word is one or more syllables ("đồng thuận" is one word)."""

from collections.abc import Sequence
from typing import cast

# The library has no types.
from underthesea import word_tokenize  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]


def words(text: str) -> list[str]:
    """Split a text into words and punctuation marks, in order.

    Args:
        text: Any text; the library normalises spelling as it splits, so the words are not always substrings.

    Returns:
        The words; syllables of one word are joined by a space. [] for a text without any.
    """
    return cast("list[str]", word_tokenize(text))


def words_batch(texts: Sequence[str]) -> list[list[str]]:
    """Split many texts into words; entry i holds the words of text i, as `words` gives them."""
    return [words(text) for text in texts]
