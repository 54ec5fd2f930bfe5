from itertools import pairwise

import numpy as np
import pytest

from nlp.copies import SHORT, compare, containment
from nlp.fingerprints import Fingerprint, recurring


def words(first, last):
    """An invented text: numbers as words, so that texts overlap where their numbers do."""
    return " ".join(f"từ{number}" for number in range(first, last)) + "."


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


def test_a_short_item_is_found_inside_a_long_one():
    report = "Sáng 5/3, xã Bãi Cát thông xe cây cầu dây văng bắc qua sông Ngọt, nối hai thôn xa nhất."
    long = Fingerprint("Cầu và đường", "Một năm nhìn lại.", f"{words(0, 90)} {report} {words(100, 200)}")
    assert compare(Fingerprint("Xã có cầu", report), long).is_copy


def test_texts_of_no_words_are_no_copies():
    for a, b in pairwise([Fingerprint("", ""), Fingerprint("...", "", "!"), article(0, 2 * SHORT)]):
        assert not compare(a, b).is_copy
