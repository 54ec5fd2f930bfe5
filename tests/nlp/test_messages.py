import pytest

from nlp.messages import Carried, Parts, find, with_statements

MESSAGES = {
    "dong-thuan": ("đồng thuận trong nhân dân", "sự đồng thuận"),
    "hai-hoa": ("hợp lý, hài hòa",),
}


def test_a_message_is_reported_once_for_each_part_that_carries_it():
    parts = Parts(
        headline="Hoạt động phải HỢP LÝ, HÀI HOÀ",
        lead="Tạo sự đồng thuận; sự đồng thuận trong nhân dân.",
        body="Hợp lý hài hòa. Đồng thuận trong nhân dân, sự đồng thuận.",
    )
    assert find(parts, MESSAGES) == [
        Carried("hai-hoa", "headline", "hợp lý, hài hòa", "verbatim"),
        Carried("dong-thuan", "lead", "sự đồng thuận", "verbatim"),
        Carried("dong-thuan", "body", "đồng thuận trong nhân dân", "verbatim"),
        Carried("hai-hoa", "body", "hợp lý, hài hòa", "verbatim"),
    ]


def test_a_phrase_is_whole_words_of_one_sentence():
    parts = Parts(headline="bất đồng thuận trong nhân dânx", lead="hợp lý. Hài hòa", body="hài hòa, hợp lý")
    assert find(parts, MESSAGES) == []


def test_two_messages_may_share_a_phrase():
    shared = {"mot": ("đồng thuận",), "hai": ("đồng thuận",)}
    assert [one.message for one in find(Parts("đồng thuận", "", ""), shared)] == ["mot", "hai"]


def test_words_that_are_quoted_carry_a_message_in_a_quote_beside_their_part():
    body = (
        "Nước sạch, hợp lý, hài hòa. Ông Tám cho biết, xã có sự đồng thuận. “Phải hợp lý”, ông nói. Hài hòa."
    )
    assert [(one.message, one.where) for one in find(Parts("", "", body), MESSAGES)] == [
        ("dong-thuan", "body"),
        ("hai-hoa", "body"),
        ("dong-thuan", "quote"),
    ]


def test_a_message_in_the_words_of_an_office_stands_in_a_quote_where_no_voice_told_so():
    body = "Thường trực Ban Bí thư: Các hoạt động phải hợp lý, hài hòa."
    found = find(Parts("", "", body), MESSAGES)
    said = find(Parts("", "", "các hoạt động phải hợp lý, hài hòa"), MESSAGES)
    assert found == [Carried("hai-hoa", "body", "hợp lý, hài hòa", "verbatim")]
    assert with_statements(found, said) == [
        *found,
        Carried("hai-hoa", "quote", "hợp lý, hài hòa", "verbatim"),
    ]
    assert with_statements(with_statements(found, said), said) == with_statements(found, said)
    assert with_statements([], said) == []
    in_headline = find(Parts("Hợp lý, hài hòa", "", ""), MESSAGES)
    assert with_statements(in_headline, said) == in_headline


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Các việc HỢP LÝ và thật sự hài hoà với nhau.", "paraphrase"),
        ("Hợp lý, hài hòa.", "verbatim"),
        ("Hợp lý; hài hòa.", "paraphrase"),
        ("Hợp lý và sau đó hài hòa. Nói gọn: hợp lý, hài hòa.", "verbatim"),
        ("Việc này hợp lý nhưng chưa hài hòa.", None),
        ("Hợp lý trong từng việc nhỏ, hài hòa.", None),
        ("Việc này hợp lý. Hài hòa là việc khác.", None),
        ("Hài hòa và hợp lý.", None),
    ],
)
def test_content_words_in_order_with_few_syllables_between_are_a_paraphrase(text, form):
    found = [one.form for one in find(Parts("", "", text), {"hai-hoa": ("hợp lý, hài hòa",)})]
    assert found == ([form] if form else [])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sự đồng thuận", "Sự kiện ấy, dân đồng tình, thuận lòng."),
        ("tri ân", "Tri thức và ân tình."),
        ("về với gia đình", "Câu chuyện về một gia đình."),
    ],
)
def test_few_content_words_have_no_paraphrase(phrase, text):
    assert find(Parts("", "", text), {"mot": (phrase,)}) == []


def test_many_repeats_are_searched_in_linear_time():
    text = "hợp lý " * 20_000 + "hài hòa " * 20_000
    assert [one.form for one in find(Parts("", "", text), MESSAGES)] == ["verbatim"]


