from datetime import timedelta
from itertools import pairwise, product
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import copies
from nlp.copies import SHORT, Lookup, compare, containment
from nlp.fingerprints import Fingerprint, recurring
from nlp.set_phrases import without_set_phrases
from nlp.text import syllables
from tests.nlp.pairs import pairs

# Of those that end alike, some begin otherwise.
HASHES = st.builds(lambda high, low: high * 2**40 + low, st.integers(0, 2), st.integers(0, 5))


def words(first, last):
    """An invented text: numbers as words, so that texts overlap where their numbers do."""
    return " ".join(f"từ{number}" for number in range(first, last)) + ". "


def article(first, last):
    return Fingerprint("", "", words(first, last))


def test_hashes_are_the_same_everywhere():
    # Stored sketches are compared with those of later versions of Python and on other machines.
    assert Fingerprint("Một hai BA bốn năm", "").shingles.tolist() == [5904550547587857144]


def test_a_text_has_one_shingle_less_four_than_syllables():
    assert len(article(0, 104).shingles) == 100
    assert len(Fingerprint("hai tiếng", " ... ").shingles) == 0


def test_containment_is_counted_in_the_smaller_set():
    four, three = np.array([1, 2, 3, 4], np.uint64), np.array([3, 4, 9], np.uint64)
    assert containment(four, three) == pytest.approx(2 / 3)
    assert containment(four, four[:0]) == 0.0


def test_whole_texts_are_versions_from_three_tenths_and_reuse_a_part_from_half_of_that():
    first = article(0, 204)
    assert compare(first, article(130, 334)).is_copy
    part = compare(first, article(160, 364))
    assert (part.is_copy, part.is_partial) == (False, True)
    none = compare(first, article(190, 394))
    assert (none.is_copy, none.is_partial) == (False, False)


def test_an_official_name_in_a_whole_text_makes_no_copy():
    name = "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam"
    first = Fingerprint("", "", " ".join(f"{name} {words(n * 6, n * 6 + 6)}" for n in range(20)))
    second = Fingerprint("", "", " ".join(f"{name} {words(n * 6, n * 6 + 6)}" for n in range(30, 50)))
    assert containment(first.shingles, second.shingles) < 0.05


def test_runs_of_four_days_recur():
    days = [[("Ủy ban nhân dân", f"họp ngày {words(day * 9, day * 9 + 5)}")] for day in range(4)]
    assert recurring(days[:3]).size == 0
    # "ủy ban nhân" and "ban nhân dân".
    assert recurring(days).size == 2


