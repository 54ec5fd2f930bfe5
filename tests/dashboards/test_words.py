"""The screen's words: both languages complete, terms that do not accuse, numbers written rightly."""

from datetime import UTC, date, datetime
from string import Formatter

import pytest

from dashboards import words
from dashboards.terms import TERMS
from warehouse import counting
from warehouse.counting import Collection
from warehouse.measures import (
    Measure,
    Stratum,
    agostini,
    coder_agreement,
    consensus,
    corrected_shares,
    effective_outlets,
    net_reach,
    share_of_attention,
    t50,
    tone_shares,
)
from warehouse.reader import Reader

NB = "\u00a0"
ACCUSING = ("câu chuyện", "sao chép", "xào bài", "bị gỡ", "thổi phồng", "thị phần", "số người đọc", "vi phạm")
TEXTS = [(key, *TERMS[key]) for key in words.keys("")]


def fields(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize(("key", "vi", "en"), TEXTS, ids=[key for key, *_ in TEXTS])
def test_every_text_stands_in_both_languages_and_takes_the_same_values(key, vi, en):
    assert vi.strip()
    assert en.strip()
    assert fields(vi) == fields(en)


def test_an_unknown_text_or_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        words.text("tone.angry", "vi")
    with pytest.raises(KeyError):
        words.text("page.snapshot", "vi")


@pytest.mark.parametrize("word", ACCUSING)
def test_no_vietnamese_text_uses_a_word_that_accuses_or_overstates(word):
    assert [key for key, vi, _ in TEXTS if word in vi.lower()] == []


def test_numbers_and_days_are_written_as_each_language_writes_them():
    assert words.decimal(1234.5, "vi", 1) == "1.234,5"
    assert words.decimal(1234.5, "en", 1) == "1,234.5"
    assert words.decimal(-0.004, "vi", 2) == "0,00"
    assert words.value(-0.125, "index", "vi") == "−0,12"
    assert words.day(date(2026, 1, 24), "vi") == "24/01/2026"
    assert words.day(date(2026, 1, 24), "en") == "24 Jan 2026"
    # 18:30 UTC is the next day in Vietnam.
    assert words.time(datetime(2026, 1, 23, 18, 30, tzinfo=UTC), "vi") == "01:30 ngày 24/01/2026"


def test_shares_and_their_intervals_are_in_percent():
    assert words.interval(0.41, 0.63, "share", "vi") == f"trong khoảng 41{NB}% đến 63{NB}%"
    assert words.interval(0.041, 0.63, "share", "en") == "between 4.1% and 63%"
    assert words.interval(None, None, "share", "vi") == ""
    assert words.interval(0.4, None, "share", "vi") == f"từ 40{NB}% trở lên (giới hạn trên chưa biết)"


def test_a_difference_of_shares_is_in_points_said_once_behind_an_interval():
    assert words.value(-0.1, words.unit_of_difference("share"), "vi") == f"−10{NB}điểm phần trăm"
    assert words.value(0.067, "points", "en") == f"6.7{NB}percentage points"
    assert words.interval(-0.49, 0.35, "points", "vi") == f"trong khoảng −49 đến 35{NB}điểm phần trăm"
    assert words.unit_of_difference("ratio") == "ratio"


def test_a_count_bears_the_right_noun():
    assert words.count(1, "story", "en") == f"1{NB}story"
    assert words.count(2, "story", "en") == f"2{NB}stories"
    assert words.count(1200, "item", "vi") == f"1.200{NB}lượt tin, bài"


def test_names_are_sorted_as_a_vietnamese_dictionary_does():
    names = [
        "VnExpress",
        "Đại Đoàn Kết",
        "Dân Trí",
        "Ấp Bắc",
        "An Giang",
        "Tuổi Trẻ",
        "24h",
        "Ba Vì",
        "Bà Rịa",
    ]
    assert sorted(names, key=words.alphabetical) == [
        "24h",
        "An Giang",
        "Ấp Bắc",
        "Bà Rịa",
        "Ba Vì",
        "Dân Trí",
        "Đại Đoàn Kết",
        "Tuổi Trẻ",
        "VnExpress",
    ]


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("name", counting.UNITS)
def test_every_measure_has_a_name_an_explanation_and_a_unit_of_its_basis(name, lang):
    assert words.text(f"measure.{name}", lang)
    assert words.text(f"measure.{name}.hint", lang)
    assert words.basis(name, 3, lang).endswith(words.count(3, words._NOUNS_OF_N.get(name, "story"), lang))


def test_every_way_of_counting_is_translated(published):
    with Reader(published) as reader:
        stored = reader.frame("rpt_measures")
    assert {method for method in stored["method"] if words.method(method, "vi") == method} == set()


def reasons():
    """Every reason that a measure can carry, made by the measures themselves."""
    gaps = [
        Collection(3, None, None, 0),
        Collection(3, 0.4, None, 0),
        Collection(3, 0.4, 30, 2),
        Collection(3, 0.4, 30, 0),
    ]
    coded = [("positive", "positive")] * 40
    off = [("not_about_campaign", "neutral")] * 40
    few = corrected_shares([Stratum({"positive": 50}, coded[:5])], Measure(1, 1, 1, 60, "", "ok"))
    one = corrected_shares([Stratum({"positive": 50}, coded)], Measure(1, 1, 1, 60, "", "ok"))
    none = corrected_shares([Stratum({"neutral": 50}, off)], Measure(1, 1, 1, 60, "", "ok"))
    thin = corrected_shares(
        [Stratum({"positive": 50}, coded), Stratum({"positive": 9}, coded[:1])],
        Measure(1, 1, 1, 60, "", "ok"),
    )
    split = [[0, 1] * 40, [0, 1] * 20 + [1, 0] * 20]
    loose = [[0, 1, 2, 1] * 20, [0, 1, 2, 2] * 18 + [2, 1, 0, 0] * 2]
    agreed = corrected_shares([Stratum({"positive": 50}, coded)], coder_agreement(split, 1))
    found = [
        *(collection.why_withheld for collection in gaps),
        consensus([], 0).agreement.reason,
        consensus([[1, 1, 1]] * 4, 9).agreement.reason,
        consensus([[1, 1, 1]] * 9, 9).agreement.reason,
        effective_outlets([])["q1"].reason,
        share_of_attention(0, 0).reason,
        tone_shares([0, 0, 0])["neutral"].reason,
        tone_shares([1, 2, 3])["neutral"].reason,
        net_reach([0.4, None], [1, 1], "week", 9).reason,
        net_reach([0.4], [1], "month", 9).reason,
        t50([], 0).reason,
        t50([1.0], 5).reason,
        "not watched from the beginning: 1 of 3 outlets that covered",
        agostini([0.9, 0.8], [0.72]).reason,
        agostini([0.4, 0.3], [None]).reason,
        *(share.reason for sample in (few, one, none, thin, agreed) for share in sample.shares.values()),
        coder_agreement([[0, 1], [0, 1]], 1).reason,
        coder_agreement([[1] * 70, [1] * 70], 1).reason,
        coder_agreement(split, 1).reason,
        coder_agreement(loose, 1).reason,
        "the estimate -0.013 lies outside 0 to 1",
        "a corrected share lies outside 0 to 1",
        "every coded story is neutral",
        "first period: no stories with a tone",
        "second period: 3 coded stories (30 needed)",
        "too few days with the same weekdays in both periods",
        "nothing was published in one of the periods",
        "one of the phases has no days yet",
        "no outlet was watched in the same way throughout both periods",
        "machine labels carry no comparison of agreement",
        "no interval",
        "items_per_day is not compared between outlet_kinds",
        "machine labels are no better than chance in the sample",
        "3 stories wait for a third look",
        "126 of 166 stories were there to be drawn (90% needed)",
        "only 13 ordinary days before it were known in full by the same hour of the day after, 14 are needed",
        "the day is outside the campaign's phases",
        "nothing at all was collected of these outlets",
        "12% of the pages of these outlets could not be read",
        "nothing to divide by",
        "nothing was watched",
        "feed shorter than the time between visits",
        "no scan on this day",
        "capped scan",
        "challenge page",
        "empty feed",
        "no feed at its address",
        "no article on the page",
        "feed too large",
        "feed too slow",
        "robots unreachable",
        "robots disallow",
        "fetch failed",
        "not visited",
    ]
    return sorted({reason for reason in found if reason})


@pytest.mark.parametrize("english", reasons())
def test_every_reason_has_a_vietnamese_sentence(english):
    vietnamese = words.reason(english, "vi")
    assert vietnamese != english
    assert "nguyên văn" not in vietnamese
    assert words.reason(english, "en") == english


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "too little evidence: 1 stories (8 needed), 1 originating outlets (5 needed)",
            "too little evidence: 1 story (8 needed), 1 originating outlet (5 needed)",
        ),
        ("1 stories wait for a third look", "1 story waits for a third look"),
        (
            "1 days are shorter than the week of the audiences",
            "1 day is shorter than the week of the audiences",
        ),
        ("1 stories, 8 are needed", "1 story, 8 are needed"),
        ("11 stories, 18 are needed", "11 stories, 18 are needed"),
        (
            "coder agreement: 1 double-coded stories (60 needed)",
            "coder agreement: 1 double-coded story (60 needed)",
        ),
        (
            "1 of 3 stories were there to be drawn (95% needed)",
            "1 of 3 stories were there to be drawn (95% needed)",
        ),
    ],
)
def test_a_reason_in_english_says_one_thing_in_the_singular(written, said):
    assert words.reason(written, "en") == said


