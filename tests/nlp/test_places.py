"""Places and levels on sentences written for it, with the traps that names of provinces hold."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import levels
from nlp.places import Place, find
from nlp.provinces import on, provinces, provinces_on, units
from nlp.text import normalise

TODAY = date(2026, 3, 7)
PRECISION = RECALL = 0.97
"""Floors over all sentences of places.tsv; a place counts with its level."""


def sentences():
    with (Path(__file__).parent / "places.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(found):
    return {place.province + ("+" if place.level == "commune" else "") for place in found}


def names(text, day=TODAY):
    return [place.province for place in find(text, day)]


def test_precision_and_recall_hold_over_all_sentences():
    right = found = expected = 0
    wrong = []
    for row in sentences():
        wanted = set(filter(None, row["places"].split("|")))
        got = shown(find(row["text"], date.fromisoformat(row["day"])))
        right, found, expected = right + len(wanted & got), found + len(got), expected + len(wanted)
        if wanted != got:
            wrong.append((row["text"], got))
    assert expected >= 80
    assert (right / found >= PRECISION) and (right / expected >= RECALL), wrong


def test_the_level_is_that_of_the_body_named():
    rows = sentences()
    got = [levels.level([row["text"]]) for row in rows]
    wrong = [
        (row["text"], one)
        for row, one in zip(rows, got, strict=True)
        if row["level"] != (one.level if one else "")
    ]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_there_were_63_provinces_and_are_34():
    assert len(provinces_on(date(2008, 8, 1))) == len(provinces_on(date(2025, 6, 30))) == 63
    assert len(provinces_on(date(2025, 7, 1))) == 34
    assert {on(name, date(2025, 7, 1)) for name in provinces_on(date(2025, 6, 30))} == set(
        provinces_on(date(2025, 7, 1))
    )


def test_eleven_provinces_kept_their_borders_in_2025():
    became = [province.became for province in provinces().values() if province.last == date(2025, 6, 30)]
    kept = set(provinces_on(TODAY)) - set(became)
    assert kept == {
        "Hà Nội",
        "Huế",
        "Lai Châu",
        "Điện Biên",
        "Sơn La",
        "Lạng Sơn",
        "Quảng Ninh",
        "Thanh Hóa",
        "Nghệ An",
        "Hà Tĩnh",
        "Cao Bằng",
    }


def test_every_unit_lies_in_a_province_and_there_are_3321_communes():
    now = [unit for unit in units() if unit.kind in ("xã", "phường", "đặc khu")]
    assert len(now) == 3321
    assert {unit.province for unit in now} == set(provinces_on(TODAY))
    assert {unit.province for unit in units() if unit not in now} == set(provinces_on(date(2025, 3, 1)))


def test_an_old_name_gives_the_province_of_the_day():
    text = "Hà Giang chờ mưa."
    assert find(text, date(2024, 3, 7)) == [Place("Hà Giang", "province", ((0, 8),), ("name",))]
    assert find(text, TODAY) == [Place("Tuyên Quang", "province", ((0, 8),), ("former name",))]
    assert names("Từ Thừa Thiên Huế ra", date(2026, 1, 1)) == names("Huế", date(2025, 1, 1)) == ["Huế"]
    with pytest.raises(KeyError):
        on("Ven Sông", TODAY)


def test_every_name_of_every_time_is_found_in_either_case():
    for name in provinces():
        for written in (f"tại tỉnh {name} hôm nay", f"TẠI TỈNH {name.upper()} HÔM NAY"):
            assert names(written, date(2024, 3, 7)) == [on(name, date(2024, 3, 7))], written


def test_spans_are_offsets_into_the_normalised_text_and_hold_the_kind():
    text = "Ở tỉnh Thanh Hoá, rồi TP. Huế."
    found = find(text, TODAY)
    assert [normalise(text)[start:end] for place in found for start, end in place.spans] == [
        "tỉnh Thanh Hóa",
        "TP. Huế",
    ]


def test_a_commune_needs_its_province_near_it():
    near = "Xã Mường Xén giữ rừng. Tỉnh Nghệ An khen."
    far = "Xã Mường Xén giữ rừng. " + "Nước về bản. " * 20 + "Tỉnh Nghệ An khen."
    assert [(place.level, place.how) for place in find(near, TODAY)] == [("commune", ("name", "commune"))]
    assert [(place.level, place.how) for place in find(far, TODAY)] == [("province", ("name",))]
    assert find("Xã Mường Xén giữ rừng.", TODAY) == []


@pytest.mark.parametrize("district", ["quận 1", "Quận 1", "Quận 12", "Q.1", "Q. 7", "Q.Bình Thạnh"])
def test_a_numbered_district_is_found_beside_its_city(district):
    text = f"Cháy nhà ở {district}, TP.HCM."
    (place,) = find(text, date(2024, 3, 7))
    assert (place.province, place.level) == ("TP. Hồ Chí Minh", "commune")
    assert [text[start:end] for start, end in place.spans] == [district, "TP.HCM"]


@pytest.mark.parametrize(
    "text", ["Cháy nhà ở quận 1, Hà Nội.", "Cháy nhà ở quận 19, TP.HCM.", "Q1 ở TP.HCM."]
)
def test_what_is_no_numbered_district_of_the_city_is_none(text):
    assert [place.level for place in find(text, date(2024, 3, 7))] == ["province"]


def test_a_commune_of_a_name_that_two_provinces_near_have_is_of_neither():
    owners = [unit.province for unit in units() if (unit.kind, unit.name) == ("xã", "Tân Lập")]
    assert len(set(owners)) > 1
    found = find(f"Xã Tân Lập, {owners[0]} và {owners[1]}", TODAY)
    assert {place.level for place in found} == {"province"}


def test_a_dateline_stands_at_the_start_of_its_line_only():
    text = "Đập đầy nước\nHà Nội, 7/3 - Đập đã đầy. Đoàn đến Huế, 7/3."
    assert [(place.province, place.how) for place in find(text, TODAY)] == [
        ("Hà Nội", ("dateline",)),
        ("Huế", ("name",)),
    ]


def test_nothing_is_found_in_nothing():
    assert find("", TODAY) == []
    assert levels.level(["", ""]) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("UBND TP Hà Nội họp", "province"),
        ("UBND TP.HCM họp", "province"),
        ("UBND TP. Hồ Chí Minh họp", "province"),
        ("UBND Thành phố Hà Nội họp", "province"),
        ("HĐND TP Đồng Nai họp", "province"),
        ("UBND Quảng Trị họp", "province"),
        ("UBND TP Vinh họp", "commune"),
        ("Công an TP. Vinh họp", "commune"),
        ("UBND thành phố họp", None),
        ("CLB Công an TP.HCM thắng", None),
    ],
)
def test_a_city_is_a_province_where_it_is_one_in_every_spelling(text, level):
    named = levels.level([text])
    assert (named.level if named else None) == level


@pytest.mark.parametrize(
    "text",
    [
        *("Bộ Ngoại giao Nhật Bản phản đối", "Quốc hội Hàn Quốc họp", "Chính phủ Lào tặng huân chương"),
        *("Thủ tướng Anh từ chức", "Chủ tịch Quốc hội Campuchia tới thăm", "Chính phủ nước này từ chức"),
        *("Bộ trưởng Quốc phòng Mỹ tới thăm", "Bộ Công Thương Trung Quốc áp thuế", "Quốc hội châu Âu họp"),
        *(
            "Bộ Kinh tế Liên bang Đức sửa luật",
            "Cục Thống kê Lao động Mỹ công bố",
            "Bộ Tài chính của Nga họp",
        ),
        *("Bộ An ninh Nội địa Mỹ họp", "Bộ trưởng Bộ Y tế Lào họp", "Ông nói về Nhật Bản Xuân này"),
    ],
)
def test_another_country_has_no_level(text):
    assert levels.level([text]) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Thủ tướng Nhật Bản gặp lãnh đạo UBND tỉnh Nghệ An", "province"),
        ("Chính phủ Pháp và Bộ Y tế ký thỏa thuận", "ministry"),
        ("Quốc hội Việt Nam và Quốc hội Lào họp", "central"),
        ("Chủ tịch Quốc hội Trần Văn Tám họp", "central"),
        ("Thứ trưởng Đặng Hồng Đức họp", "ministry"),
        ("Bộ Công Thương mời Nga", "ministry"),
        ("Bộ Công an và Bộ Nội vụ Lào họp", "ministry"),
        ("Tiểu ban Văn kiện họp phiên thứ nhất", "central"),
        ("Tiểu ban Văn kiện Đại hội Đảng bộ tỉnh Nghệ An họp", "province"),
        ("Hội nghị Trung ương 3 khai mạc", "central"),
        ("Sở Xây dựng thi đua chào mừng Đại hội XIV của Đảng", "province"),
        ("Thi đua chào mừng Đại hội XIV của Đảng, xã Bến Mới làm đường", "commune"),
        ("Kiểm toán Nhà nước công bố báo cáo", "central"),
        ("Quân ủy Trung ương họp", "central"),
        ("Cục Quản lý Dược thu hồi lô thuốc", "ministry"),
        ("Cục CSGT ra quân", "ministry"),
        ("Cục Thuế tỉnh Nghệ An công khai", "province"),
        ("Cục Hải quan Hà Nội bắt giữ", "province"),
        ("Cục diện đã khác, chi cục cũng vậy", None),
    ],
)
def test_bodies_of_our_own_have_their_level(text, level):
    named = levels.level([text])
    assert (named.level if named else None) == level


def test_the_headline_tells_the_level_before_the_body_does():
    named = levels.level(["Sở Y tế họp", "", "Bộ Y tế yêu cầu, UBND xã Bến Mới làm."])
    assert named == levels.Named("province", "Sở Y tế")


# Words of the names of bodies, and some between them.
_PIECES = sorted(
    {word for names in levels._BODIES.values() for word in re.findall(r"[^\W\d_]+", names)}
    | {"họp", "TP.HCM", "Bến Mới", "bộ", "CLB", "(", ",", "xã Ven Sông", "quận 3", "Bản Mường", "bản Cát"}
)


@given(st.lists(st.sampled_from(_PIECES), max_size=8), st.sampled_from([" ", "  ", "-", ""]))
@settings(max_examples=400)
def test_a_body_is_found_as_if_it_was_looked_for_everywhere(pieces, between):
    text = between.join(pieces)
    everywhere = re.compile(rf"(?<!\w)(?:{levels._BODY.pattern})").search(text)
    found = levels._first_body(text)
    assert (found and found.span()) == (everywhere and everywhere.span())