NAME = "Ban Chỉ đạo tìm kiếm, quy tập và xác định danh tính hài cốt liệt sĩ vùng Bãi Cát Dài"
SHORT_PAIRS = {
    "a light rewrite": (
        (
            "Xã Bãi Cát có cầu mới",
            "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt, nối hai thôn xa nhất.",
        ),
        (
            "Thông cầu qua sông Ngọt",
            "Sáng 5-3, xã Bãi Cát đã thông xe cây cầu dây văng bắc qua sông Ngọt, nối liền hai thôn xa nhất.",
        ),
        True,
    ),
    "a copy with a headline of another story behind it": (
        (
            "Xã Bãi Cát có cầu mới",
            "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt. Giá tôm ở Cửa Bể lại tăng",
        ),
        ("Cầu mới ở Bãi Cát", "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt."),
        True,
    ),
    "two days of a column": (
        (
            "Giá tôm ở Cửa Bể ngày 5/3",
            "Giá tôm sú tại chợ đầu mối Cửa Bể ngày 5/3 giữ ở mức cao so với tuần trước.",
        ),
        (
            "Giá tôm ở Cửa Bể ngày 6/3",
            "Giá tôm sú tại chợ đầu mối Cửa Bể ngày 6/3 giữ ở mức cao so với tuần trước.",
        ),
        False,
    ),
    "two documents with one form": (
        (
            "Kết luận về Cửa Bể",
            "Văn phòng huyện có Thông báo số 38 về kết luận của đoàn kiểm tra đê tại xã ven biển.",
        ),
        (
            "Kết luận về Bãi Cát",
            "Văn phòng huyện có Thông báo số 41 về kết luận của đoàn kiểm tra đê tại xã ven biển.",
        ),
        False,
    ),
    "one long name": (
        ("Họp phiên đầu", f"{NAME} họp phiên đầu tiên tại trụ sở mới để bàn kế hoạch cả năm."),
        ("Trao quà", f"Nhiều gia đình vùng núi nhận quà của {NAME} và dự lễ khánh thành một ngôi trường."),
        False,
    ),
    "one event told twice": (
        (
            "Xã Bãi Cát có cầu mới",
            "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt, nối hai thôn xa nhất.",
        ),
        (
            "Dân hai thôn hết đi đò",
            "Từ nay người dân hai thôn bên sông Ngọt đi bộ sang nhau nhờ cây cầu dây văng vừa khánh thành.",
        ),
        False,
    ),
    "two weeks of a column": (
        (
            "Kết quả quyên góp tuần 3 tháng 7/2026",
            "Quỹ Cửa Bể đã chuyển số tiền mà bạn đọc gửi về trong tuần 3 tháng 7/2026 đến các gia đình.",
        ),
        (
            "Kết quả quyên góp tuần 4 tháng 7/2026",
            "Quỹ Cửa Bể đã chuyển số tiền mà bạn đọc gửi về trong tuần 4 tháng 7/2026 đến các gia đình.",
        ),
        False,
    ),
    "two earthquakes of one form": (
        (
            "Động đất có độ lớn 3.4 ở xã Măng Bút",
            "Hồi 2 giờ 17 phút, một trận động đất xảy ra tại xã Măng Bút, độ sâu chấn tiêu khoảng 8 km.",
        ),
        (
            "Động đất có độ lớn 4.1 ở xã Măng Bút",
            "Hồi 9 giờ 53 phút, một trận động đất xảy ra tại xã Măng Bút, độ sâu chấn tiêu khoảng 10 km.",
        ),
        False,
    ),
    "one form for two provinces": (
        (
            "Phê chuẩn kết quả bầu Chủ tịch UBND tỉnh Cao Bằng",
            "Thủ tướng ký quyết định phê chuẩn kết quả bầu chức vụ Chủ tịch UBND tỉnh Cao Bằng nhiệm kỳ mới.",
        ),
        (
            "Phê chuẩn kết quả bầu Chủ tịch UBND tỉnh Lâm Đồng",
            "Thủ tướng ký quyết định phê chuẩn kết quả bầu chức vụ Chủ tịch UBND tỉnh Lâm Đồng nhiệm kỳ mới.",
        ),
        False,
    ),
    "a score is no day": (
        (
            "Hoàng Sa thắng ngược Biển Đông 3-2",
            "Đội nữ Hoàng Sa thắng ngược Biển Đông sau năm ván nghẹt thở, Hạ Vy ghi điểm quyết định.",
        ),
        (
            "Bóng chuyền nữ tối 5/12: Hạ Vy tỏa sáng",
            "Đội nữ Hoàng Sa thắng ngược Biển Đông sau năm ván nghẹt thở, Hạ Vy ghi điểm quyết định.",
        ),
        True,
    ),
    "a range of days holds its first": (
        (
            "Hội gốm diễn ra 5-7/12",
            "Hội làng gốm có thi chuốt bình, rước nước từ bến Ngự và chợ bán đồ men tro.",
        ),
        (
            "Tối 5/12 mở hội gốm",
            "Hội làng gốm có thi chuốt bình, rước nước từ bến Ngự và chợ bán đồ men tro.",
        ),
        True,
    ),
    "days in words of two days": (
        (
            "Lịch cúp điện ngày 5 tháng 12",
            "Điện lực Hòa Khê ngừng cấp điện ngày 5 tháng 12 để sửa chữa lưới tại các phường trung tâm.",
        ),
        (
            "Lịch cúp điện ngày 6 tháng 12",
            "Điện lực Hòa Khê ngừng cấp điện ngày 6 tháng 12 để sửa chữa lưới tại các phường trung tâm.",
        ),
        False,
    ),
    "one figure rounded": (
        (
            "Trao 1.563 suất quà cho trẻ",
            "Quỹ Hạt Sen trao quà cho trẻ xóm vạn đò và sửa nhà dột trước mùa bão.",
        ),
        ("Trao hơn 1.500 suất quà", "Quỹ Hạt Sen trao quà cho trẻ xóm vạn đò và sửa nhà dột trước mùa bão."),
        True,
    ),
    "a number that is no document's": (
        (
            "Sai phạm cấp đất",
            "Trong số 1.563 thửa đất được cấp ở ven hồ Bàu Sen có hơn một nửa chồng lên hành lang kè.",
        ),
        (
            "Sai phạm cấp đất",
            "Trong số 1563 thửa đất được cấp ở ven hồ Bàu Sen có hơn một nửa chồng lên hành lang kè.",
        ),
        True,
    ),
    "a report's own place": (
        (
            "Mở đợt kiểm tra xe đưa đón học sinh",
            "Hà Nội - Bộ Công an mở đợt kiểm tra xe đưa đón học sinh toàn quốc, xử lý nghiêm tài xế say.",
        ),
        (
            "Siết xe đưa đón học sinh sau vụ ở Đồng Nai",
            "Bộ Công an mở đợt kiểm tra xe đưa đón học sinh toàn quốc, xử lý nghiêm tài xế say.",
        ),
        True,
    ),
    "one province under its old name": (
        (
            "Khánh thành kè biển Tuy Hòa",
            "Sáng nay, tỉnh Phú Yên khánh thành tuyến kè biển dài bốn cây số chắn sóng cho hai làng chài.",
        ),
        (
            "Hai làng chài có kè chắn sóng",
            "Sáng nay, tỉnh Đắk Lắk khánh thành tuyến kè biển dài bốn cây số chắn sóng cho hai làng chài.",
        ),
        True,
    ),
    "one headline and nothing else": (
        ("Tin tức trong ngày hôm nay", ""),
        ("Tin tức trong ngày hôm nay", ""),
        False,
    ),
}


