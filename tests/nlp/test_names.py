"""Names of persons in sentences written for it: what stands in brackets is a name, and nothing else is."""

import re

import pytest

from nlp.names import persons, persons_abroad
from nlp.text import normalise


def marked(text):
    """Give a text with its names in brackets."""
    plain, found = normalise(text), persons(text)
    for start, end in reversed(found):
        plain = f"{plain[:start]}[{plain[start:end]}]{plain[end:]}"
    return plain


@pytest.mark.parametrize(
    "text",
    [
        "Chúng tôi cảm ơn bác sĩ [Hằng] và điều dưỡng [Mai] đã cứu cháu [Minh].",
        "Luật sư [Hoài] đã gửi đơn, còn luật sư [Trần Hoài] thì chưa.",
        "Tài xế [Tuấn] lái suốt đêm, cô giáo [Lan] và thầy giáo [Bình] ở lại trường.",
        "Nghệ sĩ [Hồng Vân], nghệ sỹ [Thành Lâm] và ca sĩ [Mỹ Đan] góp tiền.",
        "HLV [Park Min-su] khen thủ môn [Lâm], huấn luyện viên [Dupont] thì không.",
        "Giáo sư [Hòa] và tiến sĩ [Quân], ThS [Lan], BS. [Hùng], GS.TS [Phương] cùng dự.",
        "Kỹ sư [Long], kĩ sư [Ngân], dược sĩ [Mai Anh], y tá [Thủy] trực đêm.",
        "Đại tá [Nam] và Trung úy [Phong] cứu dân, Tướng [Nơi] khen.",
        "Bị cáo [Thành], bị can [Nga], nghi phạm [Hải], nạn nhân [Vy], bị hại [Trang] có mặt.",
        "Cháu tên là [Vy], bạn của bé gái [Na], học với cô giáo [Liên].",
        "Hoa hậu [H'Lina Niê] và MC [Trấn Phong] dẫn chương trình.",
        "Học sinh [Khôi] và sinh viên [Vy], nông dân [Út] được khen.",
        "Liệt sĩ [Hiệp] nằm lại đây, liệt sỹ [Tám] thì chưa rõ.",
        "Thầy [Bình] và Cô [Lan] đến sớm. Bé [Bi] khóc.",
        "Bộ Nông nghiệp và Môi trường [Hoàng Văn Bốn] họp theo yêu cầu [Trần Thắm Quyên].",
        "Nghi phạm tên [Thành] và đồng phạm tên là [Phúc] bị bắt, thương binh [Bốn] kể lại.",
        "Thủ khoa [Minh Khôi], anh hùng [Núp], chủ quán [Thắm] và công dân [Kỳ] được khen.",
        "Tôi biết [Hùng] và [Lan] từ nhỏ. [Hằng] cũng vậy, còn [Tuấn] thì không.",
    ],
)
def test_a_given_name_stands_behind_what_somebody_is(text):
    assert marked(re.sub(r"[\[\]]", "", text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Ông [Nguyễn Văn A], bà [Trần B] và anh [C] đã ký.",
        "Ông [Hùng], [Dũng] và [Lan] cùng đi.",
        "Các ông [Nam], [Tuấn], [Phúc] đã nộp đơn.",
        "Bác sĩ [Hằng] và [Quyên] trực đêm.",
        "Ông [Nam], Phó Chủ tịch xã, và bà [Lan] đến sớm.",
        "Ông [Nam] và Công an xã đến sớm, ông [Tư] và Trung tâm Y tế đến muộn.",
        "Bà [Lan], Vinh, kể lại.",
        "Ông [Nguyễn Văn Bốn] và Toàn quyền Úc hội đàm, bà [Trần Thắm] và Ngoại trưởng Lào cũng dự.",
    ],
)
def test_names_of_a_list_are_all_found(text):
    assert marked(re.sub(r"[\[\]]", "", text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Bác sĩ Bệnh viện Ven Sông khuyên dân. Bác sĩ Khoa Nhi nói. Bác sĩ Nội trú năm ba thi.",
        "Luật sư Việt Nam họp. Nghệ sĩ Hàn Quốc đến. Chuyên gia Mỹ và tay vợt Nga về nước.",
        "Nghệ sĩ Nhân dân, Nghệ sĩ Ưu tú được trao. Hội Nghệ sĩ Sân khấu họp.",
        "Tài xế Grab và tài xế Hà Nội. Thầy giáo Trường THPT Ven Sông. Cô giáo Mường.",
        "Cầu thủ U23 Việt Nam, cầu thủ Thanh Hóa, thí sinh Hoa hậu. Học sinh THCS thi. Phi công Su-24 bay.",
        "Sinh viên Đại học Ven Sông, nông dân Lý Sơn, ngư dân Quảng Ngãi, công nhân Công ty Bến Mới.",
        "Nghĩa trang liệt sĩ Trường Sơn, liệt sĩ Vị Xuyên, liệt sĩ Quân tình nguyện.",
        "Thủ tướng Chính phủ họp. Các nước bạn Lào đến. Huyện Cô Tô. Bác Hồ dạy.",
        "Xác định 34 nạn nhân. Hiện đã có giấy phép lái xe. Quy định mới về liệt sĩ: Mở rộng tìm kiếm.",
        "Phóng viên TTXVN, phóng viên Thanh Niên, phóng viên Báo Ven Sông ghi.",
        "Đối tượng T.V.K. khai. Tôi là Giám đốc.",
        "Anh hùng Liệt sĩ, Anh hùng Lực lượng vũ trang, Anh hùng Lao động.",
        "Nước sông Hương đã rút, đảo Yến có mưa. Phúc lợi tăng. Bảo hiểm xã hội. Đạt chuẩn. Giang hồ.",
        "Bảng tên Ven Sông đặt ở cổng. Sách mang tên Hùng ca.",
    ],
)
def test_who_lives_works_and_plays_somewhere_is_no_name(text):
    assert marked(text) == text


def test_names_of_other_countries_are_told_by_the_commonest_given_names():
    text = "Ông gặp John Harwood và Marie-Anne, rồi Peter von Moor, ở George Town."
    assert [text[start:end] for start, end in persons_abroad(text)] == ["John Harwood", "George Town"]
    assert persons_abroad("Sở Y tế Ven Sông họp ở New York với Sam.") == []
