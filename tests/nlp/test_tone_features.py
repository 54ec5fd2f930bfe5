"""What the tone model sees in a text: n-grams by number, words by length, kinds with their negation."""

import math

import numpy as np
import pytest

from nlp.text import fold
from nlp.tone_features import Vocabulary, read
from nlp.tone_kinds import KIND_WEIGHT, TOKEN, TURNED_WEIGHT, kinds

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


def said(text):
    """Give the kinds that a row counts for, but the last one once more."""
    return {kind for kind in kinds(TOKEN.findall(fold(text))) if not kind.startswith("last:")}


def test_kinds_are_counted_by_place_and_apart_where_denied():
    once = KIND_WEIGHT * math.log(2)
    found = read("ba người tử vong\n").kinds
    assert found["Tdeath"] == once
    assert not any(kind.startswith(("L", "T!")) for kind in found)
    found = read("\nkhông có ai tử vong, một người thiệt mạng").kinds
    assert found["L!death"] == found["Ldeath"] == once
    assert found["L!harm"] == TURNED_WEIGHT * math.log(2)
    assert any(kind.startswith("Llast:") for kind in found)
    assert read("\n").kinds == {}


def test_a_denial_reaches_to_the_end_of_its_clause_and_to_a_conjunction():
    assert "!accident" in said("Không để người dân nào ở vùng trũng bị thương")
    for text in (
        "Không ai ở nhà, ba người bị thương",
        "Không ai ở nhà khi xe lật, bị thương",
        "Giá 3,5 đồng",
    ):
        assert not any(kind.startswith("!acc") for kind in said(text))
    assert not any("!" in kind for kind in said("Không khí lạnh gây mưa lớn"))


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Dập tắt đám cháy rừng", "averted harm"),
        ("Đám cháy đã được kịp thời dập tắt", "averted harm"),
        ("Bác bỏ tin vỡ đập", "rebutted harm"),
        ("Tin vỡ đập là sai sự thật", "rebutted harm"),
        ("Minh oan cho người bị bắt nhầm", "acquitted harm"),
        ("Cách sơ cứu khi bị bỏng", "advised harm"),
        ("Tai nạn giao thông ở Huế giảm mạnh", "harm down"),
        ("Kéo giảm số vụ cháy", "harm down"),
        ("Tai nạn giao thông ở Huế tăng mạnh", "harm up"),
        ("Tai nạn giao thông ở Huế không tăng", "!harm up"),
        ("Xuất khẩu gạo tăng vọt", "good up"),
        ("Tỷ lệ hài lòng với tội phạm học giảm", "good down"),
        ("Giá xăng lại tăng", "cost up"),
        ("Người dân chưa được hỗ trợ", "!good"),
    ],
)
def test_a_clause_turns_what_a_phrase_says(text, kind):
    assert kind in said(text)


def test_a_change_beside_what_changes_is_no_loss_or_growth():
    assert {"loss", "down"}.isdisjoint(said("Số vụ trộm cắp giảm mạnh"))
    assert {"loss", "down"} <= said("VN-Index hôm nay giảm mạnh") | said("Cung giảm mạnh")
    assert "growth" not in said("Tội phạm tăng mạnh")
    assert "harm down" not in said("Trộm cắp vẫn nhức nhối, giá vàng giảm mạnh")
