"""What readers of a credit rely on: organisations are found in every spelling, persons never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import credit, outlets


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("TTXVN", "TTXVN"),
        ("TTX VN", "TTX VN"),
        ("(TTXVN)", "TTXVN"),
        ("Theo TTXVN", "Theo TTXVN"),
        ("Theo TTXVN.", "Theo TTXVN"),
        ("Theo TTXVN/Vietnam+", "Theo TTXVN/Vietnam+"),
        ("(TTXVN/Vietnam+)", "TTXVN/Vietnam+"),
        ("TTXVN/Báo Tin tức", "TTXVN/Báo Tin tức"),
        ("Nguồn: TTXVN", "Nguồn: TTXVN"),
        ("Nguồn TTXVN", "Nguồn TTXVN"),
        ("VNA", "VNA"),
        ("Thông tấn xã Việt Nam", "Thông tấn xã Việt Nam"),
        ("Theo Tho\u0302ng ta\u0302\u0301n xa\u0303 Vie\u0323\u0302t Nam", "Theo Thông tấn xã Việt Nam"),
        ("Tin, ảnh: TTXVN", "TTXVN"),
        ("Ảnh, tin: TTXVN", "TTXVN"),
        ("Bài: TTXVN; ảnh: Lê Bút", "TTXVN"),
        ("(T.H theo TTXVN)", "theo TTXVN"),
        ("L.B (t/h theo TTXVN)", "theo TTXVN"),
        ("Theo: TTXVN", "Theo: TTXVN"),
        ("L.B. (tổng hợp từ TTXVN, Nhân Dân)", "tổng hợp từ TTXVN, Nhân Dân"),
        ("Tổng hợp: TTXVN", "Tổng hợp: TTXVN"),
        ("Lê Thị Bút (TTXVN)", "TTXVN"),
        ("Lê Thị Bút - TTXVN", "TTXVN"),
        ("PV/TTXVN", "TTXVN"),
        ("Lê Thị Bút (theo TTXVN, Reuters)", "theo TTXVN, Reuters"),
    ],
)
def test_the_agency_is_found_in_every_spelling_and_persons_are_not_printed(line, printed):
    assert credit.text_credit(line) == credit.Credit("TTXVN", printed)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Theo NLĐO", "Người Lao Động"),
        ("Theo Báo Người Lao Động", "Người Lao Động"),
        ("Nguồn: Báo Nhân Dân", "Nhân Dân"),
        ("Theo Báo Long An", "Báo Long An"),
        ("Theo báo Long An", "Báo Long An"),
        ("theo báo Giao thông", "Báo Giao thông"),
        ("Theo tạp chí Tia Sáng", "Tạp chí Tia Sáng"),
        ("Theo báo Pháp luật Việt Nam", "Pháp luật Việt Nam"),
        ("Theo Công an nhân dân Online", "Công an Nhân dân"),
        ("Theo Vietnam+", "VietnamPlus (TTXVN)"),
        ("Nguồn: Bộ Y tế", "Bộ Y tế"),
        ("Nguồn: https://www.vietnamplus.vn/mot-bai-viet-post1.vnp", "VietnamPlus (TTXVN)"),
        ("Theo Reuters, AFP", "Reuters"),
        ("Nhịp Sống Thị Trường", "Nhịp sống thị trường"),
        ("Theo Trí Thức Trẻ", "Trí thức trẻ"),
        ("Theo Lê Bút, Trí thức trẻ", "Trí thức trẻ"),
        ("Nguồn: An ninh Thủ đô", "An ninh Thủ đô"),
        ("Đời sống & Pháp luật", "Đời sống & Pháp luật"),
        ("Lê Bút / Đời sống và Pháp luật", "Đời sống & Pháp luật"),
        ("Theo Đời sống Pháp luật", "Đời sống & Pháp luật"),
        ("Theo Sức khỏe & Đời sống", "Sức khỏe & Đời sống"),
        ("Theo Tuổi Trẻ và Thanh Niên", "Tuổi Trẻ"),
        ("(Theo Thanh niên Việt)", "Thanh niên Việt"),
        ("PHỤ NỮ MỚI", "Phụ nữ mới"),
        ("Theo Tiền Phong", "Tiền Phong"),
        ("Người Quan Sát", "Người Quan Sát"),
        ("Nhịp sống kinh tế", "Nhịp sống kinh tế"),
        ("CafeF", "CafeF"),
        ("Theo Soha", "Soha"),
    ],
)
def test_other_sources_have_a_standard_name(line, name):
    found = credit.text_credit(line)
    assert found is not None
    assert found.name == name


def test_an_outlet_of_the_register_is_credited_by_its_name_there():
    register = [one for one in outlets.load().values() if one.parent is None]
    names = {
        spelling: one.name
        for one in register
        for spelling in (one.name, *one.other_names, *one.domains, *one.former_domains)
        if "/" not in spelling
    }
    assert {spelling: credit.organisation(spelling) for spelling in names} == names


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Lê Thị Bút",
        "NHẬT XUÂN",
        "Theo Lê Thị Bút",
        "Theo ông Lê Văn Mực",
        "Theo ông Lê Văn Mực, TTXVN là nguồn tin chính thức của báo",
        "Theo TTXVN, sáng 7-3 tiểu ban họp phiên thứ nhất",
        "Theo Bộ Y tế, số ca mắc tăng",
        "Theo Bộ Y tế khuyến cáo người dân nên tiêm chủng.",
        "theo báo cáo của Bộ Y tế",
        "Theo Báo cáo của Bộ Y tế",
        "Theo báo chí",
        "Theo báo chí địa phương",
        "Theo Báo chí Việt Nam",
        "Theo báo Trung Quốc",
        "V.V (Theo báo Trung Quốc)",
        "Theo báo Long An cho biết số ca mắc tăng",
        "Theo báo Long An, số ca mắc tăng",
        "Theo đài khí tượng thủy văn",
        "Ảnh: TTXVN",
        "(Ảnh: Lê Thị Bút/TTXVN)",
        "Nguồn ảnh: TTXVN",
        "Nguồn hình ảnh: TTXVN",
        "(Nguồn: TTXVN)",
        "Ảnh minh họa (Nguồn: TTXVN)",
        "(Ảnh minh họa, nguồn: TTXVN)",
        "Ảnh minh họa. (TTXVN)",
        "Ảnh TTXVN",
        "Ảnh - TTXVN",
        "Ảnh Lê Bút - TTXVN",
        "Ảnh chụp màn hình (Nguồn: VTV)",
        "Video: VTV",
        "Getty Images",
        "Nguồn: Getty Images",
        "(EPA)",
        "Theo Nhịp Cầu Ven Sông",
        "HÒA BÌNH",
        "PV",
    ],
)
def test_a_person_a_sentence_or_a_photo_credit_is_no_text_credit(line):
    assert credit.text_credit(line) is None


@pytest.mark.parametrize(
    ("caption", "names"),
    [
        ("Quang cảnh phiên họp. Ảnh: TTXVN", ("TTXVN",)),
        ("Quang cảnh phiên họp. ẢNH: TTX VN", ("TTXVN",)),
        ("Quang cảnh phiên họp. Ảnh: Lê Máy Ảnh - TTXVN", ("TTXVN",)),
        ("Quang cảnh phiên họp. Ảnh: Lê Máy Ảnh-TTXVN", ("TTXVN",)),
        ("Quang cảnh phiên họp. (Ảnh: Lê Máy Ảnh/TTXVN)", ("TTXVN",)),
        ("Quang cảnh phiên họp (Nguồn: TTXVN)", ("TTXVN",)),
        ("Quang cảnh phiên họp - Ảnh: AFP/TTXVN phát", ("AFP", "TTXVN")),
        ("Quang cảnh phiên họp TTXVN", ("TTXVN",)),
        ("TTXVN", ("TTXVN",)),
        ("Ảnh minh họa: Reuters", ("Reuters",)),
        ("Ảnh: H.Y.T.", ()),
        ("Ảnh: LÊ MÁY ẢNH", ()),
        ("Ảnh: LAN", ()),
        ("Ảnh: NVCC", ()),
        ("Ảnh: DIỀU", ()),
        ("Khách tham quan trụ sở của TTXVN", ()),
        ("Tổng Giám đốc TTXVN", ()),
        ("Quang cảnh phiên họp", ()),
    ],
)
def test_photo_credits_name_organisations_only(caption, names):
    assert credit.photo_credits(caption) == names


@pytest.mark.parametrize(
    ("lead", "rest", "name"),
    [
        ("(NLĐO) - Một câu.", "Một câu.", "Người Lao Động"),
        ("(NLĐO)- Một câu.", "Một câu.", "Người Lao Động"),
        ("(Chinhphu.vn) – Một câu.", "Một câu.", "Báo Điện tử Chính phủ"),
        ("VOV.VN - Một câu.", "Một câu.", "VOV"),
        ("TTO - Một câu.", "Một câu.", "Tuổi Trẻ"),
        ("(TTXVN) Một câu.", "Một câu.", "TTXVN"),
        ("Hà Nội (TTXVN 7/3) - Một câu.", "Một câu.", "TTXVN"),
        ("(BVSO) - Một câu.", "Một câu.", None),
        ("VSO - Một câu.", "Một câu.", None),
        ("HLV - người cầm quân.", "HLV - người cầm quân.", None),
        ("Dubai - thành phố mới.", "Dubai - thành phố mới.", None),
        ("(Ảnh minh họa) Một câu.", "(Ảnh minh họa) Một câu.", None),
        ("QĐND Online - Sáng nay họp.", "Sáng nay họp.", "Quân đội Nhân dân"),
        ("(VTC News) - Sáng nay họp.", "Sáng nay họp.", "VTC News"),
        ("(Bến Sông) - Sáng nay họp.", "Sáng nay họp.", None),
        ("(Bến Sông) sáng nay họp.", "(Bến Sông) sáng nay họp.", None),
        ("Tàu Online - một vở kịch.", "Tàu Online - một vở kịch.", None),
    ],
)
def test_agency_tags_are_cut_off_the_lead(lead, rest, name):
    assert credit.split_tag(lead, "Báo Ven Sông") == (rest, name)


@pytest.mark.parametrize(
    ("paragraph", "rest", "name"),
    [
        ("Hội nghị kết thúc./. (TTXVN/Vietnam+)", "Hội nghị kết thúc./.", "TTXVN"),
        ("Hội nghị kết thúc. Theo TTXVN", "Hội nghị kết thúc.", "TTXVN"),
        ("Hội nghị kết thúc. Theo: TTXVN/Vietnam+", "Hội nghị kết thúc.", "TTXVN"),
        ("Hội nghị kết thúc. TTXVN", "Hội nghị kết thúc.", "TTXVN"),
        ("Hội nghị kết thúc./. TTXVN/Tin tức", "Hội nghị kết thúc./.", "TTXVN"),
        ("Hội nghị kết thúc. Theo báo Long An", "Hội nghị kết thúc.", "Báo Long An"),
        ("Mức tăng là 5%. Theo báo cáo mới", "Mức tăng là 5%. Theo báo cáo mới", None),
        ("Vụ việc tiếp diễn. Theo báo chí", "Vụ việc tiếp diễn. Theo báo chí", None),
        ("Hội nghị kết thúc. TTXVN đưa tin sau", "Hội nghị kết thúc. TTXVN đưa tin sau", None),
        ("Ông làm việc tại TTXVN", "Ông làm việc tại TTXVN", None),
        ("Quang cảnh hội nghị. Reuters", "Quang cảnh hội nghị. Reuters", None),
        ("Hội nghị kết thúc (TTXVN).", "Hội nghị kết thúc", "TTXVN"),
        ("Tin của Thông tấn xã Việt Nam (TTXVN)", "Tin của Thông tấn xã Việt Nam (TTXVN)", None),
        ("Cùng Đài Truyền hình Việt Nam (VTV).", "Cùng Đài Truyền hình Việt Nam (VTV).", None),
        ("Lực lượng Công an nhân dân (CAND)", "Lực lượng Công an nhân dân (CAND)", None),
        ("Hội nghị kết thúc. (Hà Nội)", "Hội nghị kết thúc. (Hà Nội)", None),
        ("Hội nghị kết thúc. Theo ông Mực", "Hội nghị kết thúc. Theo ông Mực", None),
        ("Hội nghị kết thúc. Nguồn: TTXVN", "Hội nghị kết thúc.", "TTXVN"),
        ("Quang cảnh hội nghị. (Nguồn: TTXVN)", "Quang cảnh hội nghị. (Nguồn: TTXVN)", None),
        ("Ảnh minh họa. Nguồn: TTXVN", "Ảnh minh họa. Nguồn: TTXVN", None),
        ("Một góc phố (Getty)", "Một góc phố (Getty)", None),
    ],
)
def test_a_credit_at_the_end_of_a_paragraph_is_cut_off(paragraph, rest, name):
    head, found = credit.split_ending(paragraph)
    assert head == rest
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    "line",
    [
        *("Ảnh: TTXVN", "(Ảnh: Lê Bút/TTXVN)", "Quang cảnh phiên họp. Ảnh: TTXVN", "(Nguồn: TTXVN)"),
        *("Ảnh minh họa (Nguồn: TTXVN)", "Ảnh minh họa. (TTXVN)", "Ảnh Reuters", "Video: TTXVN"),
    ],
)
def test_captions_are_told_from_the_text(line):
    assert credit.is_photo_line(line)
    assert credit.text_credit(line) is None
    assert credit.split_ending(line) == (line, None)


@pytest.mark.parametrize(
    "line",
    [
        *("Tin, ảnh: TTXVN", "Bài, ảnh: Lê Bút (TTXVN)", "Nguồn: TTXVN", "Số ca mắc giảm. (Nguồn: Bộ Y tế)"),
        *("Ảnh hưởng của bão còn kéo dài tới hết tuần, theo TTXVN", "Hội nghị kết thúc. (Nguồn: TTXVN)"),
        "Hình phạt sẽ nặng hơn từ tháng bảy (TTXVN)",
    ],
)
def test_what_says_more_than_whose_picture_it_is_is_no_caption(line):
    assert not credit.is_photo_line(line)


@pytest.mark.parametrize("line", ["Lê Thị Bút", "NHẬT XUÂN", "Lê Bút (tổng hợp)", "Bài và ảnh: Lê Bút", "PV"])
def test_bylines_are_recognised(line):
    assert credit.is_byline(line)


@pytest.mark.parametrize(
    "line", ["Chi phí tăng", "PV: Vì sao làng mở lớp?", "Hỗ trợ doanh nghiệp", "Ông nói: Được.", ""]
)
def test_headings_and_questions_are_no_bylines(line):
    assert not credit.is_byline(line)


@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    found = credit.text_credit(text)
    assert found is None or found.name
    assert credit.split_tag(text)[0] in text
    assert len(credit.split_ending(text)[0]) <= len(text)
    assert all(credit.photo_credits(text))
