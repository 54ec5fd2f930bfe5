import pytest

from nlp.scenes import scenes


@pytest.mark.parametrize(
    ("written", "countries"),
    [
        ("Tổng thống Mỹ Donald Trump thăm Nga", {"Mỹ", "Nga"}),
        ("Mỹ áp thuế Anh và Pháp", {"Mỹ", "Anh", "Pháp"}),
        ("Chuyến thăm Úc và Niu Di-lân", {"Australia", "New Zealand"}),
        ("Việt - Lào, Ma-rốc-Hoa Kỳ", {"Lào", "Maroc", "Mỹ"}),
        ("Anh hùng Lê Văn Nga ở Lào Cai", set()),
        ("Nhật ký của chị Nga, cầu Mỹ Thuận, giá mỹ phẩm; Mỹ thuật và Pháp luật", set()),
        ("Đức Hòa, Đức Giang; ông Đức và anh Pháp", set()),
        ("Người Việt Nam tại Nam Sudan", {"Nam Sudan"}),
    ],
)
def test_countries_are_told_from_names_and_words_of_every_day(written, countries):
    assert scenes(written, "").countries == countries


def test_a_scene_is_of_headline_and_lead_and_not_where_a_report_was_sent_from():
    found = scenes("Cháy chợ ở Hậu Giang", "Cần Thơ (TTXVN) - Đại sứ Pháp gửi điện.")
    assert found.provinces == {"Cần Thơ"}
    assert (found.countries, found.of_headline) == ({"Pháp"}, (True, False))
    assert not scenes("Cháy chợ", "Hà Nội (TTXVN) - Bộ Công an nói về vụ cháy.").provinces
