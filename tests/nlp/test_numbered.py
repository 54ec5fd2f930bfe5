import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.fingerprints import hash64
from nlp.numbered import Numbered
from nlp.text import syllables

NUMBERED = Numbered(hash64, np.uint64)


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("aàồoòaẢ́đÐÝyuqİΣςß_ .,/7\n\t\xa0\x1c\x85\u200b\u2003\ufeff"), max_size=30))
@example("Ngày 20/7: hòa, hoà Ho\u200bà\u00a0Σ Σας. quý_quí\u2003a\u0301 \u0301b")
def test_syllables_have_the_same_numbers_looked_up_by_words_as_one_by_one(text):
    assert NUMBERED.of(text).tolist() == [hash64(syllable) for syllable in syllables(text)]
