"""Whose words a text holds: quoted speech is told from the outlet's own voice."""

import csv
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from nlp.text import normalise, without_diacritics
from nlp.voices import spans

PASSAGES = Path(__file__).parent / "voices.tsv"
MOST_AMISS = 0.1
"""Share of the letters and digits of a passage that are given to the wrong voice, for it to be right."""


def passages():
    """Give the texts of voices.tsv, each with whether each of its characters is quoted: [[these]] are."""
    with PASSAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        parts = re.split(r"\[\[|\]\]", row["text"].replace("¶", "\n"))
        yield "".join(parts), [index % 2 == 1 for index, part in enumerate(parts) for _ in part]


def is_right(text, said, written):
    heard = [one.voice == "quoted" for one in spans(written) for _ in range(one.start, one.end)]
    read = [at for at, letter in enumerate(text) if letter.isalnum()]
    return sum(said[at] != heard[at] for at in read) <= MOST_AMISS * len(read)


def quoted(text):
    text = normalise(text)
    return [text[span.start : span.end] for span in spans(text) if span.voice == "quoted"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Chúng tôi rất mừng”, bà Nhàn nói tại lễ tổng kết.", ["“Chúng tôi rất mừng”"]),
        ('Chị Lụa kể: "Tôi chờ ba tháng" rồi im lặng.', ['"Tôi chờ ba tháng"']),
        ("Ông Tám gọi đợt này là «trò diễn».", ["«trò diễn»"]),
        ("Ông Lê Văn Tám cho biết, xã đã trồng 500 cây. Mưa to.", ["xã đã trồng 500 cây."]),
        ("Chủ tịch xã nhấn mạnh đợt này không chậm trễ.", ["đợt này không chậm trễ."]),
        ("Bà Sáu khẳng định rằng ao làng đã sạch.", ["ao làng đã sạch."]),
        ("Theo bà Lê Thị Sáu, việc này khó. Ao đã sạch.", ["việc này khó."]),
        ("Đường làng đẹp hơn trước, theo đại diện TP. Ven Sông. Trời nắng.", ["Đường làng đẹp hơn trước"]),
        ("Việc rất tốt, anh Ba cho biết.", ["Việc rất tốt"]),
        ("Xã bác bỏ tin đồn cho rằng quỹ bị cắt xén.", ["quỹ bị cắt xén."]),
        ("– Cháu có thích không? – cô hỏi.\n– Dạ thích ạ.", ["Cháu có thích không?", "Dạ thích ạ."]),
        ("“Đoạn đầu còn dài\n“Đoạn sau thì ngắn”, ông kết.", ["“Đoạn đầu còn dài", "“Đoạn sau thì ngắn”"]),
    ],
)  # fmt: skip
def test_speech_is_quoted(text, said):
    assert quoted(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Xã Bình Khê trồng xong 500 cây.",
        "Phong trào “Ba sạch” lan ra bảy thôn.",
        "Doanh nghiệp khẳng định vị thế trên thị trường.",
        "Theo kế hoạch, đợt hai bắt đầu ngày 5. Theo đó, mỗi hộ nhận hai thùng.",
        "- Hồ sơ gồm đơn và bản sao.\n- Nộp tại bộ phận một cửa.",
        'Ống nước 27" hỏng.',
    ],
)
def test_names_documents_and_lists_are_no_speech(text):
    assert quoted(text) == []


@pytest.mark.parametrize(("spell", "floor"), [(str, 81), (without_diacritics, 75)])
def test_the_voices_of_most_passages_are_right(spell, floor):
    found = [(text, is_right(text, said, spell(text))) for text, said in passages()]
    assert len(found) >= 80
    assert sum(right for _, right in found) >= floor, [text for text, right in found if not right]


def test_the_spans_cover_the_text_and_alternate():
    text = "Mưa to. “Chúng tôi lo lắm”, bà Nhàn nói. Ông Tám cho biết, nước đang rút. Chợ vẫn họp."
    found = spans(text)
    assert "".join(text[span.start : span.end] for span in found) == text
    assert all(one.voice != two.voice for one, two in pairwise(found))
    assert spans("") == []


def test_the_spelling_makes_no_difference():
    text = "Ông Hoà cho biết, xã đã trồng 500 cây. Theo bà Thuý, đợt này không chậm. Trời nắng."
    expected = [(span.start, span.end, span.voice) for span in spans(normalise(text))]
    for other in (unicodedata.normalize("NFD", text), text.upper(), without_diacritics(text)):
        assert [(span.start, span.end, span.voice) for span in spans(other)] == expected


def test_a_long_list_of_occasions_holds_nothing_up():
    occasions = "tại buổi họp, " * 500
    assert quoted(f"Bà Sáu cho biết {occasions}ao làng đã sạch.") == [f"{occasions}ao làng đã sạch."]


@pytest.mark.parametrize(
    "part",
    [
        "“",
        '"',
        "«a»",
        "– tôi, ",
        "theo a, ",
        ", theo ",
        "cho biết ",
        "nói: ",
        ".",
        "TP.",
        ".’",
        "\n- ai? ",
        "‘a’ ",
        "'a ",
        "ông yêu cầu “a” và đề nghị b, ",
        "Bà nói tại buổi họp, tại buổi lễ, ",
        "  ",
    ],
)
def test_a_megabyte_of_marks_and_cues_is_cut_without_a_gap(part):
    text = (part * 1_000_000)[:1_000_000] + "x"
    found = spans(text)
    assert found[0].start == 0
    assert all(one.end == two.start for one, two in pairwise(found))
    assert found[-1].end == len(normalise(text))
