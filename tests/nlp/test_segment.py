"""Words are those of the library, their places are right, and the figure that judges them is."""

import importlib.metadata
import json
import logging
import shutil
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underthesea import word_tokenize

import lantoa.press
from lantoa.evaluate_words import WordsError, words
from nlp import segment, segment_model, segment_syllables, segment_tagger

PRESS = Path(lantoa.press.__file__).parent / "items.jsonl"

GOLD = """# text = Nhân dân đồng thuận .
1\tNhân dân\tnhân dân\tNOUN\tN\t_\t2\tnsubj\t_\t_
2\tđồng_thuận\tđồng thuận\tVERB\tV\t_\t0\troot\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# text = Giữ hoà bình .
1-2\tGiữ hoà\t_\t_\t_\t_\t_\t_\t_\t_
1\tGiữ\tgiữ\tVERB\tV\t_\t0\troot\t_\t_
2\thoà\thoà\tADJ\tA\t_\t1\tobj\t_\t_
3\tbình\tbình\tADJ\tA\t_\t1\tobj\t_\t_
4\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


def test_syllables_of_one_word_stay_together():
    assert segment.words("Nhân dân đồng thuận với chủ trương.") == [
        "Nhân dân", "đồng thuận", "với", "chủ trương", ".",
    ]  # fmt: skip


def test_a_batch_gives_what_its_texts_give():
    texts = ["Đại hội thành công.", "", "Giữ hoà bình ."]
    assert segment.words_batch(texts) == [segment.words(text) for text in texts]
    assert segment.words_batch(texts)[1:] == [[], ["Giữ", "hòa bình", "."]]


def press() -> list[str]:
    items = map(json.loads, PRESS.read_text("utf-8").splitlines())
    return [item[name] for item in items for name in ("title", "summary", "body")]


def test_words_of_the_bundled_press_are_the_librarys():
    texts = press()
    assert segment.words_batch(texts) == [word_tokenize(text) for text in texts]


PIECES = st.one_of(
    st.sampled_from(
        [
            "hoà", "HOÀ BÌNH", "Đại hội", "Ðại", "thuỷ", "đồng thuận", "nghành", "bíết", "laị",
            "Tp. Vinh", "T.Ư", "NĐ-CP", "29A-123.45", "H'Mông", "v.v...", "A.", "A", "BOS", "EOS",
            "BOS EOS", "3x4", "1.234,5", "12/5/2026", "10:20:50", "-7", "+12", "99999999999", "²", "٣",
            "https://vensong.example/a(b)?c=d&e", "www.vensong.example/x", "vensong.example",
            "ban.doc@vensong.example", "@vensong", "#500ngay", ":D", ":D+", ":))", "=))", "<3", "♥‿♥",
            "👍🏽", "👨‍👩‍👧", "🇻🇳", "…", "“", "”", "--", "==>", "ΟΔΟΣ", "Σ", "İSTANBUL", "ŉ", "ǅ", "ß",
            "ﬁ", "각", "क़", "नमस्ते", "中文", "ไทย", "سلام", "q̣̂", "á̖", "\u0344", "\u200b", "\ufeff",
            "\u00ad", "\x00", "\x1c", "\x85", "\u2028", "a" * 300, "xin chào " * 20, "-" * 70, "(((",
            "[1]",
        ]
    ),
    st.text(alphabet="aàăâđeêioôơuưyAÀĐ .,-:/@0123456789", max_size=12),
    st.text(max_size=8),
    st.text(alphabet="aoeuAĐd\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0327", max_size=8),
)  # fmt: skip
TEXTS = st.builds(
    lambda parts, form: unicodedata.normalize(form, "".join(parts)) if form else "".join(parts),
    st.lists(st.one_of(PIECES, st.sampled_from([" ", "\n", "\u00a0", "  ", "\t", ". "])), max_size=25),
    st.sampled_from(["", "", "NFC", "NFD"]),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_words_of_any_texts_are_the_librarys(texts):
    assert segment.words_batch(texts) == [word_tokenize(text) for text in texts]


@pytest.mark.parametrize("text", ["a" * 1_000_000, "đ" * 1_000_000, "7" * 1_000_000, "ạ̉" * 20_000])
def test_a_token_without_end_is_one_like_any_other(text):
    assert segment.words(text) == word_tokenize(text)


def test_no_call_leaves_anything_to_the_next(monkeypatch):
    texts = press()[:120]
    expected = segment.words_batch(texts)
    monkeypatch.setattr(segment_syllables, "_MOST_SYLLABLES", 100)
    assert [segment.words(text) for text in texts] == expected
    assert len(segment._tagger().syllables.names) < 500


def test_a_text_may_have_any_number_of_different_syllables():
    text = " ".join(f"tiếng {number}x{number}" for number in range(9000))
    assert segment.words(text) == word_tokenize(text)


def test_where_tags_are_too_close_the_library_decides(monkeypatch):
    texts = press()[:30]
    expected = segment.words_batch(texts)
    monkeypatch.setattr(segment_tagger, "_MARGIN", 1e9)
    numbers = [segment._tagger().syllables.read(text) for text in texts]
    assert list(segment._tagger().tags(numbers)) == [None] * len(texts)
    assert segment.words_batch(texts) == expected


def test_half_a_surrogate_pair_is_refused_as_by_the_library():
    for split in (word_tokenize, segment.words):
        with pytest.raises(UnicodeEncodeError):
            split("chào \ud83d bạn")
    assert segment.words("chào bạn") == word_tokenize("chào bạn")


def test_a_token_says_where_its_word_stands():
    text = "Giữ  hoà\nbình, Ðại hội."
    assert [(token.word, text[token.start : token.end]) for token in segment.tokens(text)] == [
        ("Giữ", "Giữ"), ("hòa bình", "hoà\nbình"), (",", ","), ("Đại hội", "Ðại hội"), (".", "."),
    ]  # fmt: skip
    assert segment.tokens(" \n") == []


def bare(text: str) -> str:
    """Give a text without what the library changes as it splits."""
    return unicodedata.normalize("NFD", "".join(text.split())).replace("Ð", "Đ").replace("ð", "đ")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_places_of_the_bundled_press_hold_their_words(form):
    for text in press()[:150]:
        given_text = unicodedata.normalize(form, text)
        found = segment.tokens(given_text)
        assert [token.word for token in found] == segment.words(text)
        for token in found:
            # Another placement of the tone mark changes the order of letters and marks alone.
            assert sorted(bare(given_text[token.start : token.end])) == sorted(bare(token.word))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_places_are_in_order_and_leave_out_nothing(text):
    found = segment.tokens(text)
    assert [token.word for token in found] == segment.words(text)
    assert all(0 <= token.start <= token.end <= len(text) for token in found)
    assert all(token.end <= following.start for token, following in pairwise(found))
    left_out = list(text)
    for token in found:
        left_out[token.start : token.end] = [" "] * (token.end - token.start)
    assert "".join(left_out).isspace() or not text


@pytest.fixture
def unknown_model(tmp_path, monkeypatch):
    """A copy of the model that differs in one byte."""
    folder = tmp_path / "model"
    shutil.copytree(segment_model.FOLDER, folder)
    with (folder / "models.bin").open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    monkeypatch.setattr(segment_model, "FOLDER", folder)
    segment._tagger.cache_clear()
    yield folder
    monkeypatch.undo()
    segment._tagger.cache_clear()


def test_with_an_unknown_model_the_library_is_asked(unknown_model, caplog):
    texts = press()[:9]
    with caplog.at_level(logging.WARNING):
        assert segment.words_batch(texts) == [word_tokenize(text) for text in texts]
        assert segment.words("Giữ hoà bình .") == ["Giữ", "hòa bình", "."]
        assert [token.word for token in segment.tokens(texts[0])] == word_tokenize(texts[0])
    assert len(caplog.records) == 1
    assert str(unknown_model / "models.bin") in caplog.text
    assert "slower" in caplog.text


def test_an_unknown_version_is_told(monkeypatch):
    installed = importlib.metadata.version("underthesea")
    monkeypatch.setitem(segment_model.KNOWN_VERSIONS, "underthesea", "0.1")
    with pytest.raises(segment_model.UnknownModelError, match=f"underthesea is {installed}, expected 0.1"):
        segment_model.load()


def test_the_installed_library_is_the_known_one():
    assert segment_model.load().dictionary


def test_words_are_compared_by_their_ends(tmp_path):
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD, "utf-8")
    assert segment.words("Giữ hoà bình .") == ["Giữ", "hòa bình", "."]
    # Five of the segmenter's six words are gold; "hoà" and "bình" of the seven gold words are not found.
    found = words(path)
    assert all(low <= found[name] <= high for name, (low, high) in found.pop("intervals").items())
    counts = {"sentences": 2, "words": 7, "found": 6}
    assert found == {"f1": 0.7692, "precision": 0.8333, "recall": 0.7143, **counts}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no sentence"),
        ("1\tx\n", "line 1: 2 columns"),
        (GOLD.replace("\tGiữ\t", "\t \t"), r"line 8: no word .*FORM"),
        (GOLD.replace("\tGiữ\t", "\t_\t"), r"line 8: no word .*FORM"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path, text, message):
    path = tmp_path / "gold.conllu"
    path.write_text(text, "utf-8")
    with pytest.raises(WordsError, match=message):
        words(path)


def test_a_missing_file_is_explained(tmp_path):
    with pytest.raises(WordsError, match="cannot be read"):
        words(tmp_path / "none.conllu")


@pytest.mark.shared
def test_news_is_segmented_well(shared_data):
    assert words(shared_data / "segmentation" / "vi_vtb-ud-test.conllu")["f1"] >= 0.95


@pytest.mark.shared
@pytest.mark.parametrize("part", ["dev", "test", "train"])
def test_words_of_news_are_the_librarys(shared_data, part):
    sentences = (shared_data / "segmentation" / f"vi_vtb-ud-{part}.conllu").read_text("utf-8").split("\n\n")
    rows = [[line.split("\t") for line in sentence.splitlines()] for sentence in sentences]
    texts = [" ".join(row[1] for row in sentence if row[0].isdigit()) for sentence in rows]
    assert texts
    assert segment.words_batch(texts) == [word_tokenize(text) for text in texts]