@pytest.mark.parametrize(("a", "b", "expected"), SHORT_PAIRS.values(), ids=SHORT_PAIRS)
def test_short_items(a, b, expected):
    first, second = Fingerprint(*a), Fingerprint(*b)
    assert compare(first, second).is_copy is expected
    assert compare(first, second) == compare(second, first)


def forms():
    """Pairs in the style of the press: forms filled anew, and versions of one text."""
    for row, first, second in pairs("copies.tsv", Fingerprint):
        yield row["kind"], row["copy"] == "yes", timedelta(days=float(row["days"])), first, second


def test_forms_filled_anew_are_no_copies_and_versions_of_one_text_are():
    found = [(kind, is_copy, compare(a, b, apart).is_copy) for kind, is_copy, apart, a, b in forms()]
    assert len(found) == 88
    assert sum(is_copy for _, is_copy, _ in found) == 35
    # Of two shares nothing but short acronyms tell.
    assert [kind for kind, is_copy, held in found if is_copy != held] == ["stock"]


@pytest.mark.parametrize("apart", [timedelta(), timedelta(days=2)])
def test_which_of_two_texts_comes_first_does_not_matter_for_forms(apart):
    for _, _, _, a, b in forms():
        assert compare(a, b, apart) == compare(b, a, apart)


def test_a_toll_that_rose_on_one_day_is_told_in_a_version():
    told = "Lũ quét đêm 4/3 ở thung lũng Nậm Say cuốn trôi hai bản, {} người mất tích, đường vào còn tắc."
    rose = (Fingerprint("Lũ quét ở Nậm Say", told.format(number)) for number in (112, 131))
    assert compare(*rose).is_copy
    undated = (Fingerprint("Lũ quét ở Nậm Say", told.format(n).replace(" đêm 4/3", "")) for n in (112, 131))
    assert not compare(*undated).is_copy


def test_a_short_item_is_found_inside_a_long_one():
    report = "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt, nối hai thôn xa nhất."
    long = Fingerprint("Cầu và đường", "Một năm nhìn lại.", f"{words(0, 90)} {report} {words(100, 200)}")
    assert compare(Fingerprint("Xã có cầu", report), long).is_copy


def test_a_short_item_with_figures_is_found_inside_a_long_one_that_begins_with_others():
    report = (
        "Ngày 5/3, xã Bãi Cát ở Cao Bằng thông xe cầu dây văng dài 120 mét qua sông Ngọt, nối hai thôn xa."
    )
    long = Fingerprint(
        "18 cây cầu trong 4 năm", "Nhìn lại Lâm Đồng.", f"{words(0, 90)} {report} {words(100, 200)}"
    )
    assert compare(Fingerprint("Xã có cầu", report), long).is_copy