def test_the_numbers_of_a_reason_stay():
    english = "85% of the expected items fall into gaps in collection: scans are capped at 30 entries, "
    assert words.reason(english + "2 scan days are missing", "vi") == (
        f"thiếu dữ liệu thu thập của 85{NB}% số tin, bài dự kiến: mỗi lượt quét chỉ có 30 tin mới nhất, "
        "thiếu 2 ngày quét"
    )


def test_a_reason_without_translation_is_given_in_english_and_marked():
    assert words.reason("the moon is full", "vi") == "nguyên văn tiếng Anh: “the moon is full”"
    assert words.rejection("moonlight", "vi") == "nguyên văn tiếng Anh: “moonlight”"
    assert words.rejection("duplicate", "vi") == "trùng với tin đã có"


def test_what_became_of_an_item_is_said_without_a_cause():
    kept = {"first_title": None, "revisions": 1, "is_gone": False, "found_url": None}
    assert words.history(kept, "vi") == ""
    changed = kept | {"first_title": "Tít cũ", "revisions": 2, "is_gone": True}
    assert words.history(changed, "vi") == "Tít đã đổi, trước đó: “Tít cũ”; Không còn ở địa chỉ cũ"
    moved = kept | {"revisions": 3, "found_url": "https://a.example/moi"}
    assert words.history(moved, "en") == "Revision; Now at another address"


@pytest.mark.parametrize(
    ("p", "lang", "said"),
    [
        (0.0004, "vi", "dưới 0,001"),
        (0.0, "en", "below 0.001"),
        (0.001, "vi", "0,001"),
        (0.0456, "en", "0.046"),
    ],
)
def test_no_p_is_said_to_be_zero(p, lang, said):
    assert words.p_value(p, lang) == said
