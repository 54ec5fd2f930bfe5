import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.event_terms import BODY, Text, terms
from nlp.fingerprints import OPENING, Fingerprint
from nlp.sketches import sketches


def words(first, last):
    """An invented text: numbers as words."""
    return " ".join(f"từ{number}" for number in range(first, last)) + "."


SPACES = st.sampled_from([" ", "  ", "\n", "\t", ", "])
TEXTS = st.builds(
    lambda title, lead, body, space: Text(
        words(0, title), words(9, lead), space.join(words(5, body).split())
    ),
    st.integers(0, 12),
    st.sampled_from([9, 10, 40]),
    st.integers(5, 500),
    SPACES,
)


def test_a_sketch_holds_an_eighth_of_a_text_and_half_of_its_opening():
    body, opening = sketches([Text("", "", words(0, 8004)), Text("", words(0, 2004))])
    assert 850 < len(body.hashes) < 1150
    assert 900 < len(opening.hashes) < 1100
    assert set(body.hashes.tolist()) <= set(Fingerprint("", "", words(0, 8004)).shingles.tolist())


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS | st.just(Text("", "", "x" * (BODY + 9))), min_size=1, max_size=4))
def test_a_sketch_is_the_same_whatever_it_is_made_with_and_is_of_its_text_alone(texts):
    for text, made in zip(texts, sketches(texts), strict=True):
        (alone,) = sketches([text])
        shingles = Fingerprint(text.title, text.lead, text.body).shingles
        opening = text.lead or " ".join(text.body.split()[:OPENING])
        begins = Fingerprint(text.title, opening).shingles
        expected = {*shingles[shingles < 2**61].tolist(), *begins[begins < 2**63].tolist()}
        assert made.hashes.tolist() == alone.hashes.tolist() == sorted(expected)
        assert all(map(np.array_equal, vars(made.terms).values(), vars(terms(text)).values()))