LAW = """Người nào bằng thủ đoạn gian dối chiếm đoạt tài sản trị giá từ 2.000.000 đồng đến dưới 50.000.000 \
đồng, thì bị phạt cải tạo không giam giữ đến 03 năm hoặc phạt tù từ 06 tháng đến 03 năm:
a) Đã bị xử phạt vi phạm hành chính về hành vi chiếm đoạt tài sản mà còn vi phạm;
b) Đã bị kết án về tội này hoặc về một trong các tội quy định tại các điều 168, 169 và 290 của Bộ luật này;
c) Gây ảnh hưởng xấu đến an ninh, trật tự, an toàn xã hội;
d) Tài sản là phương tiện kiếm sống chính của người bị hại và gia đình họ.
Phạm tội thuộc một trong các trường hợp sau đây, thì bị phạt tù từ 02 năm đến 07 năm: có tổ chức; có tính \
chất chuyên nghiệp; tái phạm nguy hiểm; lợi dụng chức vụ, quyền hạn; dùng thủ đoạn xảo quyệt.
Người phạm tội còn có thể bị phạt tiền từ 10.000.000 đồng đến 100.000.000 đồng, cấm hành nghề đến 05 năm."""
ROLL = """Dự buổi lễ có các đồng chí: Lê Văn Khánh, Ủy viên Bộ Chính trị, Chánh Văn phòng Trung ương Đảng; \
Trần Thị Mai, Ủy viên Trung ương Đảng, Phó Chủ tịch Quốc hội; Phạm Quốc Bảo, Ủy viên Trung ương Đảng, Phó \
Thủ tướng; Đặng Hữu Lộc, Ủy viên Trung ương Đảng, Bộ trưởng Bộ Nội vụ; Vũ Minh Tâm, Bí thư Tỉnh ủy Sơn Hải; \
Hồ Thị Yến, Phó Bí thư Thường trực Tỉnh ủy; Ngô Đức Thắng, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Sơn Hải."""


CLAUSES = """Luật Nhà giáo quy định như sau:
Điều 11. Những việc không được làm
1. Phân biệt đối xử giữa các nhà giáo trong hoạt động nghề nghiệp dưới mọi hình thức.
2. Gian lận, cố ý làm sai lệch kết quả hoạt động trong tuyển sinh, đánh giá người học.
3. Ép buộc người học tham gia học thêm dưới mọi hình thức, ép buộc nộp tiền hoặc hiện vật.
4. Lợi dụng chức danh nhà giáo và hoạt động nghề nghiệp để trục lợi cho bản thân và người thân."""
LINES = "\n".join(
    f"- Đồng chí Lê Quang {name}, Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban {of} Tỉnh ủy."
    for name, of in (("Tạo", "Tổ chức"), ("Minh", "Nội chính"), ("Hải", "Kinh tế"), ("Sơn", "Pháp chế"))
)


@pytest.mark.parametrize(
    "shared",
    [LAW, CLAUSES, ROLL, LINES],
    ids=["a law that is quoted", "its numbered clauses", "a roll of offices", "a roll line by line"],
)
def test_set_phrases_make_no_copy_of_two_reports(shared):
    first = Fingerprint("Bắt kẻ lừa người già", "", f"{words(0, 110)}\n{shared}\n{words(110, 125)}")
    second = Fingerprint("Vé giả", "", f"{words(300, 410)}\n{shared}\n{words(410, 425)}")
    plain = Fingerprint("", "", shared)
    assert len(plain.shingles) < 15
    assert compare(first, second).containment == 0
    again = Fingerprint("Lừa sổ tiết kiệm", "", f"{words(0, 100)}\n{shared}")
    assert compare(first, again).is_copy


def test_a_report_on_a_bill_is_a_copy_of_itself():
    body = """Góp ý về Điều 5 dự thảo Luật Thư viện, bà Lụa cho rằng bạn đọc miền núi cần mượn thiết bị đọc.
Bà dẫn chuyện trường Nậm Pung có kho sách ba nghìn cuốn nhưng không nơi nào cắm điện, đề nghị sửa khoản 2.
Ông Nhẫn nói Điều 9 của dự án Luật đã giao xã lo điện, vấn đề là ai trả tiền hằng tháng cho trạm phát sóng.
Ông Vĩnh nói dự án luật này chưa tính tới người khiếm thị đang phải tự thu âm sách giáo khoa."""
    assert compare(Fingerprint("Mượn thiết bị đọc", "", body), Fingerprint("Sách nói", "", body)).is_copy
    assert syllables(without_set_phrases(body)) == syllables(body)