@pytest.mark.parametrize(
    "text",
    [
        "Việc lấp giếng chưa tạo được sự đồng thuận của dân",
        "Cách chia nước không hợp lý, hài hòa",
        "Xã chưa có sự đồng thuận",
        "Dự án vẫn thiếu sự đồng thuận của dân",
        "Nhiều hộ chưa thực sự có sự đồng thuận",
        "Khó đạt được sự đồng thuận khi giá cao",
        "Ông bác bỏ ý kiến cho rằng hợp lý, hài hòa",
    ],
)
def test_what_is_denied_right_before_it_is_not_carried(text):
    assert find(Parts(text, "", ""), MESSAGES) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cách chia nước không chỉ hợp lý, hài hòa mà còn rẻ",
        "Không ngừng bồi đắp sự đồng thuận",
        "Trời không mưa nhưng hợp lý, hài hòa",
        "Xã chưa có giếng. Sự đồng thuận đã có",
        "Không ai đứng ngoài, sự đồng thuận lan rộng",
        "Dân không quên sự đồng thuận ngày ấy",
        "Trong không khí đồng lòng, sự đồng thuận lan rộng",
        "Lính Phòng không góp sự đồng thuận",
        "Không thể thiếu sự đồng thuận của dân",
        "Chia nước hợp lý, hết sức hài hòa",
    ],
)
def test_what_is_denied_elsewhere_is_carried(text):
    assert len(find(Parts(text, "", ""), MESSAGES)) == 1


CARRIED_IN_LISTS = {
    "du-phong": ("phương án dự phòng", "kịch bản và phương án"),
    "an-toan": ("an toàn thực phẩm", "an ninh, an toàn", "bảo đảm an ninh"),
    "chieu-sau": ("tạo chiều sâu", "có chiều sâu"),
    "dong-thuan": ("sự đồng thuận", "tạo đồng thuận", "đồng thuận xã hội"),
    "lan-toa": ("sức lan tỏa",),
    "hai-hoa": ("hợp lý, hài hòa",),
}


@pytest.mark.parametrize(
    "text",
    [
        "Địa phương chưa có kịch bản và phương án dự phòng.",
        "Xã không chủ động kịch bản và phương án dự phòng nên lúng túng.",
        "Chợ chưa bảo đảm an ninh, an toàn thực phẩm.",
        "Nhiều nơi làm cho có, chưa tạo chiều sâu, sức lan tỏa.",
        "Lễ hội thiếu chiều sâu, sức lan tỏa trong cộng đồng.",
        "Bếp ăn không đảm bảo vệ sinh, an toàn thực phẩm.",
        "Bếp ấy có nguy cơ mất an ninh, an toàn thực phẩm.",
        "Phường chưa có lực lượng, phương tiện, phương án dự phòng cụ thể.",
        "Cách chia nước chưa thật sự tiết kiệm, hợp lý, hài hòa.",
        "Khó tạo niềm tin và sự đồng thuận trong dân.",
        "Việc lấp giếng khó tạo đồng thuận.",
        "Cuộc vận động khó có chiều sâu.",
        "Sự đồng thuận chưa cao.",
        "Đồng thuận xã hội chưa cao, dân còn hỏi nhiều.",
        "Sức lan tỏa của phong trào còn hạn chế.",
        "Sức lan tỏa còn rất yếu so với năm ngoái.",
        "Sự đồng thuận trong dân vẫn còn thấp.",
        "An toàn thực phẩm chưa được bảo đảm ở hai chợ.",
        "Sức lan tỏa không như mong đợi.",
    ],
)
def test_what_is_denied_with_others_or_behind_it_is_not_carried(text):
    assert find(Parts("", "", text), CARRIED_IN_LISTS) == []


@pytest.mark.parametrize(
    "text",
    [
        "Xã chưa có kịch bản nhưng đã có phương án dự phòng.",
        "Xã không để bị động, bất ngờ, bảo đảm an ninh, an toàn tuyệt đối.",
        "Không để xảy ra mất an ninh, an toàn thực phẩm.",
        "Tránh để mất an toàn thực phẩm ngày Tết.",
        "Không lơ là an toàn thực phẩm.",
        "Chưa bao giờ có chiều sâu và sức lan tỏa như lần này.",
        "Chương trình không chỉ có chiều sâu, sức lan tỏa mà còn rẻ.",
        "Trong không khí vui tươi, sự đồng thuận của dân lan rộng.",
        "Dân chưa có giếng, sự đồng thuận vẫn cao.",
        "Không có sự cố, an toàn thực phẩm được giữ vững.",
        "Không phải không có chiều sâu.",
        "Vượt khó tạo đồng thuận.",
        "Lễ hội của thiếu nhi có sức lan tỏa.",
        "Sức lan tỏa không nhỏ, không kém năm ngoái.",
        "Sự đồng thuận chưa bao giờ cao như vậy.",
        "Tạo sự đồng thuận trong điều kiện ngân sách còn hạn chế.",
        "Sự đồng thuận là không thể thiếu.",
        "Sức lan tỏa lớn, kinh phí còn thấp.",
    ],
)
def test_what_stands_beside_a_denial_is_carried(text):
    assert find(Parts("", "", text), CARRIED_IN_LISTS) != []


def test_a_name_that_says_what_is_lacking_denies_nothing():
    text = (
        "Trả lại tên cho liệt sĩ còn thiếu thông tin, xác định danh tính hài cốt liệt sĩ chưa rõ thông tin."
    )
    messages = {"mot": ("tên cho liệt sĩ",), "hai": ("hài cốt liệt sĩ",)}
    assert {one.message for one in find(Parts("", "", text), messages)} == {"mot", "hai"}
