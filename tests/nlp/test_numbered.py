from itertools import pairwise
from zlib import crc32

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.numbered import Numbering, hash64
from nlp.text import syllables

NUMBERING = Numbering()
TEXTS = st.text(st.sampled_from("aàồoòaẢ́đÐÝyuqİΣςß_ .,/7\n\t\xa0\x1c\x85\u200b\u2003\ufeff"), max_size=30)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, max_size=3))
@example(["Ngày 20/7: hòa, hoà Ho\u200bà\u00a0Σ Σας. quý_quí\u2003a\u0301 \u0301b", "hòa"])
def test_syllables_have_the_same_numbers_looked_up_by_words_as_one_by_one(texts):
    listed = [syllables(text) for text in texts]
    found = NUMBERING.of(texts)
    assert found.lengths.tolist() == [len(one) for one in listed]
    assert found.hashes.tolist() == [hash64(syllable) for one in listed for syllable in one]
    assert found.crcs.tolist() == [crc32(syllable.encode()) for one in listed for syllable in one]


def test_neighbours_are_numbered_with_the_space_between_them():
    found = NUMBERING.of(["Một hai ba"]).neighbours(np.array([0, 1]))
    assert found.tolist() == [crc32(f"{a} {b}".encode()) for a, b in pairwise(["một", "hai", "ba"])]


def test_texts_can_be_left_out():
    kept = NUMBERING.of(["một hai", "ba", "", "bốn"]).only(np.array([True, False, True, True]))
    assert kept.lengths.tolist() == [2, 0, 1]
    assert kept.hashes.tolist() == [hash64(syllable) for syllable in ("một", "hai", "bốn")]
