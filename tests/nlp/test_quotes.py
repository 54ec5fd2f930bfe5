"""What offices say: found with office, verb and words, and without any person's name."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.messages import Parts
from nlp.names import FAMILY_NAME, persons
from nlp.offices.speakers import Speakers
from nlp.offices.spelling import canonical
from nlp.quotes import find
from nlp.statements import align
from nlp.text import LONGEST_EXCERPT, without_diacritics
from warehouse import campaign

PASSAGES = Path(__file__).parent / "quotes.tsv"
DAY = date(2026, 5, 12)


def passages():
    with PASSAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["kind"], row["text"].replace("¶", "\n"), row["quotes"]) for row in rows]


def found(text, offices=(), day=DAY):
    return find(Parts("", "", text), offices, day)


@pytest.mark.parametrize(("kind", "text", "expected"), passages())
def test_the_quotes_of_a_passage_are_found(kind, text, expected):
    quotes = [
        f"{one.office} | {one.verb} | {'direct' if one.is_direct else 'indirect'} | {one.words}"
        for one in found(text)
    ]
    assert quotes == [quote for quote in expected.split(" ¦ ") if quote], kind


def test_there_are_passages_of_all_kinds():
    kinds = [kind for kind, *_ in passages()]
    assert len(kinds) >= 60
    assert {"colon", "according", "trailing", "continuing", "nested", "dialogue", "conference"} <= set(kinds)


@pytest.mark.parametrize(
    "body",
    [
        *("Ban Tổ chức Trung ương", "Ban Chính sách, chiến lược Trung ương", "Ban Tiếp công dân Trung ương"),
        *("Cục Việc làm", "Cục Trẻ em", "Cục Phòng, chống HIV/AIDS", "Cục Hàng không Việt Nam"),
        *("Cục Quản lý xuất nhập cảnh", "Cục Quản lý đê điều và Phòng, chống thiên tai", "Vụ Tổ chức cán bộ"),
        *("Cục Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Cục Người có công", "Cục Di sản văn hóa"),
        *("Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao", "Cục Quản lý Khám, chữa bệnh"),
        *("Cục Quản lý và Phát triển thị trường trong nước", "Sở Quy hoạch - Kiến trúc Hà Nội"),
        *("Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Kiểm toán Nhà nước"),
        *("Tổng Liên đoàn Lao động Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        *("Đồn Biên phòng cửa khẩu quốc tế Lao Bảo", "Quân chủng Phòng không - Không quân", "Quân khu 4"),
        *("Sở Tài chính Cần Thơ", "Đài Khí tượng Thủy văn khu vực Nam Bộ", "Công an xã Kon Đào"),
        *("Ban Chỉ đạo quốc gia về tìm kiếm, quy tập và xác định danh tính hài cốt liệt sĩ", "Bộ Nội vụ"),
    ],
)
def test_the_name_of_a_body_is_found_whole(body):
    text = f"Chiều 11/5, {body} cho biết việc được giao đã xong trong tuần."
    assert [one.office for one in Speakers(text, ()).mentions if one.kind == "office"] == [body]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("chủ tịch UBND TP. Ven Sông", "Chủ tịch Ủy ban nhân dân thành phố Ven Sông"),
        ("Chủ tịch UBND TP.HCM", "Chủ tịch Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("Bộ trưởng Y tế", "Bộ trưởng Bộ Y tế"),
        ("Trưởng ban Tổ chức T.Ư", "Trưởng Ban Tổ chức Trung ương"),
        ("Thủ tướng", "Thủ tướng Chính phủ"),
        ("đại diện Sở GD&ĐT Ven Sông", "Sở Giáo dục và Đào tạo Ven Sông"),
        ("thủ tướng chính phủ", "Thủ tướng Chính phủ"),
        ("phó chủ tịch quốc hội", "Phó Chủ tịch Quốc hội"),
        ("Chủ Tịch nước", "Chủ tịch nước"),
        ("Tổng giám đốc Brixo", "Tổng Giám đốc Brixo"),
        ("phó tổng thư ký Hội Nghệ sỹ Ven Sông", "Phó Tổng Thư ký Hội Nghệ sĩ Ven Sông"),
        ("Tổng thư kí Quốc hội", "Tổng Thư ký Quốc hội"),
        ("Cục Quản lí Kĩ thuật", "Cục Quản lý Kỹ thuật"),
        ("Ủy ban Nhân dân xã Bình Khê", "Ủy ban nhân dân xã Bình Khê"),
        ("Đại sứ Thuỵ Sỹ", "Đại sứ Thụy Sĩ"),
        ("VKSND TP Ven Sông", "Viện kiểm sát nhân dân thành phố Ven Sông"),
        ("Viện Kiểm sát nhân dân Tối cao", "Viện kiểm sát nhân dân tối cao"),
        ("Chánh án TAND tối cao", "Chánh án Tòa án nhân dân tối cao"),
        ("Đoàn ĐBQH tỉnh Ven Sông", "Đoàn đại biểu Quốc hội tỉnh Ven Sông"),
    ],
)
def test_an_office_has_one_spelling(written, kept):
    assert canonical(written) == kept
    assert canonical(kept) == kept


def test_the_offices_of_a_campaign_give_the_canonical_names_the_longest_first():
    known = ("Bộ Y tế", "Bộ trưởng Bộ Y tế", "Sở Y tế")
    assert canonical("Thứ trưởng Bộ Y tế", known) == "Bộ Y tế"
    assert canonical("bộ trưởng Bộ Y tế", known) == "Bộ trưởng Bộ Y tế"
    assert canonical("Giám đốc Sở Y tế Ven Sông", known) == "Giám đốc Sở Y tế Ven Sông"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sáng 11-5, Bộ Y tế cho biết số ca bệnh đã giảm.", date(2026, 5, 11)),
        ("Ngày 9/5/2026, xã họp. Bộ Y tế cho biết ngày 1/5 đã hết dịch.", date(2026, 5, 9)),
        ("Chiều nay, Bộ Y tế cho biết số ca bệnh đã giảm.", DAY),
        ("Hôm qua, Bộ Y tế cho biết số ca bệnh đã giảm.", date(2026, 5, 11)),
        ("Sáng 31-2, Bộ Y tế cho biết số ca bệnh đã giảm.", None),
        ("Ngày 3/1, dịch bắt đầu. Bộ Y tế cho biết số ca bệnh đã giảm.", None),
        ("Bộ Y tế cho biết số ca bệnh đã giảm.", None),
        ("“Số ca đã giảm”, Bộ Y tế cho biết tại cuộc họp chiều 8/5.", date(2026, 5, 8)),
        ("“Số ca đã giảm.” Bộ Y tế phát biểu như vậy tại buổi tiếp xúc cử tri chiều 7/5.", date(2026, 5, 7)),
        ("Số ca bệnh đã giảm, Bộ Y tế cho biết hôm 8/5.", date(2026, 5, 8)),
        ("Sáng 6/5, xã họp. “Số ca đã giảm”, Bộ Y tế nói với báo chí ngày 8/5.", date(2026, 5, 8)),
        ("“Số ca đã giảm”, Bộ Y tế nói về vụ ngộ độc ngày 9/5.", None),
    ],
)
def test_the_day_of_speech_is_the_one_said_before_it_or_of_the_occasion_behind_who_spoke(text, day):
    assert [one.said_on for one in found(text)] == [day]


def test_a_day_of_december_is_read_in_january():
    text = "Chiều 30/12, Bộ Y tế cho biết số ca bệnh đã giảm."
    assert [one.said_on for one in found(text, day=date(2026, 1, 2))] == [date(2025, 12, 30)]


def test_an_excerpt_is_short():
    (one,) = found("Bộ Y tế cho biết " + "dịch đang giảm ở nhiều nơi " * 50 + ".")
    assert len(one.excerpt) <= LONGEST_EXCERPT + 1
    assert one.excerpt.endswith("…")
    assert one.words.startswith(one.excerpt[:-1])


def test_near_the_same_words_of_one_office_are_one_statement_and_no_chain_forms():
    words = "khối lượng công việc đó còn tiếp tục tăng lên"
    ids = align(
        [
            ("Bộ Y tế", words),
            ("Bộ Y tế", words.replace(" đó", "")),
            ("Bộ Nội vụ", words),
            ("Bộ Y tế", "dịch đang giảm ở nhiều nơi"),
        ]
    )
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    one, two, three = (" ".join(f"w{n}" for n in range(at, at + 12)) for at in (0, 4, 8))
    chain = align([("x", one), ("x", two), ("x", three)])
    assert chain[0] == chain[1] != chain[2]


_FAMILIES = [name.capitalize() for name in FAMILY_NAME.pattern.split("|")]
_NAMES = st.builds(
    lambda *parts: " ".join(part for part in parts if part),
    st.sampled_from(_FAMILIES),
    st.sampled_from(["Văn", "Thị", "Đức", "Minh", "Thị Thanh"]),
    st.sampled_from(["Bốn", "Thắm", "Kỳ", "Quyên", "Sỹ", "Đằng"]),
)
_SENTENCES = (
    "Giám đốc Sở Y tế Ven Sông {name} cho biết thuốc đã đủ cho {other} và bà con.",
    "Ông {name}, Chủ tịch UBND xã Cao Minh, nói: “{other} đã giúp chúng tôi rất nhiều”.",
    "“Tôi cảm ơn anh {other}”, Bí thư Huyện ủy Cồn Ngang {name} nói.",
    "Theo {name}, Bộ trưởng Bộ Nội vụ, hồ sơ của bà {other} đã được trả.",
    "Công an tỉnh Lâm Đồng khẳng định {name} và {other} đã khai báo đầy đủ.",
    "Chủ tịch UBND xã Bình Khê {name}: Chúng tôi đã gặp ông {other} tại nhà.",
    "Trưởng Công an phường Trần Hưng Đạo {name} cho hay đã mời {other} lên làm việc.",
)


@given(name=_NAMES, other=_NAMES, sentence=st.sampled_from(_SENTENCES))
@settings(max_examples=150, deadline=None)
def test_no_name_of_a_person_is_in_what_is_kept(name, other, sentence):
    for one in found(sentence.format(name=name, other=other) + " Ông tin việc này sẽ xong."):
        for kept in (one.office, one.words, one.verb):
            assert name not in kept
            assert other not in kept
            assert name.split()[-1] not in kept.split()
            assert persons(kept) == []


def test_people_without_an_office_are_not_kept_by_name():
    text = "Bà Nguyễn Thị Sáu kể: “Tôi chờ ba tháng”. Chuyên gia Lê Minh Khuê cho rằng đập an toàn lâu dài."
    assert [(one.office, one.is_office) for one in found(text)] == [("chuyên gia", False)]


def test_text_without_diacritics_has_no_quotes():
    assert found(without_diacritics("Bộ Y tế cho biết số ca bệnh đã giảm.")) == []


@pytest.mark.parametrize(
    "part", ["Bộ trưởng ", "“", "Sở Y tế cho biết ", "- Có không? - ông hỏi.\n", "Bộ Y tế: a b c d.\n"]
)
def test_long_runs_of_names_offices_and_cues_hold_nothing_up(part):
    first, *_ = found("Bộ Y tế cho biết thuốc đã đủ. " + part * 2_000)
    assert first.words.startswith("thuốc đã đủ")


@pytest.mark.shared
def test_both_versions_of_the_wire_story_say_the_same_by_the_same_office(shared_data):
    path = Path(__file__).parents[2] / "campaigns" / "dai-hoi-xiv.toml"
    offices = campaign.load(path).offices
    said = {}
    for name in ("nld", "thanhnien"):
        text = (shared_data / "syndication" / f"{name}.txt").read_text("utf-8")
        said[name] = found(text, offices, date(2024, 3, 7))
    quotes = [(one.office, one.excerpt) for some in said.values() for one in some]
    ids = align(quotes)
    assert {office for office, _ in quotes} == {"Thường trực Ban Bí thư"}
    first = len(said["nld"])
    assert set(ids[:first]) == set(ids[first:])
    assert len(set(ids)) == 8