def test_what_is_hardly_anything_but_a_law_is_a_copy_of_itself_alone():
    first, second = (Fingerprint(title, "", f"{LAW}\n{LAW}") for title in ("Toàn văn", "Luật mới"))
    assert compare(first, second).is_copy
    assert not compare(first, Fingerprint("Bắt kẻ lừa người già", "", f"{words(0, 110)}\n{LAW}")).is_copy


def test_a_court_report_is_no_set_phrase():
    told = "Tòa tuyên phạt bị cáo 12 năm tù. Chủ tịch xã nói tiền phạt để sửa đường. Phạt tiền cả hai xe."
    assert syllables(without_set_phrases(told)) == syllables(told)


PASSAGE = words(1000, 1090)
"""Such as the statement that two outlets quote at length, or the paragraph on what a campaign is about."""


REPORT = ("Thắp nến", words(300, 320), words(320, 400) + PASSAGE)


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        (("Lấy mẫu", words(0, 20), words(20, 100) + PASSAGE + words(100, 120)), False),
        (("Lấy mẫu", words(0, 20), words(20, 50) + PASSAGE), True),
        (("Lấy mẫu", PASSAGE, words(20, 120)), True),
        (("Lấy mẫu", words(0, 20), words(340, 360) + words(20, 100) + PASSAGE), True),
    ],
    ids=["two reports", "hardly more than the passage", "it begins with it", "two passages"],
)
def test_one_passage_in_common_is_reused_by_reports_of_their_own(other, is_copy):
    first, second = Fingerprint(*REPORT), Fingerprint(*other)
    shared = compare(first, second)
    assert 0.3 < shared.containment < 0.8
    assert (shared.is_copy, shared.is_partial) == (is_copy, not is_copy)
    assert compare(second, first) == shared


def test_the_next_day_of_a_long_column_is_no_version_of_the_day_before():
    today = Fingerprint("Thời tiết ngày 5/3: nắng ấm", "", words(0, 200))
    tomorrow = Fingerprint("Thời tiết ngày 6/3: trở rét", "", words(60, 260))
    assert containment(today.shingles, tomorrow.shingles) > 0.3
    assert not compare(today, tomorrow).is_copy
    assert compare(today, Fingerprint("Trời nắng ấm ngày 5/3", "", words(60, 260))).is_copy


def test_few_hashes_in_common_are_enough_for_small_sketches_alone():
    sketch, others = np.arange(200, dtype=np.uint64), [(0, 7), (0, 8), (0, 200), (190, 240), (0, 2)]
    sketches = [np.arange(start, end, dtype=np.uint64) for start, end in others]
    # The first two hold much else besides.
    sketches[:2] = [np.concatenate([one, np.arange(1000, 1193, dtype=np.uint64)]) for one in sketches[:2]]
    offsets = np.cumsum([0, *map(len, sketches)])
    texts, met = Lookup([sketch]).met(np.concatenate(sketches), offsets)
    assert texts.tolist() == [0, 0, 0, 0]
    assert met.tolist() == [1, 2, 3, 4]


@given(
    asked=st.lists(st.sets(HASHES, max_size=12), max_size=5),
    others=st.lists(st.sets(HASHES, max_size=12), max_size=5),
    at_once=st.integers(1, 20),
)
def test_those_are_met_that_share_two_hashes_and_a_twenty_fifth_of_the_smaller_sketch(asked, others, at_once):
    expected = [
        (place, other)
        for (place, mine), (other, theirs) in product(enumerate(asked), enumerate(others))
        if len(mine & theirs) >= max(2, 0.04 * min(len(mine), len(theirs)))
    ]
    sketches, held = ([np.array(sorted(one), np.uint64) for one in some] for some in (asked, others))
    with mock.patch.object(copies, "_AT_ONCE", at_once):
        texts, met = Lookup(sketches).met(
            np.concatenate([np.zeros(0, np.uint64), *held]), np.cumsum([0, *map(len, held)])
        )
    assert sorted(zip(texts.tolist(), met.tolist(), strict=True)) == expected


def test_texts_of_no_words_are_no_copies():
    for a, b in pairwise([Fingerprint("", ""), Fingerprint("...", "", "!"), article(0, 2 * SHORT)]):
        assert not compare(a, b).is_copy
