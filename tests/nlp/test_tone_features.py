"""What the tone model sees in a text: n-grams by number, words by length, kinds with their negation."""

import math

import numpy as np
import pytest

from nlp.text import fold
from nlp.tone_features import KIND_WEIGHT, Vocabulary, kinds, read

SYLLABLES = ["an", "bắt", "công", "khách", "hành"]
WORDS = ["công an", "hành khách"]


@pytest.fixture
def vocabulary():
    # Numbers from 1: five syllables, the same as words, two longer words; a pair is first * 13 + second.
    bat_cong, word_bat_khach = 2 * 13 + 3, 11 * 13 + 12
    return Vocabulary(
        SYLLABLES, WORDS, np.array([bat_cong, word_bat_khach]), np.ones(28), ["Tdeath", "Ldeath"]
    )


def seen(vocabulary, text):
    """Give the features of a text in order, each with how often it occurs."""
    counts = vocabulary.counts([read(fold(text))])
    order = np.argsort(counts.indices)
    return [(vocabulary.name(counts.indices[i]), int(counts.data[i])) for i in order]


def test_words_are_the_longest_known_and_everything_in_a_headline_counts_once_more(vocabulary):
    # As syllables, as words, then the pair; in columns of their own those of the headline.
    assert seen(vocabulary, "Bắt công\n") == 2 * [
        ("bắt", 1), ("công", 1), ("bắt", 1), ("công", 1), ("bắt công", 1)
    ]  # fmt: skip
    assert seen(vocabulary, "\ncông an") == [("an", 1), ("công", 1), ("công an", 1)]
    assert seen(vocabulary, "\nCông an, hành khách") == [
        ("an", 1), ("công", 1), ("khách", 1), ("hành", 1),
        ("công an", 1), ("hành khách", 1), ("công an hành khách", 1),
    ]  # fmt: skip


def test_no_pair_reaches_across_an_unknown_syllable_or_from_headline_to_lead(vocabulary):
    for text in ("Bắt\ncông", "Bắt giữ công\n"):
        assert "bắt công" not in [name for name, _ in seen(vocabulary, text)]


def test_values_grow_with_the_logarithm_and_have_length_1(vocabulary):
    values = vocabulary.matrix([read("\nan an"), read("\nxe"), read("\n")]).toarray()
    once = 1 + math.log(2)
    assert values[0, 0] == pytest.approx(once / math.hypot(once, once))
    assert (values**2).sum(axis=1) == pytest.approx([1, 0, 0])


def test_kinds_are_counted_by_place_and_apart_where_denied():
    once = KIND_WEIGHT * math.log(2)
    found = kinds(read("ba người tử vong\n"))
    assert found["Tdeath"] == once
    assert not any(kind.startswith(("L", "T!")) for kind in found)
    found = kinds(read("\nkhông có ai tử vong, một người thiệt mạng"))
    assert found["L!death"] == found["Ldeath"] == once
    assert any(kind.startswith("Llast:") for kind in found)
    assert kinds(read("\n")) == {}
